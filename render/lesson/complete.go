package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Completeness is Wireshark's tcp.completeness of a connection: a bit for each kind of segment
// that it holds.
type Completeness struct {
	Terms []CompletenessTerm // by Bit
	Value fact.Completeness  // their sum
}

// CompletenessTerm is one kind: its bit, and the first frame of it.
type CompletenessTerm struct {
	Name  string
	Bit   fact.Completeness
	Frame int
}

// Whole tells what Wireshark calls complete.
func (c *Completeness) Whole() bool { return c.Value.Whole() }

// Completeness adds up what Wireshark does; nil of one kind alone, and where its stream is not this connection, or does
// not begin with a SYN: then it depends on which frames were looked at before.
func (t *talk) Completeness() *Completeness {
	if t.shared || len(t.streams()) > 1 || t.Steps[0].TCP.Flags&(fact.SYN|fact.ACK) != fact.SYN {
		return nil
	}
	names := [...]string{"SYN", "SYN-ACK", "ACK", t.b.label("data"), "FIN", "RST"}
	c := new(Completeness)
	for i := range t.Steps {
		s := &t.Steps[i]
		more := fact.Holds(s.TCP.Flags, s.TCP.Len, i == 0) &^ c.Value
		c.Value |= more
		for n, name := range names {
			if bit := fact.Completeness(1) << n; more&bit != 0 {
				c.Terms = append(c.Terms, CompletenessTerm{name, bit, s.Frame})
			}
		}
	}
	if len(c.Terms) < 2 {
		return nil
	}
	slices.SortFunc(c.Terms, func(a, b CompletenessTerm) int { return int(a.Bit) - int(b.Bit) })
	return c
}
