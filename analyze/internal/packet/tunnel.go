package packet

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// tunnel tells what the data of a datagram is by its ports: the lower one is asked first,
// as Wireshark does.
func tunnel(src, dst uint16) reader {
	if read := tunnelPort(min(src, dst)); read != nil {
		return read
	}
	return tunnelPort(max(src, dst))
}

// tunnelPort tells the ports behind which other packets lie.
func tunnelPort(port uint16) reader {
	switch port {
	case 1701:
		return l2tp
	case 2152:
		return gtp
	case 3544:
		return teredo
	case 4341:
		return lisp
	case 4789:
		return vxlan
	case 5072:
		return ayiya
	case 6081:
		return geneve
	case 6635: // RFC 7510
		return mpls
	case 37008:
		return tzsp
	}
	return nil
}

// gre is generic routing encapsulation (RFC 2784, with key and sequence number of RFC 2890;
// version 1 of RFC 2637 §4.1 for PPP has an acknowledgment number too).
func gre(d *Decoder) reader {
	const sum, routing, key, sequence, ack, version = 0x8000, 0x4000, 0x2000, 0x1000, 0x0080, 0x0007
	b := d.rest()
	if len(b) < 4 {
		return nil
	}
	flags, n := binary.BigEndian.Uint16(b), 4
	for _, bit := range []uint16{sum | routing, key, sequence} {
		if flags&bit != 0 {
			n += 4
		}
	}
	if flags&version == 1 && flags&ack != 0 {
		n += 4
	}
	if flags&routing != 0 {
		n = sourceRoutes(b, n)
	}
	if n > len(b) {
		return nil
	}
	d.take(fact.LayerGRE, n)
	return inGRE(binary.BigEndian.Uint16(b[2:]), flags&sequence != 0)
}

// sourceRoutes is where the routing entries end (RFC 1701): family, offset, length, and one
// without length is the last.
func sourceRoutes(b []byte, at int) int {
	for at+4 <= len(b) {
		size := int(b[at+3])
		if at += 4 + size; size == 0 {
			return at
		}
	}
	return len(b) + 1
}

// inGRE tells what follows a GRE header.
func inGRE(typ uint16, numbered bool) reader {
	switch typ {
	case 0x88be:
		if numbered {
			return erspan
		}
		return erspanBare
	case 0x22eb:
		return erspan3
	case 0x6400:
		return ethernet
	case 0x883e:
		return redirected
	case 0x880b:
		return ppp
	case 0x8909:
		return greMetadata
	case 0x0800, 0x86dd, 0x8847, 0x8848, 0x6558, 0x894f:
		return etherType(typ)
	}
	return nil
}

// greMetadata is Cisco's, with the EtherType before and not behind it as on Ethernet.
func greMetadata(d *Decoder) reader { return d.typed(fact.LayerGREMetadata, 0, 8) }

// redirected is WCCP's: version 2 puts four bytes before the packet.
func redirected(d *Decoder) reader {
	if b := d.rest(); len(b) > 4 && b[0]>>4 != 4 {
		d.off += 4
	}
	return version(d)
}

// erspanBare is ERSPAN type I: no header at all.
func erspanBare(d *Decoder) reader {
	d.take(fact.LayerERSPAN, 0)
	return ethernet
}

// erspan is type II: eight bytes, version 1; type III has version 2.
func erspan(d *Decoder) reader {
	b := d.rest()
	if len(b) < 8 {
		return nil
	}
	if b[0]>>4 == 2 {
		return erspan3
	}
	d.take(fact.LayerERSPAN, 8)
	return ethernet
}

// erspan3 is type III: twelve bytes, of which the last bit tells of eight more, and the
// frame's type stands in bits 75 to 79: Ethernet or IP.
func erspan3(d *Decoder) reader {
	b := d.rest()
	if len(b) < 12 {
		return nil
	}
	n := 12
	if b[11]&1 != 0 {
		n = 20
	}
	if n > len(b) {
		return nil
	}
	d.take(fact.LayerERSPAN, n)
	switch b[10] >> 2 & 31 {
	case 0:
		return ethernet
	case 2:
		return version(d)
	}
	return nil
}

// vxlan is eight bytes and an Ethernet frame (RFC 7348 §5).
func vxlan(d *Decoder) reader { return d.before(ethernet, fact.LayerVXLAN, 8) }

