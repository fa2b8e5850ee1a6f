package wireshark

import (
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Wireshark's thresholds, found by trying the values beside them.
const (
	// fast is how soon after the peer's latest segment a repetition still counts as its answer
	// to duplicate ACKs, and not as a timer's.
	fast = int64(20 * time.Millisecond)
	// reorder is how long numbers below the edge count as overtaken on the way, and not as sent
	// again, where no round trip is known: on most paths neighbours do not drift further apart.
	reorder = int64(3 * time.Millisecond)
	// maxFlight is how many bytes in flight are believed.
	maxFlight = 2_000_000_000
)

// analyse judges a segment of known length by what was kept of both sides, and enters it.
func (l *look) analyse() {
	if l.has(fact.ACK) {
		l.p.flightOK = true
	}
	if l.isZeroWindowProbe() {
		l.mark(fact.MarkZeroWindowProbe)
	} else {
		l.remark()
	}
	l.countRepeats()
	l.ackLostSegment()
	if l.takesSpace() && !l.marked(fact.MarkKeepAlive) {
		l.sentBefore()
	}
	l.enter()
	l.acknowledge()
	l.flight()
}

func (l *look) mark(m fact.Marks)        { l.marks |= m }
func (l *look) marked(m fact.Marks) bool { return l.marks&m != 0 }

// remark makes the remarks about gaps, probes, windows and repeated ACKs.
func (l *look) remark() {
	if l.isZeroWindow() {
		l.mark(fact.MarkZeroWindow)
	}
	if l.isAfterGap() {
		l.mark(fact.MarkLostSegment)
		l.s.flightOK = false
	}
	if l.isKeepAlive() {
		l.mark(fact.MarkKeepAlive)
	}
	if l.isWindowUpdate() {
		l.mark(fact.MarkWindowUpdate)
	}
	if l.fillsWindow() {
		l.mark(fact.MarkWindowFull)
	}
	switch {
	case l.isKeepAliveAck():
		l.mark(fact.MarkKeepAliveAck)
	case l.isZeroWindowProbeAck():
		l.mark(fact.MarkZeroWindowProbeAck)
	case l.isDuplicateAck():
		l.mark(fact.MarkDuplicateAck)
		l.s.dups = max(l.s.dups, 0) + 1
		l.found.DupAckNum, l.found.DupAckFrame = l.s.dups, l.s.ackFrame
	}
}

// countRepeats begins anew where the acknowledgment number changes; data or another
// window do not end the count.
func (l *look) countRepeats() {
	if l.ack != l.s.ackLast {
		l.s.ackFrame, l.s.dups = l.frame, 0
	}
}

// ackLostSegment marks an acknowledgment of what was never seen: once, until the peer
// acknowledges something else or repeats itself.
func (l *look) ackLostSegment() {
	p := l.p
	if !l.has(fact.ACK) || p.solid == unknown || !after(l.ack, p.solid) {
		return
	}
	l.record = true
	if before(p.solid, p.edge) {
		p.solid = p.edge
		l.mark(fact.MarkAckLostSegment)
		return
	}
	if p.dups == 0 {
		l.mark(fact.MarkAckLostSegment)
	}
	p.dups = muted
}

// sentBefore names a segment with numbers that were seen before: the first that fits.
func (l *look) sentBefore() {
	back := l.isBack()
	switch {
	case l.isSpurious():
		l.mark(fact.MarkRetransmission | fact.MarkSpuriousRetransmission)
	case back && l.isFast():
		l.mark(fact.MarkRetransmission | fact.MarkFastRetransmission)
	case back && l.isOutOfOrder():
		l.mark(fact.MarkOutOfOrder)
	case back:
		l.mark(fact.MarkRetransmission)
		l.timeout()
	}
}

// timeout is the age of the oldest segment that is not acknowledged, whatever its numbers.
func (l *look) timeout() {
	since, frame := l.s.edgeTime, l.s.edgeFrame
	if q := &l.s.pending; q.n > 0 {
		oldest := l.streams.pool.at(q.head)
		since, frame = oldest.time, oldest.frame
	}
	l.found.RTO, l.found.RTOFrame = time.Duration(l.time-since), frame
}

// enter keeps the segment for those that follow.
func (l *look) enter() {
	s, end := l.s, l.end()
	if l.takesSpace() {
		e := entry{time: l.time, seq: l.seq, end: end, frame: l.frame}
		if !s.pending.add(&l.streams.pool, e, s.base) {
			end = l.dataEnd()
		}
	}
	if (s.edge == unknown || after(end, s.edge)) && !l.marked(fact.MarkZeroWindowProbe) {
		s.edge, s.edgeTime, s.edgeFrame = end, l.time, l.frame
	}
	if s.solid == unknown || l.seq == s.solid {
		s.solid = s.edge
	}
	s.winLast, s.ackLast, s.ackTime, s.marksLast = uint32(l.window), l.ack, l.time, l.marks
}

// acknowledge goes through the peer's segments, whether the ACK flag is set or not.
func (l *look) acknowledge() {
	if e, ok := l.p.pending.acknowledge(&l.streams.pool, l.ack); ok {
		l.record = true
		l.found.AcksFrame, l.found.AckRTT = e.frame, time.Duration(l.time-e.time)
	}
}

// flight is how many bytes are on their way, and how many since the last PSH.
func (l *look) flight() {
	s := l.s
	if l.len == 0 || s.pending.n == 0 || !s.flightOK {
		return
	}
	l.record = true
	if n := s.pending.span(&l.streams.pool, s.base) - l.p.sacked; n > 0 && n < maxFlight {
		l.found.BytesInFlight = n
		if l.any(fact.SYN | fact.FIN) {
			l.found.BytesInFlight--
		}
	}
	if s.pushEnded {
		s.pushSum = 0
	}
	s.pushSum += uint32(l.len)
	s.pushEnded = l.has(fact.PSH)
	l.found.PushBytesSent = s.pushSum
}
