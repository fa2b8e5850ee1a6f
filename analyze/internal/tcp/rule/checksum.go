package rule

import "github.com/pcaplain/pcaplain/analyze/fact"

// checksums sums up the verdicts (RFC 9293 §3.1).
func (c *Connection) checksums(out []fact.Fact) []fact.Fact {
	return append(out, fact.Fact{Kind: fact.TCPChecksum, Side: fact.Client, Frames: []int{c.sums.Frame()}, Sure: fact.Derived, What: c.sums})
}
