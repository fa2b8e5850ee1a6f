package wireshark

import "github.com/pcaplain/pcaplain/analyze/fact"

const ends = fact.SYN | fact.FIN | fact.RST

// isBareRepeat tells a segment that says again what its sender's last one said.
func (l *look) isBareRepeat() bool {
	return l.len == 0 && l.seq == l.s.edge && l.ack == l.s.ackLast && !l.any(ends)
}

// sameWindow tells whether the sender's last segment had this window.
func (l *look) sameWindow() bool { return uint32(l.window) == l.s.winLast }

// isZeroWindowProbe tells a single new byte into a window of 0.
func (l *look) isZeroWindowProbe() bool {
	return l.len == 1 && l.seq == l.s.edge && l.p.winLast == 0
}

func (l *look) isZeroWindow() bool { return l.window == 0 && !l.any(ends) }

// isAfterGap tells a segment before which numbers are missing ("lost_segment").
func (l *look) isAfterGap() bool {
	return l.s.edge != unknown && after(l.seq, l.s.edge) && !l.has(fact.RST)
}

// isKeepAlive tells at most one byte just before the edge (RFC 9293 §3.8.4), whatever the
// peer's window.
func (l *look) isKeepAlive() bool { return l.len <= 1 && l.seq == l.s.edge-1 && !l.any(ends) }

// isWindowUpdate tells another window, a smaller one too.
func (l *look) isWindowUpdate() bool { return l.isBareRepeat() && l.window != 0 && !l.sameWindow() }

// fillsWindow tells data that ends exactly where the peer's window does. That is scaled
// only after the peer has sent an ACK without SYN.
func (l *look) fillsWindow() bool {
	p := l.p
	if l.len == 0 || l.any(ends) || p.scale == scaleUnknown {
		return false
	}
	window := p.winLast
	if p.scale > 0 && !p.scaleWait {
		window <<= p.scale
	}
	return l.dataEnd() == p.ackLast+window
}

// isKeepAliveAck fits again and again as long as the peer stays silent.
func (l *look) isKeepAliveAck() bool {
	return l.isBareRepeat() && l.window != 0 && l.sameWindow() && l.p.marksLast&fact.MarkKeepAlive != 0
}

func (l *look) isZeroWindowProbeAck() bool {
	return l.isBareRepeat() && l.window == 0 && l.sameWindow() && l.p.marksLast&fact.MarkZeroWindowProbe != 0
}

// isDuplicateAck asks less than RFC 5681 §2: nothing need be outstanding.
func (l *look) isDuplicateAck() bool { return l.isBareRepeat() && l.window != 0 && l.sameWindow() }

// isBack tells a segment that does not go on at the edge. One that begins a byte before it
// may carry on after a probe.
func (l *look) isBack() bool {
	s := l.s
	return s.edge != unknown && before(l.seq, s.edge) && !(l.len > 1 && l.seq == s.edge-1)
}

// isSpurious tells data that the peer has acknowledged already.
func (l *look) isSpurious() bool {
	return l.len > 0 && l.p.ackLast != unknown && notAfter(l.dataEnd(), l.p.ackLast)
}

// isFast tells what the peer asked for by two repeats, or by an ACK of what was never seen.
func (l *look) isFast() bool {
	p := l.p
	return (p.dups >= 2 || p.dups == muted) && l.seq == p.ackLast && within(l.time-p.ackTime, fast)
}

// isOutOfOrder guesses by the clock: less than a round trip after the edge moved.
func (l *look) isOutOfOrder() bool {
	limit := l.books.irtt
	if limit == 0 {
		limit = reorder
	}
	return within(l.time-l.s.edgeTime, limit) && l.end() != l.s.edge
}
