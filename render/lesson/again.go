package lesson

import (
	"slices"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
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
	return (why == fact.WhyDuplicates || why == fact.WhySACK) && !s.RestMissing()
}

// RestMissing tells that not what is sent again was missing, but what is sent with it for the
// first time.
func (s *Scene) RestMissing() bool {
	re, ok := s.fact.What.(fact.Retransmit)
	return ok && re.Bytes > 0 && re.New > 0 && re.From != s.Seq()
}

// Quiet is how long nothing was confirmed, Waited how long it took until the sending
// before, and Sending which sending of the numbers this is.
func (s *Scene) Quiet() string  { return s.t.b.duration(s.repeats().Quiet) }
func (s *Scene) Waited() string { return s.t.b.passed(s.repeats().Waited) }
func (s *Scene) Sending() int   { return s.repeats().Try + 1 }

// Doubled tells that the wait is about twice the one before: within a tenth, since timers are coarse.
func (s *Scene) Doubled() bool {
	r := s.repeats()
	return r.Waited > 0 && (r.After-2*r.Waited).Abs() <= r.Waited/5
}

// Arrived is the later frame that shows that what the frame sends again had arrived, and
// ArrivedSurely that it proves it; 0: none.
func (s *Scene) Arrived() int {
	if f, ok := s.spurious(); ok {
		return f.Frames[0]
	}
	return 0
}
func (s *Scene) ArrivedSurely() bool {
	f, ok := s.spurious()
	return ok && f.Sure != fact.Inferred
}
func (s *Scene) spurious() (fact.Fact, bool) {
	for _, f := range s.t.Facts {
		if p, ok := f.What.(fact.Spurious); ok && slices.Contains(p.Again, s.step.Frame) {
			return f, true
		}
	}
	return fact.Fact{}, false
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

// Overtaken tells that what is out of order was overtaken on its way.
func (s *Scene) Overtaken() bool {
	for f := range s.t.at(s.step.Frame) {
		if o, ok := f.What.(fact.OutOfOrder); ok {
			return o.Order == fact.Overtaken
		}
	}
	return false
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

// Filled is the first later frame that carries some of the numbers that are missing, FilledAll
// tells that it carries all of them; 0: none.
func (s *Scene) Filled() int {
	if o := s.filler(); o != nil {
		return o.Frame
	}
	return 0
}
func (s *Scene) FilledAll() bool {
	o := s.filler()
	_, from, next := s.hole()
	return o != nil && o.TCP.End()-o.TCP.Seq >= next-o.TCP.RelSeq && from-o.TCP.RelSeq < next-o.TCP.RelSeq
}

func (s *Scene) filler() *fact.Step {
	side, from, next := s.hole()
	return first(s.rest(), func(o *fact.Step) bool {
		return o.Side == side && o.Dup == 0 &&
			(from-o.TCP.RelSeq < o.TCP.End()-o.TCP.Seq || o.TCP.End() != o.TCP.Seq && o.TCP.RelSeq-from < next-from)
	})
}

// hole is whose numbers are missing or differ, and which.
func (s *Scene) hole() (side fact.Side, from, next uint32) {
	switch w := s.fact.What.(type) {
	case fact.Gap:
		return s.fact.Side, w.From, w.Next
	case fact.Unseen:
		return s.fact.Side.Other(), w.From, w.Next
	case fact.Overlap:
		return s.fact.Side, w.From, w.Next
	}
	return 0, 0, 0
}

// InBytes tells that all of the numbers that are missing are bytes: others follow them.
func (s *Scene) InBytes() bool {
	u, ok := s.fact.What.(fact.Unseen)
	return !ok || u.Gap != 0
}

// LastMissing is the last of the numbers that are missing or differ, Differing how many there
// are from the first on.
func (s *Scene) LastMissing() uint32 {
	_, _, next := s.hole()
	return next - 1
}
func (s *Scene) Differing() int {
	_, from, next := s.hole()
	return int(next - from)
}

// Repeat is the frame's retransmission; nil where it is none.
func (s *Scene) Repeat() *Scene {
	for f := range s.t.at(s.step.Frame) {
		if f.Kind == fact.TCPRetransmit {
			return &Scene{t: s.t, step: s.step, fact: f}
		}
	}
	return nil
}

// AckedUnseen is the frame that confirms all that is missing before this one; 0: none.
func (s *Scene) AckedUnseen() int {
	_, _, next := s.hole()
	for _, f := range s.t.Facts {
		if u, ok := f.What.(fact.Unseen); ok && u.Gap == s.step.Frame && u.Next == next {
			return f.Frames[0]
		}
	}
	return 0
}

// Carriers are the frames that carried what a SACK option reports.
func (s *Scene) Carriers() []int { return s.fact.Frames[1:] }

// MoreBy tells that frames other than those named carried numbers that a SACK option reports as
// missing.
func (s *Scene) MoreBy() bool {
	w := s.fact.What.(fact.Sack)
	for _, o := range s.past() {
		if o.Side == s.side() || o.Dup != 0 || o.TCP.Len <= 0 || slices.Contains(w.By, o.Frame) {
			continue
		}
		if slices.ContainsFunc(w.Missing, func(m [2]uint32) bool {
			return int32(m[0]-o.TCP.RelSeq) < o.TCP.Len && int32(o.TCP.RelSeq-m[1]) < 0
		}) {
			return true
		}
	}
	return false
}

// Ranges puts ranges of numbers into words: "101–200, 301–400".
func (s *Scene) Ranges(l [][2]uint32) string { return ranges(l) }

func ranges(l [][2]uint32) string {
	var parts []string
	for _, r := range l {
		parts = append(parts, text.Range(int(r[0]), int(r[1]-1)))
	}
	return strings.Join(parts, ", ")
}

// Single tells that the ranges are a single number.
func (s *Scene) Single(ranges [][2]uint32) bool {
	return len(ranges) == 1 && ranges[0][1]-ranges[0][0] == 1
}

// Twice is the range that a D-SACK reports.
func (s *Scene) Twice() [][2]uint32 {
	d, _ := s.fact.What.(fact.DSack)
	return [][2]uint32{{d.From, d.Next}}
}

// Settles tells that the frame shows which of several sendings arrived: both of two.
func (s *Scene) Settles() bool {
	return len(s.Carriers()) == 2 || s.t.has(s.step.Frame, fact.TCPSpurious)
}

// Differs tells that the frame carries other bytes than were sent before under its numbers.
func (s *Scene) Differs() bool { return s.t.has(s.step.Frame, fact.TCPOverlap) }

// SynFlag and FinFlag tell what a retransmission sends again.
func (s *Scene) SynFlag() bool { return s.again().Has(fact.SYN) }
func (s *Scene) FinFlag() bool { return s.again().Has(fact.FIN) }
func (s *Scene) again() fact.Flags {
	r, _ := s.fact.What.(fact.Retransmit)
	return r.Flags
}

// Before are the frames that sent before what a retransmission sends again.
func (s *Scene) Before() []int {
	l := slices.Clone(s.fact.Frames[1:])
	slices.Sort(l)
	return l
}

// LastAgain is the relative number of the last byte sent again, Hull how many numbers lie
// between the first and the last.
func (s *Scene) LastAgain() uint32 {
	r, _ := s.fact.What.(fact.Retransmit)
	return r.Next - 1
}
func (s *Scene) Hull() int {
	r, _ := s.fact.What.(fact.Retransmit)
	return int(r.Next - r.From)
}
