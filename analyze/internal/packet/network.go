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
	protoIPv4        = 4
	protoTCP         = 6
	protoUDP         = 17
	protoIPv6        = 41
	protoRouting     = 43
	protoFragment    = 44
	protoGRE         = 47
	protoESP         = 50
	protoAH          = 51
	protoICMPv6      = 58
	protoDestination = 60
	protoEtherIP     = 97
	protoMPLS        = 137
	protoShim6       = 140
	protoEthernet    = 143
)

// above tells what follows an IP header that names the protocol.
func (d *Decoder) above(proto uint8) reader {
	if d.unsized { // no length but no jumbogram either: only a segment for the network card to cut
		if d.unsized = extension(proto) != nil; !d.unsized && proto != protoTCP {
			d.limit(0)
		}
	}
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
	case protoIPv4:
		return ipv4
	case protoIPv6:
		return ipv6
	case protoGRE:
		return gre
	case protoESP:
		return esp
	case protoAH:
		return ah
	case protoEtherIP:
		return etherIP
	case protoMPLS:
		return mpls
	case protoEthernet:
		return ethernet
	}
	return extension(proto)
}

// extension tells IPv6's extension headers (RFC 8200 §4).
func extension(proto uint8) reader {
	switch proto {
	case protoHopByHop:
		return hopByHop
	case protoRouting:
		return routing
	case protoFragment:
		return fragmented
	case protoDestination:
		return destination
	case protoShim6:
		return shim6
	}
	return nil
}

// ipv4 reads RFC 791 §3.1's header.
func ipv4(d *Decoder) reader {
	b := d.rest()
	if len(b) > 0 && b[0]>>4 == 6 {
		d.take(fact.LayerIPv4, 0)
		return ipv6
	}
	if len(b) < 20 {
		return d.cutIPv4(b)
	}
	total := int(binary.BigEndian.Uint16(b[2:]))
	hdr := int(b[0]&15) * 4
	if b[0]>>4 != 4 || hdr < 20 || total != 0 && total < hdr {
		d.nameless()
		return nil
	}
	d.address(netip.AddrFrom4([4]byte(b[12:16])), netip.AddrFrom4([4]byte(b[16:20])), b[8])
	d.ecn = fact.ECN(b[1] & 3)
	d.id = binary.BigEndian.Uint16(b[4:])
	if hdr > len(b) {
		if len(b) == 20 && d.end < d.wireEnd { // the options, all of them cut off, may be a source route: Wireshark leaves the destination open
			d.p.Dst = netip.Addr{}
		}
		return d.malformed()
	}
	if dst, ok := sourceRoute(b[20:hdr]); ok {
		d.p.Dst, d.dst = dst, dst
	}
	d.p.IPSum = fact.Bad
	if fold(sum(b[:hdr])) == 0xffff {
		d.p.IPSum = fact.Good
	}
	fits := true
	if total != 0 { // zero: the network card was to cut a larger segment (TSO) and would have filled it in
		fits = d.sized(total)
	}
	d.take(fact.LayerIPv4, hdr)
	frag := binary.BigEndian.Uint16(b[6:])
	if frag&0x3fff == 0 {
		return d.above(b[9])
	}
	d.key.ID, d.key.Proto, d.key.VLAN = uint32(binary.BigEndian.Uint16(b[4:])), b[9], d.tag
	unset := binary.BigEndian.Uint16(b[10:]) == 0 // the network card was to fill it in
	return d.fragment(b[9], int(frag&0x1fff)*8, frag&0x2000 != 0, fits && (d.p.IPSum == fact.Good || unset))
}

// cutIPv4 takes what there is of a header that is not whole.
func (d *Decoder) cutIPv4(b []byte) reader {
	d.nameless()
	if len(b) >= 16 {
		d.p.Src, d.p.Dst = netip.AddrFrom4([4]byte(b[12:16])), netip.Addr{}
	}
	if len(b) >= 4 && int(binary.BigEndian.Uint16(b[2:])) < int(b[0]&15)*4 {
		return nil
	}
	return d.malformed()
}

// nameless forgets an outer IPv6 header's addresses where an IPv4 header tells none;
// Wireshark still shows those of an outer IPv4 header.
func (d *Decoder) nameless() {
	if !d.p.Src.Is4() {
		d.p.Src, d.p.Dst = netip.Addr{}, netip.Addr{}
	}
}

// sourceRoute is the last address of a source route that has not been used up (RFC 791
// §3.1: the options 131 and 137): the real destination.
func sourceRoute(opts []byte) (netip.Addr, bool) {
	for len(opts) >= 2 && opts[0] != 0 {
		if opts[0] == 1 {
			opts = opts[1:]
			continue
		}
		n := int(opts[1])
		if n < 2 || n > len(opts) {
			break
		}
		if (opts[0] == 131 || opts[0] == 137) && n >= 7 && int(opts[2]) <= n-3 {
			return netip.AddrFrom4([4]byte(opts[n-4 : n])), true
		}
		opts = opts[n:]
	}
	return netip.Addr{}, false
}

