package tcp

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// actSYN: an active OPEN sends a SYN and enters SYN-SENT (RFC 9293 §3.10.1).
func (c *conn) actSYN(e *end, s *Segment, out *Out) {
	if e.is(sentAny) {
		return
	}
	e.has |= active
	e.state = fact.Closed
	c.sent(e, fact.SynSent, s, fact.Seen, byOpen, out)
}

// actSYNACK notes what the SYN-ACK acknowledges. If the SYN it answers was not
// captured, the SYN-ACK itself shows SYN-RECEIVED.
func (c *conn) actSYNACK(e *end, s *Segment, out *Out) {
	if !e.is(ackedSYN) || seq.After(s.Ack, e.synAck) {
		e.synAck = s.Ack
	}
	e.has |= ackedSYN
	if e.state == fact.Unknown {
		c.sent(e, fact.SynReceived, s, fact.Seen, inListen, out)
	}
}

// choose takes the other one of two initial numbers where the segment confirms that: two hosts
// answered under one address, or one that kept nothing of its first answer.
func (c *conn) choose(e *end, s *Segment) {
	if e.is(twoISNs) && e.state == fact.SynReceived && s.acks(e.rival+1) && seq.AtMost(s.Ack, e.rival+1) {
		e.isn, e.rival = e.rival, e.isn
		e.next, e.carried = e.isn+1, e.isn+1
	}
}

// awaitOpen: a SYN for whom awaits one, and the ACK of an endpoint's own SYN.
func (c *conn) awaitOpen(e *end, s *Segment, cand candidate) {
	switch e.state {
	case fact.Unknown, fact.Closed, fact.Listen:
		// RFC 9293 §3.10.7.2: a listener takes a SYN, and answers an ACK by a reset.
		if s.isSYN() || s.isSYNACK() && e.state == fact.Unknown {
			e.synIn.again(cand, e.quick)
		}
	case fact.SynSent:
		// §3.10.7.3: an ACK must acknowledge our SYN, and no more than was sent.
		if s.isSYN() || s.isSYNACK() && e.acksSYN(s) {
			e.synIn.again(cand, e.quick)
		}
	}
	switch e.state {
	case fact.SynSent, fact.SynReceived:
		if e.acksSYN(s) && (e.accepts(s) || s.isSYNACK()) { // both open at once: RFC 9293 §3.5, Figure 7
			e.synAcked.add(cand)
		}
	}
}

// acksSYN: ISS < SEG.ACK =< SND.NXT (RFC 9293 §3.10.7.3, first).
func (e *end) acksSYN(s *Segment) bool { return s.hasACK() && e.is(sentSYN) && e.mayAck(s.Ack) }

// mayAck tells whether the number acknowledges the endpoint's SYN, and no more than it sent.
func (e *end) mayAck(n uint32) bool {
	return seq.Within(n, e.isn+1, reach) && seq.AtMost(n, e.next)
}

// refuses tells a segment that an endpoint in SYN-SENT cannot take, for it acknowledges something
// else than the SYN (RFC 9293 §3.10.7.3, first): its sender knows an earlier connection between
// the two (§3.5.1, Figure 9), or nothing of any.
func (e *end) refuses(sender *end, s *Segment) bool {
	return e.state == fact.SynSent && s.hasACK() && !sender.is(ackedSYN) && !e.acksSYN(s)
}

// confirmOpen says the moves up to ESTABLISHED that the segment shows of its sender.
func (c *conn) confirmOpen(e, other *end, s *Segment, out *Out) {
	if e.state == fact.SynReceived {
		c.confirmAcked(e, other, s, out)
		return
	}
	if !e.synIn.open() || !other.is(sentSYN) || !s.acks(other.isn+1) {
		return
	}
	e.synIn.keep(func(c *candidate) bool { return c.seq == other.isn })
	r, cause := c.ruleSYN(e, s)
	e.answered(c.moment(s) - r.at)
	switch {
	case e.state != fact.SynSent && cause.bits&carriesACK == 0:
		c.received(e, fact.SynReceived, r, inListen, out)
	case cause.bits&carriesACK == 0:
		// RFC 9293 §3.10.7.3, fourth: a SYN without ACK, both open at once.
		c.received(e, fact.SynReceived, r, inSynSent, out)
		e.synAcked.drop(func(c candidate) bool { return c.seq-cause.seq > maxSynWindow+1 })
	default:
		c.received(e, fact.Established, r, inSynSent, out)
		e.synAcked.clear()
	}
	e.synIn.clear()
}

// maxSynWindow is the most that an end can offer by a SYN, whose window is not scaled (RFC
// 7323 §2.2). What lies beyond it, or before the SYN that came, confirms nothing (RFC 9293
// §3.10.7.4, first).
const maxSynWindow = 65535

// ruleSYN chooses the SYN that took effect. A SYN-ACK is sent in answer to a SYN
// without ACK only.
func (c *conn) ruleSYN(e *end, s *Segment) (ruling, candidate) {
	w := &e.synIn
	if s.isSYNACK() {
		w.keep(func(c *candidate) bool { return c.bits&carriesACK == 0 })
	}
	cause := w.likely()
	if echoed := w.echoed(s); echoed != nil {
		cause = echoed
	}
	// A later copy cannot have refreshed the echoed timestamp of the first (RFC 7323
	// §4.3), but it can have replaced it by its own.
	only := w.alone() || cause == &w.of[0] && w.foremost(s)
	return w.ruled(cause, only, s), *cause
}

// confirmAcked: SYN-RECEIVED ends with the ACK of the SYN (RFC 9293 §3.10.7.4, fifth).
func (c *conn) confirmAcked(e, other *end, s *Segment, out *Out) {
	w := &e.synAcked
	cause := w.likely()
	if cause == nil || s.Flags&fact.SYN != 0 {
		return
	}
	known := shownAcked(e, other, s)
	if known == nil {
		return
	}
	only := w.alone() || cause == &w.of[0] && w.foremost(s)
	r := w.ruled(cause, only, s)
	e.answered(c.moment(s) - known.at)
	c.received(e, fact.Established, r, inOthers, out)
	w.clear()
}

// shownAcked is the candidate that the segment shows to have acknowledged its sender's
// SYN; nil if it shows none. A bare ACK is no sign: in SYN-RECEIVED it may answer a
// segment that is not acceptable (RFC 9293 §3.10.7.4, first).
func shownAcked(e, other *end, s *Segment) *candidate {
	w := &e.synAcked
	if echoed := w.echoed(s); echoed != nil && echoed.bits&freshStamp != 0 {
		return echoed
	}
	if e.is(ackedSYN) && s.hasACK() && seq.After(s.Ack, e.synAck) {
		if covered := w.covered(s.Ack); covered != nil {
			return covered
		}
		return w.last()
	}
	// Data of its own is no sign either where the SYN carried data (RFC 7413 §4.2.2), nor a bare
	// FIN of an active opener, who may CLOSE before the ACK comes (RFC 9293 §3.10.4).
	if s.numbered() && !other.is(sentEarly) && !(s.Len <= 0 && e.is(active)) {
		return w.last()
	}
	return nil
}

// presumeOpen: the ACK of a SYN-ACK is presumed to have arrived.
func (c *conn) presumeOpen(e *end, until reached, out *Out) {
	cause := e.synAcked.first()
	if cause == nil || cause.at > until.at || until.refused(cause) {
		return
	}
	c.received(e, fact.Established, presumed(cause), inOthers, out)
	e.synAcked.clear()
}
