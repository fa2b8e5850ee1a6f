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
	probe bool // it asks for the window
}

// loaded is the latest of them that carried a byte, under the number seq.
type loaded struct {
	frame int // 0: none
	seq   uint32
}

func (h *half) ask(s *Segment, probe bool) {
	h.asks = asking{frame: s.Frame, time: s.Time, count: h.asks.count + 1, probe: probe}
	if s.Len > 0 {
		h.loaded = loaded{s.Frame, s.Seq}
	}
}

// asked tells that the segment is such a one.
func (h *half) asked(s *Segment) bool { return h.control != nil && h.asks.frame == s.Frame }

// askRules tell keep-alives (RFC 9293 §3.8.4), probes of a closed window (§3.8.6.1), and the
// answers.
func askRules(s *Segment, pause time.Duration, me, peer *half, out []fact.Fact) []fact.Fact {
	out = answer(s, me, peer, out)
	if sure, ok := probe(s, me, peer); ok {
		me.ask(s, true)
		return append(out, fact.Fact{Kind: fact.TCPWindowProbe, Side: s.Side, Frames: []int{s.Frame, peer.offer.frame}, Sure: sure, What: peer.shut.probed(s)})
	}
	if sure, ok := keepAlive(s, pause, me); ok {
		me.ask(s, false)
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
	if s.Len > 1 || !below(s, me) || seq.After(me.edge, me.confirmed) {
		return 0, false
	}
	if s.Len == 0 || me.other(s) {
		return fact.Derived, true
	}
	return fact.Inferred, pause >= soonestKeepAlive
}

// below tells a segment that confirms nothing new and whose number is the last one confirmed.
func below(s *Segment, me *half) bool {
	return plain(s) && me.ackFrame != 0 && s.Ack == me.ack && me.heard && s.Seq == me.confirmed-1
}

// probe is a segment into a closed window: new data, or what a probe carried before; else
// nothing, with a number that was confirmed, which may as well be a keep-alive.
func probe(s *Segment, me, peer *half) (fact.Certainty, bool) {
	z := &peer.shut
	switch {
	case z.frame == 0 || !plain(s):
		return 0, false
	case s.Len == 0:
		return fact.Inferred, below(s, me)
	case s.Seq != peer.offer.ack || me.begun && !seq.After(s.End(), me.edge) && !(z.first != 0 && z.from == s.Seq):
		return 0, false
	case z.reached:
		return fact.Derived, true
	}
	return fact.Inferred, s.Len == 1 || !peer.offer.allowed(s.End())
}

// probed notes a probe of the window.
func (z *shut) probed(s *Segment) fact.WindowProbe {
	z.probes++
	p := fact.WindowProbe{Closed: z.frame, Bytes: int(s.Len), Count: z.probes, After: s.Time.Sub(z.time)}
	if s.Len > 0 {
		if z.first != 0 && z.from == s.Seq {
			p.First = z.first
		} else {
			z.first, z.from = s.Frame, s.Seq
		}
	}
	return p
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

// answer is a bare ACK after a segment that the receiver could not take: one from before
// what it expects, or beyond its window. Such a segment is answered (RFC 9293 §3.10.7.4, first).
func answer(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	a := &peer.asks
	if a.frame == 0 || s.Len > 0 || !plain(s) || s.Seq != me.edge || s.Ack != peer.confirmed && !(a.probe && s.Ack == peer.edge) {
		return out
	}
	kind := fact.TCPKeepAliveAck
	if a.probe {
		kind = fact.TCPWindowProbeAck
	}
	if a.probe && s.Window != 0 {
		return out // it opens the window, whatever made it
	}
	sure := fact.Derived
	if a.count > 1 || me.ackFrame == 0 || s.Window != me.window {
		sure = fact.Inferred
	}
	return append(out, fact.Fact{Kind: kind, Side: s.Side, Frames: []int{s.Frame, a.frame}, Sure: sure,
		What: fact.Reply{Of: a.frame, Tries: a.count, After: s.Time.Sub(a.time)}})
}

// plain tells a segment that begins and ends nothing.
func plain(s *Segment) bool {
	return s.Flags&(fact.SYN|fact.FIN|fact.RST|fact.ACK) == fact.ACK
}
