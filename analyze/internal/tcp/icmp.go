package tcp

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Unreachable is an ICMP destination-unreachable error that quotes a segment of a pair.
type Unreachable struct {
	Frame int
	Time  fact.Time
	To    uint8  // the end whose segment it quotes
	Seq   uint32 // the quoted sequence number
	Hard  bool   // one of the codes that RFC 9293 §3.9.2.2 calls hard
}

var (
	byHardError = fact.Ref{RFC: 9293, Section: "3.9.2.2"}
	bySoftError = fact.Ref{RFC: 5461, Section: "4"}
)

// Unreachable takes an ICMP error. In SYN-SENT many implementations give up, even on a
// soft error (RFC 5461 §4): that they did is presumed if no SYN follows. A connection
// past its SYNs survives (RFC 9293 §3.9.2.2), and nothing is said.
func (p *Pair) Unreachable(e *Unreachable, out *Out) {
	if p.lone {
		p.promote(false)
	}
	if p.conn == nil {
		return
	}
	quoted := &p.conn.ends[e.To]
	if quoted.state != fact.SynSent || quoted.isn != e.Seq {
		return
	}
	bits := byError
	if e.Hard {
		bits |= hardError
	}
	quoted.rstIn.add(candidate{frame: int32(e.Frame), at: e.Time.Sub(p.conn.start), bits: bits})
}

// refusal is the rule by which a candidate ends SYN-SENT, false if it does not: a reset
// that acknowledges the SYN (RFC 9293 §3.10.7.3, second), or an ICMP error.
func refusal(cause *candidate) (fact.Ref, bool) {
	switch {
	case cause.bits&hardError != 0:
		return byHardError, true
	case cause.bits&byError != 0:
		return bySoftError, true
	}
	return inSynSent, cause.bits&carriesACK != 0
}
