package udp

import (
	"encoding/binary"
	"fmt"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// portCoAP is where CoAP is asked (RFC 7252 §6.1). Too little of its format is fixed to
// recognise it anywhere else.
const portCoAP = 5683

// coapType is the type of a CoAP message (RFC 7252 §3).
type coapType uint8

const (
	confirmable coapType = 1 + iota // as in the header, from 1: 0 is no CoAP
	nonConfirmable
	acknowledgement
	reset
)

// coap is RFC 7252 §3: a request, a response, or a message without either.
func coap(b []byte, size int) (mark, bool) {
	if len(b) < 4 || b[0]>>6 != 1 {
		return mark{}, false
	}
	kind, token, code := coapType(b[0]>>4&3)+confirmable, int(b[0]&15), b[1]
	number, class := binary.BigEndian.Uint16(b[2:]), code>>5
	switch {
	case code == 0: // empty (§4.1); one that is confirmable only wants a Reset (§4.2)
		k := mark{app: fact.CoAP, kind: kind, number: number, empty: true}
		return k, size == 4 && token == 0 && kind != nonConfirmable
	case kind == reset || class == 0 && kind == acknowledgement, class != 0 && class != 2 && class != 4 && class != 5:
		return mark{}, false
	case token > 8 || len(b) < 4+token || !coapOptions(b[4+token:], len(b) < size):
		return mark{}, false
	}
	m, _ := sign(fact.CoAP, class != 0, b[4:4+token])
	m.kind, m.number = kind, number
	return m, true
}

// coapOptions tells options that end where the message does, or before the marker of a
// payload that is not empty (RFC 7252 §3, §3.1). Of a message that was cut, what is there counts.
func coapOptions(b []byte, cut bool) bool {
	for len(b) > 0 {
		if b[0] == 0xff {
			return len(b) > 1 || cut
		}
		delta, size, at := b[0]>>4, int(b[0]&15), 1
		if delta == 15 || size == 15 {
			return false
		}
		at += coapExtended(delta)
		wide := coapExtended(byte(size))
		if at+wide > len(b) {
			return cut
		}
		switch wide {
		case 1:
			size = 13 + int(b[at])
		case 2:
			size = 269 + int(binary.BigEndian.Uint16(b[at:]))
		}
		if at += wide + size; at > len(b) {
			return cut
		}
		b = b[at:]
	}
	return true
}

// coapExtended is how many bytes a number of four bits is continued in.
func coapExtended(nibble byte) int { return max(0, int(nibble)-12) }

// separate tells a response that does not come with the acknowledgement of its request (RFC 7252 §5.2.2, §5.2.3).
func (m *mark) separate() bool { return m.app == fact.CoAP && m.answer && m.kind != acknowledgement }

// sameCoAP tells messages that belong together: by the Message ID, but for a response in a
// message of its own, which has one of its own; and by the token (RFC 7252 §4.4, §5.3.2).
func (m *mark) sameCoAP(o *mark) bool {
	if !m.separate() && !o.separate() && m.number != o.number {
		return false
	}
	return m.empty == o.empty && m.size == o.size && m.id == o.id
}

// receipt tells a message of CoAP that says no more than that another arrived, or that the
// receiver can make nothing of it.
func (x *Exchange) receipt(m *Message, k *mark, out []fact.Fact) (answers int, facts []fact.Fact) {
	for i := len(x.open) - 1; i >= 0; i-- {
		r := &x.open[i]
		if r.side == m.Side || r.mark.app != k.app || r.mark.number != k.number {
			continue
		}
		r.answered = r.answered || r.mark.empty || k.kind == reset
		return 0, append(out, fact.Fact{Kind: fact.UDPReceipt, Side: m.Side, Frames: []int{m.Frame, r.frame}, Sure: fact.Derived,
			What: fact.Receipt{Of: r.frame, After: m.Time.Sub(r.time), By: k.app, ID: fmt.Sprintf("%04x", k.number), Reset: k.kind == reset, Empty: r.mark.empty}})
	}
	return 0, out
}
