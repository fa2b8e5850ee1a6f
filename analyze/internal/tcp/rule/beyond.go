package rule

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// ahead is a segment beyond the windows that its receiver was seen to offer, behind numbers
// that are missing, until it shows whether it was sent in its turn.
type ahead struct {
	segment Segment
	header  fact.Segment
	fact    fact.Beyond
}

const (
	maxAhead = 8 // of a direction
	// inTurn is how many such segments that continue each other are what a sender goes on with:
	// the frames that allowed them are missing.
	inTurn = 3
)

// beyond keeps such a segment apart from what was sent; true if it is one.
func (c *Connection) beyond(s *Segment, step *fact.Step, me, peer *half, out *[]fact.Fact) bool {
	if s.Offer == 0 || !me.begun || !seq.After(s.Seq, me.edge) {
		return false
	}
	if me.ackFrame != 0 && me.ack == s.Ack {
		step.Repeats = int32(me.ackFrame)
	}
	past := s.Seq - s.Edge
	a := &ahead{segment: *s, header: *s.Segment,
		fact: fact.Beyond{Of: s.Offer, End: s.RelSeq - past, From: s.RelSeq, Past: past, Bytes: int(s.Len), Flags: s.Flags & fact.FIN}}
	a.segment.Segment, a.segment.Payload = &a.header, nil
	me.ahead = append(me.ahead, a)
	switch n := len(me.ahead); {
	case n >= inTurn && me.ahead[n-1].follows(me.ahead[n-2]) && me.ahead[n-2].follows(me.ahead[n-3]):
		run := me.ahead[n-inTurn:]
		me.ahead = me.ahead[:n-inTurn]
		for _, a := range run {
			*out = c.adopt(a, me, peer, *out)
		}
	case n > maxAhead:
		*out = append(*out, me.ahead[0].said())
		me.ahead = append(me.ahead[:0], me.ahead[1:]...)
	}
	return true
}

func (a *ahead) follows(before *ahead) bool { return a.header.Seq == before.header.End() }

// adopt counts the segment among what was sent, after all.
func (c *Connection) adopt(a *ahead, me, peer *half, out []fact.Fact) []fact.Fact {
	s := &a.segment
	out = gap(s, me, peer, out)
	if s.Flags&fact.FIN != 0 && me.fin == 0 {
		out = c.onFin(s, &fact.Step{}, me, peer, out)
	}
	me.send(s, c.Bounds)
	return out
}

// catchUp is a segment of the receiver: it may confirm what was kept apart, or answer it.
func (c *Connection) catchUp(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	if s.Flags&fact.ACK == 0 || len(peer.ahead) == 0 {
		return out
	}
	kept := peer.ahead[:0]
	for _, a := range peer.ahead {
		if s.Ack-a.header.End() < reach {
			out = c.adopt(a, peer, me, out)
			continue
		}
		if a.fact.Answer == 0 && s.Len == 0 && plain(s) && me.ackFrame != 0 && s.Ack == me.ack && c.answers(s, a.segment.Time, false) {
			a.fact.Answer = s.Frame
		}
		kept = append(kept, a)
	}
	peer.ahead = kept
	return out
}

// overrun says what was kept apart where its sender goes on past it: it has used those numbers
// for something else.
func (h *half) overrun(out []fact.Fact) []fact.Fact {
	if len(h.ahead) == 0 {
		return out
	}
	kept := h.ahead[:0]
	for _, a := range h.ahead {
		if seq.After(h.edge, a.header.Seq) {
			out = append(out, a.said())
			continue
		}
		kept = append(kept, a)
	}
	h.ahead = kept
	return out
}

// leftover says what is still kept apart when the connection ends.
func (h *half) leftover(out []fact.Fact) []fact.Fact {
	for _, a := range h.ahead {
		out = append(out, a.said())
	}
	h.ahead = nil
	return out
}

func (a *ahead) said() fact.Fact {
	frames := with(a.segment.Frame, a.fact.Of)
	if a.fact.Answer != 0 {
		frames = append(frames, a.fact.Answer)
	}
	return fact.Fact{Kind: fact.TCPBeyondWindow, Side: a.segment.Side, Frames: frames, Sure: fact.Derived, What: a.fact}
}
