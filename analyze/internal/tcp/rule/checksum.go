package rule

import "github.com/pcaplain/pcaplain/analyze/fact"

func (c *Connection) count(s *Segment) {
	c.sums.Count[s.Verdict][s.Side]++
	if c.badFrame == 0 && (s.Verdict == fact.Bad || s.Verdict == fact.Partial) {
		c.badFrame = s.Frame
	}
}

// checksums sums up the verdicts (RFC 9293 §3.1).
func (c *Connection) checksums(out []fact.Fact) []fact.Fact {
	frame := c.first
	if c.badFrame != 0 {
		frame = c.badFrame
	}
	return append(out, fact.Fact{Kind: fact.TCPChecksum, Side: fact.Client, Frames: []int{frame}, Sure: fact.Derived, What: c.sums})
}
