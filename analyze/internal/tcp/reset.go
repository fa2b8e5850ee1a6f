package tcp

import (
	"slices"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// reset takes a segment with RST. One that its alleged sender cannot have sent changes
// nothing at that end.
func (c *conn) reset(from, to *end, s *Segment, out *Out) {
	own := genuine(from, to, s)
	if own {
		c.actRST(from, to, s, out)
	}
	if !from.spoiled(s) && resets(to, s, own) {
		to.rstIn.add(c.candidate(to, from, s))
		from.has |= sentRST
	}
}

// genuine: an endpoint resets by <SEQ=SND.NXT> (RFC 9293 §3.10.5) or answers by
// <SEQ=SEG.ACK> (§3.5.2), so never beyond what it sent and what was acknowledged.
func genuine(from, to *end, s *Segment) bool {
	switch {
	case !from.is(sentAny):
		return true
	case from.is(sentSYN) && seq.Before(s.Seq, from.isn):
		return false
	}
	return seq.AtMost(s.Seq, from.next) || to.is(sentACK) && seq.AtMost(s.Seq, to.ack)
}

// actRST: an endpoint that sends a reset is CLOSED, by ABORT (RFC 9293 §3.10.5), or it
// had been: a segment for no connection is answered by a reset (§3.5.2, group 1).
func (c *conn) actRST(e, other *end, s *Segment, out *Out) {
	switch {
	case e.state == fact.Closed, e.state == fact.Listen, e.abort.frame != 0:
		return
	case e.state == fact.Unknown && !e.is(sentAny):
		return
	case e.state == fact.SynSent && e.rejects(other, s):
		return // the answer to an ACK of something it never sent (RFC 9293 §3.10.7.3, first)
	}
	if s.hasACK() && e.state >= fact.Established {
		if other.is(sentFIN) && !s.acks(other.fin+1) {
			e.finIn.clear()
		}
		c.confirm(e, other, s, out)
	}
	until := c.took(e, other, s)
	c.presume(e, until, out)
	if e.state == fact.Closed {
		return
	}
	sure, ref := fact.Derived, byAbort                                     // the reset is seen, CLOSED follows from it
	if e.skips(s) || e.state == fact.LastAck || e.state == fact.TimeWait { // a FIN may be missing; from these two none is sent (§3.10.5)
		sure = fact.Inferred
	}
	if answers(s) {
		sure, ref = fact.Inferred, byReset // it may have been CLOSED before
		if cause := e.rstIn.first(); cause != nil && cause.at <= c.moment(s)-e.quick {
			c.presumeReset(e, out)
		}
	}
	e.rstIn.clear()
	if e.state != fact.Closed && e.state != fact.Listen {
		e.abort = abort{s.Frame, until, s.Seq, sure, ref}
	}
}

// took is how far an endpoint that resets is presumed to have taken what was captured. A
// reset without ACK answers, by the number that it acknowledged, a segment that found its
// sender CLOSED (RFC 9293 §3.5.2, group 1): maybe the last one.
func (c *conn) took(e, other *end, s *Segment) reached {
	until := reached{at: c.moment(s) - e.quick, aborts: !answers(s)}
	if s.hasACK() || !other.is(sentACK) || s.Seq != other.ack {
		return until
	}
	until.acked, until.refuse = e.is(sentFIN) && s.Seq == e.fin+1, int32(other.latest)
	return until
}

// abort is a reset that its sender was seen to send. It is said when the connection
// ends: a sender that goes on did not send it, whoever did.
type abort struct {
	frame int
	after reached
	seq   uint32
	sure  fact.Certainty
	ref   fact.Ref
}

// goesOn takes back a reset in the name of an endpoint that sends new numbers after it.
func (e *end) goesOn(s *Segment) {
	if e.abort.frame != 0 && s.numbered() && !seq.Before(s.Seq, e.abort.seq) && !seq.Before(s.Seq, e.next) {
		e.abort = abort{}
		e.has &^= sentRST
	}
}

// passes drops the resets whose numbers lie before what the endpoint confirms: the rest was
// sent before them and so came before them (RFC 9293 §3.5.3).
func (e *end) passes(s *Segment) {
	if s.hasACK() && e.rstIn.open() {
		e.rstIn.of = slices.DeleteFunc(e.rstIn.of, func(c candidate) bool { return c.bits&byError == 0 && seq.Before(c.seq, s.Ack) })
	}
}

// sayAbort says the reset that the endpoint sent.
func (c *conn) sayAbort(e *end, out *Out) {
	if a := e.abort; a.frame != 0 && e.state != fact.Closed {
		c.say(e, fact.Move{Old: e.state, New: fact.Closed, Cause: fact.Sent, Frame: a.frame, Sure: a.sure, Ref: a.ref}, out)
	}
}

// answers tells whether a reset may be the answer of an endpoint that is CLOSED:
// without ACK, or with the number zero (RFC 9293 §3.5.2, group 1).
func answers(s *Segment) bool { return !s.hasACK() || s.Seq == 0 }

// resets tells whether a reset takes effect at its receiver.
func resets(e *end, s *Segment, own bool) bool {
	switch e.state {
	case fact.Closed, fact.Listen:
		return false
	case fact.SynSent:
		// RFC 9293 §3.10.7.3, first and second: only if its ACK acknowledges the SYN.
		if s.hasACK() && s.acks(e.isn+1) && seq.AtMost(s.Ack, e.next) {
			return true
		}
		if !e.synIn.open() {
			return false
		}
	}
	// §3.5.3 and RFC 5961 §3.2: SEG.SEQ must be RCV.NXT, which lies between what the
	// receiver acknowledged and what was sent to it.
	return own && !(e.is(sentACK) && seq.Before(s.Seq, e.ack))
}

// onTheWay is how many times its shortest answering time an endpoint may go on sending
// data after a reset was captured: what was on the way, through queues that are full.
const onTheWay = 4

// patience is how long after a reset its receiver may still send such a segment
// without showing that the reset did not take effect.
func patience(e *end, s *Segment) time.Duration {
	if s.Len > 0 {
		return onTheWay * e.quick
	}
	return e.quick
}

// presumeReset: a reset that counts and after which its receiver is silent is presumed
// to have arrived (RFC 9293 §3.10.7.3, second; §3.10.7.4, second).
func (c *conn) presumeReset(e *end, out *Out) {
	cause := e.rstIn.first()
	if cause == nil {
		return
	}
	to, ref := fact.Closed, inOthers
	switch e.state {
	case fact.Closed, fact.Listen:
		return
	case fact.Unknown:
		if !e.is(sentAny) { // it may be in LISTEN, where a reset changes nothing (§3.10.7.2, first)
			return
		}
	case fact.SynSent:
		rule, ends := refusal(cause)
		if !ends {
			return
		}
		ref = rule
	case fact.SynReceived:
		if !e.is(active) { // a passive OPEN returns to LISTEN
			to = fact.Listen
		}
	}
	if cause.bits&byError == 0 || e.state == fact.SynSent {
		e.at = max(e.at, e.latest) // what it sent after the reset was captured was on the way, or the reset was
		c.received(e, to, presumed(cause), ref, out)
		e.synIn.clear()
	}
}
