package udp

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// mark is what a message says of itself in the format of an application: whether it asks
// or answers, and the id that both have in common.
type mark struct {
	app      fact.App // empty: none was recognised
	answer   bool
	id       [12]byte
	size     uint8 // bytes of id
	from, to int   // where in the payload the question stands, which the answer of some repeats; equal: none

	kind   coapType
	number uint16 // CoAP's Message ID
	empty  bool   // of CoAP: neither a request nor a response
}

// recognisers tell a message by its contents, whatever its ports (CoAP's by these too): those
// whose contents leave the least to chance come first. size is the datagram's data in bytes, b what of it was captured.
var recognisers = [...]func(b []byte, size int) (mark, bool){dhcp, stun, dns, snmp, radius, ntp, rpc}

func recognise(b []byte, size int, from, to uint16) mark {
	if from == portCoAP || to == portCoAP {
		if m, ok := coap(b, size); ok {
			return m
		}
	}
	for _, of := range recognisers {
		if m, ok := of(b, size); ok {
			return m
		}
	}
	return mark{}
}

// Answers tells that a datagram between these ports, by its contents, answers a question.
func Answers(payload []byte, size int, from, to uint16) bool {
	k := recognise(payload[:min(len(payload), maxKept)], size, from, to)
	return k.answer
}

// sign makes a mark of an id.
func sign(app fact.App, answer bool, id []byte) (mark, bool) {
	m := mark{app: app, answer: answer}
	m.size = uint8(copy(m.id[:], id))
	return m, true
}

// hex is the id that question and answer have in common: of CoAP the token, or, where the
// response comes with the acknowledgement, the Message ID.
func (m *mark) hex() string {
	if m.kind == acknowledgement {
		return fmt.Sprintf("%04x", m.number)
	}
	return hex.EncodeToString(m.id[:m.size])
}

// same tells that two messages, of which b and c are the bytes, hold the same id, and the
// same question where both hold one.
func (m *mark) same(b []byte, o *mark, c []byte) bool {
	if m.app == fact.CoAP && o.app == fact.CoAP {
		return m.sameCoAP(o)
	}
	if m.app == "" || m.app != o.app || m.size != o.size || m.id != o.id {
		return false
	}
	return m.from == m.to || o.from == o.to || bytes.Equal(b[m.from:m.to], c[o.from:o.to])
}

// dhcp is RFC 2131 §2 with the magic cookie of §3.
func dhcp(b []byte, _ int) (mark, bool) {
	if len(b) < 240 || b[0] != 1 && b[0] != 2 || binary.BigEndian.Uint32(b[236:]) != 0x63825363 {
		return mark{}, false
	}
	return sign(fact.DHCP, b[0] == 2, b[4:8])
}

// stun is RFC 8489 §5. An indication waits for no answer and is not marked.
func stun(b []byte, size int) (mark, bool) {
	if len(b) < 20 || b[0] > 0x3f || binary.BigEndian.Uint32(b[4:]) != 0x2112a442 || 20+int(binary.BigEndian.Uint16(b[2:])) != size {
		return mark{}, false
	}
	class := binary.BigEndian.Uint16(b) & 0x0110
	if class == 0x0010 {
		return mark{}, false
	}
	return sign(fact.STUN, class != 0, b[8:20])
}

// ntp is RFC 5905 §7.3: a server's origin timestamp is the client's transmit timestamp (§8).
// Where a constant is missing, the root delay and dispersion have to be below 16 seconds,
// and a server has to have sent within 16 seconds of receiving.
func ntp(b []byte, size int) (mark, bool) {
	if size < 48 || size%4 != 0 || len(b) < 48 || b[1] > 16 || b[4]|b[8] != 0 || b[5]|b[9] > 15 {
		return mark{}, false
	}
	version, mode, id := b[0]>>3&7, b[0]&7, b[40:48]
	if mode == 4 {
		id = b[24:32]
	}
	spent := binary.BigEndian.Uint32(b[40:]) - binary.BigEndian.Uint32(b[32:])
	if version < 1 || version > 4 || mode != 3 && (mode != 4 || spent > 15) || binary.BigEndian.Uint64(id) == 0 {
		return mark{}, false
	}
	return sign(fact.NTP, mode == 4, id)
}

// radius is RFC 2865 §3 and RFC 2866 §3: the attributes fill the rest of the message.
func radius(b []byte, size int) (mark, bool) {
	if len(b) < 20 || len(b) < size || int(binary.BigEndian.Uint16(b[2:])) != size {
		return mark{}, false
	}
	for at := 20; at < size; at += int(b[at+1]) {
		if at+2 > size || b[at+1] < 2 || at+int(b[at+1]) > size {
			return mark{}, false
		}
	}
	switch b[0] {
	case 1, 4: // Access-Request, Accounting-Request
		return sign(fact.RADIUS, false, b[1:2])
	case 2, 3, 5, 11: // Access-Accept, Access-Reject, Accounting-Response, Access-Challenge
		return sign(fact.RADIUS, true, b[1:2])
	}
	return mark{}, false
}

// rpc is RFC 5531 §9: a call of version 2, or a reply that accepts a call.
func rpc(b []byte, size int) (mark, bool) {
	if size%4 != 0 || size < 24 || len(b) < 24 {
		return mark{}, false
	}
	word := func(i int) uint32 { return binary.BigEndian.Uint32(b[4*i:]) }
	call := word(1) == 0 && word(2) == 2 && size >= 40
	reply := word(1) == 1 && word(2) == 0 && word(3) < 8 && word(4) <= 400 && int(word(4)) <= size-24 // the verifier's flavor and length (§8.2)
	if !call && !reply {
		return mark{}, false
	}
	return sign(fact.RPC, reply, b[:4])
}

// snmp is a message of version 1 or 2c (RFC 3416 §3): its PDU begins with the request-id.
func snmp(b []byte, _ int) (mark, bool) {
	whole, _, ok := ber(b, 0x30)
	version, rest, ok1 := ber(whole, 0x02)
	_, rest, ok2 := ber(rest, 0x04)
	if !ok || !ok1 || !ok2 || len(version) != 1 || len(rest) == 0 {
		return mark{}, false
	}
	tag := rest[0]
	pdu, _, ok := ber(rest, tag)
	id, _, ok1 := ber(pdu, 0x02)
	if tag < 0xa0 || tag > 0xa6 || tag == 0xa4 || !ok || !ok1 || len(id) == 0 || len(id) > 4 { // 0xa4 and 0xa7 are traps
		return mark{}, false
	}
	return sign(fact.SNMP, tag == 0xa2, id)
}

// ber splits off the value with the tag that b begins with.
func ber(b []byte, tag byte) (value, rest []byte, ok bool) {
	if len(b) < 2 || b[0] != tag {
		return nil, nil, false
	}
	size, at := int(b[1]), 2
	if size > 0x80 && size <= 0x82 && len(b) >= 4 { // the length's own length; a datagram needs no longer one
		size, at = 0, 2+size&3
		for _, c := range b[2:at] {
			size = size<<8 | int(c)
		}
	}
	if size > len(b)-at {
		return nil, nil, false
	}
	return b[at : at+size], b[at+size:], true
}
