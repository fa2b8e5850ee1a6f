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
		v.Unrouted = whole(v.TTL) && v.Other != 0 && !whole(v.Other)
		v.Partial = 0
		if n := c.sums.Count[fact.Partial]; n[me] > 0 && n[other] == 0 {
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

// whole tells a time to live that a sender starts with: no router has counted it down.
func whole(ttl uint8) bool { return ttl == 64 || ttl == 128 || ttl == 255 }