// address notes the addresses of the innermost IP header.
func (d *Decoder) address(src, dst netip.Addr, ttl uint8) {
	if !d.quoted {
		d.p.TTL = ttl
	}
	d.nets++
	d.p.Src, d.p.Dst = src, dst
	d.src, d.dst, d.final = src, dst, netip.Addr{}
	d.key.Src, d.key.Dst = src, dst
	d.unsized, d.id = false, 0
}

// ipv6 reads the fixed header (RFC 8200 §3); extension headers have readers of their own.
func ipv6(d *Decoder) reader {
	b := d.rest()
	if len(b) > 0 && b[0]>>4 != 6 {
		return d.malformed()
	}
	if len(b) < 40 {
		if len(b) >= 24 {
			d.p.Src, d.p.Dst = netip.AddrFrom16([16]byte(b[8:24])), netip.Addr{}
		}
		return d.malformed()
	}
	d.address(netip.AddrFrom16([16]byte(b[8:24])), netip.AddrFrom16([16]byte(b[24:40])), b[7])
	d.ecn = fact.ECN(b[1] >> 4 & 3)
	d.whole = true
	if payload := int(binary.BigEndian.Uint16(b[4:])); payload != 0 {
		d.whole = d.sized(40 + payload)
	} else {
		d.unsized = true
	}
	d.take(fact.LayerIPv6, 40)
	return d.above(b[6])
}

func hopByHop(d *Decoder) reader {
	if b := d.rest(); d.unsized && len(b) >= 8 {
		if size, ok := option(b[2:min(len(b), 8+8*int(b[1]))], 0xc2, 4); ok { // RFC 2675 §2
			d.unsized = false
			d.limit(int(binary.BigEndian.Uint32(size)))
		}
	}
	return d.extension(fact.LayerHopByHop)
}

// destination may tell the home address of a mobile sender, which its checksums are about (RFC 6275 §6.3).
func destination(d *Decoder) reader {
	if b := d.rest(); len(b) >= 8 {
		if home, ok := option(b[2:min(len(b), 8+8*int(b[1]))], 0xc9, 16); ok {
			d.src = netip.AddrFrom16([16]byte(home))
		}
	}
	return d.extension(fact.LayerDestination)
}

// option is the value of an option of the given type and size.
func option(b []byte, typ byte, size int) ([]byte, bool) {
	for len(b) >= 2 {
		if b[0] == 0 {
			b = b[1:]
			continue
		}
		n := 2 + int(b[1])
		if n > len(b) {
			break
		}
		if b[0] == typ && n == 2+size {
			return b[2:n], true
		}
		b = b[n:]
	}
	return nil, false
}

// routing names the destination where the packet is still on its way: the last address of
// type 0, the only one of type 2, the first of type 4, which is in reverse (RFC 8754 §2).
// Checksums are about that one (RFC 8200 §8.1); the ends are those that Wireshark shows.
func routing(d *Decoder) reader {
	b := d.rest()
	if len(b) >= 24 && b[3] != 0 {
		end := 8 + 8*int(b[1])
		switch b[2] {
		case 0:
			if end >= 24 && end <= len(b) {
				d.final = netip.AddrFrom16([16]byte(b[end-16 : end]))
			}
		case 2, 4:
			d.final = netip.AddrFrom16([16]byte(b[8:24]))
		}
	}
	return d.extension(fact.LayerRouting)
}

func shim6(d *Decoder) reader { return d.extension(fact.LayerShim6) }

// extension takes a header that begins with the next one's number and its own length, in
// words of eight bytes without the first.
func (d *Decoder) extension(l fact.Layer) reader {
	b := d.rest()
	if len(b) < 8 || len(b) < 8+8*int(b[1]) {
		d.damaged()
		return nil
	}
	d.take(l, 8+8*int(b[1]))
	return d.above(b[0])
}

// ah is the authentication header (RFC 4302 §2), its length in words of four bytes less two.
func ah(d *Decoder) reader {
	b := d.rest()
	if len(b) < 12 || len(b) < 8+4*int(b[1]) {
		d.damaged()
		return nil
	}
	d.take(fact.LayerAH, 8+4*int(b[1]))
	return d.above(b[0])
}

// esp is index and sequence number; what follows is encrypted (RFC 4303 §2).
func esp(d *Decoder) reader {
	d.take(fact.LayerESP, min(8, len(d.rest())))
	return nil
}

func igmp(d *Decoder) reader {
	d.take(fact.LayerIGMP, min(8, len(d.rest())))
	return nil
}
