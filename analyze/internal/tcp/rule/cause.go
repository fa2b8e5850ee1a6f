package rule

import (
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// signs are what was captured of the other side's answers to a direction, as its sender may
// take them for signs of a loss.
type signs struct {
	// dups is the latest run of duplicate ACKs.
	dups struct {
		ack    uint32
		count  int
		frames [enough]int
		time   fact.Time // of the last one in frames
	}
	// sack are acknowledgments with blocks above their own number: the first of those with
	// the same number, and the latest.
	sack struct {
		first, latest report
	}
	// news is the latest acknowledgment that confirmed something new.
	news struct {
		frame int
		time  fact.Time
	}
	// recovery is from the first retransmission on, until all is confirmed that had been sent by
	// then. partial is the latest acknowledgment that confirmed a part of that, again the latest
	// segment that was sent again, with its first number.
	recovery struct {
		frame int
		until uint32
	}
	partial struct {
		frame int
		time  fact.Time
		ack   uint32
	}
	again struct {
		frame int
		time  fact.Time
		from  uint32
	}
}

// report is an acknowledgment with SACK blocks.
type report struct {
	frame  int
	time   fact.Time
	ack    uint32
	blocks [4][2]uint32 // above ack
	count  int
}

// beyond tells whether it reports numbers beyond a range, and none of the range.
func (r *report) beyond(from, next uint32) bool {
	found := false
	for _, b := range r.blocks[:r.count] {
		if seq.Before(from, b[1]) && seq.Before(b[0], next) {
			return false
		}
		found = found || seq.AtMost(next, b[0])
	}
	return found
}

// holds tells whether a block reports all of a range, but for what is confirmed, as arrived.
func (r *report) holds(from, next uint32) bool {
	from = seq.Max(from, r.ack)
	for _, b := range r.blocks[:r.count] {
		if seq.AtMost(b[0], from) && seq.AtMost(next, b[1]) {
			return true
		}
	}
	return false
}

// enough duplicate ACKs make a sender send again (RFC 5681 §3.2).
const enough = 3

// delayed is how long an acknowledgment is held back at most by common systems; a tail loss
// probe allows for it where one segment is on its way (RFC 8985 §7.2, TLP.max_ack_delay).
const delayed = 200 * time.Millisecond

// tick is how much a timer may be late by, and the clocks of the capture be wrong.
const tick = 20 * time.Millisecond

// haste is how much sooner an end may answer than it did while the connection opened, besides
// a path that has become shorter.
const haste = time.Millisecond

// noteDuplicate enters the side's duplicate ACK of this number.
func (g *signs) noteDuplicate(s *Segment, count int) {
	d := &g.dups
	if d.ack, d.count = s.Ack, count; count <= enough {
		d.frames[count-1], d.time = s.Frame, s.Time
	}
}

// noteSACK enters blocks above the acknowledgment number (RFC 2018 §3).
func (g *signs) noteSACK(s *Segment) {
	r := report{frame: s.Frame, time: s.Time, ack: s.Ack}
	for _, b := range s.Options.Sack[:s.Options.Blocks] {
		if above(s, b) {
			r.blocks[r.count], r.count = b, r.count+1
		}
	}
	if r.count == 0 {
		return
	}
	if g.sack.first.frame == 0 || g.sack.first.ack != s.Ack {
		g.sack.first = r
	}
	g.sack.latest = r
}

// held tells that the other side asked for a number again, or reported what it has beyond it:
// what it confirms once the hole is filled it had answered segment by segment.
func (g *signs) held(number uint32) bool {
	return g.dups.count > 0 && g.dups.ack == number || g.sack.latest.frame != 0 && g.sack.latest.ack == number
}

// why fills in why the segment is sent again, as far as the frames before it suggest. Its
// sender may have seen other frames than were captured here.
func (c *Connection) why(s *Segment, me, peer *half, r *repetition, re *fact.Retransmit) {
	last := r.of[0]
	if r.flags&fact.SYN != 0 {
		c.whySyn(s, peer, last, re)
		return
	}
	if last.from == me.isn && me.syn != 0 && me.heard && seq.AtMost(me.confirmed, s.Seq) {
		re.Why, re.By = fact.WhyUntaken, []int{me.signs.news.frame}
		return
	}
	if c.whyTooBig(s, me, last, re) || c.whyAsked(s, me, last, r, re, true) || c.whyAsked(s, me, last, r, re, false) {
		return
	}
	c.whyTimer(s, me, r, re)
}

// whyAsked finds what the other side sent that let the segment's sender repeat it: soon
// enough and, where strict, long enough before for it to be an answer.
func (c *Connection) whyAsked(s *Segment, me *half, last span, r *repetition, re *fact.Retransmit, strict bool) bool {
	g := &me.signs
	if g.threeDuplicates(s.Seq, r.end, last.frame) && c.answers(s, g.dups.time, strict) {
		re.Why, re.By = fact.WhyDuplicates, append([]int(nil), g.dups.frames[:]...)
		return true
	}
	missing := r.end // what it brings for the first time may be what was missing
	if r.bytes > 0 && seq.Before(s.Seq, r.from) {
		missing = r.from
	}
	for _, report := range [...]*report{&g.sack.latest, &g.sack.first} {
		if report.beyond(s.Seq, missing) && report.frame > last.frame && c.answers(s, report.time, strict) {
			re.Why, re.By = fact.WhySACK, []int{report.frame}
			return true
		}
	}
	if me.goesOn(s.Seq, last.frame) && c.answers(s, g.partial.time, strict) {
		re.Why, re.By = fact.WhyPartial, []int{g.partial.frame, g.recovery.frame}
		return true
	}
	return false
}

// recovers notes that the segment, sent again, begins a recovery or goes on with one. A timer
// begins another (RFC 6582 §4).
func (h *half) recovers(s *Segment, why fact.Why) {
	g := &h.signs
	running := g.recovery.frame != 0 && (!h.heard || seq.Before(h.confirmed, g.recovery.until))
	if why != fact.WhyPartial && (!running || why == fact.WhyTimeout || why == fact.WhyTimer) {
		g.recovery.frame, g.recovery.until = s.Frame, h.edge
	}
	g.again.frame, g.again.time, g.again.from = s.Frame, s.Time, s.Seq
}

// noteNews enters an acknowledgment that confirms something new.
func (g *signs) noteNews(s *Segment) {
	g.news.frame, g.news.time = s.Frame, s.Time
	if g.recovery.frame != 0 && seq.Before(s.Ack, g.recovery.until) {
		g.partial.frame, g.partial.time, g.partial.ack = s.Frame, s.Time, s.Ack
	}
}

// whySyn tells an answer to a SYN that came again from the work of a timer.
func (c *Connection) whySyn(s *Segment, peer *half, last span, re *fact.Retransmit) {
	if asked := c.synAgain(s, peer, last); asked != 0 {
		re.Why, re.By = fact.WhyAsked, []int{asked}
		return
	}
	if wait := s.Time.Sub(last.time); wait >= soonest-tick && fact.Measured(wait) {
		re.Why, re.By, re.Quiet = fact.WhyTimeout, []int{last.frame}, wait
	}
}

// synAgain is the frame that brought the SYN once more since the last SYN-ACK, where this one may
// answer it; 0: none. Within a tick of its clock a host gives both the same timestamp.
func (c *Connection) synAgain(s *Segment, peer *half, last span) int {
	asked, ok := peer.sent.carrying(peer.isn)
	if !ok || !s.Flags.Has(fact.SYN|fact.ACK) || asked.frame < last.frame || peer.syn == 0 || !c.answers(s, asked.time, false) {
		return 0
	}
	return asked.frame
}

// threeDuplicates tells whether three duplicate ACKs asked for a number from first to end
// since a frame.
func (g *signs) threeDuplicates(first, end uint32, since int) bool {
	d := &g.dups
	return d.count >= enough && seq.Within(d.ack, first, end-first) && d.frames[enough-1] > since
}

// goesOn tells whether a repetition belongs to a recovery: an acknowledgment since confirmed
// some, but not all of what had been sent when it began. One that confirmed the rest may not
// have reached the sender yet.
func (h *half) goesOn(first uint32, latest int) bool {
	g := &h.signs
	return g.recovery.frame > latest && g.partial.frame > g.recovery.frame &&
		seq.AtMost(g.partial.ack, first) && seq.Before(first, g.recovery.until)
}

// whyTimer tells a retransmission timer, which repeats the earliest number not confirmed
// (RFC 6298 §5.4), from a tail loss probe, which repeats the last segment (RFC 8985 §7.3).
func (c *Connection) whyTimer(s *Segment, me *half, r *repetition, re *fact.Retransmit) {
	since, by := r.of[0].time, r.of[0].frame
	if g := &me.signs; g.news.frame > by && re.Acked == 0 {
		since, by = g.news.time, g.news.frame
	}
	if c.recovering(s, me, by) {
		return
	}
	quiet := s.Time.Sub(since)
	from, known := me.confirmed, me.heard
	if !known {
		from, known = me.start()
	}
	earliest := !known || seq.AtMost(s.Seq, from)
	tail := r.end == me.edge && re.New == 0 && re.Try == 1 && c.maySACK()
	long := quiet >= max(soonest-tick, c.rtt) && fact.Measured(quiet)
	switch {
	case earliest && long && (!tail || c.rtt > 0 && quiet > 2*c.rtt+delayed+tick):
		re.Why = fact.WhyTimeout
	case earliest && long:
		re.Why = fact.WhyTimer
	case tail && (c.rtt > 0 && quiet >= 2*c.trips(s.Side) && fact.Measured(quiet) || long):
		re.Why = fact.WhyProbe
	default:
		return
	}
	re.By, re.Quiet = []int{by}, quiet
}

// recovering tells that since a frame lower numbers were sent again, and so lately that no
// timer can have run out: it began anew when they were confirmed (RFC 6298 §5.3).
func (c *Connection) recovering(s *Segment, me *half, since int) bool {
	g := &me.signs.again
	return g.frame > since && seq.Before(g.from, s.Seq) && s.Time.Sub(g.time) < max(soonest-tick, c.rtt)
}

// trips is the least that an end can have measured as the round trip while the connection opened:
// of the capture's own measure a part is the time that it took to answer itself.
func (c *Connection) trips(side fact.Side) time.Duration {
	return min(c.rtt, max(c.trip[side.Other()], c.rtt-haste))
}

// answers tells whether the segment can be its sender's immediate answer to what was
// captured then: on to the sender, and back. How long that takes at least, the opening
// does not quite tell: an end may have been slow then.
func (c *Connection) answers(s *Segment, then fact.Time, strict bool) bool {
	after, trip := s.Time.Sub(then), c.trip[s.Side]
	if c.rtt == 0 {
		return after >= 0 && after < soonest
	}
	return after >= 0 && after <= trip+trip/2+tick && (!strict || after >= trip/2-haste)
}

// maySACK tells whether SACK may be used, without which there are no tail loss probes (RFC 8985 §4).
func (c *Connection) maySACK() bool {
	for i := range c.half {
		if h := &c.half[i]; h.syn+h.synAck != 0 && h.options.Has&fact.HasSackOK == 0 {
			return false
		}
	}
	return true
}
