package rule

import "github.com/pcaplain/pcaplain/analyze/fact"

// wants are the segments of a side that ask for an answer, since the other side last sent
// anything.
type wants struct {
	count       int
	first, last int       // frames
	time        fact.Time // of the first
}

// want notes a segment that asks for an answer, and that it may answer what the other side sent.
func (h *half) want(s *Segment, peer *half) {
	if h.control == nil {
		return
	}
	peer.wants = wants{}
	if s.End() == s.Seq && !h.asked(s) || s.Flags&fact.RST != 0 {
		return
	}
	w := &h.wants
	if w.count++; w.count == 1 {
		w.first, w.time = s.Frame, s.Time
	}
	w.last = s.Frame
}

// silent tells of an end that had been heard from and does not answer what it was sent, for as
// long as would make a silence. A reset tells itself what its sender gave up on.
func (c *Connection) silent(end fact.Time, out []fact.Fact) []fact.Fact {
	if c.reset != 0 {
		return out
	}
	for i := range c.half {
		mute, asker := &c.half[i], &c.half[1-i]
		if asker.control == nil || asker.wants.count == 0 || mute.ackFrame == 0 {
			continue
		}
		w := &asker.wants
		if wait := end.Sub(w.time); wait >= silence && fact.Measured(wait) {
			out = append(out, fact.Fact{Kind: fact.TCPSilent, Side: fact.Side(i), Frames: []int{w.first, mute.ackFrame}, Sure: fact.Seen,
				What: fact.Silent{Since: mute.ackFrame, Asks: w.count, Last: w.last, For: wait}})
		}
	}
	return out
}
