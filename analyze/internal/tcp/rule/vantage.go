package rule

import (
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// farther is how many times longer one part of the opening's round trip has to be than the
// other, and clearly how much, to tell where the capture was made.
const (
	farther = 10
	clearly = time.Millisecond
)

// nearness are the signs that the capture was made near a side, and whether there are any.
func (c *Connection) nearness(side fact.Side) (fact.Nearness, bool) {
	me, other := &c.half[side], &c.half[side.Other()]
	v := fact.Nearness{TTL: me.ttl, Other: other.ttl}
	v.Unrouted = !me.ttls && !other.ttls && whole(v.TTL) && routed(v.Other)
	if other.offload.partial == 0 && other.offload.good > 0 { // a card that joins segments leaves a sum unfinished, too
		v.Partial = int(me.offload.first)
	}
	mine, theirs := c.trip[side], c.trip[side.Other()]
	v.Quick = c.rtt > 0 && theirs >= farther*mine && theirs-mine >= clearly
	return v, v.Unrouted || v.Partial != 0 || v.Quick
}

// vantage tells the end near which the capture was probably made. Nothing is told where the
// signs contradict each other, and where there are none.
func (c *Connection) vantage(out []fact.Fact) []fact.Fact {
	if c.doubled {
		return out
	}
	client, atClient := c.nearness(fact.Client)
	server, atServer := c.nearness(fact.Server)
	switch {
	case atClient == atServer:
		return out
	case atClient:
		return append(out, fact.Fact{Kind: fact.TCPVantage, Side: fact.Client, Frames: []int{c.first}, Sure: fact.Inferred, What: client})
	}
	return append(out, fact.Fact{Kind: fact.TCPVantage, Side: fact.Server, Frames: []int{c.first}, Sure: fact.Inferred, What: server})
}

// seeTTL notes the time to live. A reset's may be another, for it need not come from the end's program.
func (h *half) seeTTL(s *Segment) {
	switch {
	case h.ttl == 0:
		h.ttl = s.TTL
	case s.TTL != h.ttl && s.Flags&fact.RST == 0:
		h.ttls = true
	}
}

// longest is how many routers a path has at most, about; farther down a time to live comes from
// its sender, like the 1 of a neighbour's BGP.
const longest = 32

// routed tells a time to live that routers seem to have counted down. With 32 the first
// Windows systems began.
func routed(ttl uint8) bool {
	if ttl == 32 {
		return false
	}
	for _, from := range []uint8{64, 128, 255} {
		if ttl < from && ttl >= from-longest {
			return true
		}
	}
	return false
}

// whole tells a time to live that a sender starts with: no router has counted it down.
func whole(ttl uint8) bool { return ttl == 64 || ttl == 128 || ttl == 255 }
