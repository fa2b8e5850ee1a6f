package tcp

import (
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// conn is one incarnation of a connection.
type conn struct {
	ends        [2]end // as in Segment.From
	client      uint8
	incarnation int
	start       fact.Time
	recent      recent
	mute        bool // moves are made and not said: they were said before
}

func newConn(s *Segment, client uint8, incarnation int) *conn {
	return &conn{client: client, incarnation: incarnation, start: s.Time}
}

func (c *conn) side(e *end) fact.Side {
	if e == &c.ends[c.client] {
		return fact.Client
	}
	return fact.Server
}

// moment is when a segment was captured, since the connection's first frame; 0 where
// the file gives no time.
func (c *conn) moment(s *Segment) time.Duration { return s.Time.Sub(c.start) }

// step takes one segment: what it shows of its sender's receptions, what its sender
// did, and what its receiver may have got.
func (c *conn) step(s *Segment, out *Out) {
	from, to := &c.ends[s.From], &c.ends[1-s.From]
	if s.Same {
		to = from
	}
	if s.isRST() {
		c.reset(from, to, s, out)
		return
	}
	if c.stray(from, to, s) {
		out.Stray = true
		return
	}
	if to.refuses(from, s) {
		return
	}
	c.catchUp(to, from, s, out)
	if from.beyond(to, s) {
		from.putAside(s)
		out.Offer, out.Edge = int(to.offer.frame), to.offer.edge
		return
	}
	c.play(from, to, s, out)
	from.forget()
}

// play takes a segment that its receiver may have taken.
func (c *conn) play(from, to *end, s *Segment, out *Out) {
	from.goesOn(s)
	from.passes(s)
	c.choose(to, s)
	c.contradict(from, to, s)
	c.confirm(from, to, s, out)
	from.rstIn.doubt(c.moment(s), patience(from, s)) // knowing how soon it can answer
	c.act(from, to, s, out)
	c.await(to, from, s)
	trusted := from.is(badSums)
	from.record(s, c.moment(s))
	from.offers(to, s)
	if from.is(badSums) && !trusted && !from.is(goodSum) {
		to.pardon()
	}
}

// contradict doubts the receptions after which the sender would not have sent this.
func (c *conn) contradict(e, other *end, s *Segment) {
	now := c.moment(s)
	switch {
	case s.isSYN():
		e.synIn.doubt(now, e.quick)
	case s.isSYNACK() && e.is(ackedSYN):
		e.synAcked.doubt(now, e.quick)
	case s.hasFIN() && e.is(sentFIN), e.state == fact.LastAck && s.Seq == e.fin+1: // CLOSED, it sends nothing but resets
		e.finAcked.doubt(now, e.quick)
	}
	if other.is(sentFIN) && s.hasACK() && !s.acks(other.fin+1) {
		e.behind = s.Frame
	}
	if other.is(sentFIN) && s.hasACK() && !s.acks(other.fin+1) && !e.overtaken(s) {
		e.finIn.doubt(now, e.quick)
		if s.Ack == other.fin {
			other.has &^= finLoose
		}
	}
}

// confirm says the moves of the sender that this segment shows to have happened.
func (c *conn) confirm(e, other *end, s *Segment, out *Out) {
	for before := fact.TimeWait + 1; before != e.state; {
		before = e.state
		switch e.state {
		case fact.Unknown, fact.Closed, fact.Listen, fact.SynSent, fact.SynReceived:
			c.confirmOpen(e, other, s, out)
		}
		switch e.state {
		case fact.Unknown, fact.Established, fact.FinWait1, fact.FinWait2, fact.Closing, fact.LastAck:
			c.confirmClose(e, other, s, out)
		}
	}
}

// act says the move that sending this segment is.
func (c *conn) act(e, other *end, s *Segment, out *Out) {
	switch {
	case s.isSYN():
		c.actSYN(e, s, out)
	case s.isSYNACK():
		c.actSYNACK(e, s, out)
	default:
		c.imply(e, other, s, out)
	}
	if s.hasFIN() && !e.is(sentFIN) {
		c.actFIN(e, other, s, out)
	}
}

// await makes the segment a candidate of what its receiver awaits.
func (c *conn) await(e, other *end, s *Segment) {
	cand := c.candidate(e, other, s)
	if cand.bits&stamped != 0 {
		e.synAcked.stamp(cand.stamp)
		e.finAcked.stamp(cand.stamp)
		e.finIn.stamp(cand.stamp)
	}
	c.awaitOpen(e, s, cand)
	c.awaitClose(e, other, s, cand)
}

func (c *conn) candidate(e, other *end, s *Segment) candidate {
	cand := candidate{frame: int32(s.Frame), seq: s.Seq, end: s.End(), at: c.moment(s), spoiled: other.spoiled(s)}
	cand.doubted = cand.spoiled
	if s.hasTimestamps() {
		cand.stamp = s.Options.TSval
		cand.bits |= stamped
		if !other.is(stampKnown) || other.stamp != cand.stamp {
			cand.bits |= freshStamp
		}
	}
	if s.numbered() && (!other.is(sentAny) || seq.AtMost(other.next, s.Seq)) {
		cand.bits |= fresh
	}
	if s.Flags&fact.SYN != 0 {
		cand.bits |= carriesSYN
	}
	if s.hasACK() {
		cand.bits |= carriesACK
	}
	if s.hasFIN() {
		cand.bits |= carriesFIN
	}
	return cand
}

// reached is how far what was captured is presumed to have arrived.
type reached struct {
	at     time.Duration
	aborts bool  // then the endpoint does
	acked  bool  // what acknowledges the FIN has
	refuse int32 // the frame that a reset may answer: its sender was CLOSED; 0: none
}

func (r reached) refused(c *candidate) bool { return c.frame == r.refuse }

// presume says what nothing contradicts of an endpoint's receptions.
func (c *conn) presume(e *end, until reached, out *Out) {
	for before := fact.TimeWait + 1; before != e.state; {
		before = e.state
		switch e.state {
		case fact.SynReceived:
			c.presumeOpen(e, until, out)
		case fact.Unknown, fact.Established, fact.FinWait1, fact.FinWait2, fact.Closing, fact.LastAck:
			c.presumeClose(e, until, out)
		}
	}
}

// settle says all that is left, when the connection or the file ends.
func (c *conn) settle(out *Out) {
	for i := range c.ends {
		e := &c.ends[i]
		until := reached{at: forever}
		if e.abort.frame != 0 {
			until = e.abort.after
		} else if r := e.rstIn.first(); r != nil {
			until.at = r.at
		}
		c.presume(e, until, out)
		c.sayAbort(e, out)
		c.presumeReset(e, out)
	}
	states := [2]fact.State{c.ends[c.client].known(), c.ends[1-c.client].known()}
	out.Ended = append(out.Ended, Ended{c.incarnation, states})
}

const forever = time.Duration(1<<63 - 1)

// recopy names a later copy of the same packet where the earlier was a candidate.
func (c *conn) recopy(original, again int) {
	for i := range c.ends {
		e := &c.ends[i]
		for _, w := range [...]*wait{&e.synIn, &e.synAcked, &e.finAcked, &e.finIn, &e.rstIn} {
			w.recopy(int32(original), int32(again))
		}
	}
}

// done tells whether both FINs are acknowledged, or there was a reset.
func (c *conn) done() bool {
	for i := range c.ends {
		if c.ends[i].is(sentRST) {
			return true
		}
	}
	return c.ends[0].ackedFIN() && c.ends[1].ackedFIN()
}

// ackedFIN tells whether the endpoint sent a FIN and an ACK of it was captured.
func (e *end) ackedFIN() bool {
	switch e.state {
	case fact.FinWait1, fact.Closing, fact.LastAck:
		return e.finAcked.first() != nil
	}
	return e.is(sentFIN)
}

// over tells whether a new SYN between these ends begins another connection: after
// both FINs, a reset or in TIME-WAIT (RFC 9293 §3.6.1, §3.10.7.4).
func (c *conn) over() bool {
	a, b := &c.ends[0], &c.ends[1]
	if a.is(sentRST) || b.is(sentRST) || a.is(sentFIN) && b.is(sentFIN) {
		return true
	}
	return a.state == fact.TimeWait || b.state == fact.TimeWait
}
