package packet

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// ppp is a protocol number (RFC 1661 §2), which may be shortened to one byte, perhaps behind
// the address and control bytes FF 03 of HDLC-like framing (RFC 1662 §3.1). Routers' HDLC
// under the same link type begins with 0F 00 or 8F 00.
func ppp(d *Decoder) reader {
	b := d.rest()
	n := 0
	if len(b) >= 2 && b[0] == 0xff && b[1] == 0x03 {
		n = 2
	} else if len(b) >= 2 && b[0]&0x7f == 0x0f && b[1] == 0 {
		d.take(fact.LayerPPP, 0)
		return hdlc
	}
	if len(b) < n+2 {
		return nil
	}
	protocol := uint16(b[n])
	n++
	if protocol&1 == 0 {
		protocol = protocol<<8 | uint16(b[n])
		n++
	}
	d.take(fact.LayerPPP, n)
	switch protocol {
	case 0x0021, 0x0800:
		return ipv4
	case 0x0057, 0x86dd:
		return ipv6
	case 0x0281, 0x0283:
		return mpls
	}
	return nil
}

// pppDirected has a byte before it that tells the direction.
func pppDirected(d *Decoder) reader {
	if len(d.rest()) < 1 {
		return nil
	}
	d.off++
	return ppp
}

// pppoe is RFC 2516 §4's header: version and type, code, session, length.
func pppoe(d *Decoder) reader {
	b := d.rest()
	if len(b) < 6 {
		return nil
	}
	d.limit(6 + int(binary.BigEndian.Uint16(b[4:])))
	d.take(fact.LayerPPPoE, 6)
	return ppp
}

// hdlc is Cisco's: address, control, EtherType (RFC 1547).
func hdlc(d *Decoder) reader { return d.typed(fact.LayerHDLC, 2, 4) }

// frameRelay is an address of two to four bytes, the last of which has its lowest bit set,
// control 03 and a network layer protocol identifier (RFC 2427 §3): 0xCC is IP, 0x8E IPv6,
// 0x80 SNAP. Cisco has an EtherType instead.
func frameRelay(d *Decoder) reader {
	b := d.rest()
	n := 1
	for n < 4 && at(b, n-1)&1 == 0 {
		n++
	}
	if len(b) < n+2 {
		return nil
	}
	if b[n] != 0x03 {
		return d.typed(fact.LayerFrameRelay, n, n+2)
	}
	if n++; b[n] == 0 { // a byte of padding
		n++
	}
	switch identifier := at(b, n); {
	case identifier == 0xcc:
		d.take(fact.LayerFrameRelay, n+1)
		return ipv4
	case identifier == 0x8e:
		d.take(fact.LayerFrameRelay, n+1)
		return ipv6
	case identifier == 0x80 && len(b) >= n+6 && b[n+1] == 0 && b[n+2] == 0 && b[n+3] == 0:
		return d.typed(fact.LayerFrameRelay, n+4, n+6)
	}
	return nil
}
