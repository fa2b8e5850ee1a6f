package rule

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// paws is what is kept of one side's timestamps (RFC 7323 §5.3).
type paws struct {
	echoed uint32 // the latest TSecr that the other side sent: it noted that TSval, or a later one
	frame  int32  // that carried it; 0: none yet
	second int64  // in which it was captured
	stale  *stale // nil: none
}

// stale is a segment with an older timestamp, until the other side's next one tells
// whether it was taken all the same.
type stale struct {
	fact  fact.PAWS
	frame int
	side  fact.Side
	end   uint32 // after its last number
	ack   uint32 // what the other side had confirmed by then
}

// outdated is how long a connection may be silent before the noted timestamp is no longer
// held against a segment (RFC 7323 §5.5).
const outdated = 24 * 24 * 60 * 60 // seconds

// pawsRules tell of segments whose timestamp is older than one that their receiver has
// echoed by then. An end that is CLOSED has no connection to hold it against.
func (c *Connection) pawsRules(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	out = peer.paws.answered(s, me, out)
	if !stamped(s) || s.Flags&fact.RST != 0 {
		return out
	}
	if p := &me.paws; !c.gone(s.Side.Other()) && s.Flags&fact.SYN == 0 && p.frame != 0 && seq.Before(s.Options.TSval, p.echoed) && s.Time.Sec-p.second < outdated {
		out = p.older(s, peer, out)
	}
	if p := &peer.paws; s.Flags&fact.ACK != 0 && (p.frame == 0 || seq.After(s.Options.TSecr, p.echoed)) {
		p.echoed, p.frame, p.second = s.Options.TSecr, int32(s.Frame), s.Time.Sec
	}
	return out
}

// gone tells that an end has closed after the other, and so is CLOSED as soon as its FIN is confirmed.
func (c *Connection) gone(side fact.Side) bool {
	return c.closed && side != c.closing.first && !c.closing.crossed
}

// older keeps the segment. A packet that the network or the capture doubled is told as that.
func (p *paws) older(s *Segment, peer *half, out []fact.Fact) []fact.Fact {
	if slices.ContainsFunc(out, func(f fact.Fact) bool { return f.Kind == fact.TCPTwice }) {
		return out
	}
	out = p.said(out)
	p.stale = &stale{fact.PAWS{TSval: s.Options.TSval, Echoed: p.echoed, Of: int(p.frame)}, s.Frame, s.Side, s.End(), peer.ack}
	return out
}

// answered is the receiver's next segment. One that confirms what the older one brought
// says that it was taken; one that answers has the sender's next number (RFC 9293 §3.10.7.4),
// as no probe has.
func (p *paws) answered(s *Segment, me *half, out []fact.Fact) []fact.Fact {
	st := p.stale
	if st == nil || s.Flags&fact.ACK == 0 {
		return out
	}
	if seq.After(st.end, st.ack) && seq.AtMost(st.end, s.Ack) {
		p.stale = nil
		return out
	}
	if s.Len == 0 && s.Ack == st.ack && (!me.begun || s.Seq == me.edge) && s.Flags&(fact.SYN|fact.FIN|fact.RST) == 0 {
		st.fact.Answer = s.Frame
	}
	return p.said(out)
}

// said appends the fact of the older segment, where there is one.
func (p *paws) said(out []fact.Fact) []fact.Fact {
	st := p.stale
	if st == nil {
		return out
	}
	p.stale = nil
	frames := with(st.frame, st.fact.Of)
	if st.fact.Answer != 0 {
		frames = append(frames, st.fact.Answer)
	}
	return append(out, fact.Fact{Kind: fact.TCPPAWS, Side: st.side, Frames: frames, Sure: fact.Inferred, What: st.fact})
}
