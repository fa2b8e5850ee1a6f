package udp

import (
	"net/netip"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Board holds the questions of all exchanges that may be answered in another one: those to
// a group, which its members answer from addresses of their own, and those that a host
// answers from another port (TFTP, RFC 1350 §4). Its zero value is ready to use.
type Board struct {
	byID    map[id]question             // to a group
	byEnd   map[netip.AddrPort]question // an end's latest to a group
	byHosts map[asker]*Exchange         // the latest exchange of an end with a host
	asked   map[id]struct{}             // all that was asked with an id
	missed  bool                        // … but for some that did not fit, or that were not captured whole
	names   asked
}

type id struct {
	app  fact.App
	id   [12]byte
	size uint8
}

type asker struct {
	end  netip.AddrPort
	host netip.Addr
}

type question struct {
	frame int
	time  fact.Time
	from  netip.AddrPort
	of    *Exchange
}

const (
	// maxBoard bounds each of the board's lists; of what is asked beyond it, no answer is told.
	maxBoard = 4096
	// maxMembers bounds the frames that are named of those that answer from elsewhere.
	maxMembers = 8
)

// post notes a question.
func (b *Board) post(x *Exchange, m *Message, k *mark) {
	if m.Side == fact.Client {
		x.asked = moment{m.Frame, m.Time}
		if x.begun.frame == 0 {
			x.begun = x.asked
		}
	}
	if m.Group.Cast == "" {
		return
	}
	x.reach(m)
	q := question{m.Frame, m.Time, m.From, x}
	put(&b.byEnd, m.From, q)
	if n, ok := multicastDNS(m); ok {
		b.names.post(m, n, q)
	}
	if k.size > 0 {
		put(&b.byID, id{k.app, k.id, k.size}, q)
	}
}

// reach notes that a datagram goes to a group.
func (x *Exchange) reach(m *Message) {
	if m.Group.Cast != "" && x.group.Cast == "" {
		x.group, x.first = m.Group, m.Frame
	}
}

// hear notes with which id a datagram asks.
func (b *Board) hear(m *Message, k *mark) {
	switch {
	case k.app == "":
		b.missed = b.missed || len(m.Payload) < m.Len
	case !k.answer:
		put(&b.asked, id{k.app, k.id, k.size}, struct{}{})
		b.missed = b.missed || len(b.asked) == maxBoard
	}
}

// unasked tells that a datagram answers, by its id, what no frame before it asks. Where a
// request without an id waits, it may be to that.
func (b *Board) unasked(x *Exchange, m *Message, k *mark, out []fact.Fact) ([]fact.Fact, bool) {
	_, asked := b.asked[id{k.app, k.id, k.size}]
	waits := func(r request) bool { return r.side != m.Side && r.mark.app == "" }
	if !k.answer || k.size == 0 || asked || b.missed || slices.ContainsFunc(x.open, waits) {
		return out, false
	}
	return append(out, fact.Fact{Kind: fact.UDPApart, Side: m.Side, Frames: []int{m.Frame}, Sure: fact.Derived,
		What: fact.Apart{By: k.app, ID: k.hex()}}), true
}

func put[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = map[K]V{}
	}
	if _, there := (*m)[key]; there || len(*m) < maxBoard {
		(*m)[key] = value
	}
}

// Begin notes an exchange of a client's end with a host. Where it is the host that begins,
// the question stands in an exchange before.
func (b *Board) Begin(x *Exchange, first fact.Side, client netip.AddrPort, host netip.Addr) {
	key := asker{client, host}
	if x.before = b.byHosts[key]; first == fact.Client || x.before == nil {
		put(&b.byHosts, key, x)
	}
}

// Asked tells that the end has sent to the host, or to a group: what comes to it may be an answer.
func (b *Board) Asked(end netip.AddrPort, host netip.Addr) bool {
	_, group := b.byEnd[end]
	of := b.byHosts[asker{end, host}]
	return group || of != nil && of.asked.frame != 0
}

// answer tells that a datagram answers the question of another exchange: by its id, or,
// where its own exchange holds no question, because it comes to an end that has asked a
// group or another port of its host.
func (b *Board) answer(x *Exchange, m *Message, k *mark, out []fact.Fact) ([]fact.Fact, bool) {
	q, byID := b.byID[id{k.app, k.id, k.size}]
	if byID = byID && k.answer && q.from.Port() == m.To.Port(); !byID {
		if m.Side == fact.Client || x.asked.frame != 0 {
			return out, false
		}
		q = b.open(x, m)
	}
	if q.of == nil || q.of == x {
		return out, false
	}
	what := fact.Apart{Of: q.frame, After: m.Time.Sub(q.time), Group: q.of.group.Cast != ""}
	sure := fact.Inferred
	if byID {
		sure, what.By, what.ID = fact.Derived, k.app, k.hex()
	}
	x.apart = true
	q.of.answeredApart(q.frame, m.Frame, sure)
	return append(out, fact.Fact{Kind: fact.UDPApart, Side: m.Side, Frames: []int{m.Frame, q.frame}, Sure: sure, What: what}), true
}

// open is the question without an id that may wait for the datagram; one to another port
// of the host is answered by the first datagram of the new exchange only.
func (b *Board) open(x *Exchange, m *Message) question {
	if q, ok := b.byEnd[m.To]; ok {
		return q
	}
	if of := x.before; of != nil && of.asked.frame != 0 && !x.apart {
		return question{of.asked.frame, of.asked.time, m.To, of}
	}
	return question{}
}

// answeredApart notes that a frame of another exchange answers one of this.
func (x *Exchange) answeredApart(of, by int, sure fact.Certainty) {
	if x.elsewhere == nil {
		x.elsewhere = []int{of}
	}
	x.answers.Group, x.sure = x.group.Cast != "", max(x.sure, sure)
	if x.answers.Answers++; len(x.elsewhere) <= maxMembers {
		x.elsewhere = append(x.elsewhere, by)
	}
	for i := range x.open {
		if x.open[i].frame == of {
			x.open[i].answered = true
		}
	}
}
