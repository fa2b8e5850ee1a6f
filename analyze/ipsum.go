package analyze

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// countIPSums calculates the checksums of a frame's IPv4 headers again (RFC 791 §3.1). Those
// that an ICMP error quotes were changed on their way, and fragments put together have none.
func (e *engine) countIPSums() {
	if e.pkt.IPSum == fact.Unchecked {
		return
	}
	right, zero, wrong := 0, 0, 0
	for _, l := range e.pkt.Layers {
		if l.Layer == fact.LayerICMP || l.Layer == fact.LayerICMPv6 {
			break
		}
		if l.Layer != fact.LayerIPv4 || l.Len < 20 {
			continue
		}
		switch h := e.in.Data[l.Off : l.Off+l.Len]; {
		case headerSum(h) == 0xffff:
			right++
		case binary.BigEndian.Uint16(h[10:]) == 0:
			zero++
		default:
			wrong++
		}
	}
	s := &e.survey.IPSums
	switch {
	case wrong > 0:
		s.Wrong.Add(e.in.Number)
	case zero > 0:
		s.Zero.Add(e.in.Number)
	case right > 0:
		s.Right++
	}
}

// headerSum is the ones' complement sum of a header's 16-bit words: 0xffff where it is right.
func headerSum(h []byte) uint16 {
	var sum uint32
	for i := 0; i+1 < len(h); i += 2 {
		sum += uint32(binary.BigEndian.Uint16(h[i:]))
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return uint16(sum)
}
