package rule

import (
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// asking are the segments of a side that bring nothing and want an answer, since either side
// last sent anything else.
type asking struct {
	frame int // the latest; 0: none
	time  fact.Time
	count int
}

func (a *asking) add(s *Segment) { *a = asking{frame: s.Frame, time: s.Time, count: a.count + 1} }

// askRules tell keep-alives (RFC 9293 §3.8.4) and their answers. pause is the time since the
// connection's segment before.
func askRules(s *Segment, pause time.Duration, me, peer *half, out []fact.Fact) []fact.Fact {
	out = answer(s, me, peer, out)
	if sure, ok := keepAlive(s, pause, me); ok {
		me.asks.add(s)
		return append(out, fact.Fact{Kind: fact.TCPKeepAlive, Side: s.Side, Frames: []int{s.Frame, peer.ackFrame}, Sure: sure,
			What: fact.KeepAlive{Of: peer.ackFrame, Number: s.RelSeq + 1, Bytes: int(s.Len), Count: me.asks.count, Idle: s.Time.Sub(peer.at)}})
	}
	me.asks, peer.asks = asking{}, asking{}
	return out
}

// soonestKeepAlive is the shortest silence before which common systems send a keep-alive. A
// retransmission comes sooner, at first.
const soonestKeepAlive = time.Second

// keepAlive is a segment of at most one byte below the next number, while all that its side
// sent is confirmed and it has nothing new to confirm itself. Its byte is garbage, unless the
// side sends its last byte again because it missed the confirmation.
func keepAlive(s *Segment, pause time.Duration, me *half) (fact.Certainty, bool) {
	if s.Len > 1 || s.Flags&(fact.SYN|fact.FIN|fact.RST|fact.ACK) != fact.ACK || me.ackFrame == 0 || s.Ack != me.ack {
		return 0, false
	}
	if !me.heard || s.Seq != me.confirmed-1 || seq.After(me.edge, me.confirmed) {
		return 0, false
	}
	if s.Len == 0 || me.other(s) {
		return fact.Derived, true
	}
	return fact.Inferred, pause >= soonestKeepAlive
}

// other tells that the segment's one byte is not the one that its number stood for: that was
// another, or a SYN or FIN.
func (h *half) other(s *Segment) bool {
	sp, found := h.sent.carrying(s.Seq)
	if !found || sp.next-sp.from != 1 {
		return false
	}
	if h.syn+h.synAck != 0 && s.Seq == h.isn || h.fin != 0 && s.Seq == h.finAt {
		return true
	}
	d := digest(s)
	return d != 0 && sp.data != 0 && d != sp.data
}

// answer is a bare ACK that repeats what a keep-alive shows to be known: its number lies
// before what the receiver expects, and such a segment is answered (RFC 9293 §3.10.7.4, first).
func answer(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	a := &peer.asks
	if a.frame == 0 || !bare(s) || s.Ack != peer.confirmed || s.Seq != me.edge {
		return out
	}
	sure := fact.Derived
	if a.count > 1 || me.ackFrame == 0 || s.Window != me.window {
		sure = fact.Inferred
	}
	return append(out, fact.Fact{Kind: fact.TCPKeepAliveAck, Side: s.Side, Frames: []int{s.Frame, a.frame}, Sure: sure,
		What: fact.Reply{Of: a.frame, Tries: a.count, After: s.Time.Sub(a.time)}})
}

// bare tells a segment that does nothing but confirm.
func bare(s *Segment) bool {
	return s.Len == 0 && s.Flags&(fact.SYN|fact.FIN|fact.RST|fact.ACK) == fact.ACK
}
