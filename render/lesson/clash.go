package lesson

import (
	"fmt"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Clash is where the fragments of a packet contradict each other.
type Clash struct{ fact.Clash }

// Counts and Other are the two versions of the first bytes that differ.
func (c *Clash) Counts() string { return c.hex(0) }
func (c *Clash) Other() string  { return c.hex(1) }

func (c *Clash) hex(i int) string { return fmt.Sprintf("% x", c.Bytes[i][:c.Len]) }
