package wireshark

import "github.com/pcaplain/pcaplain/analyze/fact"

// completeness notes the segment. A second pass begins with the first one's result and
// counts every frame like a later one, and shows the value from before each.
func (l *look) completeness(stream int32) {
	l.books.every |= fact.Holds(l.flags, l.len, false)
	l.streams.complete[stream] |= fact.Holds(l.flags, l.len, l.opening)
}

// completeBefore is what a frame shows before it is counted itself.
func (l *look) completeBefore(stream int32) fact.Completeness {
	if int(stream) < len(l.streams.Final) {
		return l.streams.Final[stream] | l.books.every
	}
	return l.books.every
}
