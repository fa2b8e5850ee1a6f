package packet

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// link tells what a frame of each link type (LINKTYPE_ value, 16 bits) begins with, and
// what the type is called.
func link(number uint16) (name string, read reader) {
	switch number {
	case 0:
		return "BSD loopback", null
	case 1:
		return "Ethernet", ethernet
	case 6:
		return "token ring", tokenRing
	case 9:
		return "PPP", ppp
	case 10:
		return "FDDI", fddi
	case 11, 100:
		return "ATM (RFC 1483)", llc
	case 12, 14, 101:
		return "raw IP", raw
	case 13, 109:
		return "IPsec (ENC)", enc
	case 19:
		return "IP over ATM", clip
	case 50:
		return "PPP in HDLC-like framing", ppp
	case 51:
		return "PPPoE", pppoe
	case 104, 112:
		return "Cisco HDLC", hdlc
	case 105:
		return "IEEE 802.11", wlan
	case 107:
		return "frame relay", frameRelay
	case 108:
		return "OpenBSD loopback", null
	case 113:
		return "Linux cooked capture v1", sll
	case 117:
		return "pf log", pflog
	case 119:
		return "IEEE 802.11 with Prism header", prism
	case 122:
		return "IP over Fibre Channel", fibreChannel
	case 127:
		return "IEEE 802.11 with radiotap header", radiotap
	case 138:
		return "IP over IEEE 1394", fireWire
	case 149: // for users to define; Apple's captures have it
		return "PKTAP (user-defined)", userPktap
	case 163:
		return "IEEE 802.11 with AVS header", avs
	case 192:
		return "per-packet information", ppi
	case 204:
		return "PPP with direction", pppDirected
	case 228:
		return "raw IPv4", ipv4
	case 229:
		return "raw IPv6", ipv6
	case 239:
		return "NFLOG", nflog
	case 242:
		return "IP over InfiniBand", infiniBand
	case 258:
		return "PKTAP", pktap
	case 276:
		return "Linux cooked capture v2", sll2
	}
	return "", nil
}

// LinkName is the usual name of a LINKTYPE_ value, empty for those that are not read.
func LinkName(number uint16) string {
	name, _ := link(number)
	return name
}

// raw is an IP packet; captures of serial lines may have PPP's two bytes before it (RFC 1662 §3.1).
func raw(d *Decoder) reader {
	d.take(fact.LayerRaw, 0)
	if b := d.rest(); len(b) > 2 && b[0] == 0xff && b[1] == 0x03 {
		return ppp
	}
	return version(d)
}

