package rule

import (
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// control is what is kept of a direction's flow control and quiet times.
type control struct {
	asks   asking
	loaded loaded
	offer  offer
	shut   shut
	urgent urgent
	wants  wants
}

// controlRules tell of windows, of what is sent in quiet times, and of urgent data. pause is
// the time since the connection's segment before.
func controlRules(s *Segment, pause time.Duration, me, peer *half, out []fact.Fact) []fact.Fact {
	if s.Flags&fact.SYN != 0 {
		me.scaling = s.Scaling()
	}
	if me.control == nil {
		if s.Flags&fact.ACK == 0 {
			return out
		}
		both := new([2]control)
		me.control, peer.control = &both[0], &both[1]
	}
	out = askRules(s, pause, me, peer, out)
	out = windowRules(s, me, peer, out)
	return urgentRules(s, me, out)
}

// offer is the window that a side advertised last: so many bytes from ack on.
type offer struct {
	frame    int // 0: none yet
	seq, ack uint32
	stamp    uint32 // TSval, where stamped
	stamped  bool
	id       uint16 // the packet's identification
	syn      bool   // in a SYN, whose window is never scaled (RFC 7323 §2.2)
	far      uint32 // the right edge that reached farthest so far, where scales are known
	fact.Window
}

// right is the right edge: the first number beyond the window, where the scale is known.
func (o *offer) right() uint32 { return o.ack + uint32(o.Bytes()) }

// allowed tells that a window so far reached up to n.
func (o *offer) allowed(n uint32) bool { return o.Shift >= 0 && seq.AtMost(n, o.far) }

// forbids tells that no window of the side, of those captured, reached up to n.
func (h *half) forbids(n uint32) bool {
	return h.control != nil && h.offer.frame != 0 && h.offer.Shift >= 0 && !h.offer.allowed(n)
}

// since tells whether a segment is later than the offer: it confirms more, or no less with a
// number that is no lower. Like SND.WL1 and SND.WL2 of RFC 9293 §3.10.7.4, fifth, this keeps
// old segments from changing the window; where there are timestamps, these tell as well, and
// where both numbers are the same, identifications that were counted up.
func (o *offer) since(s *Segment) bool {
	switch {
	case o.frame == 0:
		return true
	case o.stamped && stamped(s) && seq.Before(s.Options.TSval, o.stamp):
		return false
	case s.Ack == o.ack && s.Seq == o.seq:
		return !follows(o.id, s.ID)
	}
	return seq.After(s.Ack, o.ack) || s.Ack == o.ack && seq.After(s.Seq, o.seq)
}

// surely is how sure it is that a segment since the offer was sent after it: numbers and
// timestamps prove it where they have moved on.
func (o *offer) surely(s *Segment) fact.Certainty {
	if s.Ack != o.ack || s.Seq != o.seq || o.stamped && stamped(s) && s.Options.TSval != o.stamp {
		return fact.Derived
	}
	return fact.Inferred
}

func stamped(s *Segment) bool { return s.Options.Has&fact.HasTimestamps != 0 }

// shut is a window that is closed.
type shut struct {
	frame   int // that closed it; 0: it is open
	time    fact.Time
	reached bool // no window before reached farther, so no data beyond was allowed
	probes  int  // since then
	first   int  // the frame of the first probe with the data that starts at from; 0: none
	from    uint32
}

// windowRules tell what becomes of the window that a side advertises (RFC 9293 §3.8.6).
func windowRules(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	out = full(s, me, peer, out)
	if s.Flags&(fact.ACK|fact.RST) != fact.ACK || s.Part < fact.Numbers || !me.offer.since(s) {
		return out
	}
	now := offer{frame: s.Frame, seq: s.Seq, ack: s.Ack, stamp: s.Options.TSval, stamped: stamped(s), id: s.ID, syn: s.Flags&fact.SYN != 0, Window: s.Offers(me.scaling.Shift(peer.scaling))}
	now.far = now.right()
	if me.offer.frame != 0 {
		now.far = seq.Max(now.far, me.offer.far)
	}
	over := peer.fin != 0 && seq.After(s.Ack, peer.finAt) // nothing is left to send
	if !over {
		out = me.moved(s, &now, out)
	}
	out = me.opened(s, out)
	if s.Window == 0 && me.shut.frame == 0 && !over {
		begins := now.syn || me.offer.frame != 0 && me.offer.Shift >= 0
		me.shut = shut{frame: s.Frame, time: s.Time, reached: begins && now.far == s.Ack}
	}
	me.offer = now
	return out
}

// moved compares a window with the one that the side advertised before: where one of the two
// is a SYN's, a scale alone makes a difference.
func (h *half) moved(s *Segment, now *offer, out []fact.Fact) []fact.Fact {
	old := &h.offer
	if old.frame == 0 || old.syn && old.Field != 0 || now.Shift != old.Shift && !old.syn {
		return out
	}
	if by := now.left(old); by > 0 {
		end := s.RelAck + uint32(now.Bytes())
		return append(out, fact.Fact{Kind: fact.TCPWindowShrunk, Side: s.Side, Frames: []int{s.Frame, old.frame}, Sure: old.surely(s),
			What: fact.WindowShrunk{Of: old.frame, Old: old.Window, New: now.Window, By: by, End: end}})
	}
	if s.Len > 0 || !plain(s) || s.Ack != old.ack || s.Seq != h.edge || s.Window <= old.Field || s.Options.Blocks > 0 {
		return out
	}
	return append(out, fact.Fact{Kind: fact.TCPWindowUpdate, Side: s.Side, Frames: []int{s.Frame, old.frame}, Sure: fact.Derived,
		What: fact.WindowUpdate{Of: old.frame, Old: old.Window, New: now.Window, Closed: h.shut.frame}})
}

// left is by how many bytes the right edge lies further left than before. Less than one step
// of the scale comes from rounding (RFC 7323 §2.4). Of an unknown scale, a smaller field with
// the same number tells the least that it can be.
func (o *offer) left(before *offer) uint32 {
	by := seq.Diff(before.right(), o.right())
	if o.Shift < 0 && o.ack != before.ack || by < 1<<max(o.Shift, 0) {
		return 0
	}
	return uint32(by)
}

// full is new data that ends just where the window does: there may be no more in flight.
func full(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	o := &peer.offer
	if s.Len <= 0 || !plain(s) || o.frame == 0 || o.Shift < 0 || o.Field == 0 || s.End() != o.right() || me.begun && !seq.After(s.End(), me.edge) {
		return out
	}
	return append(out, fact.Fact{Kind: fact.TCPWindowFull, Side: s.Side, Frames: []int{s.Frame, o.frame}, Sure: fact.Derived,
		What: fact.WindowFull{Of: o.frame, Window: o.Window, From: s.RelNext - uint32(o.Bytes())}})
}

// opened tells of a window that was closed, once it is open.
func (h *half) opened(s *Segment, out []fact.Fact) []fact.Fact {
	if h.shut.frame == 0 || s.Window == 0 {
		return out
	}
	z := fact.ZeroWindow{Opened: s.Frame, After: s.Time.Sub(h.shut.time), Probes: h.shut.probes}
	out = append(out, fact.Fact{Kind: fact.TCPZeroWindow, Side: s.Side, Frames: []int{h.shut.frame, s.Frame}, Sure: fact.Seen, What: z})
	h.shut = shut{}
	return out
}

// stillShut tells of windows that nothing in the capture opens again.
func (c *Connection) stillShut(out []fact.Fact) []fact.Fact {
	for side := range c.half {
		h := &c.half[side]
		if h.control == nil {
			continue
		}
		if z := &h.shut; z.frame != 0 {
			out = append(out, fact.Fact{Kind: fact.TCPZeroWindow, Side: fact.Side(side), Frames: []int{z.frame}, Sure: fact.Seen, What: fact.ZeroWindow{Probes: z.probes}})
		}
	}
	return out
}
