package rule

import "github.com/pcaplain/pcaplain/analyze/fact"

// stray is the latest segment of a direction that answered a SYN and confirmed something else.
type stray struct {
	frame int // 0: none
	ack   uint32
}

// strayRules tell of a connection that only one end holds (RFC 9293 §3.5.1, Figure 9): it
// answers a SYN with what it expects next, and the other end rejects that with a reset under
// the same number (RFC 9293 §3.10.7.3, first). Neither has a number of the new connection.
func strayRules(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	switch {
	case s.Stray:
		me.stray = stray{s.Frame, s.Ack}
		asked, _ := peer.sent.carrying(peer.isn)
		return append(out, fact.Fact{Kind: fact.TCPHalfOpen, Side: s.Side, Frames: []int{s.Frame, asked.frame}, Sure: fact.Inferred, What: fact.HalfOpen{Syn: asked.frame}})
	case s.Flags&(fact.RST|fact.ACK) == fact.RST && peer.stray.frame != 0 && !peer.begun && s.Seq == peer.stray.ack:
		return append(out, fact.Fact{Kind: fact.TCPReset, Side: s.Side, Frames: []int{s.Frame, peer.stray.frame}, Sure: fact.Seen, What: fact.Reset{Rejects: peer.stray.frame}})
	}
	return out
}
