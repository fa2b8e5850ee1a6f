package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// ThreeWay tells that the connection opened in the usual way.
func (t *talk) ThreeWay() bool {
	f, ok := t.find(fact.TCPOpened)
	return ok && f.What.(fact.Opened).How == fact.ThreeWay
}

// Split is the SYN whose sender had confirmed the other end's before; nil where there is none.
func (t *talk) Split() *Scene {
	for _, f := range t.Facts {
		if syn, ok := f.What.(fact.Syn); ok && syn.Confirmed != 0 {
			return &Scene{t: t, step: t.step(f.Frames[0]), fact: f}
		}
	}
	return nil
}

// Split tells that one end sent its SYN apart from its confirmation of the other's.
func (s *Scene) Split() bool { return s.t.Split() != nil }

// OneSynAck tells that only the scene's side sends a SYN-ACK.
func (s *Scene) OneSynAck() bool {
	return !slices.ContainsFunc(s.t.Facts, func(f fact.Fact) bool { return f.Kind == fact.TCPSynAck && f.Side != s.side() })
}

// NewStream is the stream that Wireshark begins with the frame, where the conversation had
// another before; 0 otherwise.
func (s *Scene) NewStream() int32 {
	i, ok := s.t.index(s.step.Frame)
	if stream := s.step.TCP.Stream; ok && i > 0 && stream > s.t.Steps[i-1].TCP.Stream {
		return stream
	}
	return 0
}

// RivalISN is the initial number of the SYN-ACK that stands beside this one; TakenIn is the
// first frame that confirms the number of this one, 0 where none does.
func (s *Scene) RivalISN() uint32 {
	syn, _ := s.fact.What.(fact.Syn)
	if of := s.t.step(syn.Rival); of != nil {
		return of.TCP.Seq
	}
	return 0
}
func (s *Scene) TakenIn() int {
	for i := range s.t.Steps {
		o := &s.t.Steps[i]
		if o.Frame > s.step.Frame && o.Side != s.step.Side && o.TCP.Flags.Has(fact.ACK) && o.TCP.Ack == s.step.TCP.End() {
			return o.Frame
		}
	}
	return 0
}

// Misfit is the Seq, as in the header, of the segment that had confirmed the other end's SYN
// before this one, where this end's numbers do not begin there; 0 otherwise.
func (s *Scene) Misfit() uint32 {
	syn, _ := s.fact.What.(fact.Syn)
	if before := s.t.step(syn.Confirmed); before != nil && before.TCP.Seq-syn.ISN > 1 {
		return before.TCP.Seq
	}
	return 0
}

// HalfOpen tells of an opening that was answered, and of which the capture does not show that it
// was completed.
func (t *talk) HalfOpen() bool {
	_, answered := t.find(fact.TCPSynAck)
	_, opened := t.find(fact.TCPOpened)
	return answered && !opened
}

// HalfOpen is the same of the scene's conversation.
func (s *Scene) HalfOpen() bool { return s.t.HalfOpen() }
