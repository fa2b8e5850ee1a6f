package udp

import (
	"hash/maphash"
	"slices"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// sent is what tells one datagram of an exchange from another: by an ICMP error's quote, or
// where the capture holds it a second time. Its checksum does not: a network card may have
// finished it between two vantages.
type sent struct {
	time    fact.Time
	data    uint64 // a digest of the bytes captured
	frame   int32
	len     int32
	held    int32 // how many bytes were captured
	vantage uint32
	again   uint32 // where its copy was captured, if it was
	id      uint16 // the identification of the IPv4 header; 0: none
	ttl     uint8
	copied  bool
	side    fact.Side
}

// maxSent bounds the latest datagrams of an exchange that are kept.
const maxSent = 16

// How far apart one vantage sees the copies of a packet. A program that does not know the
// round trip sends again after a second (RFC 8085 §3.1.1); some give all that they send one
// identification, but hardly any sends the same again within a tenth of a millisecond.
const (
	soon   = time.Second
	atOnce = 100 * time.Microsecond
)

var seed = maphash.MakeSeed()

func sentOf(m *Message) sent {
	return sent{time: m.Time, data: maphash.Bytes(seed, m.Payload), frame: int32(m.Frame), len: int32(m.Len), held: int32(len(m.Payload)),
		vantage: m.Vantage, id: m.ID, ttl: m.TTL, side: m.Side}
}

// Copy is the frame that holds the same packet before, and appends the fact to out; 0 where none
// of those kept does, and the datagram is kept then.
func (x *Exchange) Copy(m *Message, out []fact.Fact) (of int32, facts []fact.Fact) {
	now := sentOf(m)
	within := soon
	changes := x.changes(m)
	if !changes {
		within = atOnce
	}
	for i := range x.sent {
		old := &x.sent[(x.place+i)%len(x.sent)]
		if !old.alike(&now, within) {
			continue
		}
		what := fact.Twice{Of: int(old.frame), ID: now.id != 0, Cut: now.held < now.len, Vantage: old.vantage != now.vantage}
		what.Alone = what.ID && !what.Vantage && !changes
		if what.Vantage {
			old.again, old.copied = now.vantage, true
		} else {
			what.Hops = int(old.ttl - now.ttl)
		}
		return old.frame, append(out, fact.Fact{Kind: fact.UDPTwice, Side: m.Side, Frames: []int{m.Frame, what.Of}, Sure: fact.Inferred, What: what})
	}
	x.note(now)
	return 0, out
}

// changes tells that the sender has given another datagram another identification.
func (x *Exchange) changes(m *Message) bool {
	return slices.ContainsFunc(x.sent, func(s sent) bool { return s.side == m.Side && s.id != m.ID })
}

// alike tells whether both may be one packet: the bytes and the identification are the same,
// and either another vantage saw it, once, or the one that saw it before sees it again, where an
// identification tells it from others of the same bytes (RFC 791 §3.2), soon enough after.
func (s *sent) alike(now *sent, within time.Duration) bool {
	switch {
	case s.side != now.side || s.id != now.id || s.len != now.len || s.held != now.held || s.data != now.data:
		return false
	case s.vantage != now.vantage:
		return !s.copied || s.again != now.vantage
	}
	return now.id != 0 && now.ttl <= s.ttl && s.time.Known() && now.time.Sub(s.time) < within
}
