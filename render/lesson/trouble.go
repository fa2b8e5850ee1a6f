package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Unconfirmed is the last frame that repeats what was sent before, where the other end is heard
// and never confirms all of it; 0 otherwise.
func (t *talk) Unconfirmed() int {
	for _, f := range slices.Backward(t.Facts) {
		if f.Kind != fact.TCPRetransmit {
			continue
		}
		s := t.step(f.Frames[0])
		if t.Sent(int(s.Side.Other())).Frames > 0 && !t.confirms(s) {
			return s.Frame
		}
		return 0
	}
	return 0
}

// Fins are the ends' first FINs, up to the reset that breaks the connection off.
func (t *talk) Fins() []*Scene {
	reset := t.CountingReset()
	var l []*Scene
	for _, f := range t.Facts {
		if fin, ok := f.What.(fact.Fin); ok && !fin.Taken && (reset == nil || f.Frames[0] < reset.N()) {
			l = append(l, &Scene{t: t, step: t.step(f.Frames[0]), fact: f})
		}
	}
	return l
}

// confirms tells that some frame confirms all that a segment carries.
func (t *talk) confirms(s *fact.Step) bool {
	const half = 1 << 31
	return slices.ContainsFunc(t.Steps, func(o fact.Step) bool {
		return o.Side != s.Side && o.TCP.Flags.Has(fact.ACK) && o.TCP.Ack-s.TCP.End() < half
	})
}

// AckOfUnheard tells that nothing of the end whose numbers an ACK confirms was captured: which of
// them are bytes, and which a SYN or a FIN, is unknown.
func (s *Scene) AckOfUnheard() bool { return s.t.Sent(int(s.step.Side.Other())).Frames == 0 }

// Silent is the end that sends nothing in the capture while the other sends several segments;
// nil where there is none.
func (t *talk) Silent() *Scene {
	if t.Count() < 2 {
		return nil
	}
	for _, side := range []fact.Side{fact.Client, fact.Server} {
		if t.Sent(int(side)).Frames == 0 {
			return &Scene{t: t, step: &t.Steps[0], fact: fact.Fact{Side: side}}
		}
	}
	return nil
}
