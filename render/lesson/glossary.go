package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// What the glossary asks, so that it holds words of this page only.

// HasAny tells that a conversation told has a fact of one of the kinds.
func (v *view) HasAny(kinds ...string) bool {
	return slices.ContainsFunc(v.b.talks, func(t *talk) bool {
		return slices.ContainsFunc(kinds, func(k string) bool { _, ok := t.find(fact.Kind(k)); return ok })
	})
}

// Pushed tells that a frame with a card has PSH, InTimeWait that an end is told to be there.
func (v *view) Pushed() bool {
	return slices.ContainsFunc(v.b.talks, func(t *talk) bool { return t.ID.Proto == fact.TCP && t.Pushed() != 0 })
}
func (v *view) InTimeWait() bool {
	return slices.ContainsFunc(v.b.talks, func(t *talk) bool { return t.ID.Proto == fact.TCP && t.InTimeWait() })
}
