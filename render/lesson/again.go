package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// repeats is what a fact tells of numbers that are sent again.
func (s *Scene) repeats() fact.Retransmit {
	switch w := s.fact.What.(type) {
	case fact.Retransmit:
		return w
	case fact.OutOfOrder:
		return fact.Retransmit{First: w.After, Why: w.Why, By: w.By, Quiet: w.Quiet, Try: 1}
	}
	return fact.Retransmit{}
}

// Why tells why numbers are sent again, By the first frame that shows it, and Since the
// latest that carried them, or of what was not captured the one that came after it.
func (s *Scene) Why() string { return s.repeats().Why.String() }
func (s *Scene) By() int     { return s.repeats().By[0] }
func (s *Scene) Since() int  { return s.repeats().First }

// Missing tells that the frames that show why also show that the bytes had not arrived.
func (s *Scene) Missing() bool {
	why := s.repeats().Why
	return why == fact.WhyDuplicates || why == fact.WhySACK || why == fact.WhyPartial
}

// Quiet is how long nothing was confirmed, Waited how long it took until the sending
// before, and Sending which sending of the numbers this is.
func (s *Scene) Quiet() string  { return s.t.b.duration(s.repeats().Quiet) }
func (s *Scene) Waited() string { return s.t.b.duration(s.repeats().Waited) }
func (s *Scene) Sending() int   { return s.repeats().Try + 1 }

// Doubled tells that the wait is about twice the one before: within a tenth, since timers are coarse.
func (s *Scene) Doubled() bool {
	r := s.repeats()
	return r.Waited > 0 && (r.After-2*r.Waited).Abs() <= r.Waited/5
}

// Arrived is the later frame that proves that what the frame sends again had arrived; 0: none.
func (s *Scene) Arrived() int {
	for _, f := range s.t.Facts {
		if p, ok := f.What.(fact.Spurious); ok && slices.Contains(p.Again, s.step.Frame) {
			return f.Frames[0]
		}
	}
	return 0
}

// Order is in which order the segment and the one before it in the capture were sent, ShownBy
// by what, and Round the round trip that shows it.
func (s *Scene) Order() string   { return s.order().Order.String() }
func (s *Scene) ShownBy() string { return s.order().Shown.String() }
func (s *Scene) Round() string   { return s.t.b.duration(s.order().Round) }
func (s *Scene) order() fact.OutOfOrder {
	o, _ := s.fact.What.(fact.OutOfOrder)
	return o
}

// Overtook is the later frame that carries the first sending of what this one repeats; 0: none.
func (s *Scene) Overtook() int {
	for _, f := range s.t.Facts {
		if o, ok := f.What.(fact.OutOfOrder); ok && o.Same && o.After == s.step.Frame {
			return f.Frames[0]
		}
	}
	return 0
}
