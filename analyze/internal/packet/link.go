package packet

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// links tells what a frame of each link type (LINKTYPE_ value) begins with.
var links = map[uint16]reader{
	0:   null,     // BSD loopback, the address family in the capturing host's byte order
	1:   ethernet, // IEEE 802.3
	12:  raw,      // raw IP (OpenBSD: loopback)
	14:  raw,
	101: raw,
	108: null, // OpenBSD loopback, network byte order
	113: sll,
	228: raw, // IPv4
	229: raw, // IPv6
	276: sll2,
}

// LinkName is the usual name of a LINKTYPE_ value, empty for those that are not read.
func LinkName(link uint16) string {
	return map[uint16]string{0: "BSD loopback", 1: "Ethernet", 12: "raw IP", 14: "raw IP", 101: "raw IP", 108: "OpenBSD loopback",
		113: "Linux cooked capture v1", 228: "raw IPv4", 229: "raw IPv6", 276: "Linux cooked capture v2"}[link]
}

func ethernet(d *Decoder) reader {
	if d.eth.DecodeFromBytes(d.rest(), &d.cut) != nil {
		return nil
	}
	if !d.p.HasMAC {
		copy(d.p.DstMAC[:], d.eth.DstMAC)
		copy(d.p.SrcMAC[:], d.eth.SrcMAC)
		d.p.HasMAC = true
	}
	typ := binary.BigEndian.Uint16(d.data[d.off+12:])
	d.take(fact.LayerEthernet, 14)
	if typ < 0x0600 { // a length (IEEE 802.3 §3.2.6), and behind it LLC
		d.limit(int(typ))
		return nil
	}
	return etherType(typ)
}

// etherTypes tells what follows an EtherType.
var etherTypes map[uint16]reader

// The table would refer to itself through vlan.
func init() {
	etherTypes = map[uint16]reader{0x0800: ipv4, 0x0806: arp, 0x86dd: ipv6, 0x8100: vlan, 0x88a8: vlan, 0x9100: vlan}
}

func etherType(typ uint16) reader { return etherTypes[typ] }

func vlan(d *Decoder) reader {
	if d.dot1.DecodeFromBytes(d.rest(), &d.cut) != nil {
		return nil
	}
	d.take(fact.LayerVLAN, 4)
	return etherType(uint16(d.dot1.Type))
}

// sll is Linux cooked capture: 16 bytes, the protocol in the last two.
func sll(d *Decoder) reader {
	b := d.rest()
	if len(b) < 16 {
		return nil
	}
	d.take(fact.LayerSLL, 16)
	return etherType(binary.BigEndian.Uint16(b[14:]))
}

// sll2 is its second version: 20 bytes, the protocol in the first two.
func sll2(d *Decoder) reader {
	b := d.rest()
	if len(b) < 20 {
		return nil
	}
	d.take(fact.LayerSLL, 20)
	return etherType(binary.BigEndian.Uint16(b))
}

// null is a four-byte address family. IPv4 is 2 everywhere, IPv6 is 10, 24, 28 or 30 by
// the system; a value beyond 16 bits was written in the other byte order.
func null(d *Decoder) reader {
	b := d.rest()
	if len(b) < 4 {
		return nil
	}
	family := binary.LittleEndian.Uint32(b)
	if family > 0xffff {
		family = binary.BigEndian.Uint32(b)
	}
	d.take(fact.LayerNull, 4)
	switch family {
	case 2:
		return ipv4
	case 10, 24, 28, 30:
		return ipv6
	}
	return nil
}

func raw(d *Decoder) reader {
	d.take(fact.LayerRaw, 0)
	return version(d)
}

// version chooses by the first four bits.
func version(d *Decoder) reader {
	b := d.rest()
	switch {
	case len(b) == 0:
		return nil
	case b[0]>>4 == 4:
		return ipv4
	case b[0]>>4 == 6:
		return ipv6
	}
	return nil
}

func arp(d *Decoder) reader {
	d.take(fact.LayerARP, min(28, len(d.rest())))
	return nil
}
