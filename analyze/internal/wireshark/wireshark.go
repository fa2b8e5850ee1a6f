// Package wireshark says what Wireshark 4.0 shows of a TCP segment's stream, numbers
// and window. It follows the program's observed behaviour, which students see beside
// our page, also where that misleads; our own verdicts are made elsewhere.
package wireshark

import "github.com/pcaplain/pcaplain/analyze/fact"

const (
	scaleUnknown = -1
	scaleNone    = -2
	maxShift     = 14 // RFC 7323 §2.3
)

// side is what is kept of one end within a stream.
type side struct {
	base  uint32 // the raw number that is shown as 0
	based bool
	scale int8
}

// Conversation is what Wireshark keeps of one pair of ends: its newest stream.
type Conversation struct {
	Stream int32
	begun  bool
	sides  [2]side
}

// Streams counts the streams of one protocol.
type Streams struct{ next int32 }

// New gives the next number.
func (s *Streams) New() int32 {
	s.next++
	return s.next - 1
}

// See fills in the stream and the relative numbers of a segment that end from sent. A
// quoted one (by an ICMP error) keeps its raw numbers. It reports whether the segment
// began a new stream.
func (c *Conversation) See(seg *fact.Segment, from uint8, self, quoted bool, streams *Streams) bool {
	fresh := !c.begun
	if fresh {
		c.begin(streams)
	}
	to := 1 - from
	if self {
		from, to = 0, 1
	}
	if c.reused(seg, from) {
		c.begin(streams)
		fresh = true
	}
	seg.Stream = c.Stream
	known := seg.Len >= 0 && !quoted
	if known {
		c.bases(seg, from, to)
	}
	c.show(seg, from, to, known)
	c.scales(seg, from, to)
	return fresh
}

func (c *Conversation) begin(streams *Streams) {
	*c = Conversation{Stream: streams.New(), begun: true}
	c.sides[0].scale, c.sides[1].scale = scaleUnknown, scaleUnknown
}

// reused tells whether a SYN opens a new stream on the pair; a SYN-ACK with another number
// only moves the base.
func (c *Conversation) reused(seg *fact.Segment, from uint8) bool {
	s := &c.sides[from]
	if seg.Flags&fact.SYN == 0 || !s.based || seg.Seq == s.base {
		return false
	}
	if seg.Flags&fact.ACK == 0 {
		return true
	}
	s.base = seg.Seq
	return false
}

// bases sets the raw numbers that are shown as 0, once for each end.
func (c *Conversation) bases(seg *fact.Segment, from, to uint8) {
	if s := &c.sides[from]; !s.based {
		s.base, s.based = seg.Seq, true
		if seg.Flags&fact.SYN == 0 {
			s.base--
		}
	}
	if p := &c.sides[to]; !p.based && seg.Flags&fact.ACK != 0 {
		p.base, p.based = seg.Ack-1, true
	}
}

// show fills in what Wireshark prints. Its next number counts SYN and FIN as one, even
// where both are set.
func (c *Conversation) show(seg *fact.Segment, from, to uint8, known bool) {
	seg.RelSeq, seg.RelAck, seg.RelNext = seg.Seq, seg.Ack, seg.Seq
	seg.WindowSize, seg.Scale = uint32(seg.Window), c.sides[from].scale
	if !known {
		return
	}
	seg.RelSeq = seg.Seq - c.sides[from].base
	seg.RelNext = seg.RelSeq + uint32(seg.Len)
	if seg.Flags&(fact.SYN|fact.FIN) != 0 {
		seg.RelNext++
	}
	if seg.Flags&fact.ACK != 0 {
		seg.RelAck = seg.Ack - c.sides[to].base
	}
	if seg.Scale > 0 && seg.Flags&fact.SYN == 0 {
		seg.WindowSize <<= seg.Scale
	}
}

// scales reads the window scale option, which counts from the next segment on.
func (c *Conversation) scales(seg *fact.Segment, from, to uint8) {
	s, p := &c.sides[from], &c.sides[to]
	if seg.Options.Has&fact.HasShift != 0 {
		s.scale = int8(min(seg.Options.Shift, maxShift))
	}
	if seg.Flags&fact.SYN == 0 || seg.Part < fact.Header {
		return
	}
	if s.scale == scaleUnknown {
		s.scale, p.scale = scaleNone, scaleNone
	} else if seg.Flags&fact.ACK != 0 && p.scale == scaleNone {
		s.scale = scaleNone
	}
}

// Base is the raw number that is shown as 0 for the end, and whether there is one.
func (c *Conversation) Base(end uint8) (uint32, bool) { return c.sides[end].base, c.sides[end].based }
