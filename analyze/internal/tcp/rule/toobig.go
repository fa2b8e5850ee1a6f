package rule

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// TooBig is an ICMP error that reports a segment as too big for a link (RFC 1191, RFC 8201).
type TooBig struct {
	Frame int
	Time  fact.Time
	Seq   uint32 // the segment's number
	MTU   int    // of the link, in bytes; 0: none told
	Below int    // bytes of the IP header
}

// minHeader is the shortest TCP header.
const minHeader = 20

// TooBig notes the error about a segment of the side.
func (c *Connection) TooBig(side fact.Side, e *TooBig) {
	if in := c.half[side].tooBig; in != nil {
		*in = *e
	} else if c.first != 0 {
		kept := *e
		c.half[side].tooBig = &kept
	}
}

// whyTooBig tells that the segment repeats in a smaller one, soon enough after such an error
// to answer it, what was too big for that link. The length that the error quotes is not
// asked: routers alter it.
func (c *Connection) whyTooBig(s *Segment, me *half, last span, re *fact.Retransmit) bool {
	e := me.tooBig
	if e == nil || e.Frame <= last.frame || !e.parts(s, last) || !c.answers(s, e.Time, false) {
		return false
	}
	re.Why, re.By = fact.WhyTooBig, []int{e.Frame}
	return true
}

// parts tells that the segment fits where what was sent before did not: a part of what the
// error quotes, or of something else too big for the MTU that it tells.
func (e *TooBig) parts(s *Segment, before span) bool {
	had, has := int(before.next-before.from), int(s.Len)
	if e.MTU != 0 && e.Below+int(s.HdrLen)+has > e.MTU {
		return false
	}
	return seq.Within(e.Seq, before.from, uint32(had)) && has < had || e.MTU != 0 && e.Below+minHeader+had > e.MTU
}
