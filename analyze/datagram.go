package analyze

import (
	"net/netip"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/packet"
	"github.com/pcaplain/pcaplain/analyze/internal/udp"
)

// exchange is a UDP exchange and its row.
type exchange struct {
	udp.Exchange
	row *fact.Row
	// clientIs is the pair's end that is the client.
	clientIs uint8
}

// datagram numbers a UDP header's stream and hands the datagram to its exchange.
func (e *engine) datagram(t *packet.Transport, id int32, from uint8) {
	p := e.ends.At(int(id))
	if t.Held {
		e.quotedDatagram(t, p)
		return
	}
	t.UDP.Stream = p.shown.Number(&e.numbers[fact.UDP])
	if t.Quoted {
		e.quotedDatagram(t, p)
		return
	}
	e.countStream(t, id, from, t.UDP.Stream)
	if e.opt.StreamsOnly || !e.observes(p) {
		return
	}
	ends := endsOf(t, from)
	own := e.talk(p)
	if own.exchange == nil {
		own.exchange = e.newExchange(t, ends, from)
	}
	x := own.exchange
	side := fact.Side(from ^ x.clientIs)
	step := e.step(t, side)
	x.Count(e.in.Number, side, t.UDP.Verdict)
	msg := udp.Message{Frame: e.in.Number, Vantage: uint32(e.in.Described), ID: t.ID, TTL: t.TTL, Time: e.in.Time, Side: side, Len: int(t.UDP.Len), Payload: t.Payload, Group: e.group(t.Dst), From: ends[from], To: ends[1-from]}
	if step.Dup, e.facts = x.Copy(&msg, e.facts[:0]); step.Dup == 0 {
		var answers int
		answers, e.facts = x.Step(&msg, &e.board, e.facts)
		step.Confirms = int32(answers)
	}
	e.countRow(x.row, t, &step)
	e.settleFacts(x.row)
}

func (e *engine) newExchange(t *packet.Transport, ends fact.Ends, from uint8) *exchange {
	x := &exchange{}
	client, roles := e.firstSender(ends)
	to := 1 - from
	if roles != fact.Seen && (e.group(t.Dst).Cast == "" && udp.Answers(t.Payload, int(t.UDP.Len), ends[from].Port(), ends[to].Port()) || e.board.Asked(ends[to], ends[from].Addr())) {
		client, roles = to, fact.Inferred
	}
	x.clientIs = client
	e.board.Begin(&x.Exchange, fact.Side(from^client), ends[client], ends[1-client].Addr())
	x.row = e.newRow(fact.ID{Proto: fact.UDP, Stream: int(t.UDP.Stream), Incarnation: 1}, fact.Ends{ends[client], ends[1-client]}, roles)
	return x
}

// firstSender chooses the client of an exchange: who sent first, unless the ports speak
// against it (a capture may begin with an answer) or the user said otherwise.
func (e *engine) firstSender(ends fact.Ends) (client uint8, roles fact.Certainty) {
	for i := range ends {
		if e.isServer(ends[i]) {
			return uint8(1 - i), fact.Seen
		}
	}
	if wellKnown(ends[0].Port()) && !wellKnown(ends[1].Port()) {
		return 1, fact.Guessed
	}
	return 0, fact.Inferred
}

// wellKnown are the system ports of RFC 6335 §6.
func wellKnown(port uint16) bool { return port < 1024 }

// group tells a destination at which many listen, and from which no answer can come; no
// router passes on a broadcast (RFC 919 §7) or what goes to the link's own groups (RFC 5771 §4,
// RFC 4291 §2.7). IPv6 has no broadcast (RFC 4291 §2).
func (e *engine) group(dst netip.Addr) fact.Group {
	switch {
	case dst.IsMulticast():
		return fact.Group{Cast: fact.Multicast, Local: dst.IsLinkLocalMulticast() || dst.IsInterfaceLocalMulticast()}
	case dst == netip.AddrFrom4([4]byte{255, 255, 255, 255}):
		return fact.Group{Cast: fact.Broadcast, Local: true}
	case dst.Is4() && e.pkt.HasMAC && e.pkt.DstMAC == [6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}:
		return fact.Group{Cast: fact.LinkCast}
	}
	return fact.Group{}
}
