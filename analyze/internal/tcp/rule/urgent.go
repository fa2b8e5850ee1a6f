package rule

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// urgent is how far a side's data is marked as urgent.
type urgent struct {
	known bool
	end   uint32 // the number after the last urgent byte
}

// urgentRules tell where the urgent pointer goes on (RFC 9293 §3.8.5). It is looked at in
// segments of an open connection (§3.10.7.4, sixth), which are those with ACK.
func urgentRules(s *Segment, me *half, out []fact.Fact) []fact.Fact {
	if s.Flags&(fact.URG|fact.ACK|fact.SYN|fact.RST) != fact.URG|fact.ACK || s.Part < fact.Header {
		return out
	}
	end := s.Seq + uint32(s.Urgent)
	if me.urgent.known && !seq.After(end, me.urgent.end) {
		return out
	}
	me.urgent = urgent{known: true, end: end}
	return append(out, fact.Fact{Kind: fact.TCPUrgent, Side: s.Side, Frames: []int{s.Frame}, Sure: fact.Seen,
		What: fact.Urgent{Pointer: s.Urgent, End: s.RelSeq + uint32(s.Urgent), Within: s.Urgent > 0 && int32(s.Urgent) <= s.Len}})
}
