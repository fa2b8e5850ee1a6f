package tcp

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// Segment is one captured TCP segment of a pair of ends.
type Segment struct {
	Frame   int
	Time    fact.Time
	From    uint8     // which end of the pair sent it: 0 or 1
	Taken   bool      // of a SYN: the next segment of the pair is a SYN-ACK that confirms it
	Same    bool      // both ends are the same address and port: a socket connected to itself
	Ports   [2]uint16 // of the two ends
	ID      uint16    // the identification of the IPv4 header; 0: none
	TTL     uint8
	Vantage uint32 // where it was captured: equal segments of two vantages are one segment captured twice
	fact.Segment
	Payload []byte // as captured, may be shorter than Len; valid during the call
}

// flag bits that decide what a segment is
const opening = fact.SYN | fact.ACK | fact.RST

func (s *Segment) isSYN() bool    { return s.Flags&opening == fact.SYN }
func (s *Segment) isSYNACK() bool { return s.Flags&opening == fact.SYN|fact.ACK }
func (s *Segment) isRST() bool    { return s.Flags&fact.RST != 0 }
func (s *Segment) hasACK() bool   { return s.Flags&fact.ACK != 0 }
func (s *Segment) hasFIN() bool   { return s.Flags&fact.FIN != 0 }

// numbered tells whether the segment occupies sequence numbers (RFC 9293 §3.4).
func (s *Segment) numbered() bool { return s.End() != s.Seq }

func (s *Segment) hasTimestamps() bool { return s.Options.Has&fact.HasTimestamps != 0 }

// reach is how far a number may lie from where it is expected and still belong to the
// connection: the largest window (RFC 7323 §2.3).
const reach = 1 << 30

// acks tells whether the segment confirms everything before n.
func (s *Segment) acks(n uint32) bool {
	return s.hasACK() && seq.Within(s.Ack, n, reach)
}

// dsacks tells whether the segment reports n as received twice: a block below its own
// acknowledgment number (RFC 2883 §4).
func (s *Segment) dsacks(n uint32) bool {
	if s.Options.Has&fact.HasSack == 0 || s.Options.Blocks == 0 {
		return false
	}
	b := s.Options.Sack[0]
	return seq.AtMost(b[1], s.Ack) && seq.Within(n, b[0], b[1]-b[0])
}