// geneve is eight bytes, options in words of four, and an EtherType (RFC 8926 §3.4).
func geneve(d *Decoder) reader {
	b := d.rest()
	if len(b) < 8 || b[0]>>6 != 0 {
		return nil
	}
	n := 8 + int(b[0]&0x3f)*4
	if n > len(b) {
		return nil
	}
	return d.typed(fact.LayerGeneve, 2, n)
}

// gtp is GTP-U (3GPP TS 29.281 §5.1): a G-PDU's payload is an IP packet. Any of three flags
// brings four bytes, the last of them the type of the first extension header.
func gtp(d *Decoder) reader {
	const packet, extended = 0xff, 0x07
	b := d.rest()
	if len(b) < 8 || b[0]>>5 != 1 || b[0]&0x10 == 0 || b[1] != packet {
		return nil
	}
	n := 8
	if b[0]&extended != 0 {
		n = 12
		for next := at(b, 11); b[0]&4 != 0 && next != 0; next = at(b, n-1) {
			size := int(at(b, n)) * 4
			if size == 0 {
				return nil
			}
			n += size
		}
	}
	if n > len(b) {
		return nil
	}
	d.limit(8 + int(binary.BigEndian.Uint16(b[2:])))
	d.take(fact.LayerGTP, n)
	return version(d)
}

// at is a byte, 0 behind the end.
func at(b []byte, i int) byte {
	if i >= len(b) {
		return 0
	}
	return b[i]
}

// teredo is an IPv6 packet, before which authentication and origin may be told (RFC 4380 §5.1.1).
func teredo(d *Decoder) reader {
	b := d.rest()
	n := 0
	if len(b) >= 4 && b[0] == 0 && b[1] == 1 {
		n = 13 + int(b[2]) + int(b[3])
	}
	if len(b) >= n+8 && b[n] == 0 && b[n+1] == 0 {
		n += 8
	}
	if n >= len(b) || b[n]>>4 != 6 {
		return nil
	}
	d.take(fact.LayerTeredo, n)
	return ipv6
}

// l2tp is a data message of L2TP version 2 (RFC 2661 §3.1): PPP.
func l2tp(d *Decoder) reader {
	const control, length, sequence, offset = 0x8000, 0x4000, 0x0800, 0x0200
	b := d.rest()
	if len(b) < 6 {
		return nil
	}
	flags, n := binary.BigEndian.Uint16(b), 6
	if flags&control != 0 || flags&15 != 2 {
		return nil
	}
	if flags&length != 0 {
		n += 2
	}
	if flags&sequence != 0 {
		n += 4
	}
	if flags&offset != 0 {
		n += 2 + int(at(b, n))<<8 + int(at(b, n+1))
	}
	if n > len(b) {
		return nil
	}
	d.take(fact.LayerL2TP, n)
	return ppp
}

// lisp is eight bytes and an IP packet (RFC 9300 §5.1).
func lisp(d *Decoder) reader {
	if len(d.rest()) < 8 {
		return nil
	}
	d.take(fact.LayerLISP, 8)
	return version(d)
}

// ayiya holds an identity and a signature, the sizes of which its first two bytes tell; the
// fourth is an IP protocol.
func ayiya(d *Decoder) reader {
	b := d.rest()
	if len(b) < 8 {
		return nil
	}
	n := 8 + 1<<(b[0]>>4) + int(b[1]>>4)*4
	if n > len(b) || b[2]&15 != 1 {
		return nil
	}
	d.take(fact.LayerAYIYA, n)
	return d.above(b[3])
}

// tzsp is version, type, protocol, then tagged fields up to the one with the number 1.
func tzsp(d *Decoder) reader {
	const padding, end = 0, 1
	b := d.rest()
	if len(b) < 5 || b[0] != 1 {
		return nil
	}
	n := 4
	for at(b, n) != end {
		if n++; b[n-1] != padding {
			n += 1 + int(at(b, n))
		}
		if n >= len(b) {
			return nil
		}
	}
	d.take(fact.LayerTZSP, n+1)
	switch binary.BigEndian.Uint16(b[2:]) {
	case 1:
		return ethernet
	case 18:
		return wlan
	}
	return nil
}

// etherIP is two bytes and an Ethernet frame (RFC 3378).
func etherIP(d *Decoder) reader { return d.before(ethernet, fact.LayerEtherIP, 2) }