// clip is classical IP over ATM as Linux captures it: no header.
func clip(d *Decoder) reader {
	d.take(fact.LayerCLIP, 0)
	return ipv4
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

// family chooses by an address family: IPv4 is 2 everywhere, IPv6 is 24, 28 or 30 by the
// system.
func family(f uint32) reader {
	switch f {
	case 2:
		return ipv4
	case 24, 28, 30:
		return ipv6
	}
	return nil
}

// null is a four-byte address family. A value beyond 16 bits was written in the other byte
// order, or it is not one: some systems put PPP or an EtherType there.
func null(d *Decoder) reader {
	b := d.rest()
	if len(b) < 4 {
		return nil
	}
	if b[0] == 0xff && b[1] == 0x03 {
		d.take(fact.LayerNull, 0)
		return ppp
	}
	read := family(hostOrder(b))
	if read == nil {
		read = etherType(binary.BigEndian.Uint16(b[2:]))
	}
	d.take(fact.LayerNull, 4)
	return read
}

func hostOrder(b []byte) uint32 {
	if f := binary.LittleEndian.Uint32(b); f <= 0xffff {
		return f
	}
	return binary.BigEndian.Uint32(b)
}

// enc is what OpenBSD captures of IPsec: family, SPI, flags.
func enc(d *Decoder) reader {
	b := d.rest()
	if len(b) < 12 {
		return nil
	}
	f := hostOrder(b)
	d.take(fact.LayerENC, 12)
	return family(f)
}

// pflog is OpenBSD's packet filter log: the first byte is the header's length without its
// padding to four bytes, the second the family.
func pflog(d *Decoder) reader {
	b := d.rest()
	if len(b) < 4 {
		return nil
	}
	n := (int(b[0]) + 3) &^ 3
	if n < 4 || n > len(b) {
		return nil
	}
	d.take(fact.LayerPFLOG, n)
	return family(uint32(b[1]))
}

// sll is Linux cooked capture: packet type, ARPHRD type, address, and the protocol in the
// last two of 16 bytes.
func sll(d *Decoder) reader {
	b := d.rest()
	if len(b) < 16 {
		return nil
	}
	d.take(fact.LayerSLL, 16)
	return cooked(binary.BigEndian.Uint16(b[2:]), binary.BigEndian.Uint16(b[14:]))
}

// sll2 is its second version: 20 bytes, the protocol in the first two, then the index of
// the interface.
func sll2(d *Decoder) reader {
	b := d.rest()
	if len(b) < 20 {
		return nil
	}
	d.p.Vantage = binary.BigEndian.Uint32(b[4:])
	d.take(fact.LayerSLL, 20)
	return cooked(binary.BigEndian.Uint16(b[8:]), binary.BigEndian.Uint16(b))
}

// The values that Linux cooked capture has of its own.
const (
	arphrdNetlink = 824
	cookedLLC     = 4
	cookedEther   = 3
)

// cooked chooses by a cooked header's ARPHRD type and protocol.
func cooked(hardware, protocol uint16) reader {
	switch {
	case hardware == arphrdNetlink:
		return nil
	case protocol == cookedLLC:
		return llc
	case protocol == cookedEther:
		return ethernet
	}
	return etherType(protocol)
}

// nflog is Linux's netfilter log: family, version, resource, and attributes of which one is the packet.
func nflog(d *Decoder) reader {
	const payload, linuxIPv6 = 9, 10
	b := d.rest()
	if len(b) < 4 {
		return nil
	}
	order := attributeOrder(b[4:])
	for at := 4; at+4 <= len(b); {
		size, kind := int(order.Uint16(b[at:])), order.Uint16(b[at+2:])&0x7fff
		if size < 4 {
			return nil
		}
		if kind == payload {
			d.take(fact.LayerNFLOG, at+4)
			d.limit(size - 4)
			if b[0] == linuxIPv6 {
				return ipv6
			}
			return family(uint32(b[0]))
		}
		at += (size + 3) &^ 3
	}
	return nil
}

// attributeOrder is the byte order of the host that wrote the attributes: the one in which
// the first length is the smaller.
func attributeOrder(b []byte) binary.ByteOrder {
	if len(b) >= 2 && b[0] == 0 && b[1] != 0 {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

func pktap(d *Decoder) reader     { return d.tapped(fact.LayerPKTAP) }
func userPktap(d *Decoder) reader { return d.tapped(fact.LayerUserPKTAP) }

// tapped reads Apple's header: its length, the record's type and the link type of what follows.
func (d *Decoder) tapped(l fact.Layer) reader {
	b := d.rest()
	if len(b) < 12 {
		return nil
	}
	n := binary.LittleEndian.Uint32(b)
	if n < 12 || int64(n) > int64(len(b)) {
		return nil
	}
	_, read := link(uint16(binary.LittleEndian.Uint32(b[8:])))
	d.take(l, int(n))
	return read
}

// fddi is a frame control byte and two addresses; LLC follows (control 0x50 to 0x57).
func fddi(d *Decoder) reader {
	b := d.rest()
	if len(b) < 13 || b[0]&0xf0 != 0x50 {
		return nil
	}
	d.take(fact.LayerFDDI, 13)
	return llc
}

// tokenRing is access and frame control and two addresses; a source address whose first
// bit is set is followed by routing information, the length of which its first byte tells.
func tokenRing(d *Decoder) reader {
	b := d.rest()
	n := 14
	if len(b) > n && b[8]&0x80 != 0 {
		n += int(b[14] & 0x1f)
	}
	if len(b) < n || b[1]&0xc0 != 0x40 {
		return nil
	}
	d.take(fact.LayerTokenRing, n)
	return llc
}

// fibreChannel is two network addresses of eight bytes (RFC 2625).
func fibreChannel(d *Decoder) reader { return d.before(llc, fact.LayerFibreChannel, 16) }

// fireWire is two EUI-64 and an EtherType.
func fireWire(d *Decoder) reader { return d.typed(fact.LayerFireWire, 16, 18) }

// infiniBand is a global routing header (40 bytes), then RFC 4391 §6's EtherType.
func infiniBand(d *Decoder) reader { return d.typed(fact.LayerInfiniBand, 40, 44) }

// typed takes a header of size bytes with an EtherType at place.
func (d *Decoder) typed(l fact.Layer, place, size int) reader {
	b := d.rest()
	if len(b) < size {
		return nil
	}
	d.take(l, size)
	return etherType(binary.BigEndian.Uint16(b[place:]))
}

// before is a header of a fixed size that says nothing of what follows: always next.
func (d *Decoder) before(next reader, l fact.Layer, size int) reader {
	if len(d.rest()) < size {
		return nil
	}
	d.take(l, size)
	return next
}
