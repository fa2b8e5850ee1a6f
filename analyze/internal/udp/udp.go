// Package udp watches the datagrams between two endpoints: which of them looks like the
// answer to which, and which have none in the capture. UDP itself has no such notion
// (RFC 768), so a pairing is what the application's own ids say, or else no more than what
// order and contents suggest.
package udp

import (
	"net/netip"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

const (
	// maxOpen bounds the requests that are kept; of an older one nothing is said any more.
	maxOpen = 64
	// maxKept bounds the bytes kept of a request; a longer one is compared by these and its length.
	maxKept = 2048
	// maxTries bounds how many requests are named that one answer may be to.
	maxTries = 8
)

// Message is one datagram as the observer sees it.
type Message struct {
	Frame    int
	Vantage  uint32 // where it was captured: equal packets of two vantages are one packet captured twice
	ID       uint16 // of the IPv4 header; 0: none
	TTL      uint8
	Time     fact.Time
	Side     fact.Side
	Len      int        // bytes of data
	Payload  []byte     // as captured; valid during the call
	Group    fact.Group // with a Cast: to an address from which no answer can come
	From, To netip.AddrPort
}

// Exchange is everything kept of one exchange.
type Exchange struct {
	open    []request
	dropped int    // of the client's requests that nothing had answered, those no longer kept
	begun   moment // the client's first
	asked   moment // its latest
	group   fact.Group
	first   int // the frame to the group

	answers   fact.Answered // in other exchanges
	elsewhere []int         // the first request that has such an answer, and the first few of them
	sure      fact.Certainty

	before  *Exchange // of the same end with another port of the host; nil
	heard   bool      // the server has sent
	quoted  bool      // an ICMP error quotes a datagram
	retried bool      // a retry was told
	sent    []sent    // the latest datagrams
	place   int       // of the next among them
	quic    uint32    // its version; 0: it is not known to be QUIC
	apart   bool      // something of it answers another exchange
	sums    fact.Checksums
}

// moment is a frame and its time.
type moment struct {
	frame int
	time  fact.Time
}

// Step appends what the datagram, of which Copy knows no earlier frame, tells to out and gives
// the frame of the exchange that it answers, 0 where none is told. What answers none there may
// answer one on the board.
func (x *Exchange) Step(m *Message, board *Board, out []fact.Fact) (answers int, facts []fact.Fact) {
	if m.Side == fact.Server && x.group.Cast == fact.LinkCast {
		x.group = fact.Group{} // one host's address after all
	}
	kept := m.Payload[:min(len(m.Payload), maxKept)]
	out, inside := x.inside(m, kept, out)
	if inside {
		return 0, out
	}
	k := recognise(kept, m.Len, m.From.Port(), m.To.Port())
	if k.empty && k.kind != confirmable {
		return x.receipt(m, &k, out)
	}
	board.hear(m, &k)
	if i := x.echoed(m, kept); i >= 0 {
		return x.echo(m, i, out)
	}
	if i := x.marked(m.Side, &k, kept); i >= 0 {
		return x.byID(m, i, &k, kept, out)
	}
	if n, ok := multicastDNS(m); ok && n.answer && k.app == "" && (m.Group.Cast != "" || x.asked.frame == 0) {
		x.reach(m)
		return 0, board.named(x, m, n, out)
	}
	if out, ok := board.answer(x, m, &k, out); ok {
		return 0, out
	}
	if out, ok := board.unasked(x, m, &k, out); ok {
		return 0, out
	}
	switch {
	case k.answer && (m.Side == fact.Client || x.knows(k.app)):
		return 0, out // by its id it answers none of those that are kept, whatever their order
	case m.Side == fact.Client, k.app != "" && !k.answer:
		board.post(x, m, &k)
		return 0, x.ask(m, kept, &k, out)
	}
	return x.byOrder(m, out)
}

func (x *Exchange) ask(m *Message, kept []byte, k *mark, out []fact.Fact) []fact.Fact {
	out = x.retry(m, kept, out)
	x.keep(request{frame: m.Frame, id: m.ID, time: m.Time, side: m.Side, len: m.Len, mark: *k}, kept)
	return out
}

// retry tells that the same bytes wait for an answer already. To a group many programs
// send the same bytes over and over: of these nothing is told.
func (x *Exchange) retry(m *Message, kept []byte, out []fact.Fact) []fact.Fact {
	var r fact.Retry
	for i := len(x.open) - 1; i >= 0 && m.Len > 0 && x.group.Cast == ""; i-- {
		q := &x.open[i]
		if q.side != m.Side || q.answered || !q.holds(m.Len, kept) {
			continue
		}
		if r.Count++; r.Count == 1 {
			r.Of, r.Bytes, r.After, r.ID = q.frame, m.Len, m.Time.Sub(q.time), m.ID != 0 && q.id == m.ID
			r.NoID = m.ID == 0 && q.id == 0 && r.After < soon
		}
	}
	if r.Count == 0 {
		return out
	}
	x.retried = true
	return append(out, fact.Fact{Kind: fact.UDPRetry, Side: m.Side, Frames: []int{m.Frame, r.Of}, Sure: fact.Inferred, What: r})
}

// echo tells that the bytes of a request came back. Where several hold them it may be the
// echo of any, and of the others it is not said that nothing answers them.
func (x *Exchange) echo(m *Message, i int, out []fact.Fact) (answers int, facts []fact.Fact) {
	r := x.open[i]
	frames := []int{m.Frame, r.frame}
	for j := i + 1; j < len(x.open); j++ {
		if o := &x.open[j]; o.side == r.side && !o.answered && o.holds(r.len, r.kept) {
			frames = append(frames, o.frame)
			o.perhaps = true
		}
	}
	x.drop(i)
	return r.frame, append(out, fact.Fact{Kind: fact.UDPEcho, Side: m.Side, Frames: frames[:min(len(frames), 1+maxTries)], Sure: fact.Inferred,
		What: fact.Answer{Of: r.frame, Bytes: m.Len, After: m.Time.Sub(r.time)}})
}

// byID tells that the datagram holds the id of a request. What was sent with the same id
// before is a try of the same; more than one answer may hold it.
func (x *Exchange) byID(m *Message, i int, k *mark, kept []byte, out []fact.Fact) (answers int, facts []fact.Fact) {
	r := &x.open[i]
	r.answered = true
	r.answers++
	frames := []int{m.Frame, r.frame}
	for j := i - 1; j >= 0; j-- {
		if o := &x.open[j]; o.side == r.side && o.mark.same(o.kept, &r.mark, r.kept) {
			frames = append(frames, o.frame)
			o.answered = true
		}
	}
	what := fact.Answer{Of: r.frame, Bytes: m.Len, After: m.Time.Sub(r.time), By: k.app, ID: k.hex(), Nth: r.answers, Confirms: k.kind == acknowledgement}
	out = append(out, fact.Fact{Kind: fact.UDPAnswer, Side: m.Side, Frames: frames[:min(len(frames), 1+maxTries)], Sure: fact.Derived, What: what})
	if k.separate() { // an acknowledgement, or a Reset, may be to it
		x.keep(request{frame: m.Frame, id: m.ID, time: m.Time, side: m.Side, len: m.Len, mark: *k, answered: true}, kept)
	}
	return what.Of, out
}

// byOrder takes a datagram without an id for the answer to the only request that waits, or
// to the latest where all that wait hold the same bytes (a retry). Where neither decides,
// order would be a guess, and it may answer any of them: of none is it said that nothing does.
func (x *Exchange) byOrder(m *Message, out []fact.Fact) (answers int, facts []fact.Fact) {
	frames := []int{m.Frame}
	var latest *request
	alike := true
	for i := len(x.open) - 1; i >= 0; i-- {
		r := &x.open[i]
		if r.side == m.Side || r.answered || r.perhaps {
			continue
		}
		if latest == nil {
			latest = r
		}
		alike = alike && latest.holds(r.len, r.kept)
		frames = append(frames, r.frame)
	}
	if latest != nil && alike {
		answers = latest.frame
		out = append(out, fact.Fact{Kind: fact.UDPAnswer, Side: m.Side, Frames: frames[:min(len(frames), 1+maxTries)], Sure: fact.Inferred,
			What: fact.Answer{Of: answers, Bytes: m.Len, After: m.Time.Sub(latest.time)}})
	}
	x.settle(m.Side.Other())
	return answers, out
}

// Count notes the verdict on a datagram's checksum.
func (x *Exchange) Count(frame int, side fact.Side, v fact.Verdict) { x.sums.Add(frame, side, v) }

// End appends what the end of the capture, at the time given, leaves unanswered.
func (x *Exchange) End(end fact.Time, out []fact.Fact) []fact.Fact {
	if x.sums.Frame() != 0 {
		out = append(out, fact.Fact{Kind: fact.UDPChecksum, Side: fact.Client, Frames: []int{x.sums.Frame()}, Sure: fact.Derived, What: x.sums})
	}
	if x.answers.Answers > 0 {
		out = append(out, fact.Fact{Kind: fact.UDPAnswered, Side: fact.Client, Frames: x.elsewhere, Sure: x.sure, What: x.answers})
	}
	if x.group.Cast != "" {
		return append(out, fact.Fact{Kind: fact.UDPGroup, Side: fact.Client, Frames: []int{x.first}, Sure: fact.Seen, What: x.group})
	}
	if f, ok := x.oneWay(); ok {
		return append(out, f)
	}
	out = x.unanswered(fact.Client, x.dropped, end, out)
	return x.unanswered(fact.Server, 0, end, out)
}

func (x *Exchange) unanswered(side fact.Side, dropped int, end fact.Time, out []fact.Fact) []fact.Fact {
	var frames []int
	var until time.Duration
	for i := range x.open {
		r := &x.open[i]
		if r.side != side || r.answered || r.perhaps {
			continue
		}
		if len(frames) == 0 && r.time.Known() {
			until = end.Sub(r.time)
		}
		frames = append(frames, r.frame)
	}
	if frames == nil {
		return out
	}
	return append(out, fact.Fact{Kind: fact.UDPUnanswered, Side: side, Frames: frames, Sure: fact.Seen,
		What: fact.Unanswered{Tries: len(frames) + dropped, Until: until}})
}
