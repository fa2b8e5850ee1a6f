package rule

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// closing is what is kept from the first FIN on.
type closing struct {
	first    fact.Side
	begun    bool
	segments int
	acked    [2]int // by Side of the FIN's sender: the frame that first confirmed it; 0
	together bool   // the second FIN also confirms the first
	crossed  bool   // the second FIN does not confirm the first
	more     bool   // data went on after the first FIN
}

// closeRules tell how the connection closes (RFC 9293 §3.6).
func (c *Connection) closeRules(s *Segment, step *fact.Step, me, peer *half, out []fact.Fact) []fact.Fact {
	if s.Flags&fact.RST != 0 {
		return c.onReset(s, me, peer, out)
	}
	if c.closing.begun && !c.closed {
		c.closing.segments++
		if s.Len > 0 && s.Side != c.closing.first {
			c.closing.more = true
		}
	}
	if step.NewFlags&fact.FIN != 0 {
		c.closing.acked[s.Side.Other()] = s.Frame
	}
	switch {
	case s.Flags&fact.FIN == 0 || me.fin != 0:
	case me.finOnSyn(s):
		out = append(out, fact.Fact{Kind: fact.TCPFin, Side: s.Side, Frames: []int{s.Frame}, Sure: fact.Seen, What: fact.Fin{Number: s.RelNext - 1, First: peer.fin == 0, Taken: true}})
	default:
		out = c.onFin(s, step, me, peer, out)
	}
	cl := &c.closing
	if !c.closed && me.fin != 0 && peer.fin != 0 && cl.acked[0] != 0 && cl.acked[1] != 0 {
		c.closed = true
		out = append(out, c.howClosed())
	}
	return out
}

func (c *Connection) onFin(s *Segment, step *fact.Step, me, peer *half, out []fact.Fact) []fact.Fact {
	me.fin, me.finAt = s.Frame, s.End()-1
	cl := &c.closing
	first := peer.fin == 0
	if first {
		cl.begun, cl.first, cl.segments = true, s.Side, 1
	} else {
		cl.together = step.NewFlags&fact.FIN != 0
		cl.crossed = !cl.together && cl.acked[cl.first] == 0
	}
	number := s.RelNext - 1
	return append(out, fact.Fact{Kind: fact.TCPFin, Side: s.Side, Frames: []int{s.Frame}, Sure: fact.Seen, What: fact.Fin{Number: number, First: first}})
}

// finOnSyn tells a FIN under the number that the sender's SYN took. Its receiver has had that
// number and drops the segment (RFC 9293 §3.10.7.4, first), so it takes none and ends nothing.
func (h *half) finOnSyn(s *Segment) bool {
	return s.Flags&(fact.SYN|fact.FIN) == fact.FIN && h.syn+h.synAck != 0 && s.End() == h.isn+1
}

// howClosed names the pattern by what happened.
func (c *Connection) howClosed() fact.Fact {
	cl := &c.closing
	how := fact.FourSegments
	switch {
	case cl.crossed:
		how = fact.BothAtOnce
	case cl.more:
		how = fact.HalfClose
	case cl.together:
		how = fact.ThreeSegments
	}
	one, two := cl.first, cl.first.Other()
	frames := []int{cl.acked[two], c.half[two].fin, cl.acked[one], c.half[one].fin}
	return fact.Fact{Kind: fact.TCPClosed, Side: cl.first, Frames: distinct(frames), Sure: fact.Derived, What: fact.Close{How: how, Segments: cl.segments}}
}

// distinct leaves out a frame that has two parts in the close.
func distinct(frames []int) []int {
	var l []int
	for i, f := range frames {
		if i == 0 || f != frames[i-1] {
			l = append(l, f)
		}
	}
	return l
}

// onReset tells of a reset that is no refusal. It counts where its number is the one that
// the other side expects next (RFC 9293 §3.10.7.4, RFC 5961 §3.2), as far as the capture
// tells: what was sent and not yet confirmed may have moved that number on.
func (c *Connection) onReset(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	if c.refused {
		return out
	}
	r := fact.Reset{After: c.reset, Asking: peer.syn != 0 && peer.ackFrame == 0 && !me.begun}
	r.Counts = !r.Asking && (me.mayExpect(s.Seq) || peer.asksFor(s.Seq, me))
	r.Within = r.Counts
	if w := (fact.Window{Field: peer.window, Shift: peer.scaling.Shift(me.scaling)}); !r.Asking && !r.Counts && me.heard {
		r.Within = seq.Within(s.Seq, me.confirmed, uint32(w.Bytes()))
		r.Unscaled = !r.Within && w.Shift == fact.UnknownShift && seq.Within(s.Seq, me.confirmed, uint32(w.Field)<<fact.MaxShift)
	}
	r.Unread = r.Counts && peer.begun && peer.heard && seq.After(peer.edge, peer.confirmed)
	if r.Counts && c.reset == 0 {
		c.reset = s.Frame
	}
	return append(out, fact.Fact{Kind: fact.TCPReset, Side: s.Side, Frames: []int{s.Frame}, Sure: fact.Seen, What: r})
}

// mayExpect tells whether the other side may expect the number next: all up to the SYN or
// to what it confirmed has arrived, and no more than was sent.
func (h *half) mayExpect(n uint32) bool {
	from := h.confirmed
	if !h.heard {
		if h.syn+h.synAck == 0 {
			return true
		}
		from = h.isn + 1
	}
	return n == from || seq.After(n, from) && seq.AtMost(n, h.edge)
}

// asksFor tells whether the side's latest segment asks for the number. Where the capture begins
// inside the connection, that may lie below all that it holds of the other direction.
func (h *half) asksFor(n uint32, of *half) bool {
	return h.ackFrame != 0 && h.ack == n && of.syn+of.synAck == 0
}

// unfinished tells of a connection whose end the capture does not hold.
func (c *Connection) unfinished(end fact.Time, states [2]fact.State, out []fact.Fact) []fact.Fact {
	answered := c.half[0].begun && c.half[1].begun || c.half[0].synAck+c.half[1].synAck != 0 || c.half[0].stray.frame+c.half[1].stray.frame != 0 || c.half[0].syn+c.half[1].syn == 0
	if c.closed || c.reset != 0 || c.refused || !answered {
		return out
	}
	return append(out, fact.Fact{Kind: fact.TCPUnfinished, Side: fact.Client, Frames: []int{c.last}, Sure: fact.Seen,
		What: fact.Unfinished{States: states, Idle: end.Sub(c.lastTime)}})
}
