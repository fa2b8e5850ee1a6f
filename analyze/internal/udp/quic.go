package udp

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// The versions of QUIC that are known here: RFC 9000 §15 and RFC 9369 §3.1.
const (
	quic1 = 0x00000001
	quic2 = 0x6b3343cf
	draft = 0xff000000 // and the number of a draft of version 1
	// The drafts with the header of today.
	draftFirst, draftLast = draft + 23, draft + 34
)

// maxConnectionID bounds a connection ID in these versions (RFC 9000 §17.2).
const maxConnectionID = 20

// quic is the version of a long header that a datagram begins with (RFC 9000 §17.2: form
// and fixed bit, version, two connection IDs with their lengths); 0 where there is none.
// Packets with the short header name no version and cannot be told from other bytes.
func quic(b []byte) uint32 {
	if len(b) < 7 || b[0]&0xc0 != 0xc0 {
		return 0
	}
	version, rest := binary.BigEndian.Uint32(b[1:]), b[5:]
	if version != quic1 && version != quic2 && (version < draftFirst || version > draftLast) {
		return 0
	}
	for range 2 {
		if len(rest) == 0 || rest[0] > maxConnectionID || int(rest[0]) >= len(rest) {
			return 0
		}
		rest = rest[1+rest[0]:]
	}
	return version
}

// inside tells, once, that a datagram begins as QUIC does. What answers what is then
// decided inside, by encrypted packet numbers: beyond the first datagram from the other
// end nothing is paired, and nothing is without an answer.
func (x *Exchange) inside(m *Message, kept []byte, out []fact.Fact) ([]fact.Fact, bool) {
	x.heard = x.heard || m.Side == fact.Server
	if version := quic(kept); version != 0 && x.quic == 0 {
		x.quic = version
		what := fact.QUIC{Version: version}
		if version >= draft {
			what.Draft = int(version - draft)
		}
		out = append(out, fact.Fact{Kind: fact.UDPQUIC, Side: m.Side, Frames: []int{m.Frame}, Sure: fact.Inferred, What: what})
	}
	if x.quic == 0 || !x.heard {
		return out, false
	}
	x.settle(fact.Client)
	return out, true
}
