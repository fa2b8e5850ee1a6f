package analyze

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/packet"
	"github.com/pcaplain/pcaplain/analyze/internal/tcp"
)

// quotedSegment takes an ICMP error that quotes a segment which end from of the pair sent.
func (e *engine) quotedSegment(t *packet.Transport, p *pair, from uint8) {
	talk := e.talk(p)
	if talk == nil || len(talk.conn.live) == 0 || e.pkt.ICMP == nil {
		return
	}
	conn := talk.conn
	in := &conn.live[len(conn.live)-1]
	sender := fact.Client
	if src, _ := t.Ends(); src == in.row.Ends[fact.Server] {
		sender = fact.Server
	}
	e.icmpError(in.row, sender, in.Carrying(sender, t.TCP.Seq))
	if refused, hard := unreachable(e.pkt.ICMP); refused {
		e.observed.Reset()
		conn.Unreachable(&tcp.Unreachable{Frame: e.in.Number, Time: e.in.Time, To: from, Seq: t.TCP.Seq, Hard: hard}, &e.observed)
		e.settle(conn)
	}
}

// quotedDatagram takes one that quotes a datagram.
func (e *engine) quotedDatagram(t *packet.Transport, p *pair) {
	talk := e.talk(p)
	if talk == nil || e.pkt.ICMP == nil {
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

func (e *engine) icmpError(row *fact.Row, sender fact.Side, quoted int) {
	c := e.pkt.ICMP
	frames := []int{e.in.Number}
	if quoted != 0 {
		frames = append(frames, quoted)
	}
	e.facts = append(e.facts[:0], fact.Fact{Kind: fact.ICMPError, Side: sender.Other(), Frames: frames, Sure: fact.Seen,
		What: fact.Error{Type: c.Type, Code: c.Code, Six: c.Six, From: c.From.String(), Quoted: quoted}})
	e.settleFacts(row)
}

// unreachable tells a destination-unreachable error, and whether its code is one that RFC
// 9293 §3.9.2.2 calls hard: 2 to 4 of ICMP, and for ICMPv6 those that are not soft.
func unreachable(c *packet.ICMP) (is, hard bool) {
	if c.Six {
		return c.Type == 1, c.Type == 1 && c.Code != 0 && c.Code != 3
	}
	return c.Type == 3, c.Type == 3 && c.Code >= 2 && c.Code <= 4
}
