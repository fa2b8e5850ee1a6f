package udp

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// dns is RFC 1035 §4.1, the format that mDNS, LLMNR and NetBIOS names share: a header that
// can be right, and behind it a name. An id of 0 is none: mDNS leaves it so (RFC 6762 §18.1).
func dns(b []byte, _ int) (mark, bool) {
	if len(b) < 12 || b[0]|b[1] == 0 || b[3]&0x40 != 0 { // Z must be zero
		return mark{}, false
	}
	answer, opcode := b[2]&0x80 != 0, b[2]>>3&15
	questions, answers := binary.BigEndian.Uint16(b[4:]), binary.BigEndian.Uint16(b[6:])
	if opcode > 6 || questions > 1 || questions == 0 && !answer {
		return mark{}, false
	}
	m, _ := sign(fact.DNS, answer, b[:2])
	if questions == 0 && answers == 0 { // an error may come back without the question
		return m, len(b) == 12 && b[3]&15 != 0
	}
	end := questionEnd(b, 12)
	if questions == 1 {
		m.from, m.to = 12, end
	}
	return m, end > 0
}

// questionEnd is where the name, type and class end that begin at the place given; 0 where
// they cannot be right (RFC 1035 §4.1.2, §2.3.4: labels of 63 bytes at most, 255 in all).
func questionEnd(b []byte, at int) int {
	start := at
	for at < len(b) && b[at] != 0 {
		if b[at] > 63 {
			return 0
		}
		at += 1 + int(b[at])
	}
	if end := at + 5; end <= len(b) && at-start < 255 {
		kind, class := binary.BigEndian.Uint16(b[at+1:]), binary.BigEndian.Uint16(b[at+3:])&0x7fff // mDNS uses the first bit
		if kind != 0 && (class == 1 || class == 3 || class == 4 || class >= 254 && class <= 255) {
			return end
		}
	}
	return 0
}
