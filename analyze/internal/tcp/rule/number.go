package rule

import (
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// span is a range of sequence numbers and the frame that carried it.
type span struct {
	from, next uint32
	frame      int
	time       fact.Time
	tsval      uint32
	id         uint16
	ttl        uint8
	sum        uint16 // the TCP checksum: two sendings with the same one are alike to the last bit
	noSum      bool   // it was not captured
	bad        bool   // it is wrong
	data       uint64 // a digest of the data; 0 where there is none, or not all of it was captured
	sending
}

// sending tells the how-manieth sending of its numbers a span is.
type sending struct {
	try   uint32        // how often its last number was sent before
	wait  time.Duration // since the latest of these
	again bool          // it was told as a retransmission
}

// mark tells when a segment was sent, as far as it can be compared with others of its sender.
type mark struct {
	frame int // 0: none
	time  fact.Time
	tsval uint32
	timed bool // tsval is there
	id    uint16
}

func markOf(s *Segment) mark {
	return mark{s.Frame, s.Time, s.Options.TSval, stamped(s), s.ID}
}

// ranges are the ranges sent, in the order of the frames. What was confirmed is forgotten
// once there are more than a few of them: a repetition comes soon.
type ranges struct {
	list []span
	head int
}

const keepConfirmed = 64

// add keeps a range. Beyond the bound the oldest is forgotten.
func (r *ranges) add(s span, b *fact.Bounds) {
	if len(r.list)-r.head >= b.Of(fact.MaxRanges) {
		b.Exceed(fact.MaxRanges, 1)
		r.head++
	}
	if r.head > 256 && r.head > len(r.list)/2 {
		r.list = append(r.list[:0], r.list[r.head:]...)
		r.head = 0
	}
	r.list = append(r.list, s)
}

// live are the ranges kept, oldest first.
func (r *ranges) live() []span { return r.list[r.head:] }

// confirm forgets ranges that end at or before ack, but for the last few.
func (r *ranges) confirm(ack uint32) {
	for len(r.list)-r.head > keepConfirmed && seq.AtMost(r.list[r.head].next, ack) {
		r.head++
	}
}

// ending is the latest range that ends at n.
func (r *ranges) ending(n uint32) (span, bool) {
	l := r.live()
	for i := len(l) - 1; i >= 0; i-- {
		if l[i].next == n {
			return l[i], true
		}
	}
	return span{}, false
}

// carrying is the latest range that holds number n.
func (r *ranges) carrying(n uint32) (span, bool) {
	l := r.live()
	for i := len(l) - 1; i >= 0; i-- {
		if seq.AtMost(l[i].from, n) && seq.Before(n, l[i].next) {
			return l[i], true
		}
	}
	return span{}, false
}

// earliest is the first range that holds number n.
func (r *ranges) earliest(n uint32) (span, bool) {
	for _, p := range r.live() {
		if seq.Within(n, p.from, p.next-p.from) {
			return p, true
		}
	}
	return span{}, false
}

// acknowledge fills in what the acknowledgment number says (RFC 9293 §3.4): the numbers up
// to it have all arrived.
func (c *Connection) acknowledge(s *Segment, step *fact.Step, me, peer *half) {
	if s.Flags&fact.ACK == 0 {
		return
	}
	if me.ackFrame != 0 && me.ack == s.Ack {
		step.Repeats = int32(me.ackFrame)
	}
	if of, ok := peer.confirmedBy(s, step); ok {
		measure(s, step, of, peer, me)
	}
	me.ack, me.ackFrame, me.window = s.Ack, s.Frame, s.Window
}

// confirmedBy notes that the other side confirmed up to the segment's acknowledgment number,
// and gives the sending whose end that newly reaches.
func (h *half) confirmedBy(s *Segment, step *fact.Step) (of span, ok bool) {
	from, known := h.confirmed, h.heard
	if !known {
		from, known = h.start()
	}
	if !known || !seq.After(s.Ack, from) {
		h.confirmed, h.heard = s.Ack, true
		if known {
			h.confirmed = from
		}
		return span{}, false
	}
	step.NewAck = s.Ack - from
	h.signs.noteNews(s)
	if h.syn+h.synAck != 0 && seq.Within(h.isn, from, step.NewAck) {
		step.NewFlags |= fact.SYN
	}
	if h.fin != 0 && seq.Within(h.finAt, from, step.NewAck) {
		step.NewFlags |= fact.FIN
	}
	if of, ok = h.sent.ending(s.Ack); ok {
		step.Confirms = int32(of.frame)
	}
	h.confirmed, h.heard = s.Ack, true
	h.sent.confirm(s.Ack)
	return of, ok
}

// start is the first number of the direction that the capture holds.
func (h *half) start() (uint32, bool) {
	if h.syn+h.synAck != 0 {
		return h.isn, true
	}
	if l := h.sent.live(); len(l) > 0 {
		return l[0].from, true
	}
	return 0, false
}

// Carrying is the latest frame in which the side sent the number in a packet that, where both
// have one, has the identification; 0 where none is kept.
func (c *Connection) Carrying(side fact.Side, number uint32, id uint16) int {
	sent := c.half[side].sent.live()
	for i := len(sent) - 1; i >= 0; i-- {
		if p := sent[i]; seq.Within(number, p.from, p.next-p.from) && (p.id == id || p.id == 0 || id == 0) {
			return p.frame
		}
	}
	return 0
}
