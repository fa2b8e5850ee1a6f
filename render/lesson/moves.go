package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

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

// ends tells whether an end's connection is over by sending or receiving the frame.
func (t *talk) ends(frame int) bool {
	return slices.ContainsFunc(t.Moves, func(m fact.Move) bool {
		return m.Frame == frame && m.Cause != fact.NoFrame && (m.New == fact.Closed || m.New == fact.Listen)
	})
}

// Ends tells whether the frame ends the connection for one of its ends, Ended names an
// earlier reset that did so for the end that this one goes to; 0.
func (s *Scene) Ends() bool { return s.t.ends(s.step.Frame) }
func (s *Scene) Ended() int {
	for _, m := range s.t.Moves {
		if m.Side != s.side() && m.Cause == fact.Received && m.Frame < s.step.Frame && (m.New == fact.Closed || m.New == fact.Listen) && s.t.isReset(m.Frame) {
			return m.Frame
		}
	}
	return 0
}

// Unmet tells that its sender had asked to connect and, instead of confirming the SYN-ACK, resets.
func (s *Scene) Unmet() bool {
	return s.Answered() && slices.ContainsFunc(s.t.Moves, func(m fact.Move) bool {
		return m.Side == s.side() && m.Cause == fact.Sent && m.Frame == s.step.Frame && m.Old == fact.SynSent && m.New == fact.Closed
	})
}

// Unheeded are its sender's keep-alives and window probes since the other end's latest segment.
func (s *Scene) Unheeded() []int {
	var l []int
	for i := range s.t.Steps {
		o := &s.t.Steps[i]
		switch {
		case o.Frame >= s.step.Frame:
			return l
		case o.Side != s.side():
			l = nil
		case s.t.has(o.Frame, fact.TCPKeepAlive) || s.t.has(o.Frame, fact.TCPWindowProbe):
			l = append(l, o.Frame)
		}
	}
	return l
}

// Challenged is the ACK that comes right after a reset and repeats what its sender expects: so a
// TCP answers a reset beside that number (RFC 5961 §3.2). 0 where none does.
func (s *Scene) Challenged() int {
	if next := s.t.beside(s.step.Frame, 1); next != nil && next.Side != s.side() && next.Repeats != 0 && (&Scene{t: s.t, step: next}).Pure() {
		return next.Frame
	}
	return 0
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

// beside is the conversation's step so many further on or back; nil where there is none.
func (t *talk) beside(frame, by int) *fact.Step {
	i, _ := t.index(frame)
	if i += by; i < 0 || i >= len(t.Steps) {
		return nil
	}
	return &t.Steps[i]
}

func (t *talk) isReset(frame int) bool {
	s := t.step(frame)
	return s != nil && s.TCP.Flags.Has(fact.RST)
}

// GoesOn is the first later frame in which the other end sends something that is no reset; 0.
func (s *Scene) GoesOn() int {
	for i := range s.t.Steps {
		if o := &s.t.Steps[i]; o.Frame > s.step.Frame && o.Side != s.side() && !o.TCP.Flags.Has(fact.RST) {
			return o.Frame
		}
	}
	return 0
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
	for i := len(s.t.Moves) - 1; i >= 0; i-- {
		if m := s.t.Moves[i]; m.Side == s.step.Side && m.At <= s.step.Frame {
			return m.New.String() == name
		}
	}
	return false
}

// MyDoubt is the remark on the sender's state where no frame shows it.
func (s *Scene) MyDoubt() string {
	for i := len(s.t.Moves) - 1; i >= 0; i-- {
		if m := s.t.Moves[i]; m.Side == s.step.Side && m.At <= s.step.Frame {
			return s.t.b.doubt(m.Sure)
		}
	}
	return ""
}

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

// How, First and Second tell how the connection was closed.
func (s *Scene) How() string {
	c, _ := s.fact.What.(fact.Close)
	return map[fact.Ending]string{fact.FourSegments: "four", fact.ThreeSegments: "three", fact.HalfClose: "half", fact.BothAtOnce: "both"}[c.How]
}
func (s *Scene) First() string  { return s.t.me(s.fact.Side) }
func (s *Scene) Second() string { return s.t.me(s.fact.Side.Other()) }
