package rule

import (
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// hole are numbers below others that came, which no captured segment has carried.
type hole struct {
	from, next uint32
	opener     mark // the segment after it
	acked      bool // it was confirmed all the same
}

// maxHoles bounds the holes of a direction. Of one that is forgotten nothing more is said.
const maxHoles = 256

// order is what is kept of a direction to tell in which order its segments were sent.
type order struct {
	low   hole // before the first number captured, down to the beginning; nothing where that is there
	holes []hole
	acked uint32 // beyond all that was captured the number up to which it was told that it was confirmed …
	told  bool   // … if it was
	blind bool   // the length of a segment is unknown: what is missing is, too
	id    uint16 // the identification of the latest segment
	steps int    // how many in a row were a little higher than the one before
}

// counted identifications in a row show that the sender counts them up (RFC 6864 §4.1 allows others).
const (
	counted   = 3
	smallStep = 64
)

// begin notes the direction's first segment: it may stand behind others that were sent before.
func (o *order) begin(s *Segment) {
	if s.Flags&fact.SYN == 0 {
		o.low = hole{from: s.Seq - 1<<30, next: s.Seq, opener: markOf(s)}
	}
}

// follows tells an identification that is a little higher than the one before. 0 is none.
func follows(id, before uint16) bool { return id != 0 && before != 0 && id-before-1 < smallStep }

// count watches whether the sender counts its identifications up.
func (o *order) count(s *Segment) {
	if follows(s.ID, o.id) {
		o.steps++
	} else {
		o.steps = 0
	}
	o.id = s.ID
}

// pass opens a hole before a segment beyond the edge, and fills what lies below.
func (o *order) pass(s *Segment, edge uint32) {
	if s.Flags&fact.SYN != 0 {
		o.low, o.holes = hole{}, o.holes[:0] // what came before is of no connection
		return
	}
	if seq.After(s.Seq, edge) {
		if len(o.holes) == maxHoles {
			o.holes = append(o.holes[:0], o.holes[1:]...)
		}
		o.holes = append(o.holes, hole{edge, s.Seq, markOf(s), o.told && seq.AtMost(s.Seq, o.acked)})
		return
	}
	if len(o.holes) > 0 && seq.Before(s.Seq, edge) {
		o.fill(s.Seq, s.End())
	}
	if o.low.opener.frame != 0 && seq.Before(s.Seq, o.low.next) {
		o.low.next = s.Seq
	}
}

// fill takes the numbers out of the holes.
func (o *order) fill(from, next uint32) {
	for i := len(o.holes) - 1; i >= 0; i-- {
		h := &o.holes[i]
		if !seq.Before(from, h.next) || !seq.Before(h.from, next) {
			continue
		}
		left, right := seq.After(from, h.from), seq.Before(next, h.next)
		switch {
		case left && right:
			if len(o.holes) < maxHoles {
				o.holes = append(o.holes, hole{next, h.next, h.opener, h.acked})
				h = &o.holes[i]
			}
			h.next = from
		case left:
			h.next = from
		case right:
			h.from = next
		default:
			o.holes = append(o.holes[:i], o.holes[i+1:]...)
		}
	}
}

// holding is the hole that holds the number.
func (o *order) holding(n uint32) (hole, bool) {
	for i := range o.holes {
		if h := o.holes[i]; seq.Within(n, h.from, h.next-h.from) {
			return h, true
		}
	}
	return o.low, o.low.opener.frame != 0 && seq.Within(n, o.low.from, o.low.next-o.low.from)
}

// outOfOrder is a segment that fills a hole: its sender may have sent it before those above
// it, or after them, again.
func (c *Connection) outOfOrder(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	h, ok := me.order.holding(s.Seq)
	if !ok || s.Flags&fact.SYN != 0 {
		return out
	}
	after := h.opener
	what := fact.OutOfOrder{After: after.frame, Late: s.Time.Sub(after.time), From: s.RelSeq, Next: s.RelSeq + uint32(s.Len), Bytes: int(s.Len), Flags: s.Flags & fact.FIN}
	if peer.ackFrame != 0 && seq.AtMost(s.End(), peer.ack) {
		what.Acked = peer.ackFrame
	}
	re := fact.Retransmit{Try: 1, Acked: what.Acked} // as which it would be told, had the sending before been captured
	c.why(s, me, peer, &repetition{of: []span{{frame: after.frame, time: after.time}}, end: s.End()}, &re)
	c.sentWhen(s, me, &after, re.Why, &what)
	kind, sure := fact.TCPOutOfOrder, fact.Derived
	if what.Order == fact.Resent {
		kind = fact.TCPResent
		what.Why, what.By, what.Quiet = re.Why, re.By, re.Quiet
		me.recovers(s, re.Why)
		if what.Shown != fact.ByTimestamp {
			sure = fact.Inferred
		}
	}
	return append(out, fact.Fact{Kind: kind, Side: s.Side, Frames: []int{s.Frame, after.frame}, Sure: sure, What: what})
}

// overtaken is a segment that was sent before the one with the same numbers that came
// first, by its timestamp: that one is the retransmission.
func overtaken(s *Segment, first *span) bool {
	return stamped(s) && first.tsval != 0 && s.Flags&fact.SYN == 0 && seq.Before(s.Options.TSval, first.tsval)
}

// sentWhen tells whether the segment was sent before the one that came first, or after it.
// Timestamps prove it; identifications and times only suggest it.
func (c *Connection) sentWhen(s *Segment, me *half, after *mark, why fact.Why, what *fact.OutOfOrder) {
	if stamped(s) && after.timed && s.Options.TSval != after.tsval {
		what.Shown, what.Marks = fact.ByTimestamp, [2]uint32{s.Options.TSval, after.tsval}
		what.Order = either(seq.Before(s.Options.TSval, after.tsval))
		return
	}
	if s.ID != 0 && after.id != 0 && s.ID != after.id && me.order.steps >= counted {
		what.Shown, what.Marks = fact.ByID, [2]uint32{uint32(s.ID), uint32(after.id)}
		what.Order = either(int16(s.ID-after.id) < 0)
		return
	}
	switch {
	case !fact.Measured(what.Late):
	case c.rtt > 0 && what.Late < min(c.rtt/2, soonest-tick):
		what.Shown, what.Order, what.Round = fact.ByTime, fact.Overtaken, c.rtt
	case c.rtt > 0 && what.Late >= c.rtt-c.rtt/8 && (why == fact.WhyDuplicates || why == fact.WhySACK || why == fact.WhyPartial):
		what.Shown, what.Order = fact.BySigns, fact.Resent
	case what.Late >= c.tooLate():
		what.Shown, what.Order, what.Round = fact.ByTime, fact.Resent, c.rtt
	}
}

// unmeasured is what a sender waits for an acknowledgment before it knows a round trip (RFC 6298 §2.1).
const unmeasured = time.Second

// tooLate is how late a segment is rather sent again than overtaken: later than the round trip
// and than common timers, or where the round trip is unknown, than nearly every one.
func (c *Connection) tooLate() time.Duration {
	if c.rtt == 0 {
		return unmeasured - tick
	}
	return max(soonest-tick, c.rtt)
}

func either(before bool) fact.Order {
	if before {
		return fact.Overtaken
	}
	return fact.Resent
}
