package rule

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// trial is a retransmission of which the echo of a timestamp may tell whether it was needed.
type trial struct {
	frame     int // 0: none
	from, end uint32
	tsval     uint32
}

// try notes a retransmission of the earliest numbers not confirmed. Behind a hole the echo
// would tell nothing: the receiver keeps the timestamp of the segment that fills it
// (RFC 7323 §4.3).
func (h *half) try(s *Segment, r *repetition) {
	if !stamped(s) || !seq.Before(r.of[0].tsval, s.Options.TSval) || h.heard && seq.After(s.Seq, h.confirmed) {
		return
	}
	h.trial = trial{s.Frame, s.Seq, r.end, s.Options.TSval}
}

// spurious is the first acknowledgment of what was sent again, where it echoes the
// timestamp of an earlier sending: that one had arrived (RFC 3522 §3.2).
func (h *half) spurious(s *Segment, out []fact.Fact) []fact.Fact {
	t := h.trial
	if t.frame == 0 || s.Flags&fact.ACK == 0 || s.Flags&fact.RST != 0 || seq.Before(s.Ack, t.end) {
		return out
	}
	h.trial = trial{}
	if !stamped(s) || !seq.Before(s.Options.TSecr, t.tsval) {
		return out
	}
	what := fact.Spurious{Echo: s.Options.TSecr}
	for _, p := range h.sent.live() {
		switch {
		case !seq.Within(t.from, p.from, p.next-p.from):
		case what.Of != 0:
			what.Again = append(what.Again, p.frame)
		case p.tsval == s.Options.TSecr && p.frame < t.frame:
			what.Of = p.frame
		}
	}
	if what.Of == 0 {
		return out
	}
	frames := append([]int{s.Frame}, what.Again...)
	return append(out, fact.Fact{Kind: fact.TCPSpurious, Side: s.Side.Other(), Frames: append(frames, what.Of), Sure: fact.Derived, What: what})
}
