package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// Move is a change of state, in words.
type Move struct {
	New   string // the state
	Doubt string // " (inferred)" where it is; else empty
	Proof int
}

// MyMove is the state that the sender reached by sending the frame; PeerMove the one that the other end reached by receiving it.
func (s *Scene) MyMove() *Move   { return s.t.moved(s.step.Side, fact.Sent, s.step.Frame) }
func (s *Scene) PeerMove() *Move { return s.t.moved(s.step.Side.Other(), fact.Received, s.step.Frame) }

func (t *talk) moved(side fact.Side, cause fact.Cause, frame int) *Move {
	var found *Move
	for _, m := range t.Moves {
		if m.Side == side && m.Cause == cause && m.Frame == frame {
			found = &Move{New: stateName(m.New), Doubt: t.b.doubt(m.Sure)}
			if m.Sure == fact.Derived {
				found.Proof = m.Proof
			}
		}
	}
	return found
}

// doubt is the remark behind what no frame shows.
func (b *builder) doubt(sure fact.Certainty) string {
	if sure < fact.Inferred {
		return ""
	}
	return b.label("doubt." + sure.String())
}

// ProvedBy is the frame that proves that this one arrived; 0 where none does.
func (s *Scene) ProvedBy() int {
	if m := s.PeerMove(); m != nil {
		return m.Proof
	}
	return 0
}

// MyStateIs tells whether the sender is in the state, by its RFC name, when the frame has done its work.
func (s *Scene) MyStateIs(name string) bool {
	m := s.t.moveBy(s.step.Side, s.step.Frame)
	return m != nil && m.New.String() == name
}

// MyDoubt is the remark on the sender's state where no frame shows it.
func (s *Scene) MyDoubt() string {
	if m := s.t.moveBy(s.step.Side, s.step.Frame); m != nil {
		return s.t.b.doubt(m.Sure)
	}
	return ""
}
