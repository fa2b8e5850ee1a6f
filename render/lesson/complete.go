package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// Completeness is Wireshark's tcp.completeness of a connection: a bit for each kind of segment
// that it holds.
type Completeness struct{ Terms []CompletenessTerm }

// CompletenessTerm is one kind: its bit, and the first frame of it.
type CompletenessTerm struct {
	Name       string
	Bit, Frame int
}

// Value is the sum of the bits.
func (c *Completeness) Value() (n int) {
	for _, t := range c.Terms {
		n += t.Bit
	}
	return n
}

// Whole tells what Wireshark calls complete: the opening's three segments, and a FIN or a reset.
func (c *Completeness) Whole() bool {
	n := c.Value()
	return n&7 == 7 && n&0x30 != 0
}

// Completeness adds up what Wireshark does; nil of one kind alone, and where its stream is not this connection, or does
// not begin with a SYN: then it depends on which frames were looked at before.
func (t *talk) Completeness() *Completeness {
	if t.shared || len(t.streams()) > 1 || t.Steps[0].TCP.Flags&(fact.SYN|fact.ACK) != fact.SYN {
		return nil
	}
	first := &t.Steps[0].TCP // whose data counts though it is a SYN
	kinds := []struct {
		name string
		has  func(s *fact.Segment) bool
	}{
		{"SYN", func(s *fact.Segment) bool { return s.Flags&(fact.SYN|fact.ACK) == fact.SYN }},
		{"SYN-ACK", func(s *fact.Segment) bool { return s.Flags.Has(fact.SYN | fact.ACK) }},
		{"ACK", func(s *fact.Segment) bool { return s.Flags&(fact.SYN|fact.ACK) == fact.ACK && s.Len <= 0 }},
		{t.b.label("data"), func(s *fact.Segment) bool {
			return (s.Flags&(fact.SYN|fact.ACK) == fact.ACK || s == first) && s.Len > 0
		}},
		{"FIN", func(s *fact.Segment) bool { return s.Flags.Has(fact.FIN | fact.ACK) }},
		{"RST", func(s *fact.Segment) bool { return s.Flags.Has(fact.RST) }},
	}
	c := new(Completeness)
	for bit, kind := range kinds {
		for i := range t.Steps {
			if s := &t.Steps[i]; kind.has(&s.TCP) {
				c.Terms = append(c.Terms, CompletenessTerm{kind.name, 1 << bit, s.Frame})
				break
			}
		}
	}
	if len(c.Terms) < 2 {
		return nil
	}
	return c
}
