package wireshark

import (
	"math"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Values that are no count of repeats and no window.
const (
	muted    = -1
	noWindow = math.MaxUint32
)

// unknown is what a raw number is before one was seen. A number that happens to be 0
// counts as unknown too.
const unknown = 0

// books are what is kept of a conversation of which more than one segment was seen.
type books struct {
	sides [2]side
	// First and latest frame, and the latest SYN without ACK, in nanoseconds.
	start, last, synTime int64
	irtt                 int64             // initial round trip; 0: not known
	begun                bool              // start is known
	every                fact.Completeness // completeness bits of all frames, the first among them counted like the others
}

// side is what is kept of one end.
type side struct {
	pending   queue  // its segments that are not acknowledged yet
	base      uint32 // raw number that is shown as 0
	edge      uint32 // highest end seen
	solid     uint32 // end of the unbroken run from the first segment on
	ackLast   uint32 // of its latest segment
	winLast   uint32 // likewise, as in the header
	sacked    uint32 // bytes in the SACK blocks of its latest segment
	pushSum   uint32 // data since the last PSH
	dups      int32  // repeats of the acknowledgment number, or muted
	ackFrame  int32  // where that number last changed
	edgeFrame int32
	edgeTime  int64
	ackTime   int64      // of its latest segment
	marksLast fact.Marks // likewise
	scale     int8       // window shift
	based     bool
	flightOK  bool // bytes in flight may be given
	pushEnded bool // the last segment counted in pushSum had PSH
	scaleWait bool // it sent a SYN, and since then no segment with ACK and without SYN
}

func (b *books) reset(p *pool) {
	for i := range b.sides {
		p.release(&b.sides[i].pending)
	}
	*b = books{}
	for i := range b.sides {
		s := &b.sides[i]
		s.winLast, s.scale, s.flightOK = noWindow, scaleUnknown, true
	}
}
