package udp

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// portMDNS is where multicast DNS is asked, and where it answers from (RFC 6762 §5, §6).
const portMDNS = 5353

const (
	// maxWait is how long after a question its answer is looked for. Responders wait half a
	// second at most (RFC 6762 §6.4, §7.2); the rest is for the way. What comes later is as
	// likely to be told without a question.
	maxWait = time.Second
	// maxAsked bounds the latest questions that are kept, and maxEntries those that are read of a message.
	maxAsked   = 256
	maxEntries = 64
)

// Types and the class that answer, or ask for, whatever there is (RFC 6762 §6, §6.1).
const (
	typeCNAME = 5
	typeNSEC  = 47
	anyType   = 255
	anyClass  = 255
)

// mdns is a message of multicast DNS.
type mdns struct {
	answer bool
	count  int // of its questions, or of the records that it answers with
}

// multicastDNS recognises one: its format is that of DNS, without an opcode or an error
// (RFC 6762 §18.3, §18.11).
func multicastDNS(m *Message) (mdns, bool) {
	b := m.Payload
	if len(b) < 12 || b[2]&0x78 != 0 || b[3]&0x0f != 0 {
		return mdns{}, false
	}
	n, port := mdns{answer: b[2]&0x80 != 0, count: int(binary.BigEndian.Uint16(b[4:]))}, m.To.Port()
	if n.answer {
		n.count, port = int(binary.BigEndian.Uint16(b[6:])), m.From.Port()
	}
	return n, n.count > 0 && port == portMDNS
}

// asked are the latest questions to the groups of multicast DNS, whose messages hold no id
// (RFC 6762 §18.1). Its zero value is ready to use.
type asked struct {
	latest []askedName
	place  int    // of the next among them
	lost   moment // the latest question that is not kept
	read   entries
	of     []question // reused
}

type askedName struct {
	question
	to netip.AddrPort
	entry
}

// answeredBy tells that a record answers the question (RFC 6762 §6): by its type, or by
// saying that there is none of that type.
func (q *askedName) answeredBy(record *entry) bool {
	kind := q.kind == record.kind || q.kind == anyType || record.kind == typeCNAME || record.kind == typeNSEC
	return kind && q.sum == record.sum && (q.class == record.class || q.class == anyClass) && sameName(q.name, record.name)
}

// waits tells that the message, by its time and the way it goes, can answer the question. A
// host that has asked for its own names tells them of its own accord (RFC 6762 §8.1, §8.3).
func (q *askedName) waits(m *Message) bool {
	return m.Time.Sub(q.time) <= maxWait && q.from.Addr() != m.From.Addr() && (m.To == q.to || m.To == q.from)
}

// post notes what a message asks.
func (a *asked) post(m *Message, n mdns, q question) {
	a.read.b, a.read.at = m.Payload, 12
	for range min(n.count, maxEntries) {
		e, ok := a.read.next(false)
		if !ok {
			a.lost = moment{m.Frame, m.Time}
			return
		}
		a.keep(askedName{q, m.To, e})
	}
	if n.count > maxEntries {
		a.lost = moment{m.Frame, m.Time}
	}
}

func (a *asked) keep(q askedName) {
	if len(a.latest) < maxAsked {
		a.latest = append(a.latest, askedName{})
	}
	k := &a.latest[a.place]
	if k.frame != 0 {
		a.lost = moment{k.frame, k.time}
	}
	q.name = append(k.name[:0], q.name...)
	*k = q
	a.place = (a.place + 1) % maxAsked
}

// answered gives the questions that the message answers, and where in it the record stands
// that is the first to do so, or the first of all; of the questions that this record answers
// the latest comes first. Where there are none, whole tells that none was missed; a record
// at 0 is none that could be read.
func (a *asked) answered(m *Message, n mdns) (of []question, record int, whole bool) {
	a.of, a.read.b, a.read.at = a.of[:0], m.Payload, 12
	for range binary.BigEndian.Uint16(m.Payload[4:]) { // an answer to a plain DNS client repeats the question (RFC 6762 §6.7)
		if _, ok := a.read.next(false); !ok {
			return nil, 0, false
		}
	}
	for range min(n.count, maxEntries) {
		at := a.read.at
		e, ok := a.read.next(true)
		if !ok {
			return a.of, record, false
		}
		before := len(a.of)
		a.find(m, &e)
		if record == 0 || before == 0 && len(a.of) > 0 {
			record = at
		}
	}
	return a.of, record, n.count <= maxEntries && (a.lost.frame == 0 || m.Time.Sub(a.lost.time) > maxWait)
}

// find adds the questions that the record answers.
func (a *asked) find(m *Message, record *entry) {
	for i := range a.latest {
		q := &a.latest[(a.place+len(a.latest)-1-i)%len(a.latest)]
		known := func(o question) bool { return o.frame == q.frame }
		if len(a.of) < maxTries && q.answeredBy(record) && q.waits(m) && !slices.ContainsFunc(a.of, known) {
			a.of = append(a.of, q.question)
		}
	}
}

// named tells what a message of multicast DNS answers, or that no other host has asked for it.
func (b *Board) named(x *Exchange, m *Message, n mdns, out []fact.Fact) []fact.Fact {
	of, at, whole := b.names.answered(m, n)
	if at == 0 || len(of) == 0 && (!whole || b.missed) {
		return out
	}
	b.names.read.at = at
	e, _ := b.names.read.next(true)
	what := fact.Named{Name: spell(e.name), Type: e.kind, Group: m.Group.Cast != ""}
	f := fact.Fact{Kind: fact.UDPNamed, Side: m.Side, Frames: []int{m.Frame}, Sure: fact.Derived}
	for _, q := range of {
		f.Frames = append(f.Frames, q.frame)
		q.of.answeredApart(q.frame, m.Frame, fact.Inferred)
	}
	if len(of) > 0 {
		f.Sure, what.Of, what.After = fact.Inferred, of[0].frame, m.Time.Sub(of[0].time)
	}
	f.What, x.apart = what, true
	return append(out, f)
}
