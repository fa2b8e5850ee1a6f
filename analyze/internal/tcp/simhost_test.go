package tcp_test

import (
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/tcp"
)

// offered is the window of every host, more than both programs write.
const offered = 8000

// host is one endpoint: RFC 9293 §3.10.
type host struct {
	w       *world
	self    int
	state   fact.State
	passive bool
	heard   bool // irs is known
	iss     uint32
	nxt     uint32
	una     uint32
	rcv     uint32 // RCV.NXT
	flight  []tcp.Segment
	early   []tcp.Segment // came before what precedes them
	waiting []int         // sizes that the program has written
	closing bool
	finSent bool
	acking  bool
	recent  uint32 // TS.Recent
	lastAck uint32 // Last.ACK.sent
	rto     time.Duration
	timer   int
	tries   int
	truth   []truth
}

// truth is a transition as it happened.
type truth struct {
	old, new fact.State
	cause    fact.Cause
	packet   int // sent
	frame    int // received
}

func (h *host) in(d time.Duration, do func()) { h.w.in(d, do) }

func (h *host) to(s fact.State, cause fact.Cause, packet, frame int) {
	if n := len(h.truth); n > 0 && cause == fact.Received && h.truth[n-1].frame == frame && h.truth[n-1].cause == cause &&
		h.state == fact.FinWait2 && s == fact.TimeWait {
		h.truth[n-1].new, h.state = s, s // FIN-WAIT-1 > TIME-WAIT by one segment
		return
	}
	h.truth = append(h.truth, truth{h.state, s, cause, packet, frame})
	h.state = s
}

// emit sends one segment and returns its number.
func (h *host) emit(flags fact.Flags, num uint32, size int) int {
	h.w.count++
	p := packet{number: h.w.count}
	p.seg.From, p.seg.Part, p.seg.Ports = uint8(h.self), fact.Header, [2]uint16{51112, 65432}
	p.seg.Flags, p.seg.Seq, p.seg.Len, p.seg.Window = flags, num, int32(size), offered
	if h.heard && flags&fact.RST == 0 {
		p.seg.Flags |= fact.ACK
		p.seg.Ack, h.lastAck, h.acking = h.rcv, h.rcv, false
	}
	if h.w.stamps && flags&fact.RST == 0 {
		p.seg.Options.Has = fact.HasTimestamps
		p.seg.Options.TSval, p.seg.Options.TSecr = uint32(h.w.now/time.Millisecond)+uint32(h.self)<<20, h.recent
	}
	h.w.send(h.self, p)
	return p.number
}

// emitNew sends a segment that takes numbers, and keeps it until it is acknowledged.
func (h *host) emitNew(flags fact.Flags, size int) int {
	var s tcp.Segment
	s.Flags, s.Seq, s.Len = flags, h.nxt, int32(size)
	h.nxt = s.End()
	h.flight = append(h.flight, s)
	if len(h.flight) == 1 {
		h.arm()
	}
	return h.emit(flags, s.Seq, size)
}

func (h *host) arm() {
	h.timer++
	timer := h.timer
	h.in(h.rto<<h.tries, func() {
		if h.timer != timer || len(h.flight) == 0 || h.state == fact.Closed {
			return
		}
		if h.tries++; h.tries > 5 {
			h.flight = nil
			h.to(fact.Closed, fact.NoFrame, 0, 0)
			return
		}
		for i, s := range h.flight {
			if i == 0 || h.w.Float64() < 0.3 {
				h.emit(s.Flags, s.Seq, int(s.Len))
			}
		}
		h.arm()
	})
}

func (h *host) connect() {
	if h.state != fact.Closed || h.finSent {
		return
	}
	h.nxt, h.una = h.iss, h.iss
	h.to(fact.SynSent, fact.Sent, h.emitNew(fact.SYN, 0), 0)
}

func (h *host) write(n int) {
	if h.closing {
		return
	}
	h.waiting = append(h.waiting, n)
	h.push()
}

func (h *host) close() {
	h.closing = true
	h.push()
}

// push sends what the program has written, and then its FIN (§3.10.2, §3.10.4).
func (h *host) push() {
	if h.state != fact.Established && h.state != fact.CloseWait || h.finSent {
		return
	}
	last := len(h.waiting) - 1
	for i, n := range h.waiting {
		if i == last && h.closing && h.w.Float64() < 0.3 {
			h.fin(n)
			return
		}
		h.emitNew(fact.PSH, n)
	}
	h.waiting = nil
	if h.closing {
		h.fin(0)
	}
}

func (h *host) fin(size int) {
	h.waiting, h.finSent = nil, true
	next := fact.FinWait1
	if h.state == fact.CloseWait {
		next = fact.LastAck
	}
	h.to(next, fact.Sent, h.emitNew(fact.FIN, size), 0)
}

func (h *host) abort() {
	switch h.state {
	case fact.Closed, fact.Listen, fact.SynSent, fact.TimeWait, fact.LastAck, fact.Closing:
		return
	}
	h.w.count++
	p := packet{number: h.w.count}
	p.seg.From, p.seg.Part, p.seg.Flags, p.seg.Seq = uint8(h.self), fact.Header, fact.RST, h.nxt
	if h.w.Float64() < 0.7 { // as most do
		p.seg.Flags, p.seg.Ack = fact.RST|fact.ACK, h.rcv
	}
	h.w.send(h.self, p)
	n := p.number
	h.flight = nil
	h.to(fact.Closed, fact.Sent, n, 0)
}

func (h *host) ack(at time.Duration) {
	if at == 0 {
		h.emit(0, h.nxt, 0)
		return
	}
	h.acking = true
	h.in(at, func() {
		if h.acking && h.state != fact.Closed {
			h.emit(0, h.nxt, 0)
		}
	})
}
