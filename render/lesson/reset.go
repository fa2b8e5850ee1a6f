package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Reset tells whether a frame has the RST flag.
func (t *talk) Reset(frame int) bool {
	s := t.step(frame)
	return s != nil && s.TCP.Flags.Has(fact.RST)
}

// rejects tells a reset by which the sender of a SYN rejects an answer that does not confirm it.
func (t *talk) rejects(frame int) bool {
	for f := range t.at(frame) {
		if r, ok := f.What.(fact.Reset); ok && r.Rejects != 0 {
			return true
		}
	}
	return false
}

// resets tells whether the frame has a reset that counts.
func (t *talk) resets(frame int) bool {
	for f := range t.at(frame) {
		if r, ok := f.What.(fact.Reset); ok && r.Counts {
			return true
		}
	}
	return false
}

// CountingReset is the first reset that takes effect; nil where there is none.
func (t *talk) CountingReset() *Scene {
	for _, f := range t.Facts {
		if _, ok := f.What.(fact.Reset); ok && t.step(f.Frames[0]) != nil && t.ends(f.Frames[0]) {
			return &Scene{t: t, step: t.step(f.Frames[0]), fact: f}
		}
	}
	return nil
}

// FinBefore is the first FIN that ends a direction before the frame; nil where there is none.
func (s *Scene) FinBefore() *Scene {
	for _, f := range s.t.Facts {
		if w, ok := f.What.(fact.Fin); ok && !w.Taken && f.Frames[0] < s.step.Frame && s.t.step(f.Frames[0]) != nil {
			return &Scene{t: s.t, step: s.t.step(f.Frames[0]), fact: f}
		}
	}
	return nil
}

// PeerFin is the frame with the other end's FIN before a reset whose sender had sent none, though
// it had the connection; 0.
func (s *Scene) PeerFin() int {
	if s.Unconnected() != 0 {
		return 0
	}
	peer := 0
	for _, f := range s.t.Facts {
		w, ok := f.What.(fact.Fin)
		switch {
		case !ok || w.Taken || f.Frames[0] > s.step.Frame:
		case f.Side == s.side():
			return 0
		default:
			peer = f.Frames[0]
		}
	}
	return peer
}

// OtherTTL is the TTL of its sender's other segments, resets apart, where they have the same one
// and this another; 0 otherwise.
func (s *Scene) OtherTTL() int {
	ttl := 0
	for i := range s.t.Steps {
		o := &s.t.Steps[i]
		switch {
		case o.Side != s.side() || o.Dup != 0 || o.TCP.Flags.Has(fact.RST):
		case ttl != 0 && int(o.TTL) != ttl:
			return 0
		default:
			ttl = int(o.TTL)
		}
	}
	if ttl == int(s.step.TTL) {
		return 0
	}
	return ttl
}

// TTL is the frame's own.
func (s *Scene) TTL() int { return int(s.step.TTL) }

// VainResets are the frames with resets that did not take effect, where something else ended the
// connection: of one alone, its close is told by it.
func (t *talk) VainResets() []int {
	if t.Fact(string(fact.TCPClosed)) == nil && t.CountingReset() == nil {
		return nil
	}
	var l []int
	for _, f := range t.Facts {
		if r, ok := f.What.(fact.Reset); ok && !r.Counts && r.After == 0 && r.Rejects == 0 {
			l = append(l, f.Frames[0])
		}
	}
	return l
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
		if m.Side != s.side() && m.Cause == fact.Received && m.Frame < s.step.Frame && (m.New == fact.Closed || m.New == fact.Listen) && s.t.Reset(m.Frame) {
			return m.Frame
		}
	}
	return 0
}

// Unconnected is the frame without ACK that a reset which is taken answers as a TCP answers for which there is
// no such connection: from number 0, with all of that frame confirmed (RFC 9293 §3.5.2, group 1).
// 0 where it is no such answer.
func (s *Scene) Unconnected() int {
	of := s.t.beside(s.step.Frame, -1)
	if of == nil || of.Side == s.side() || of.TCP.Flags.Has(fact.ACK) || of.TCP.Len < 0 || !s.Ends() {
		return 0
	}
	if s.step.TCP.Seq != 0 || !s.step.TCP.Flags.Has(fact.ACK) || s.step.TCP.Ack != of.TCP.End() {
		return 0
	}
	return of.Frame
}

// Unmet tells that its sender had asked to connect and, instead of confirming the SYN-ACK, resets.
func (s *Scene) Unmet() bool {
	return s.Answered() && slices.ContainsFunc(s.t.Moves, func(m fact.Move) bool {
		return m.Side == s.side() && m.Cause == fact.Sent && m.Frame == s.step.Frame && m.Old == fact.SynSent && m.New == fact.Closed
	})
}

// Unheeded are what its sender sent again, its keep-alives and its window probes since the other
// end's latest segment.
func (s *Scene) Unheeded() []int {
	var l []int
	for i := range s.t.Steps {
		o := &s.t.Steps[i]
		switch {
		case o.Frame >= s.step.Frame:
			return l
		case o.Side != s.side():
			l = nil
		case s.t.has(o.Frame, fact.TCPKeepAlive) || s.t.has(o.Frame, fact.TCPWindowProbe) || s.t.has(o.Frame, fact.TCPRetransmit):
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

// GoesOn is the first later frame in which the other end sends something that is no reset; 0.
func (s *Scene) GoesOn() int {
	return frameOf(first(s.rest(), func(o *fact.Step) bool { return o.Side != s.side() && !o.TCP.Flags.Has(fact.RST) }))
}
