package tcp

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// actFIN: CLOSE sends a FIN (RFC 9293 §3.10.4). One without ACK, which no open connection has
// (§3.1), tells nothing of an end of which nothing else is known.
func (c *conn) actFIN(e, other *end, s *Segment, out *Out) {
	if e.state == fact.Unknown && !s.hasACK() {
		return
	}
	sure := fact.Seen
	if e.state == fact.Unknown || e.resent(s) || e.overtaken(s) { // a FIN of either side may not have been captured
		sure = fact.Inferred
	}
	if e.state == fact.SynReceived { // where the SYN carried data, nothing else shows that it was left
		c.presumeOpen(e, reached{at: c.moment(s) - e.quick}, out)
	}
	e.fin = s.End() - 1
	e.has |= sentFIN
	if !other.is(sentACK) || seq.Before(other.ack, s.Seq) {
		e.has |= finLoose
	}
	switch e.state {
	case fact.Unknown, fact.SynReceived, fact.Established:
		c.sent(e, fact.FinWait1, s, sure, byClose, out)
	case fact.CloseWait:
		c.sent(e, fact.LastAck, s, sure, byClose, out)
	}
}

// awaitClose: the ACK of an endpoint's own FIN, and the other side's FIN.
func (c *conn) awaitClose(e, other *end, s *Segment, cand candidate) {
	switch e.state {
	case fact.FinWait1, fact.Closing, fact.LastAck:
		if s.acks(e.fin+1) && seq.AtMost(s.Ack, e.next) && e.accepts(s) {
			e.finAcked.add(cand)
		}
	}
	if !other.is(sentFIN) || !s.numbered() || !s.hasACK() && s.Flags&fact.SYN == 0 || !e.accepts(s) {
		return // without ACK it is dropped (RFC 9293 §3.10.7.4, fifth)
	}
	switch e.state {
	case fact.Unknown, fact.SynSent, fact.SynReceived, fact.Established, fact.FinWait1, fact.FinWait2:
		if s.hasFIN() {
			e.finIn.again(cand, e.quick)
		} else {
			e.finIn.add(cand) // it may fill the hole before a FIN that came too early
		}
	}
}

// confirmClose says the moves after ESTABLISHED that the segment shows of its sender.
func (c *conn) confirmClose(e, other *end, s *Segment, out *Out) {
	finIn := other.is(sentFIN) && e.finIn.open() && s.acks(other.fin+1)
	switch e.state {
	case fact.Unknown, fact.Established:
		if finIn && (s.hasFIN() || !e.skips(s)) {
			c.received(e, fact.CloseWait, c.ruleFIN(e, other, s), inOthers, out)
		}
	case fact.FinWait1:
		if finIn {
			c.confirmBoth(e, other, s, out)
		} else if known := shownFINAcked(e, s); known != nil {
			c.received(e, fact.FinWait2, ruleFINAcked(e, known, s), inOthers, out)
		}
	case fact.FinWait2:
		if finIn {
			c.received(e, fact.TimeWait, c.ruleFIN(e, other, s), inOthers, out)
		}
	case fact.Closing:
		if known := shownFINAcked(e, s); known != nil {
			c.received(e, fact.TimeWait, ruleFINAcked(e, known, s), inOthers, out)
		}
	}
}

// confirmBoth: in FIN-WAIT-1 the segment shows that the other side's FIN arrived. What
// came first, that FIN or the ACK of our own (RFC 9293 §3.10.7.4, fifth and eighth)?
func (c *conn) confirmBoth(e, other *end, s *Segment, out *Out) {
	r := c.ruleFIN(e, other, s)
	acked := e.finAcked.first()
	switch {
	case acked == nil || int(acked.frame) > r.frame:
		if e.finAcked.open() { // had the path exchanged the two, it would look the same
			r.doubtful()
		}
		c.received(e, fact.Closing, r, inOthers, out)
	case int(acked.frame) < r.frame:
		first := ruleFINAcked(e, shownFINAcked(e, s), s)
		if int(e.finIn.of[0].frame) < first.frame { // it came again, but that the first was lost is not certain
			first.doubtful()
		}
		c.received(e, fact.FinWait2, first, inOthers, out)
	default:
		if !e.finAcked.alone() {
			r.doubtful()
		}
		c.received(e, fact.TimeWait, r, inOthers, out)
	}
}

