package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// FinFrames are the frames in which the other side sent the FIN that this one confirms.
func (s *Scene) FinFrames() []int {
	return s.t.frames(func(o *fact.Step) bool {
		return o.Side != s.step.Side && o.Frame < s.step.Frame && o.Dup == 0 && o.TCP.Flags.Has(fact.FIN)
	})
}

// AnswersFin tells that the sender of a FIN had confirmed the other side's by then.
func (s *Scene) AnswersFin() bool {
	i, _ := s.t.index(s.step.Frame + 1)
	return first(s.t.Steps[:i], func(o *fact.Step) bool { return o.Side == s.step.Side && o.NewFlags.Has(fact.FIN) }) != nil
}

// Fins tells a segment with FIN, whose text gives the next number.
func (s *Scene) Fins() bool { return s.step.TCP.Flags.Has(fact.FIN) && !s.again().Has(fact.FIN) }

// How, First and Second tell how the connection was closed.
func (s *Scene) How() string {
	c, _ := s.fact.What.(fact.Close)
	return map[fact.Ending]string{fact.FourSegments: "four", fact.ThreeSegments: "three", fact.HalfClose: "half", fact.BothAtOnce: "both"}[c.How]
}
func (s *Scene) First() string  { return s.t.me(s.fact.Side) }
func (s *Scene) Second() string { return s.t.me(s.fact.Side.Other()) }

// WaitCut is the frame by which the sender left TIME-WAIT; 0: none.
func (s *Scene) WaitCut() int {
	for _, m := range s.t.Moves {
		if m.Side == s.step.Side && m.Old == fact.TimeWait {
			return m.Frame
		}
	}
	return 0
}

// Reopened is the first frame of the next connection between the same ends; 0: none.
func (s *Scene) Reopened() int {
	if r := s.next(); r != nil {
		return r.First
	}
	return 0
}

// next is the next connection between the same ends; nil: none. A SYN from the other side that
// nothing answers ends no wait.
func (s *Scene) next() *fact.Row {
	ends := s.t.Ends
	for i := range s.t.b.c.Rows {
		r := &s.t.b.c.Rows[i]
		if r.ID.Proto != fact.TCP || r.First <= s.step.Frame || r.Ends != ends && r.Ends != (fact.Ends{ends[1], ends[0]}) {
			continue
		}
		if r.Ends[fact.Client] == ends[s.side()] || r.Kinds.Has(fact.TCPSynAck) {
			return r
		}
	}
	return nil
}

// Taken tells that it is the other side that asks for the next connection, so that the segment's
// sender takes a SYN from it.
func (s *Scene) Taken() bool {
	r := s.next()
	return r != nil && r.Ends[fact.Client] != s.t.Ends[s.side()]
}

// NewISN is the initial number of the segment's sender in the next connection, where that is
// larger than all it had used, the last of them LastUsed; 0: it is not, or is not known.
func (s *Scene) NewISN() uint32 {
	r := s.next()
	for _, t := range s.t.b.talks {
		if f, ok := t.find(fact.TCPSynAck); ok && r != nil && t.Row.ID == r.ID && r.Ends[f.Side] == s.t.Ends[s.side()] {
			if isn := f.What.(fact.Syn).ISN; isn > s.LastUsed() {
				return isn
			}
		}
	}
	return 0
}

func (s *Scene) LastUsed() uint32 { return s.step.TCP.End() - 1 }

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
