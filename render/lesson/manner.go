package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// Manner is the heading of a close, by what happened.
func (t *talk) Manner() string {
	if f, ok := t.find(fact.TCPClosed); ok {
		return t.b.labelf("close.segments", f.What.(fact.Close).Segments)
	}
	if t.CountingReset() != nil {
		return t.b.label("close.reset")
	}
	return t.b.label("close.open")
}
