package rule

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

const maxTries = 16

// openRules tell how the connection opens (RFC 9293 §3.5).
func (c *Connection) openRules(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	syn, ack := s.Flags&fact.SYN != 0, s.Flags&fact.ACK != 0
	switch {
	case s.Flags&fact.RST != 0:
		return c.refuse(s, me, peer, out)
	case syn && !ack:
		return me.onSyn(s, peer, out)
	case syn:
		return onSynAck(s, me, peer, out)
	case s.Frame == c.first && ack:
		out = append(out, fact.Fact{Kind: fact.TCPMidstream, Side: s.Side, Frames: []int{s.Frame}, Sure: fact.Guessed, What: fact.Midstream{}})
	}
	peer.chosen(s)
	if !c.opened && ack && me.syn != 0 && peer.synAck != 0 && s.Ack-peer.isn-1 < 1<<30 && !me.finOnSyn(s) {
		c.opened = true
		out = append(out, fact.Fact{Kind: fact.TCPOpened, Side: s.Side, Frames: []int{s.Frame, peer.synAck, me.syn}, Sure: fact.Derived,
			What: fact.Opened{How: howOpened(me, peer), Other: s.Side.Other()}})
		out = c.opening(s, me, peer, out)
	}
	return out
}

// howOpened: both asked, or one asked and answered too. Who had confirmed the other's SYN
// before it sent its own did not ask at once with it.
func howOpened(me, peer *half) fact.Opening {
	switch {
	case me.tookSyn+peer.tookSyn != 0:
		return fact.Split
	case peer.syn != 0 || me.synAck != 0:
		return fact.Simultaneous
	}
	return fact.ThreeWay
}

func (h *half) onSyn(s *Segment, peer *half, out []fact.Fact) []fact.Fact {
	if len(h.tries) < maxTries {
		h.tries = append(h.tries, s.Frame)
	}
	if h.syn != 0 && s.Seq == h.isn {
		return out // sent again: a rule of loss
	}
	h.syn, h.synTime, h.isn, h.options = s.Frame, s.Time, s.Seq, s.Options
	frames := []int{s.Frame}
	if h.ackFrame != 0 && peer.syn != 0 && h.ack == peer.isn+1 {
		h.tookSyn = h.ackFrame
		frames = append(frames, h.tookSyn)
	}
	return append(out, fact.Fact{Kind: fact.TCPSyn, Side: s.Side, Frames: frames, Sure: fact.Seen, What: fact.Syn{ISN: s.Seq, Confirmed: h.tookSyn}})
}

// rival is a SYN-ACK with another initial number.
type rival struct {
	synAck int // its first frame; 0: none
	isn    uint32
}

func (h *half) swap() {
	h.synAck, h.isn, h.rival = h.rival.synAck, h.rival.isn, rival{h.synAck, h.isn}
}

// chosen takes that one of two initial numbers which the segment confirms.
func (h *half) chosen(s *Segment) {
	if h.rival.synAck == 0 || h.heard || s.Flags&fact.ACK == 0 {
		return
	}
	if s.Ack == h.rival.isn+1 {
		h.swap()
	}
	if s.Ack == h.isn+1 {
		h.edge = s.Ack
	}
}

// onSynAck enters a SYN-ACK. Where there are two with different numbers, one that comes again
// is no third.
func onSynAck(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	if me.synAck != 0 && s.Seq == me.isn {
		return out
	}
	earlier := me.synAck
	if me.rival.synAck != 0 && s.Seq == me.rival.isn {
		me.swap()
		return out
	}
	of := 0
	if peer.syn != 0 && seq.After(s.Ack, peer.isn) && seq.AtMost(s.Ack, peer.edge) {
		of = peer.syn
	}
	if earlier != 0 {
		me.rival = rival{earlier, me.isn}
	}
	me.synAck, me.isn, me.options = s.Frame, s.Seq, s.Options
	frames := []int{s.Frame}
	if of != 0 {
		frames = append(frames, of)
	}
	out = append(out, fact.Fact{Kind: fact.TCPSynAck, Side: s.Side, Frames: frames, Sure: fact.Seen, What: fact.Syn{ISN: s.Seq, Of: of, Rival: earlier}})
	if of == 0 || peer.synAck != 0 {
		return out
	}
	return append(out, fact.Fact{Kind: fact.TCPOptions, Side: fact.Client, Frames: []int{of, s.Frame}, Sure: fact.Derived, What: agree(s.Side, me.options, peer.options)})
}

// agree compares what both SYNs offered: window scale (RFC 7323 §2.2), SACK (RFC 2018 §2)
// and timestamps (RFC 7323 §3.2) are used where both had them. MSS is not agreed on.
func agree(side fact.Side, mine, theirs fact.Options) fact.Agreed {
	var a fact.Agreed
	a.Options[side], a.Options[side.Other()] = mine, theirs
	both := mine.Has & theirs.Has
	a.Scale, a.SACK, a.Timestamps = both&fact.HasShift != 0, both&fact.HasSackOK != 0, both&fact.HasTimestamps != 0
	return a
}

// refuse is a reset in answer to a SYN (RFC 9293 §3.5.2): it confirms the SYN.
func (c *Connection) refuse(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	if s.Flags&fact.ACK == 0 || peer.syn == 0 || me.syn+me.synAck != 0 || s.Ack != peer.edge {
		return out
	}
	c.refused = true
	sp, _ := peer.sent.ending(s.Ack)
	return append(out, fact.Fact{Kind: fact.TCPRefused, Side: s.Side, Frames: []int{s.Frame, sp.frame}, Sure: fact.Derived,
		What: fact.Refused{Syn: sp.frame, After: s.Time.Sub(sp.time)}})
}

// unanswered is a SYN to which the other side sent nothing at all.
func (c *Connection) unanswered(end fact.Time, out []fact.Fact) []fact.Fact {
	for side := range c.half {
		me, peer := &c.half[side], &c.half[1-side]
		if me.syn == 0 || me.synAck != 0 || me.ackFrame != 0 || peer.begun || peer.stray.frame != 0 { // what it confirms, it has got
			continue
		}
		out = append(out, fact.Fact{Kind: fact.TCPUnanswered, Side: fact.Side(side), Frames: me.tries, Sure: fact.Seen,
			What: fact.Unanswered{Tries: len(me.tries), Until: end.Sub(me.synTime)}})
	}
	return out
}
