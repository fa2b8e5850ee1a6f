package rule

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// reach is how far two numbers of one connection lie apart at most: the largest window (RFC 7323 §2.3).
const reach = 1 << 30

// gap is a segment that begins beyond the highest number sent before: what lies between was
// not captured, or not yet.
func gap(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	size := s.Seq - me.edge
	if !me.begun || me.order.blind || s.End() == s.Seq || s.Flags&(fact.SYN|fact.RST) != 0 || !seq.After(s.Seq, me.edge) || size >= reach {
		return out
	}
	if size == 1 && len(me.sent.live()) == 0 {
		return out // all before may have been keep-alives, which use the number below the next (RFC 9293 §3.8.4)
	}
	what := fact.Gap{From: s.RelSeq - size, Next: s.RelSeq}
	frames := []int{s.Frame}
	if before, ok := me.sent.ending(me.edge); ok {
		what.Before = before.frame
		frames = append(frames, before.frame)
	}
	if peer.ackFrame != 0 && seq.AtMost(s.Seq, peer.ack) {
		what.Acked = peer.ackFrame
	}
	return append(out, fact.Fact{Kind: fact.TCPGap, Side: s.Side, Frames: frames, Sure: fact.Derived, What: what})
}

// unseen are acknowledgments of numbers that no captured segment had carried: each number is
// told once.
func unseen(s *Segment, peer *half, out []fact.Fact) []fact.Fact {
	if s.Flags&fact.ACK == 0 || s.Flags&fact.RST != 0 || !peer.begun || peer.order.blind {
		return out
	}
	o := &peer.order
	for i := range o.holes {
		h := &o.holes[i]
		if h.acked || !seq.Before(h.from, s.Ack) || s.Ack-h.from >= reach {
			continue
		}
		next := seq.Min(h.next, s.Ack)
		if h.acked = next == h.next; !h.acked && len(o.holes) < maxHoles {
			o.holes = append(o.holes, hole{next, h.next, h.opener, false})
			h = &o.holes[i]
			h.next, h.acked = next, true
		}
		out = append(out, acksUnseen(s, h.from, next, h.opener.frame))
	}
	from := peer.edge
	if o.told {
		from = seq.Max(from, o.acked)
	}
	if seq.After(s.Ack, from) && s.Ack-from < reach {
		o.acked, o.told = s.Ack, true
		out = append(out, acksUnseen(s, from, s.Ack, 0))
	}
	return out
}

func acksUnseen(s *Segment, from, next uint32, after int) fact.Fact {
	return fact.Fact{Kind: fact.TCPAckUnseen, Side: s.Side, Frames: with(s.Frame, after), Sure: fact.Derived,
		What: fact.Unseen{From: s.rel(from), Next: s.rel(next), Gap: after}}
}
