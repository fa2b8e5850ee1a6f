package rule

import (
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// timing is what is measured of one direction. It is kept from the first acknowledgment or
// data on: an attempt that nothing answers has none.
type timing struct {
	trips     fact.RoundTrips
	sum       time.Duration // of all round trips
	rate      fact.Throughput
	begin     fact.Time // of the first segment with data
	flight    fact.Flight
	delayed   fact.Delayed
	stretched fact.Stretched
	largest   uint32 // bytes of data in its largest segment
	jumped    bool   // since begin the clock ran back, or leapt
}

const (
	// silence is how long a connection carries nothing before that is worth a word.
	silence = time.Second
	// late is how much longer than the quickest an acknowledgment takes before it looks
	// delayed on purpose: common systems wait 40 ms at least. On a long way half as long
	// again comes from the way alone.
	late = 35 * time.Millisecond
	// tooLong is no delayed acknowledgment any more (RFC 9293 §3.8.6.3, MUST-40).
	tooLong = 500 * time.Millisecond
	// manySegments is how many with data make a rate worth telling.
	manySegments = 10
)

// time measures the segment before its numbers are noted; told are the facts of its frame.
func (c *Connection) time(s *Segment, me, peer *half, told []fact.Fact) {
	me.seeTTL(s)
	if s.End() != s.Seq && me.begun && seq.Before(s.Seq, me.edge) {
		me.resent, me.unclear = true, me.edge
	}
	if s.Len > 0 {
		me.measured().carry(s, me, peer, told)
	}
}

func (h *half) measured() *timing {
	if h.timing == nil {
		h.timing = &timing{}
	}
	return h.timing
}

// jump notes that the clock ran back, or leapt.
func (c *Connection) jump() {
	for side := range c.half {
		if t := c.half[side].timing; t != nil && t.rate.Segments > 0 {
			t.jumped = true
		}
	}
}

// idle is a silence before the segment in which nothing waited, be it to be confirmed or for a window to open.
func (c *Connection) idle(s *Segment, out []fact.Fact) []fact.Fact {
	if c.last == 0 || !c.lastTime.Known() || s.Time.Sub(c.lastTime) < silence || !fact.Measured(s.Time.Sub(c.lastTime)) || c.half[0].waits() || c.half[1].waits() {
		return out
	}
	what := fact.Idle{Since: c.last, For: s.Time.Sub(c.lastTime)}
	me, peer := &c.half[s.Side], &c.half[s.Side.Other()]
	if what.Room, what.Full = peer.cramped(me); what.Room > 0 {
		what.Own = true
	} else {
		what.Room, what.Full = me.cramped(peer)
	}
	return append(out, fact.Fact{Kind: fact.TCPIdle, Side: s.Side, Frames: []int{s.Frame, c.last}, Sure: fact.Seen, What: what})
}

// cramped tells of a sender of full segments, all of whose data is confirmed, that the other
// side's window has less room than one of them takes: it may wait for more (RFC 9293
// §3.8.6.2.1). Zeros where it has enough, or not all of this is known.
func (h *half) cramped(receiver *half) (room, full int) {
	shift := receiver.scaling.Shift(h.scaling)
	if h.timing == nil || shift == fact.UnknownShift || receiver.window == 0 {
		return 0, 0
	}
	window := fact.Window{Field: receiver.window, Shift: shift}
	room, full = int(window.Bytes()), int(fullSize(h, receiver))
	if int(h.timing.largest) < full || room >= full {
		return 0, 0
	}
	return room, full
}

// waits tells that something sent is not confirmed, that a keep-alive is not answered, or that the window is shut.
func (h *half) waits() bool {
	unanswered := h.control != nil && h.asks.frame != 0
	return unanswered || h.begun && (!h.heard || seq.Before(h.confirmed, h.edge)) || h.ackFrame != 0 && h.window == 0
}

// carry counts a segment with data, and how much is on its way with it: no more than fits the
// window, and where that was captured, what reaches beyond it shows that acknowledgments were not.
func (t *timing) carry(s *Segment, me, peer *half, told []fact.Fact) {
	r := &t.rate
	if r.Segments++; r.Segments == 1 {
		r.First, t.begin = s.Frame, s.Time
	}
	r.Last, r.Bytes, r.For = s.Frame, r.Bytes+int64(s.Len), s.Time.Sub(t.begin)
	t.largest = max(t.largest, uint32(s.Len))
	for i := range told {
		if re, ok := told[i].What.(fact.Retransmit); ok && told[i].Frames[0] == s.Frame {
			r.Again += int64(re.Bytes)
		}
	}
	if end := s.Seq + uint32(s.Len); me.heard && seq.After(end, me.confirmed) && (!me.begun || seq.After(end, me.edge)) && !peer.forbids(end) {
		if n := end - me.confirmed; n > t.flight.Bytes {
			t.flight = fact.Flight{Bytes: n, At: s.Frame}
		}
	}
}

// measure takes the round trip that ends with an acknowledgment of new numbers, from the
// segment whose end it reaches. After a retransmission nothing is measured until all is
// confirmed that was on its way by then: one cannot tell which sending was confirmed
// (Karn's algorithm, RFC 6298 §3), and what had arrived behind a hole waited.
func measure(s *Segment, step *fact.Step, of span, sender, acker *half) {
	took := s.Time.Sub(of.time)
	if s.Flags&fact.RST != 0 || !s.Time.Known() || !of.time.Known() || !fact.Measured(took) {
		return
	}
	t := sender.measured()
	if full := fullSize(sender, acker); step.NewAck > 2*full && !sender.signs.held(s.Ack-step.NewAck) {
		t.stretch(s, step.NewAck, full)
	}
	if sender.resent && seq.AtMost(s.Ack, sender.unclear) {
		return
	}
	if s.Len == 0 && step.NewFlags == 0 && t.trips.Count > 0 && took >= t.trips.Min+max(late, t.trips.Min/2) && took < t.trips.Min+tooLong {
		t.delay(s, of, took)
	}
	t.trip(took, of.frame, s.Frame)
}

// defaultMSS is what a sender assumes where the other side names no MSS: over IPv6, and less
// over IPv4 (RFC 9293 §3.7.1, MUST-15).
const defaultMSS = 1220

// fullSize is how many bytes of data a full-sized segment holds: the MSS that the receiver named,
// or more where more was seen.
func fullSize(sender, receiver *half) uint32 {
	n := uint32(defaultMSS)
	if receiver.options.Has&fact.HasMSS != 0 && receiver.options.MSS != 0 {
		n = uint32(receiver.options.MSS)
	}
	if sender.timing != nil {
		n = max(n, sender.timing.largest)
	}
	return n
}

// trip adds a round trip, with the estimator of RFC 6298 §2.
func (t *timing) trip(took time.Duration, of, ack int) {
	r := &t.trips
	if r.Count++; r.Count == 1 {
		r.Smoothed, r.Variation = took, took/2
	} else {
		r.Variation += ((r.Smoothed - took).Abs() - r.Variation) / 4
		r.Smoothed += (took - r.Smoothed) / 8
	}
	if r.Count == 1 || took < r.Min {
		r.Min, r.MinOf, r.MinAck = took, of, ack
	}
	if took > r.Max || r.MaxAck == 0 {
		r.Max, r.MaxOf, r.MaxAck = took, of, ack
	}
	t.sum += took
	r.Mean = t.sum / time.Duration(r.Count)
}

// delay counts an acknowledgment that comes late for no reason that the capture shows.
func (t *timing) delay(s *Segment, of span, took time.Duration) {
	d := &t.delayed
	if d.Count++; took > d.Longest {
		d.Longest, d.Of, d.Ack, d.Quickest = took, of.frame, s.Frame, t.trips.Min
	}
}

// stretch counts an acknowledgment of more than two full-sized segments.
func (t *timing) stretch(s *Segment, bytes, full uint32) {
	st := &t.stretched
	if st.Count++; bytes > st.Most {
		st.Most, st.Ack, st.Full = bytes, s.Frame, full
	}
}

// opening is the round trip of a three-way handshake, in the two parts into which the
// capture point divides it. Nothing is told where a SYN was sent again.
func (c *Connection) opening(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	answer, ok := peer.sent.carrying(peer.isn)
	if !ok || me.resent || peer.resent || peer.syn != 0 || s.Len != 0 || s.Seq != me.isn+1 || s.Ack != peer.isn+1 {
		return out
	}
	if !me.synTime.Known() || !s.Time.Known() || !fact.Measured(answer.time.Sub(me.synTime)) || !fact.Measured(s.Time.Sub(answer.time)) {
		return out
	}
	trip := fact.OpeningRTT{Peer: answer.time.Sub(me.synTime), Own: s.Time.Sub(answer.time)}
	c.trip[s.Side], c.trip[s.Side.Other()], c.rtt = trip.Own, trip.Peer, trip.Own+trip.Peer
	return append(out, fact.Fact{Kind: fact.TCPOpeningRTT, Side: s.Side, Frames: []int{s.Frame, answer.frame, me.syn}, Sure: fact.Derived, What: trip})
}

// timings are what was measured, once the connection is over.
func (c *Connection) timings(out []fact.Fact) []fact.Fact {
	if c.doubled {
		return out // recorded at more than one place: times between such frames are none of the connection's
	}
	for side := range c.half {
		t := c.half[side].timing
		if t == nil {
			continue
		}
		me, other := fact.Side(side), fact.Side(1-side)
		tell := func(k fact.Kind, side fact.Side, sure fact.Certainty, what fact.Particulars, frames ...int) {
			out = append(out, fact.Fact{Kind: k, Side: side, Frames: frames, Sure: sure, What: what})
		}
		if r := t.trips; r.Count > 1 {
			tell(fact.TCPRTT, me, fact.Derived, r, r.MinAck, r.MinOf, r.MaxAck, r.MaxOf)
		}
		if t.rate.Segments >= manySegments && t.rate.For > 0 && !t.jumped {
			tell(fact.TCPThroughput, me, fact.Derived, t.rate, t.rate.Last, t.rate.First)
		}
		if t.flight.Bytes > fullSize(&c.half[side], &c.half[1-side]) {
			tell(fact.TCPFlight, me, fact.Derived, t.flight, t.flight.At)
		}
		if t.delayed.Count > 0 {
			tell(fact.TCPAckDelayed, other, fact.Inferred, t.delayed, t.delayed.Ack, t.delayed.Of)
		}
		if t.stretched.Count > 0 {
			tell(fact.TCPAckStretched, other, fact.Derived, t.stretched, t.stretched.Ack)
		}
	}
	return out
}
