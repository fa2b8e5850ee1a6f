package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// WholeEcho is the only echo of a conversation in which all data was echoed; nil otherwise.
func (t *talk) WholeEcho() *Scene {
	s := t.Fact(string(fact.TCPEcho))
	if s == nil || t.Number(string(fact.TCPEcho)) != 1 {
		return nil
	}
	if n := int64(s.fact.What.(fact.Echo).Bytes); t.Fresh(0) != n || t.Fresh(1) != n {
		return nil
	}
	return s
}

// OtherNumbers tells that this segment and the one whose data it echoes show the same
// relative number, which readers take for the same one.
func (s *Scene) OtherNumbers() bool {
	of, ok := s.of()
	return ok && of.TCP.RelSeq == s.step.TCP.RelSeq
}

// OfSeq is the number of the segment that is echoed.
func (s *Scene) OfSeq() uint32 {
	of, ok := s.of()
	if !ok {
		return 0
	}
	return of.TCP.RelSeq
}

func (s *Scene) of() (*fact.Step, bool) {
	e, ok := s.fact.What.(fact.Echo)
	if !ok {
		return nil, false
	}
	st := s.t.step(e.Of)
	return st, st != nil
}
