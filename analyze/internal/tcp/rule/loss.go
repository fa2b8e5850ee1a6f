package rule

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// lossRules tell what was sent again, and duplicate ACKs.
func lossRules(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	out = again(s, me, out)
	return duplicate(s, me, peer, out)
}

// again is a segment whose last number was sent before. Where it is alike to the last bit,
// the network or the capture may have doubled it, and nothing is claimed: a sender's
// repetition has another timestamp.
func again(s *Segment, me *half, out []fact.Fact) []fact.Fact {
	end := s.End()
	if s.Flags.Has(fact.SYN|fact.ACK) && me.synAck == s.Frame {
		return out // its own SYN went out before: a simultaneous open (RFC 9293 §3.5, Figure 7)
	}
	if end == s.Seq || !me.begun || !seq.Before(s.Seq, me.edge) || keepAlive(s, me) {
		return out
	}
	last := end - 1
	if seq.After(end, me.edge) {
		last = me.edge - 1
	}
	first, ok := me.sent.carrying(last)
	if !ok {
		return out
	}
	if s.Options.Has&fact.HasTimestamps != 0 && first.tsval == s.Options.TSval && first.sum == s.Checksum {
		return append(out, fact.Fact{Kind: fact.TCPTwice, Side: s.Side, Frames: []int{s.Frame, first.frame}, Sure: fact.Inferred, What: fact.Twice{Of: first.frame}})
	}
	re := fact.Retransmit{First: first.frame, Flags: s.Flags & (fact.SYN | fact.FIN), After: s.Time.Sub(first.time)}
	if s.Len > 0 {
		re.Bytes = int(min(uint32(s.Len), me.edge-s.Seq))
	}
	return append(out, fact.Fact{Kind: fact.TCPRetransmit, Side: s.Side, Frames: []int{s.Frame, first.frame}, Sure: fact.Derived, What: re})
}

// keepAlive is a segment of at most one byte just below the edge (RFC 9293 §3.8.4); the byte is not new data.
func keepAlive(s *Segment, me *half) bool {
	return s.Len <= 1 && s.Seq == me.edge-1 && s.Flags&(fact.SYN|fact.FIN|fact.RST) == 0
}

// duplicate counts duplicate ACKs by the conditions of RFC 5681 §2.
func duplicate(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	if s.Flags&fact.ACK == 0 {
		return out
	}
	if me.ackFrame == 0 || me.ack != s.Ack {
		me.dups = 0
		return out
	}
	outstanding := peer.begun && seq.After(peer.edge, s.Ack)
	if s.Len > 0 || s.Flags&(fact.SYN|fact.FIN|fact.RST) != 0 || s.Window != me.window || s.Window == 0 || !outstanding {
		return out
	}
	me.dups++
	return append(out, fact.Fact{Kind: fact.TCPAckDup, Side: s.Side, Frames: []int{s.Frame, me.ackFrame}, Sure: fact.Derived,
		What: fact.DupAck{Of: me.ackFrame, Count: me.dups}})
}

// copied is a packet that was recorded a second time, at another interface.
func copied(s *Segment, step *fact.Step) []fact.Fact {
	if !s.Copy {
		return nil
	}
	of := int(step.Dup)
	return []fact.Fact{{Kind: fact.TCPTwice, Side: s.Side, Frames: []int{s.Frame, of}, Sure: fact.Seen, What: fact.Twice{Of: of, Vantage: true}}}
}