// ruleFIN chooses the frame by which the other side's FIN was received in order.
func (c *conn) ruleFIN(e, other *end, s *Segment) ruling {
	w := &e.finIn
	cause, echoed := w.likely(), w.echoed(s)
	inOrder := echoed != nil && (echoed.bits&carriesFIN != 0 || echoed == w.last())
	switch {
	case s.dsacks(other.fin): // the first copy had arrived when the second did
		cause = &w.of[0]
	case inOrder:
		cause = echoed
	case c.moment(s)-cause.at < e.quick && cause != &w.of[0] && !w.of[0].doubted:
		cause = &w.of[0] // too soon for an answer to the copy
	}
	only := w.alone() && !other.is(finLoose) || inOrder && cause == &w.of[0] && cause == echoed && ownStamp(other, cause)
	r := w.ruled(cause, only, s)
	r.proof = s.Frame // that it arrived is certain, though not always that it came in order
	if e.unsure(other, s) {
		r.doubtful()
	}
	e.answered(c.moment(s) - r.at)
	return r
}

// unsure tells whether the state that the other side's FIN found is not certain: the
// endpoint's own FIN, or its ACK, may have come before.
func (e *end) unsure(other *end, s *Segment) bool {
	switch e.state {
	case fact.Unknown:
		return true
	case fact.Established:
		return s.hasFIN() && e.resent(s)
	case fact.FinWait2:
		return seq.After(e.ackedBy, other.fin)
	}
	return false
}

// ownStamp tells whether a FIN's timestamp is not that of data before it: echoed, it
// then shows that the FIN came in order (RFC 7323 §4.3).
func ownStamp(sender *end, fin *candidate) bool {
	return !sender.is(dataStamp) || sender.dataTS != fin.stamp
}

// shownFINAcked is the candidate that the segment shows to have acknowledged its
// sender's FIN: the only one whose timestamp it echoes, or one whose numbers it
// confirms. Of a bare ACK nothing else can show that it arrived.
func shownFINAcked(e *end, s *Segment) *candidate {
	w := &e.finAcked
	if echoed := w.echoed(s); echoed != nil && echoed.bits&freshStamp != 0 && echoed.takes() {
		return echoed
	}
	if s.hasACK() {
		return w.covered(s.Ack)
	}
	return nil
}

// ruleFINAcked chooses the first ACK of the FIN that nothing contradicts.
func ruleFINAcked(e *end, known *candidate, s *Segment) ruling {
	w := &e.finAcked
	cause := w.likely()
	e.ackedBy = cause.seq
	only := known != nil && cause.takes() && (w.alone() || cause == &w.of[0] && w.foremost(s))
	r := w.ruled(cause, only, s)
	if known == nil || slices.ContainsFunc(w.all(), candidate.finishes) {
		r.certain = 0 // a FIN may have moved the endpoint on
	}
	return r
}

// presumeClose: FINs and their ACKs are presumed to have arrived, in the order of
// capture. A FIN that was sent again without ever being answered is not.
func (c *conn) presumeClose(e *end, until reached, out *Out) {
	acked, fin := e.finAcked.first(), e.finIn.first()
	if acked != nil && (acked.at > until.at && !until.acked || until.refused(acked) && acked.finishes()) {
		acked = nil
	}
	if fin != nil && (fin.at > until.at || until.refused(fin) || e.finIn.doubted) {
		fin = nil
	}
	switch e.state {
	case fact.Unknown, fact.Established:
		c.presumed(e, fact.CloseWait, fin, until, out)
	case fact.FinWait1:
		switch {
		case acked != nil && fin != nil && acked.frame == fin.frame:
			c.presumed(e, fact.TimeWait, fin, until, out)
		case acked != nil && (fin == nil || acked.frame < fin.frame):
			e.ackedBy = acked.seq
			c.presumed(e, fact.FinWait2, acked, until, out)
		default:
			c.presumed(e, fact.Closing, fin, until, out)
		}
	case fact.FinWait2:
		c.presumed(e, fact.TimeWait, fin, until, out)
	case fact.Closing:
		c.presumed(e, fact.TimeWait, acked, until, out)
	case fact.LastAck:
		c.presumed(e, fact.Closed, acked, until, out)
	}
}

// presumed says the move that the candidate makes, if there is one. In TIME-WAIT and CLOSED
// nobody aborts.
func (c *conn) presumed(e *end, to fact.State, cand *candidate, until reached, out *Out) {
	if cand != nil && !(until.aborts && (to == fact.TimeWait || to == fact.Closed)) {
		c.received(e, to, presumed(cand), inOthers, out)
	}
}
