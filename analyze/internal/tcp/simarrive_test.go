package tcp_test

import (
	"slices"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
	"github.com/pcaplain/pcaplain/analyze/internal/tcp"
)

func has(s *tcp.Segment, f fact.Flags) bool { return s.Flags&f != 0 }

// receive is SEGMENT ARRIVES (§3.10.7).
func (h *host) receive(s *tcp.Segment) {
	switch h.state {
	case fact.Closed:
		h.refuse(s)
	case fact.Listen:
		h.listen(s)
	case fact.SynSent:
		h.synSent(s)
	default:
		h.others(s)
	}
}

func (h *host) refuse(s *tcp.Segment) {
	switch {
	case has(s, fact.RST):
	case has(s, fact.ACK):
		h.emit(fact.RST, s.Ack, 0)
	default:
		h.w.count++
		p := packet{number: h.w.count}
		p.seg.From, p.seg.Part, p.seg.Flags, p.seg.Ack = uint8(h.self), fact.Header, fact.RST|fact.ACK, s.End()
		h.w.send(h.self, p)
	}
}

func (h *host) hear(s *tcp.Segment) {
	h.heard, h.rcv, h.recent = true, s.Seq+1, s.Options.TSval
}

func (h *host) listen(s *tcp.Segment) {
	switch {
	case has(s, fact.RST):
	case has(s, fact.ACK):
		h.emit(fact.RST, s.Ack, 0)
	case has(s, fact.SYN):
		h.hear(s)
		h.nxt, h.una = h.iss, h.iss
		h.to(fact.SynReceived, fact.Received, 0, s.Frame)
		h.emitNew(fact.SYN, 0)
	}
}

func (h *host) synSent(s *tcp.Segment) {
	acked := has(s, fact.ACK) && s.Ack == h.iss+1
	switch {
	case has(s, fact.ACK) && !acked:
		if !has(s, fact.RST) {
			h.emit(fact.RST, s.Ack, 0)
		}
	case has(s, fact.RST):
		if acked {
			h.flight = nil
			h.to(fact.Closed, fact.Received, 0, s.Frame)
		}
	case has(s, fact.SYN):
		h.hear(s)
		if !acked {
			h.to(fact.SynReceived, fact.Received, 0, s.Frame)
			h.flight = nil
			h.nxt = h.iss
			h.emitNew(fact.SYN, 0)
			return
		}
		h.acked(s.Ack)
		h.to(fact.Established, fact.Received, 0, s.Frame)
		h.ack(0)
		h.push()
	}
}

// acked takes what is confirmed off the retransmission queue.
func (h *host) acked(n uint32) {
	if !seq.After(n, h.una) || seq.After(n, h.nxt) {
		return
	}
	h.una, h.tries = n, 0
	h.flight = slices.DeleteFunc(h.flight, func(s tcp.Segment) bool { return seq.AtMost(s.End(), n) })
	if len(h.flight) > 0 {
		h.arm()
	} else {
		h.timer++
	}
}

func (h *host) others(s *tcp.Segment) {
	if has(s, fact.RST) {
		h.reset(s)
		return
	}
	if h.w.stamps && seq.Before(s.Options.TSval, h.recent) { // RFC 7323 §5.3, R1
		h.ack(0)
		return
	}
	if h.w.stamps && seq.AtMost(s.Seq, h.lastAck) { // R3
		h.recent = s.Options.TSval
	}
	if !seq.Before(s.Seq, h.rcv+offered) { // first: not acceptable
		h.ack(0)
		return
	}
	both := h.state == fact.SynReceived && s.Flags&(fact.SYN|fact.ACK) == fact.SYN|fact.ACK && s.Ack == h.iss+1
	if !both && (seq.Before(s.Seq, h.rcv) && seq.AtMost(s.End(), h.rcv)) && (s.Seq != s.End() || s.Seq != h.rcv) {
		h.ack(0) // first: not acceptable
		return
	}
	if has(s, fact.SYN) && !both {
		h.ack(0) // fourth: challenge ACK
		return
	}
	if has(s, fact.ACK) {
		h.fifth(s)
	}
	if seq.After(s.Seq, h.rcv) {
		if s.Seq != s.End() {
			h.early = append(h.early, *s)
			h.ack(0)
		}
		return
	}
	h.take(s, s.Frame)
}

func (h *host) reset(s *tcp.Segment) {
	if s.Seq != h.rcv {
		if seq.After(s.Seq, h.rcv) {
			h.ack(0) // RFC 5961 §3.2
		}
		return
	}
	h.flight = nil
	if h.state == fact.SynReceived && h.passive {
		h.to(fact.Listen, fact.Received, 0, s.Frame)
		h.state, h.heard = fact.Closed, false // and the program ends
		return
	}
	h.to(fact.Closed, fact.Received, 0, s.Frame)
}

// fifth checks the ACK field.
func (h *host) fifth(s *tcp.Segment) {
	if h.state == fact.SynReceived && s.Ack == h.iss+1 || h.state == fact.SynReceived && seq.After(s.Ack, h.iss) && seq.AtMost(s.Ack, h.nxt) {
		h.to(fact.Established, fact.Received, 0, s.Frame)
		defer h.push()
	}
	h.acked(s.Ack)
	if !h.finSent || h.una != h.nxt {
		return
	}
	switch h.state {
	case fact.FinWait1:
		h.to(fact.FinWait2, fact.Received, 0, s.Frame)
	case fact.Closing:
		h.to(fact.TimeWait, fact.Received, 0, s.Frame)
	case fact.LastAck:
		h.to(fact.Closed, fact.Received, 0, s.Frame)
	}
}

// take processes what begins at RCV.NXT (seventh and eighth), and what waits behind it.
func (h *host) take(s *tcp.Segment, frame int) {
	if h.state == fact.Closed || s.Seq == s.End() || seq.AtMost(s.End(), h.rcv) || has(s, fact.SYN) {
		return
	}
	h.rcv = s.End()
	if has(s, fact.FIN) {
		h.finIn(frame)
	}
	for i, e := range h.early {
		if seq.AtMost(e.Seq, h.rcv) {
			h.early = slices.Delete(h.early, i, i+1)
			h.take(&e, frame)
			return
		}
	}
	h.ack([]time.Duration{0, 0, 40 * time.Millisecond}[h.w.IntN(3)])
}

func (h *host) finIn(frame int) {
	switch h.state {
	case fact.SynReceived, fact.Established:
		h.to(fact.CloseWait, fact.Received, 0, frame)
	case fact.FinWait1:
		h.to(fact.Closing, fact.Received, 0, frame)
	case fact.FinWait2:
		h.to(fact.TimeWait, fact.Received, 0, frame)
	}
}
