//go:build unix

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"syscall"
	"testing"
)

// silent is an input that says when it is first read and then stays silent.
type silent struct{ asked chan struct{} }

func (s *silent) Read([]byte) (int, error) {
	close(s.asked)
	select {}
}

// TestInterrupt stops runs that wait for a pipe: exit code 130, nothing printed, no
// temporary file and no page left.
func TestInterrupt(t *testing.T) {
	for _, args := range [][]string{{"frames", "-"}, {"-"}} {
		t.Chdir(t.TempDir())
		t.Setenv("TMPDIR", t.TempDir())
		in := &silent{make(chan struct{})}
		go func() {
			<-in.asked
			syscall.Kill(os.Getpid(), syscall.SIGINT)
		}()
		var out, talk bytes.Buffer
		if code := run(args, in, &out, &talk); code != exitInterrupted {
			t.Errorf("%v: exit code %d, want %d", args, code, exitInterrupted)
		}
		if out.Len() > 0 || talk.Len() > 0 {
			t.Errorf("%v: printed %q and %q", args, &out, &talk)
		}
		mustBeEmpty(t, ".")
		mustBeEmpty(t, os.TempDir())
	}
}

// TestInterruptWhileWriting stops a run between two pages.
func TestInterruptWhileWriting(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx, interrupt := context.WithCancel(t.Context())
	a := &app{ctx: ctx, out: io.Discard, err: io.Discard}
	err := a.write(both("", "lab"), func(w io.Writer, p page) error {
		if p.format == "html" {
			interrupt()
		}
		_, err := io.WriteString(w, "half a page")
		return err
	})
	if code := a.exitCode(err); code != exitInterrupted {
		t.Errorf("exit code %d (%v), want %d", code, err, exitInterrupted)
	}
	mustBeEmpty(t, ".")
}

func mustBeEmpty(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		t.Errorf("%s was left in %s", e.Name(), dir)
	}
}
