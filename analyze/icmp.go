package analyze

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/packet"
	"github.com/pcaplain/pcaplain/analyze/internal/tcp"
	"github.com/pcaplain/pcaplain/analyze/internal/tcp/rule"
)

// quotedSegment takes an ICMP error that quotes a segment which end from of the pair sent.
func (e *engine) quotedSegment(t *packet.Transport, p *pair, from uint8) {
	talk := e.talk(p)
	if talk == nil {
		e.orphan(t, p)
		return
	}
	if len(talk.conn.live) == 0 || e.pkt.ICMP == nil {
		return
	}
	conn := talk.conn
	in := &conn.live[len(conn.live)-1]
	sender := fact.Client
	if src, _ := t.Ends(); src == in.row.Ends[fact.Server] {
		sender = fact.Server
	}
	if !e.icmpError(in.row, sender, in.Carrying(sender, t.TCP.Seq, t.ID)) {
		return
	}
	what := said(e.pkt.ICMP)
	if what.TooBig() {
		in.TooBig(sender, &rule.TooBig{Frame: e.in.Number, Time: e.in.Time, Seq: t.TCP.Seq, MTU: what.MTU, Below: ipHeader(what.Six)})
	}
	if unreachable(&what) {
		e.observed.Reset()
		conn.Unreachable(&tcp.Unreachable{Frame: e.in.Number, Time: e.in.Time, To: from, Seq: t.TCP.Seq, Hard: what.Hard()}, &e.observed)
		e.settle(conn)
	}
}

// ipHeader is how many bytes an IP header has at least.
func ipHeader(six bool) int {
	if six {
		return 40
	}
	return 20
}

// quotedDatagram takes one that quotes a datagram.
func (e *engine) quotedDatagram(t *packet.Transport, p *pair) {
	talk := e.talk(p)
	if talk == nil {
		e.orphan(t, p)
		return
	}
	if e.pkt.ICMP == nil {
		return
	}
	x := talk.exchange
	row := x.row
	sender := fact.Client
	if src, _ := t.Ends(); src == row.Ends[fact.Server] {
		sender = fact.Server
	}
	e.icmpError(row, sender, x.Quoted(sender, int(t.UDP.Length)-8, t.ID))
}

// orphan takes an error that quotes a packet of a pair of which no frame comes before. Of
// one for which there was no room, frames may well have come.
func (e *engine) orphan(t *packet.Transport, p *pair) {
	if e.opt.StreamsOnly || e.pkt.ICMP == nil || p.talk == unobserved {
		return
	}
	src, dst := t.Ends()
	e.keepOrphan(fact.Orphan{Proto: t.Proto, From: src, To: dst})
}

func (e *engine) keepOrphan(o fact.Orphan) {
	if e.survey.Orphaned++; len(e.survey.Orphans) < fact.MaxOrphans {
		o.Frame, o.Error = e.in.Number, said(e.pkt.ICMP)
		e.survey.Orphans = append(e.survey.Orphans, o)
	}
}

// icmpError tells the error about the sender's packet, the frame with that number; 0: none is
// known. False where the capture holds the same error before.
func (e *engine) icmpError(row *fact.Row, sender fact.Side, quoted int) (isNew bool) {
	c := e.pkt.ICMP
	of, vantage := e.reports.copy(report{row: row, from: c.From, rest: c.Rest, typ: c.Type, code: c.Code, id: c.ID, quoted: quoted, frame: e.in.Number, vantage: e.in.Described})
	if of != 0 {
		e.facts = append(e.facts[:0], fact.Fact{Kind: fact.ICMPTwice, Side: sender.Other(), Frames: []int{e.in.Number, of}, Sure: fact.Inferred,
			What: fact.Twice{Of: of, Vantage: vantage, ID: c.ID != 0}})
		e.settleFacts(row)
		return false
	}
	frames := []int{e.in.Number}
	if quoted != 0 {
		frames = append(frames, quoted)
	}
	what := said(e.pkt.ICMP)
	what.Quoted, what.At = quoted, e.in.Time.Sub(row.Start)
	f := fact.Fact{Kind: fact.ICMPError, Side: sender.Other(), Frames: frames, Sure: fact.Seen, What: what}
	if what.Fragment {
		f.Sure = fact.Inferred
	}
	e.facts = append(e.facts[:0], f)
	e.settleFacts(row)
	return true
}

// said is what an ICMP error's own header says: the MTU in 16 bits (RFC 1191 §4) or 32
// (RFC 4443 §3.2), the pointer in 8 (RFC 792) or 32 (RFC 4443 §3.4). Code 1 of RFC 1108 has none.
func said(c *packet.ICMP) fact.Error {
	what := fact.Error{Type: c.Type, Code: c.Code, Six: c.Six, From: c.From.String(), Fragment: c.Part.Src.IsValid()}
	if what.TooBig() {
		if what.MTU = int(c.Rest); !c.Six {
			what.MTU = int(c.Rest & 0xffff)
		}
	}
	if what.Problem() {
		what.Points = c.Six || c.Code != 1
		if what.Pointer = int(c.Rest); !c.Six {
			what.Pointer = int(c.Rest >> 24)
		}
	}
	return what
}

// unreachable tells a destination-unreachable error.
func unreachable(e *fact.Error) bool { return e.Type == 1 && e.Six || e.Type == 3 && !e.Six }
