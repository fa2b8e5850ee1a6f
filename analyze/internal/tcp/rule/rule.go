// Package rule makes the facts of one TCP connection: which frame confirms what, how the
// connection opened and closed, what was sent again, what came back. A topic has a
// file. Which state an endpoint is in is told next door, in package tcp.
package rule

import (
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// Segment is one segment of the connection.
type Segment struct {
	Frame int
	Time  fact.Time
	Side  fact.Side // who sent it
	Copy  bool      // a packet captured a second time: it tells nothing new
	Hops  int       // routers between the two
	ID    uint16    // the identification of the IPv4 header; 0: none
	TTL   uint8
	Apart bool   // a SYN with a number of its own, in a connection that is open
	Stray bool   // it answers a SYN and confirms something else
	Offer int    // where it begins beyond every window that its receiver was seen to offer: the frame that offers most; 0
	Edge  uint32 // … and the first number beyond that window
	*fact.Segment
	Payload []byte // as captured; valid during the call
}

// half is what is kept of one direction.
type half struct {
	syn, synAck int       // frames of its first SYN without and with ACK; 0
	synTime     fact.Time // of the first SYN
	tookSyn     int       // the frame that had confirmed the other side's SYN before its own; 0
	isn         uint32
	rival       rival
	options     fact.Options
	begun       bool   // edge is known
	edge        uint32 // the number after the last one sent
	confirmed   uint32 // the number up to which the other side confirmed
	heard       bool   // confirmed is known
	fin         int    // frame of its first FIN; 0
	finAt       uint32 // the number the FIN takes
	ack         uint32 // its latest acknowledgment number
	ackFrame    int    // the latest frame that carried it; 0: none yet
	window      uint16 // with it
	dups        int
	sent        ranges
	ahead       []*ahead
	sending     sending // of the segment at hand
	signs       signs
	trial       trial
	order       order
	stretch     stretch
	tries       []int // frames of the SYN while nothing answers
	keep        kept
	ttl         uint8  // of its packets
	ttls        bool   // they have several
	unstamped   bool   // its latest segment lacks the timestamps that were agreed on
	resent      bool   // numbers were sent again, or out of order
	unclear     uint32 // … and had been sent up to here by then: which sending is confirmed, one cannot tell
	timing      *timing
	at          fact.Time    // of its latest segment
	scaling     fact.Scaling // as its latest SYN has it
	ecn         ecn
	early       *early // nil: no data on its SYN
	paws        paws
	tooBig      *TooBig // the latest about its segments; nil: none
	offload     offload
	stray       stray
	*control    // nil until a segment with ACK: a SYN that nothing answers needs none
}

// Connection is everything kept of one connection.
type Connection struct {
	Bounds   *fact.Bounds
	half     [2]half
	first    int // its first frame
	opened   bool
	refused  bool
	reset    int // the frame of the first reset that counts; 0
	closed   bool
	last     int // its last frame
	lastTime fact.Time
	closing  closing
	sums     fact.Checksums
	doubled  bool             // packets were captured twice
	rtt      time.Duration    // the round trip, measured while it opened; 0: unknown
	trip     [2]time.Duration // of it, from where it was captured to the side and back
	ecnMode  fact.Feedback
}

// Step appends what the segment tells to out and fills in what the step says of its
// acknowledgment number.
func (c *Connection) Step(s *Segment, step *fact.Step, out []fact.Fact) []fact.Fact {
	if c.first == 0 {
		c.first = s.Frame
	}
	if !s.Apart {
		out = c.idle(s, out)
	}
	pause := s.Time.Sub(c.lastTime)
	if c.last != 0 && fact.Jumps(pause) {
		c.jump()
	}
	c.last, c.lastTime = s.Frame, s.Time
	c.sums.Add(s.Frame, s.Side, s.Verdict)
	c.doubled = c.doubled || s.Copy
	if s.Copy {
		return append(out, copied(s, step))
	}
	if out = oddRules(s, out); s.Len < 0 {
		c.half[s.Side].order.blind = true
		return out
	}
	if s.Apart {
		return append(out, fact.Fact{Kind: fact.TCPSynInside, Side: s.Side, Frames: []int{s.Frame}, Sure: fact.Inferred, What: fact.Syn{ISN: s.Seq}})
	}
	me, peer := &c.half[s.Side], &c.half[s.Side.Other()]
	if told := strayRules(s, me, peer, out); len(told) > len(out) {
		return told
	}
	out = c.catchUp(s, me, peer, out)
	if c.beyond(s, step, me, peer, &out) {
		return out
	}
	me.stretch.weigh(s)
	out = c.openRules(s, me, peer, out)
	out = placeRules(s, me, peer, out)
	out = c.ecnRules(s, me, peer, out)
	out = synDataRules(s, me, peer, out)
	out = controlRules(s, pause, me, peer, out)
	out = c.lossRules(s, me, peer, out)
	out = c.pawsRules(s, me, peer, out)
	me.offload.see(s, peer)
	c.acknowledge(s, step, me, peer)
	out = echoRules(s, me, peer, out)
	out = c.closeRules(s, step, me, peer, out)
	c.time(s, me, peer, out)
	me.send(s, c.Bounds)
	me.want(s, peer)
	return me.overrun(out)
}

// send notes the numbers that the segment occupies.
func (h *half) send(s *Segment, b *fact.Bounds) {
	h.at = s.Time
	if !h.begun {
		h.begun, h.edge = true, s.Seq
		h.order.begin(s)
	}
	h.order.count(s)
	if end := s.End(); end != s.Seq && !h.finOnSyn(s) && (!h.asked(s) || h.asks.probe) {
		h.sent.add(span{from: s.Seq, next: end, frame: s.Frame, time: s.Time, tsval: s.Options.TSval, sum: s.Checksum, noSum: s.Part < fact.Header, bad: s.Verdict == fact.Bad, data: digest(s), id: s.ID, ttl: s.TTL, sending: h.sending}, b)
		h.order.pass(s, h.edge)
		h.stretch.add(s)
		h.edge = seq.Max(h.edge, end)
	}
	h.sending = sending{}
}

// End appends what the end of the capture makes certain.
func (c *Connection) End(end fact.Time, states [2]fact.State, out []fact.Fact) []fact.Fact {
	if c.first == 0 {
		return out
	}
	out = c.half[1].leftover(c.half[0].leftover(out))
	out = c.half[1].paws.said(c.half[0].paws.said(out))
	out = c.unanswered(end, out)
	out = c.stillShut(out)
	out = c.unfinished(end, states, out)
	out = c.silent(end, out)
	out = c.offloads(out)
	out = c.timings(out)
	out = c.vantage(out)
	return c.checksums(out)
}
