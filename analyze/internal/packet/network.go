package packet

import (
	"encoding/binary"
	"net/netip"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// IP protocol numbers.
const (
	protoHopByHop    = 0
	protoICMP        = 1
	protoIGMP        = 2
	protoTCP         = 6
	protoUDP         = 17
	protoRouting     = 43
	protoFragment    = 44
	protoICMPv6      = 58
	protoDestination = 60
)

func ipv4(d *Decoder) reader {
	b := d.rest()
	if len(b) < 20 {
		return nil
	}
	total := int(binary.BigEndian.Uint16(b[2:]))
	hdr := int(b[0]&15) * 4
	err := d.ip4.DecodeFromBytes(b, &d.cut)
	if err != nil && (hdr < 20 || total != 0 && total < hdr || hdr > len(b)) {
		d.p.Malformed = true
		return nil
	}
	src, dst := netip.AddrFrom4([4]byte(b[12:16])), netip.AddrFrom4([4]byte(b[16:20]))
	d.address(src, dst, b[8])
	d.p.IPSum = fact.Bad
	if fold(sum(b[:hdr])) == 0xffff {
		d.p.IPSum = fact.Good
	}
	if total != 0 { // zero: the network card was to cut a larger segment (TSO) and would have filled it in
		d.limit(total)
	}
	d.take(fact.LayerIPv4, hdr)
	frag := binary.BigEndian.Uint16(b[6:])
	return d.upper(b[9], int(frag&0x1fff)*8, frag&0x2000 != 0)
}

// address notes the addresses of the innermost IP header.
func (d *Decoder) address(src, dst netip.Addr, ttl uint8) {
	if !d.quoted {
		d.p.TTL = ttl
	}
	d.p.Src, d.p.Dst = src, dst
}

// upper chooses what follows an IP header. A fragment's transport header is not read:
// Wireshark shows it with the frame that completes the datagram.
func (d *Decoder) upper(proto uint8, offset int, more bool) reader {
	if offset != 0 || more {
		if d.quoted && offset == 0 {
			d.partial = true
		} else {
			return nil
		}
	}
	return transport(proto)
}

func transport(proto uint8) reader {
	switch proto {
	case protoTCP:
		return readTCP
	case protoUDP:
		return readUDP
	case protoICMP:
		return icmp4
	case protoICMPv6:
		return icmp6
	case protoIGMP:
		return igmp
	}
	return nil
}

// ipv6 reads the fixed header and the chain of extension headers (RFC 8200 §4).
func ipv6(d *Decoder) reader {
	b := d.rest()
	if len(b) < 40 {
		return nil
	}
	d.address(netip.AddrFrom16([16]byte(b[8:24])), netip.AddrFrom16([16]byte(b[24:40])), b[7])
	if payload := int(binary.BigEndian.Uint16(b[4:])); payload != 0 {
		d.limit(40 + payload)
	}
	d.take(fact.LayerIPv6, 40)
	next := b[6]
	for n := 0; n < maxLayers; n++ {
		layer, ok := extensions[next]
		if !ok {
			return transport(next)
		}
		b = d.rest()
		if len(b) < 8 {
			return nil
		}
		if next == protoFragment {
			frag := binary.BigEndian.Uint16(b[2:])
			next = b[0]
			d.take(layer, 8)
			if frag>>3 != 0 || frag&1 != 0 {
				return d.upper(next, int(frag&^7), frag&1 != 0)
			}
			continue
		}
		size := 8 + 8*int(b[1])
		if size > len(b) {
			return nil
		}
		next = b[0]
		d.take(layer, size)
	}
	return nil
}

var extensions = map[uint8]fact.Layer{
	protoHopByHop: fact.LayerHopByHop, protoRouting: fact.LayerRouting,
	protoFragment: fact.LayerFragment, protoDestination: fact.LayerDestination,
}

func igmp(d *Decoder) reader {
	d.take(fact.LayerIGMP, min(8, len(d.rest())))
	return nil
}

func icmp4(d *Decoder) reader { return d.control(fact.LayerICMP, false) }
func icmp6(d *Decoder) reader { return d.control(fact.LayerICMPv6, true) }

// control reads an ICMP header; behind an error stands the packet that it is about
// (RFC 792; RFC 4443 §3).
func (d *Decoder) control(l fact.Layer, six bool) reader {
	b := d.rest()
	if len(b) < 8 {
		d.take(l, len(b))
		return nil
	}
	if !d.quoted {
		d.icmp = ICMP{Type: b[0], Code: b[1], Six: six, From: d.p.Src}
		d.p.ICMP = &d.icmp
	}
	d.take(l, 8)
	if d.quoted || !quotes(b[0], six) {
		return nil
	}
	d.quoted = true
	return version(d)
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
