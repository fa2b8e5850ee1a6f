//go:build !windows

package main

import (
	"errors"
	"syscall"
)

// brokenPipe tells that whoever read our output has had enough.
func brokenPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
