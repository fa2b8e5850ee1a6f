package tcp

import "github.com/pcaplain/pcaplain/analyze/fact"

// track is what tells one packet from another that the same end sent. Its checksum does
// not: a network card may have finished it between two vantages.
type track struct {
	frame       int32
	seq, ack    uint32
	len         int32
	stamp, echo uint32
	flags       fact.Flags
	window      uint16
	from        uint8
}

// seenAt is a segment that was captured, and where.
type seenAt struct {
	track
	vantage uint32
	id      uint16
	ttl     uint8
	again   uint32 // where its copy was captured, if it was
	copied  bool
}

// recall is how many segments are remembered to find their copies at another vantage:
// few until one shows that there is another.
const (
	recall     = 4
	recallMany = 64
)

// recent remembers the last segments of a pair, in a ring.
type recent struct {
	few  [recall]seenAt
	many []seenAt
	next int
}

func trackOf(s *Segment) track {
	return track{
		frame: int32(s.Frame), seq: s.Seq, ack: s.Ack, len: s.Len, stamp: s.Options.TSval, echo: s.Options.TSecr,
		flags: s.Flags, window: s.Window, from: s.From,
	}
}

func (r *recent) ring() []seenAt {
	if r.many != nil {
		return r.many
	}
	return r.few[:]
}

// original is the frame of the same packet at another vantage, or before a router, and how
// many routers lie between; 0 if there is none, and the segment is remembered then.
func (r *recent) original(s *Segment) (frame, hops int) {
	t := trackOf(s)
	ring := r.ring()
	elsewhere := false
	for i := range ring {
		old := &ring[(r.next+i)%len(ring)]
		routed := old.routed(s)
		if old.frame == 0 || old.vantage == s.Vantage && !routed {
			continue
		}
		elsewhere = elsewhere || !routed
		if old.copied && old.again == s.Vantage && !routed {
			continue
		}
		t.frame = old.frame
		if t == old.track {
			if routed {
				return int(old.frame), int(old.ttl - s.TTL)
			}
			old.again, old.copied = s.Vantage, true
			return int(old.frame), 0
		}
	}
	r.remember(s, elsewhere)
	return 0, 0
}

// routed tells whether s may be the segment behind a router: with the identification that
// its sender gave to this packet alone (RFC 791 §3.2), and less time to live.
func (o *seenAt) routed(s *Segment) bool {
	return s.ID != 0 && o.id == s.ID && s.TTL < o.ttl && o.vantage == s.Vantage
}

func (r *recent) remember(s *Segment, elsewhere bool) {
	if elsewhere && r.many == nil {
		r.many = make([]seenAt, recallMany)
		copy(r.many, r.few[:])
		r.next = recall
	}
	ring := r.ring()
	ring[r.next] = seenAt{track: trackOf(s), vantage: s.Vantage, id: s.ID, ttl: s.TTL}
	r.next = (r.next + 1) % len(ring)
}
