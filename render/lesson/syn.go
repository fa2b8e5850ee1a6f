package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// OwnSyn is the frame in which the sender of a SYN-ACK had sent its SYN before: a
// simultaneous open. 0 otherwise.
func (s *Scene) OwnSyn() int {
	return frameOf(first(s.past(), func(o *fact.Step) bool {
		return o.Side == s.step.Side && o.TCP.Flags&(fact.SYN|fact.ACK) == fact.SYN && o.TCP.Seq == s.step.TCP.Seq
	}))
}

// SynFrames are the frames before it that hold the SYN which a SYN-ACK confirms: one of them arrived.
func (s *Scene) SynFrames() []int {
	return s.t.frames(func(o *fact.Step) bool {
		return o.Frame < s.step.Frame && o.Side != s.step.Side && o.Dup == 0 && o.TCP.Flags.Has(fact.SYN) && o.TCP.Seq+1 == s.step.TCP.Ack-s.AckBytes()
	})
}

// SynLater is the later frame that holds the SYN which a SYN-ACK confirms: the capture, or
// the tool that wrote the file, put them in the wrong order. 0 otherwise.
func (s *Scene) SynLater() int {
	return frameOf(first(s.rest(), func(o *fact.Step) bool {
		return o.Side != s.step.Side && o.TCP.Flags.Has(fact.SYN) && o.TCP.Seq+1 == s.step.TCP.Ack
	}))
}

// SynBefore is the SYN that opened the connection, where it is told with the connection before:
// that one was open, and only the answer showed that the SYN began another. 0 otherwise.
func (t *talk) SynBefore() int {
	for _, m := range t.Moves {
		if m.New == fact.SynSent && m.Cause == fact.Sent && m.Frame < t.Row.First {
			return m.Frame
		}
	}
	return 0
}

// SynBefore is the same of the scene's conversation.
func (s *Scene) SynBefore() int { return s.t.SynBefore() }

// Begun is the first frame of a connection that begins with a SYN told with the one before.
type Begun struct {
	Frame int
	Again bool // it is the same SYN
}

// Begins is the connection that the SYN of the scene began, where it is told after this one; nil
// otherwise.
func (s *Scene) Begins() *Begun {
	for _, t := range s.t.b.talks {
		if t.SynBefore() == s.step.Frame && len(t.Steps) > 0 {
			return &Begun{t.Steps[0].Frame, t.Steps[0].TCP.Flags&(fact.SYN|fact.ACK) == fact.SYN}
		}
	}
	return nil
}

// OverMSS is the other end's MSS, where the segment holds more than that; 0 otherwise.
func (s *Scene) OverMSS() int {
	for i := range s.t.Steps {
		o := &s.t.Steps[i]
		if o.Side != s.step.Side && o.TCP.Flags.Has(fact.SYN) && o.TCP.Options.Has&fact.HasMSS != 0 {
			if mss := int(o.TCP.Options.MSS); s.Len() > mss {
				return mss
			}
			return 0
		}
		if o.Frame > s.step.Frame {
			break
		}
	}
	return 0
}

// Answered tells that the server sent a SYN-ACK.
func (s *Scene) Answered() bool { return s.t.Fact(string(fact.TCPSynAck)) != nil }

// Opens tells a segment with SYN.
func (s *Scene) Opens() bool { return s.step.TCP.Flags.Has(fact.SYN) }
