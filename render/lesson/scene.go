package lesson

import (
	"fmt"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// Scene is what a kind's text may ask: one fact, the frame that decides it, and what goes
// on around. Texts of both languages, and an author's own, use these calls and no others.
type Scene struct {
	t    *talk
	step *fact.Step
	fact fact.Fact
}

func (s *Scene) N() int                 { return s.step.Frame }
func (s *Scene) Frames() []int          { return s.fact.Frames }
func (s *Scene) Fact() fact.Particulars { return s.fact.What }
func (s *Scene) Me() string             { return s.t.me(s.side()) }
func (s *Scene) Peer() string           { return s.t.me(s.side().Other()) }
func (s *Scene) My() (string, error)    { return s.t.b.word(s.side().String() + ".of") }
func (s *Scene) Your() (string, error)  { return s.t.b.word(s.side().Other().String() + ".of") }
func (s *Scene) Seq() uint32            { return s.step.TCP.RelSeq }
func (s *Scene) Ack() uint32            { return s.step.TCP.RelAck }
func (s *Scene) Next() uint32           { return s.step.TCP.RelSeq + (s.step.TCP.End() - s.step.TCP.Seq) }

// ToEnd is how long the capture goes on; empty where its clock ran back.
func (s *Scene) ToEnd() string { return s.t.b.passed(s.t.b.c.Last.Sub(s.step.Time)) }

// side is who does it: the fact's, since a reset by a device in between is still in an end's name.
func (s *Scene) side() fact.Side { return s.fact.Side }

// Six tells that the ends talk over IPv6.
func (s *Scene) Six() bool { return s.t.Six() }

// Pure tells a segment that only acknowledges.
func (s *Scene) Pure() bool {
	return s.Len() == 0 && s.step.TCP.Flags&(fact.SYN|fact.FIN|fact.RST) == 0
}

// NextSum is the sum that leads to the next number: "7 + 1 (FIN) = 8".
func (s *Scene) NextSum() string {
	sum := fmt.Sprint(s.Seq())
	for _, term := range s.t.uses(s.step) {
		sum += " + " + term.value
		if term.word != "" {
			sum += " (" + term.word + ")"
		}
	}
	return fmt.Sprintf("%s = %d", sum, s.Next())
}

// MyNext is the frame of the sender's next segment, where that begins at the number that this one ended with.
func (s *Scene) MyNext() int {
	for i := range s.t.Steps {
		o := &s.t.Steps[i]
		if o.Frame > s.step.Frame && o.Side == s.step.Side {
			if o.TCP.Len > 0 && o.TCP.Seq == s.step.TCP.End() {
				return o.Frame
			}
			return 0
		}
	}
	return 0
}

// OwnSyn is the frame in which the sender of a SYN-ACK had sent its SYN before: a
// simultaneous open. 0 otherwise.
func (s *Scene) OwnSyn() int {
	for i := range s.t.Steps {
		if o := &s.t.Steps[i]; o.Frame < s.step.Frame && o.Side == s.step.Side && o.TCP.Flags&(fact.SYN|fact.ACK) == fact.SYN && o.TCP.Seq == s.step.TCP.Seq {
			return o.Frame
		}
	}
	return 0
}

// SynFrames are the frames before it that hold the SYN which a SYN-ACK confirms: one of them arrived.
func (s *Scene) SynFrames() []int {
	return s.t.frames(func(o *fact.Step) bool {
		return o.Frame < s.step.Frame && o.Side != s.step.Side && o.Dup == 0 && o.TCP.Flags.Has(fact.SYN) && o.TCP.Seq+1 == s.step.TCP.Ack-s.AckBytes()
	})
}

// Unmoved is the other side's next segment, where it carries nothing and confirms no more than
// its segment before did: it may answer this one. 0 otherwise.
func (s *Scene) Unmoved() int {
	for i := range s.t.Steps {
		o := &s.t.Steps[i]
		if o.Frame <= s.step.Frame || o.Side == s.step.Side || o.Dup != 0 {
			continue
		}
		if o.TCP.Len == 0 && o.TCP.Flags&(fact.SYN|fact.FIN|fact.RST|fact.ACK) == fact.ACK && o.NewAck == 0 {
			return o.Frame
		}
		break
	}
	return 0
}

// SynLater is the later frame that holds the SYN which a SYN-ACK confirms: the capture, or
// the tool that wrote the file, put them in the wrong order. 0 otherwise.
func (s *Scene) SynLater() int {
	for i := range s.t.Steps {
		if o := &s.t.Steps[i]; o.Frame > s.step.Frame && o.Side != s.step.Side && o.TCP.Flags.Has(fact.SYN) && o.TCP.Seq+1 == s.step.TCP.Ack {
			return o.Frame
		}
	}
	return 0
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

// Also is the conversation's first fact of another kind; nil where there is none.
func (s *Scene) Also(kind string) *Scene { return s.t.Fact(kind) }

// After is the time that the fact's particulars hold; empty where the capture's clock ran back.
func (s *Scene) After() string {
	switch w := s.fact.What.(type) {
	case fact.Refused:
		return s.t.b.passed(w.After)
	case fact.Echo:
		return s.t.b.passed(w.After)
	case fact.Retransmit:
		return s.t.b.passed(w.After)
	case fact.Overlap:
		return s.t.b.passed(w.After)
	case fact.OutOfOrder:
		return s.t.b.passed(w.Late)
	case fact.Answer:
		return s.t.b.passed(w.After)
	case fact.Retry:
		return s.t.b.passed(w.After)
	case fact.ZeroWindow:
		return s.t.b.passed(w.After)
	case fact.WindowProbe:
		return s.t.b.passed(w.After)
	case fact.Apart:
		return s.t.b.passed(w.After)
	case fact.Receipt:
		return s.t.b.passed(w.After)
	case fact.Named:
		return s.t.b.passed(w.After)
	case fact.Reply:
		return s.t.b.passed(w.After)
	case fact.KeepAlive:
		return s.t.b.passed(w.Idle)
	}
	return ""
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

// NewWindow is the window in bytes, where these are known and it differs from the one in the sender's segment before.
func (s *Scene) NewWindow() string {
	before := s.before()
	if before == nil || before.TCP.Window == s.step.TCP.Window || s.step.TCP.Scale == fact.UnknownShift {
		return ""
	}
	return text.Count(int64(s.step.TCP.WindowSize))
}

// before is the sender's segment before this one, SYNs apart; nil where there is none.
func (s *Scene) before() (before *fact.Step) {
	for i := range s.t.Steps {
		o := &s.t.Steps[i]
		if o.Frame >= s.step.Frame {
			break
		}
		if o.Side == s.step.Side && o.TCP.Flags&fact.SYN == 0 {
			before = o
		}
	}
	return before
}

// Inferred tells that no frame proves the fact.
func (s *Scene) Inferred() bool { return s.fact.Sure >= fact.Inferred }

// AfterData tells that the frame whose acknowledgment this one repeats confirmed data.
func (s *Scene) AfterData() bool {
	of := s.t.step(int(s.step.Repeats))
	return of != nil && of.NewAck > 0 && of.NewFlags == 0
}

// FinFrames are the frames in which the other side sent the FIN that this one confirms.
func (s *Scene) FinFrames() []int {
	return s.t.frames(func(o *fact.Step) bool {
		return o.Side != s.step.Side && o.Frame < s.step.Frame && o.Dup == 0 && o.TCP.Flags.Has(fact.FIN)
	})
}

// AnswersFin tells that the sender of a FIN had confirmed the other side's by then.
func (s *Scene) AnswersFin() bool {
	for i := range s.t.Steps {
		o := &s.t.Steps[i]
		if o.Frame <= s.step.Frame && o.Side == s.step.Side && o.NewFlags.Has(fact.FIN) {
			return true
		}
	}
	return false
}

// Opens tells a segment with SYN.
func (s *Scene) Opens() bool { return s.step.TCP.Flags.Has(fact.SYN) }

// Fins tells a segment with FIN, whose text gives the next number.
func (s *Scene) Fins() bool { return s.step.TCP.Flags.Has(fact.FIN) && !s.again().Has(fact.FIN) }

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

// IsLast tells that nothing in the capture comes after the frame.
func (s *Scene) IsLast() bool { return s.step.Frame >= s.t.b.c.Frames }

// Guessed tells that the ports were all there was to find the client by, Given that the user
// named the server, ServerEnd is that end.
func (s *Scene) Guessed() bool     { return s.t.Guessed() }
func (s *Scene) Given() bool       { return s.t.Roles < fact.Inferred }
func (s *Scene) ServerEnd() string { return s.t.Ends[fact.Server].String() }

// PortsTell tells that one of the ports lies below the dynamic range (RFC 6335 §6) and so suggests a server.
func (s *Scene) PortsTell() bool { return s.t.PortsTell() }

// ClientEnd is the end that the page calls the client.
func (s *Scene) ClientEnd() string { return s.t.Ends[fact.Client].String() }
