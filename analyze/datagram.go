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
	if e.manyListen(t.Dst) && len(e.groupSenders) < maxGroupSenders {
		e.groupSenders[ends[from]] = true
	}
	own := e.talk(p)
	if own.exchange == nil {
		own.exchange = e.newExchange(t, ends, from)
	}
	x := own.exchange
	side := fact.Side(from ^ x.clientIs)
	step := e.step(t, side)
	x.Count(e.in.Number, side, t.UDP.Verdict)
	msg := udp.Message{Frame: e.in.Number, Time: e.in.Time, Side: side, Len: int(t.UDP.Len), Payload: t.Payload, OneWay: e.manyListen(t.Dst)}
	var answers int
	answers, e.facts = x.Step(&msg, e.facts[:0])
	step.Confirms = int32(answers)
	e.countRow(x.row, t, &step)
	e.settleFacts(x.row)
}

func (e *engine) newExchange(t *packet.Transport, ends fact.Ends, from uint8) *exchange {
	x := &exchange{}
	client, roles := e.firstSender(ends)
	if roles != fact.Seen && !e.manyListen(t.Dst) && udp.Answers(t.Payload, int(t.UDP.Len)) {
		client, roles = 1-from, fact.Inferred
	}
	if e.groupSenders[ends[1]] || e.askers[asker{ends[1], ends[0].Addr()}] {
		client, roles = 1, fact.Inferred
	}
	x.clientIs = client
	if len(e.askers) < maxAskers {
		e.askers[asker{ends[client], ends[1-client].Addr()}] = true
	}
	x.row = e.newRow(fact.ID{Proto: fact.UDP, Stream: int(t.UDP.Stream), Incarnation: 1}, fact.Ends{ends[client], ends[1-client]}, roles)
	return x
}

// asker is an end that sent to a host. What comes back from another port of that host
// answers it (TFTP, RFC 1350 §4), as what answers a group's question comes from a host of its own.
type asker struct {
	end  netip.AddrPort
	host netip.Addr
}

// maxAskers bounds the askers that are remembered.
const maxAskers = 4096

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

// maxGroupSenders bounds the ends that are remembered for having sent to a group.
const maxGroupSenders = 4096

// wellKnown are the system ports of RFC 6335 §6.
func wellKnown(port uint16) bool { return port < 1024 }

// manyListen tells a group or broadcast address, from which no answer can come.
func (e *engine) manyListen(dst netip.Addr) bool {
	return dst.IsMulticast() || dst == netip.AddrFrom4([4]byte{255, 255, 255, 255}) || e.pkt.HasMAC && e.pkt.DstMAC[0]&1 != 0
}
