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

// vantage tells the end near which the capture was probably made. Nothing is told where the
// signs contradict each other, and where there are none.
func (c *Connection) vantage(out []fact.Fact) []fact.Fact {
	if c.doubled {
		return out
	}
	var near [2]fact.Nearness
	var seen [2]bool
	for side := range near {
		me, other := side, 1-side
		v := &near[side]
		v.TTL, v.Other = c.half[me].ttl, c.half[other].ttl
		v.Unrouted = whole(v.TTL) && routed(v.Other)
		if n := c.sums.Count; n[fact.Partial][me] > 0 && n[fact.Partial][other] == 0 && n[fact.Good][other] > 0 {
			v.Partial = c.sums.First[fact.Partial]
		}
		mine, theirs := c.trip[me], c.trip[other]
		v.Quick = c.rtt > 0 && theirs >= farther*mine && theirs-mine >= clearly
		seen[side] = v.Unrouted || v.Partial != 0 || v.Quick
	}
	if seen[0] == seen[1] {
		return out
	}
	side := fact.Client
	if seen[1] {
		side = fact.Server
	}
	return append(out, fact.Fact{Kind: fact.TCPVantage, Side: side, Frames: []int{c.first}, Sure: fact.Inferred, What: near[side]})
}

// longest is how many routers a path has at most, about; farther down a time to live comes from
// its sender, like the 1 of a neighbour's BGP.
const longest = 32

// routed tells a time to live that routers seem to have counted down.
func routed(ttl uint8) bool {
	for _, from := range []uint8{64, 128, 255} {
		if ttl < from && ttl >= from-longest {
			return true
		}
	}
	return false
}

// whole tells a time to live that a sender starts with: no router has counted it down.
func whole(ttl uint8) bool { return ttl == 64 || ttl == 128 || ttl == 255 }
