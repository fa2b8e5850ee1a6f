package lesson

import (
	"fmt"

	"github.com/pcaplain/pcaplain/analyze/fact"
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
	next := first(s.rest(), func(o *fact.Step) bool { return o.Side == s.step.Side })
	if next != nil && next.TCP.Len > 0 && next.TCP.Seq == s.step.TCP.End() {
		return next.Frame
	}
	return 0
}

// Also is the conversation's first fact of another kind; nil where there is none.
func (s *Scene) Also(kind string) *Scene { return s.t.Fact(kind) }

// Inferred tells that no frame proves the fact.
func (s *Scene) Inferred() bool { return s.fact.Sure >= fact.Inferred }

// IsLast tells that nothing in the capture comes after the frame.
func (s *Scene) IsLast() bool { return s.step.Frame >= s.t.b.c.Frames }

// LastIndex is the place of the fact's last frame.
func (s *Scene) LastIndex() int { return len(s.fact.Frames) - 1 }
