package wireshark

import (
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// look is a look at one segment: S, who sent it, P, the peer, and what is found.
type look struct {
	header
	len     int32  // of the data; −1: not known
	sacked  uint32 // bytes in the SACK blocks
	s, p    *side
	books   *books
	streams *Streams
	opening bool // it is the stream's first frame
	record  bool // Wireshark keeps a record of the frame, with which the round trip is shown
	marks   fact.Marks
	found   fact.Analysis
}

func (l *look) sides() {
	from := l.from
	if l.self {
		from = 0
	}
	l.s, l.p = &l.books.sides[from], &l.books.sides[1-from]
}

// dataEnd is the number after the data, end the one after a SYN or FIN too: one more,
// even where both are set.
func (l *look) dataEnd() uint32 { return l.seq + uint32(l.len) }

func (l *look) end() uint32 {
	if l.any(fact.SYN | fact.FIN) {
		return l.dataEnd() + 1
	}
	return l.dataEnd()
}

// takesSpace tells a segment that the other side acknowledges.
func (l *look) takesSpace() bool { return l.len > 0 || l.any(fact.SYN|fact.FIN) }

// work does all that Wireshark does with a segment once its stream is known, in its order,
// and fills in what it shows.
func (l *look) work(seg *fact.Segment, stream int32) {
	seg.Stream = stream
	l.s.sacked = 0
	l.times()
	if l.len >= 0 {
		l.bases()
		l.analyse()
	}
	l.number(seg)
	shown := &seg.Analysis
	*shown = fact.Analysis{Completeness: l.completeBefore(stream), HasComplete: true}
	if l.reach == toNumbers {
		return
	}
	l.completeness(stream)
	l.handshake()
	if l.reach < toOptions {
		return
	}
	l.options()
	shown.HasTimes, shown.TimeRelative, shown.TimeDelta = true, l.found.TimeRelative, l.found.TimeDelta
	if l.reach < whole {
		return
	}
	l.show(shown)
	l.agree()
}

// times counts every frame of the stream.
func (l *look) times() {
	b := l.books
	if !b.begun {
		b.begun, b.start, b.last = true, l.time, l.time
	}
	l.found.TimeRelative, l.found.TimeDelta = time.Duration(l.time-b.start), time.Duration(l.time-b.last)
	b.last = l.time
}

// show fills in the fields of the analysis.
func (l *look) show(shown *fact.Analysis) {
	complete := shown.Completeness
	*shown = l.found
	shown.Marks, shown.Completeness, shown.HasComplete, shown.HasTimes = l.marks, complete, true, true
	if l.record || l.marks != 0 {
		shown.InitialRTT = time.Duration(l.books.irtt)
	}
	if shown.BytesInFlight == 0 {
		shown.PushBytesSent = 0
	}
	if shown.RTO == 0 {
		shown.RTOFrame = 0
	}
}
