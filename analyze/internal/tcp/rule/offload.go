package rule

import "github.com/pcaplain/pcaplain/analyze/fact"

// offload counts one side's segments by whether they can have travelled as they are.
type offload struct {
	large         *large // nil: none of its segments is
	partial, good int32  // checksums of the others
	first         int32  // the first of them whose checksum is partial; 0
}

// large are the segments that are too large.
type large struct {
	fact  fact.Offload
	first []int
}

const (
	maxLarge   = 8    // frames that are named
	plainFrame = 1460 // bytes of data in an IPv4 packet of 1500 bytes without options
)

// see compares a segment with the MSS that the other side announced (RFC 9293 §3.7.1).
func (o *offload) see(s *Segment, peer *half) {
	limit, announced := plainFrame, peer.options.Has&fact.HasMSS != 0
	if announced {
		limit = int(peer.options.MSS)
	}
	if int(s.Len) <= limit {
		switch s.Verdict {
		case fact.Partial:
			if o.partial++; o.first == 0 {
				o.first = int32(s.Frame)
			}
		case fact.Good:
			o.good++
		}
		return
	}
	if o.large == nil {
		o.large = &large{}
	}
	l := o.large
	l.fact.Count++
	l.fact.Limit, l.fact.Announced = limit, announced
	l.fact.Largest = max(l.fact.Largest, int(s.Len))
	if len(l.first) < maxLarge {
		l.first = append(l.first, s.Frame)
	}
}

// offloads sums up both sides.
func (c *Connection) offloads(out []fact.Fact) []fact.Fact {
	for side := range c.half {
		o := &c.half[side].offload
		if o.large == nil {
			continue
		}
		what, sure := o.large.fact, fact.Inferred
		if !what.Announced {
			sure = fact.Guessed
		}
		what.Where = c.whereCut(fact.Side(side))
		out = append(out, fact.Fact{Kind: fact.TCPOffload, Side: fact.Side(side), Frames: o.large.first, Sure: sure, What: what})
	}
	return out
}

// whereCut is where the side's large segments were captured, unless other signs of the place
// contradict the checksums.
func (c *Connection) whereCut(side fact.Side) fact.Vantage {
	where, near := c.half[side].offload.vantage(&c.half[side.Other()].offload), side
	switch where {
	case fact.BeforeCut:
	case fact.AfterJoin:
		near = side.Other()
	default:
		return where
	}
	if _, elsewhere := c.nearness(near.Other()); elsewhere && !c.doubled {
		return fact.VantageUnknown
	}
	return where
}

// vantage tells by the checksums of the segments that are not too large: a sender's card
// would have finished all of them, whereas what was joined at the receiver leaves the others alone.
func (o *offload) vantage(peer *offload) fact.Vantage {
	switch {
	case o.partial > 0 && peer.partial > 0:
		return fact.NoCard
	case o.partial > 0 && o.good == 0:
		return fact.BeforeCut
	case o.partial == 0 && o.good > 0:
		return fact.AfterJoin
	}
	return fact.VantageUnknown
}
