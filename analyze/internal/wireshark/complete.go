package wireshark

import "github.com/pcaplain/pcaplain/analyze/fact"

// The bits of tcp.completeness: which kinds of segment were seen, in any order.
const (
	sawSYN = 1 << iota
	sawSYNACK
	sawACK
	sawData
	sawFIN
	sawRST
)

// completeness notes the segment. A stream's first frame gives other bits than the same
// frame later on, but in a second pass: that begins with the first one's result and
// counts every frame like a later one, and shows the value from before each.
func (l *look) completeness(stream int32) {
	add := l.later()
	l.books.every |= add
	if l.opening {
		add = l.first()
	}
	l.streams.complete[stream] |= add
}

// completeBefore is what a frame shows before it is counted itself.
func (l *look) completeBefore(stream int32) uint8 {
	if int(stream) < len(l.streams.Final) {
		return l.streams.Final[stream] | l.books.every
	}
	return l.books.every
}

func (l *look) first() uint8 {
	switch {
	case !l.has(fact.SYN) || l.has(fact.ACK):
		return 0
	case l.len > 0:
		return sawSYN | sawData
	}
	return sawSYN
}

func (l *look) later() (bits uint8) {
	switch {
	case l.has(fact.SYN | fact.ACK):
		bits = sawSYNACK
	case l.has(fact.ACK) && l.len > 0:
		bits = sawData
	case l.has(fact.ACK):
		bits = sawACK
	}
	if l.has(fact.FIN | fact.ACK) {
		bits |= sawFIN
	}
	if l.has(fact.RST) {
		bits |= sawRST
	}
	return bits
}
