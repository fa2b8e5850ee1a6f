// Package udp watches the datagrams between two endpoints: which of them looks like the
// answer to which, and which have none in the capture. UDP itself has no such notion
// (RFC 768), so a pairing is never more than what order and contents suggest.
package udp

import (
	"bytes"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

const (
	// maxOpen bounds the requests that are kept while they wait for an answer; of an older one nothing is said any more.
	maxOpen = 64
	// maxKept bounds the bytes kept of a request; a longer one is compared by these and its length.
	maxKept = 2048
)

// Message is one datagram as the observer sees it.
type Message struct {
	Frame   int
	Time    fact.Time
	Side    fact.Side
	Len     int    // bytes of data
	Payload []byte // as captured; valid during the call
	OneWay  bool   // to a multicast or broadcast address: no answer comes from that address
}

type request struct {
	frame int
	time  fact.Time
	len   int
	kept  []byte
}

// Exchange is everything kept of one exchange.
type Exchange struct {
	open    []request
	dropped int // requests no longer kept
	oneWay  bool
	sums    fact.Checksums
}

// Step appends what the datagram tells to out and gives the frame that it answers, 0 where none is told.
func (x *Exchange) Step(m *Message, out []fact.Fact) (answers int, facts []fact.Fact) {
	if m.Side == fact.Client {
		return 0, x.ask(m, out)
	}
	i, same := x.match(m)
	if i < 0 {
		x.open = x.open[:0] // it may answer any of them: of none is it said that nothing does
		return 0, out
	}
	r := x.open[i]
	kind, sure := fact.UDPAnswer, fact.Inferred
	if same {
		kind = fact.UDPEcho
	}
	out = append(out, fact.Fact{Kind: kind, Side: fact.Server, Frames: []int{m.Frame, r.frame}, Sure: sure,
		What: fact.Answer{Of: r.frame, Bytes: m.Len, After: m.Time.Sub(r.time)}})
	if same {
		x.open = append(x.open[:i], x.open[i+1:]...)
	} else {
		x.open = x.open[:0]
	}
	return r.frame, out
}

func (x *Exchange) ask(m *Message, out []fact.Fact) []fact.Fact {
	x.oneWay = x.oneWay || m.OneWay
	kept := append([]byte(nil), m.Payload[:min(len(m.Payload), maxKept)]...)
	out = x.retry(m, kept, out)
	if len(x.open) == maxOpen {
		copy(x.open, x.open[1:])
		x.open = x.open[:maxOpen-1]
		x.dropped++
	}
	x.open = append(x.open, request{frame: m.Frame, time: m.Time, len: m.Len, kept: kept})
	return out
}

// retry tells that the same bytes wait for an answer already. To a group many programs
// send the same bytes over and over: of these nothing is told.
func (x *Exchange) retry(m *Message, kept []byte, out []fact.Fact) []fact.Fact {
	var r fact.Retry
	for i := len(x.open) - 1; i >= 0 && m.Len > 0 && !x.oneWay; i-- {
		q := &x.open[i]
		if q.len != m.Len || !bytes.Equal(q.kept, kept) {
			continue
		}
		if r.Count++; r.Count == 1 {
			r.Of, r.Bytes, r.After = q.frame, m.Len, m.Time.Sub(q.time)
		}
	}
	if r.Count == 0 {
		return out
	}
	return append(out, fact.Fact{Kind: fact.UDPRetry, Side: fact.Client, Frames: []int{m.Frame, r.Of}, Sure: fact.Inferred, What: r})
}

// match finds the request that m answers: the oldest with the same bytes, all of them captured, else the only
// one that waits, or the latest where all that wait hold the same bytes (a retry). Where
// none of this decides, order alone would be a guess.
func (x *Exchange) match(m *Message) (index int, same bool) {
	kept := m.Payload[:min(len(m.Payload), maxKept)]
	alike := true
	for i := range x.open {
		if x.open[i].len == m.Len && bytes.Equal(x.open[i].kept, kept) && len(kept) == min(m.Len, maxKept) {
			return i, true
		}
		alike = alike && x.open[i].len == x.open[0].len && bytes.Equal(x.open[i].kept, x.open[0].kept)
	}
	if len(x.open) > 0 && alike {
		return len(x.open) - 1, false
	}
	return -1, false
}

// Count notes the verdict on a datagram's checksum.
func (x *Exchange) Count(frame int, side fact.Side, v fact.Verdict) { x.sums.Add(frame, side, v) }

// Refused is the latest request of so many bytes that has no answer: the one that an ICMP
// error quotes. 0 where none is kept, or the quoted datagram went the other way.
func (x *Exchange) Refused(sender fact.Side, size int) int {
	for i := len(x.open) - 1; i >= 0 && sender == fact.Client; i-- {
		if x.open[i].len == size {
			return x.open[i].frame
		}
	}
	return 0
}

// End appends what the end of the capture, at the time given, leaves unanswered.
func (x *Exchange) End(end fact.Time, out []fact.Fact) []fact.Fact {
	if x.sums.Frame() != 0 {
		out = append(out, fact.Fact{Kind: fact.UDPChecksum, Side: fact.Client, Frames: []int{x.sums.Frame()}, Sure: fact.Derived, What: x.sums})
	}
	if len(x.open) == 0 || x.oneWay {
		return out
	}
	frames := make([]int, len(x.open))
	for i, r := range x.open {
		frames[i] = r.frame
	}
	var until time.Duration
	if x.open[0].time.Known() {
		until = end.Sub(x.open[0].time)
	}
	return append(out, fact.Fact{Kind: fact.UDPUnanswered, Side: fact.Client, Frames: frames, Sure: fact.Seen,
		What: fact.Unanswered{Tries: len(x.open) + x.dropped, Until: until}})
}
