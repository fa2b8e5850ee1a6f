package analyze

import (
	"iter"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/packet"
	"github.com/pcaplain/pcaplain/analyze/internal/slab"
	"github.com/pcaplain/pcaplain/analyze/internal/tcp"
	"github.com/pcaplain/pcaplain/analyze/internal/tcp/rule"
	"github.com/pcaplain/pcaplain/analyze/internal/wireshark"
)

// connection is what is kept of the TCP connections of one pair of ends: the observer of
// the states, and the incarnations about which it has not said its last word.
type connection struct {
	tcp.Pair
	live       []incarnation
	made       int // incarnations so far of lastStream
	lastStream int
}

// incarnation is one connection of a pair.
type incarnation struct {
	number int // tcp's
	row    *fact.Row
	done   bool // the last word is said: what still comes is only counted
	turned bool // the user named the other end as the server
	rule.Connection
}

// segment numbers a TCP header's stream and hands the segment to the observers.
func (e *engine) segment(t *packet.Transport, id int32, from uint8) {
	p := e.ends.At(int(id))
	if t.Held || t.TCP.Part == fact.Ports { // an ICMP error quotes eight bytes at least (RFC 792): ports and number
		e.quotedSegment(t, p, from)
		return
	}
	self := t.TCP.SrcPort == t.TCP.DstPort && t.Src == t.Dst
	p.shown.See(&t.TCP, wireshark.Where{Frame: e.in.Number, Time: e.in.Time, From: from, Self: self, Quoted: t.Quoted}, &e.numbers[fact.TCP])
	if t.Quoted {
		e.quotedSegment(t, p, from)
		return
	}
	e.countStream(t, id, from, p.shown.Stream())
	if e.opt.StreamsOnly || !e.observes(p) {
		return
	}
	switch {
	case t.TCP.Part == fact.Stub: // Wireshark's length counts from a place that is none
		known := *t
		known.TCP.Len = -1
		t = &known
	case t.TCP.Beyond > 0:
		whole := *t
		whole.TCP.Len += t.TCP.Beyond
		whole.TCP.Verdict = fact.Unchecked
		t = &whole
	}
	own := e.talk(p)
	if own.conn == nil {
		own.conn = &connection{}
	}
	conn, ends := own.conn, endsOf(t, from)
	e.observed.Reset()
	seg := tcp.Segment{Frame: e.in.Number, Time: e.in.Time, From: from, Same: self,
		Ports: [2]uint16{ends[0].Port(), ends[1].Port()}, Vantage: uint32(e.in.Described), ID: t.ID, TTL: t.TTL, Segment: t.TCP, Payload: t.Payload}
	seg.Taken = conn.Doubts(&seg) && e.answered(t)
	conn.Step(&seg, &e.observed)
	e.begin(conn, p.shown.Stream(), ends)
	e.tell(t, conn)
	e.settle(conn)
}

// answered tells whether the next segment between its ends is a SYN-ACK that confirms the SYN,
// which may itself be repeated before; false where that lies too far on.
func (e *engine) answered(syn *packet.Transport) bool {
	src, dst := syn.Ends()
	for next := range e.frames.peek() {
		for i := range next.packet.Transports {
			t := &next.packet.Transports[i]
			if t.Proto != fact.TCP || t.Quoted || t.TCP.Part < fact.Numbers {
				continue
			}
			switch from, to := t.Ends(); {
			case from == dst && to == src:
				return tcp.Confirms(&t.TCP, &syn.TCP)
			case from == src && to == dst && (t.TCP.Flags != syn.TCP.Flags || t.TCP.Seq != syn.TCP.Seq):
				return false
			}
		}
	}
	return false
}

// begin makes the rows of the connections that begin.
func (e *engine) begin(c *connection, stream int32, ends fact.Ends) {
	for _, b := range e.observed.Begun {
		client, roles := b.Client, b.Roles
		for i := range ends {
			switch {
			case e.isServer(ends[i]):
				client, roles = uint8(1-i), fact.Seen
			case roles == fact.Guessed && slices.Contains(e.opt.inferred, ends[i]):
				client, roles = uint8(1-i), fact.Inferred
			}
		}
		id := fact.ID{Proto: fact.TCP, Stream: int(stream), Incarnation: 1}
		if c.made > 0 && c.lastStream == id.Stream {
			id.Incarnation = c.made + 1
		}
		c.lastStream, c.made = id.Stream, id.Incarnation
		c.live = slices.DeleteFunc(c.live, func(in incarnation) bool { return in.done })
		row := e.newRow(id, fact.Ends{ends[client], ends[1-client]}, roles)
		c.live = append(c.live, incarnation{number: b.Incarnation, row: row, turned: client != b.Client, Connection: rule.Connection{Bounds: e.bounds}})
	}
}

// tell hands the segment to the rules of its connection.
func (e *engine) tell(t *packet.Transport, c *connection) {
	in := c.incarnation(e.observed.Incarnation)
	if in == nil {
		return
	}
	step := e.step(t, in.side(e.observed.Side))
	step.Dup = int32(e.observed.Copy)
	seg := rule.Segment{Frame: e.in.Number, Time: e.in.Time, Side: step.Side, Copy: e.observed.Copy != 0, Hops: e.observed.Hops, ID: t.ID, TTL: t.TTL,
		Apart: e.observed.Apart, Stray: e.observed.Stray, Offer: e.observed.Offer, Edge: e.observed.Edge, Segment: &t.TCP, Payload: t.Payload}
	if e.facts = e.facts[:0]; !in.done {
		e.facts = in.Step(&seg, &step, e.facts)
	}
	e.countRow(in.row, t, &step)
	e.settleFacts(in.row)
}

func (c *connection) incarnation(number int) *incarnation {
	for i := range c.live {
		if c.live[i].number == number {
			return &c.live[i]
		}
	}
	return nil
}

// side is the observer's side as the conversation has it.
func (in *incarnation) side(s fact.Side) fact.Side {
	if in.turned {
		return s.Other()
	}
	return s
}

// settle hands out the moves that settled, and closes the connections that are done with.
func (e *engine) settle(c *connection) {
	for _, m := range e.observed.Moves {
		if in := c.incarnation(m.Incarnation); in != nil {
			m.Side = in.side(m.Side)
			e.out.Moves = append(e.out.Moves, MoveOf{in.row, m.Move})
			in.row.States[m.Side] = m.New
		}
	}
	for _, done := range e.observed.Ended {
		in := c.incarnation(done.Incarnation)
		if in == nil {
			continue
		}
		for side, state := range done.States {
			in.row.States[in.side(fact.Side(side))] = state
		}
		e.facts = in.End(e.survey.Last, in.row.States, e.facts[:0])
		e.settleFacts(in.row)
		in.done, in.Connection = true, rule.Connection{}
	}
}

// end settles what the end of the file settles, in the order in which the pairs appeared.
// What is settled is let go: the survey's streams hold the engine.
func (e *engine) end() iter.Seq[*talk] {
	return func(yield func(*talk) bool) {
		for i := range e.ends.Len() {
			t := e.talk(e.ends.At(i))
			if t == nil {
				continue
			}
			e.out.reset()
			if t.conn != nil {
				e.observed.Reset()
				t.conn.End(&e.observed)
				e.settle(t.conn)
			} else {
				e.facts = t.exchange.End(e.survey.Last, e.facts[:0])
				e.settleFacts(t.exchange.row)
			}
			if *t = (talk{}); !yield(t) {
				return
			}
		}
		e.talks = slab.Slab[talk]{}
	}
}
