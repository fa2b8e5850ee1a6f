package lesson

import (
	"fmt"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// What the texts about ECN ask.

// Sure is the fact's certainty as a word of the program.
func (s *Scene) Sure() string { return s.fact.Sure.String() }

// FlagList are the ECN flags of a SYN or SYN-ACK, empty where it has none; OneFlag tells a single one.
func (s *Scene) FlagList() string { return s.ecn().Flags.String() }
func (s *Scene) OneFlag() bool    { return len(s.ecn().Flags.Names()) == 1 }

// OfferFrame is the SYN before that the fact is about; 0 where there is none.
func (s *Scene) OfferFrame() int {
	if len(s.fact.Frames) < 2 {
		return 0
	}
	return s.fact.Frames[1]
}

// Reflected tells a SYN-ACK whose ECN flags are those of the SYN.
func (s *Scene) Reflected() bool {
	of := s.t.step(s.OfferFrame())
	return of != nil && of.TCP.Flags&fact.ECNFlags == s.ecn().Flags
}

func (s *Scene) ecn() fact.ECNOffer {
	o, _ := s.fact.What.(fact.ECNOffer)
	return o
}

// flags are the names of a segment's flags. With accurate ECN feedback AE, CWR and ECE are no
// flags behind the SYNs but the number ACE, which Wireshark shows as one (RFC 9768 §3.2.2).
func (t *talk) flags(s *fact.Step) []string {
	if s.TCP.Flags.Has(fact.SYN) || !t.accurate(s.Frame) {
		return s.TCP.Flags.Names()
	}
	return append((s.TCP.Flags &^ fact.ECNFlags).Names(), fmt.Sprintf("ACE=%d", s.TCP.Flags&fact.ECNFlags/fact.ECE))
}

// accurate tells whether a SYN-ACK before the frame agreed to accurate ECN feedback.
func (t *talk) accurate(frame int) bool {
	agreed := false
	for _, f := range t.Facts {
		if o, ok := f.What.(fact.ECNOffer); ok && o.Answered && f.Frames[0] < frame {
			agreed = o.Agreed == fact.FeedbackAccurate
		}
	}
	return agreed
}
