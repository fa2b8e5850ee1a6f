package packet

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

func icmp4(d *Decoder) reader { return d.control(fact.LayerICMP, false) }
func icmp6(d *Decoder) reader { return d.control(fact.LayerICMPv6, true) }

// control reads an ICMP header; behind an error stands the packet that it is about
// (RFC 792; RFC 4443 §3).
func (d *Decoder) control(l fact.Layer, six bool) reader {
	b := d.rest()
	if len(b) < 8 {
		d.damaged()
		d.take(l, len(b))
		return nil
	}
	if !d.quoted {
		d.p.icmp = ICMP{Type: b[0], Code: b[1], Six: six, From: d.p.Src, ID: d.id, Rest: binary.BigEndian.Uint32(b[4:])}
		d.p.ICMP = &d.p.icmp
	}
	d.take(l, 8)
	if !quotes(b[0], six) {
		return nil
	}
	if words := int(b[5]); !six && b[0] != 4 && b[0] != 5 && 4*words > d.end-d.off { // RFC 4884 §4: how much of the packet is quoted
		d.damaged()
	}
	d.quoted = true
	if six {
		return ipv6
	}
	return ipv4
}

// quotes tells the types that carry the packet they are about.
func quotes(typ uint8, six bool) bool {
	if six {
		return typ >= 1 && typ <= 4
	}
	switch typ {
	case 3, 4, 5, 11, 12:
		return true
	}
	return false
}
