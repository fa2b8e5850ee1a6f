package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// What an acknowledgment newly confirms: a SYN, and the bytes from AckFrom to AckLast.
func (s *Scene) AckSyn() bool { return s.step.NewFlags.Has(fact.SYN) }
func (s *Scene) AckBytes() uint32 {
	n := s.step.NewAck
	if s.step.NewFlags.Has(fact.SYN) {
		n--
	}
	if s.step.NewFlags.Has(fact.FIN) {
		n--
	}
	return n
}
func (s *Scene) AckLast() uint32 {
	last := s.step.TCP.RelAck - 1
	if s.step.NewFlags.Has(fact.FIN) {
		last--
	}
	return last
}
func (s *Scene) AckFrom() uint32 { return s.AckLast() + 1 - s.AckBytes() }

// Unmoved is the other side's next segment, where it carries nothing and confirms no more than
// its segment before did: it may answer this one. 0 otherwise.
func (s *Scene) Unmoved() int {
	next := first(s.rest(), func(o *fact.Step) bool { return o.Side != s.step.Side && o.Dup == 0 })
	if next != nil && next.TCP.Len == 0 && next.TCP.Flags&(fact.SYN|fact.FIN|fact.RST|fact.ACK) == fact.ACK && next.NewAck == 0 {
		return next.Frame
	}
	return 0
}

// AfterData tells that the frame whose acknowledgment this one repeats confirmed data.
func (s *Scene) AfterData() bool {
	of := s.t.step(int(s.step.Repeats))
	return of != nil && of.NewAck > 0 && of.NewFlags == 0
}

// Provoker is the segment right before an ACK that brought nothing its sender could take, so
// that the ACK seems to answer it (RFC 9293 §3.10.7.4, first): a reset beside the number that
// is expected, or what had arrived. 0 where there is none.
func (s *Scene) Provoker() int {
	of := s.t.beside(s.step.Frame, -1)
	if of == nil || of.Side == s.side() {
		return 0
	}
	for f := range s.t.at(of.Frame) {
		switch w := f.What.(type) {
		case fact.Reset:
			if w.Unscaled || w.Within && !w.Counts {
				return of.Frame
			}
		case fact.Twice:
			if !w.Vantage && w.Hops == 0 && of.TCP.End() != of.TCP.Seq {
				return of.Frame
			}
		case fact.Retransmit:
			if w.Acked != 0 && w.New == 0 {
				return of.Frame
			}
		}
	}
	return 0
}
