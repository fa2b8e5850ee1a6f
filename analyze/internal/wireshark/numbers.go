package wireshark

import "github.com/pcaplain/pcaplain/analyze/fact"

const (
	scaleUnknown = -1
	scaleNone    = -2
)

// opens tells whether a SYN opens a new stream on the pair. One with the number of the
// first is the first again; a SYN-ACK with another number only moves the base.
func (l *look) opens() bool {
	s := l.s
	if !l.has(fact.SYN) || !s.based {
		return false
	}
	switch same := l.seq == s.base; {
	case l.has(fact.ACK) && !same:
		s.base, s.pending.stale = l.seq, true
		l.marks |= fact.MarkReusedPorts
	case !l.has(fact.ACK) && same:
		s.edge = s.solid
		l.record = true
	case !l.has(fact.ACK):
		return true
	}
	return false
}

// bases sets the raw numbers that are shown as 0, once for each end.
func (l *look) bases() {
	if s := l.s; !s.based {
		s.base, s.based = l.seq, true
		if !l.has(fact.SYN) {
			s.base--
		}
	}
	if p := l.p; !p.based && l.has(fact.ACK) {
		p.base, p.based = l.ack-1, true
	}
}

// number fills in the numbers and the window that Wireshark prints.
func (l *look) number(seg *fact.Segment) {
	seg.RelSeq, seg.RelAck, seg.RelNext = l.seq, l.ack, l.seq
	seg.WindowSize, seg.Scale = uint32(l.window), l.s.scale
	if l.len < 0 {
		return
	}
	seg.RelSeq, seg.RelNext = l.seq-l.s.base, l.end()-l.s.base
	if l.has(fact.ACK) {
		seg.RelAck = l.ack - l.p.base
	}
	if seg.Scale > 0 && !l.has(fact.SYN) {
		seg.WindowSize <<= seg.Scale
	}
}

// handshake notes what the round trip and the scale depend on. The round trip ends with
// the first segment that has an ACK and no SYN, from either side; none of 0 is known.
func (l *look) handshake() {
	b := l.books
	switch {
	case l.has(fact.SYN):
		l.s.scaleWait = true
		if !l.has(fact.ACK) {
			b.synTime = l.time
		}
	case l.has(fact.ACK):
		l.s.scaleWait = false
		if b.irtt == 0 && b.synTime != 0 {
			b.irtt = l.time - b.synTime
		}
	}
}

// options reads those that count from the next segment on.
func (l *look) options() {
	if l.shift >= 0 {
		l.s.scale = l.shift
	}
	l.s.sacked = l.sacked
}

// agree tells after a SYN whether windows are scaled.
func (l *look) agree() {
	switch {
	case !l.has(fact.SYN):
	case l.s.scale == scaleUnknown:
		l.s.scale, l.p.scale = scaleNone, scaleNone
	case l.has(fact.ACK) && l.p.scale == scaleNone:
		l.s.scale = scaleNone
	}
}
