package packet

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// link reads what a frame of a link type (LINKTYPE_ value, 16 bits) begins with; nil: it is not read.
func link(number uint16) reader {
	switch number {
	case 0: // BSD loopback
		return null
	case 1: // Ethernet
		return ethernet
	case 6: // token ring
		return tokenRing
	case 9: // PPP
		return ppp
	case 10: // FDDI
		return fddi
	case 11, 100: // ATM (RFC 1483)
		return llc
	case 12, 14, 101: // raw IP
		return raw
	case 13, 109: // IPsec (ENC)
		return enc
	case 19: // IP over ATM
		return clip
	case 50: // PPP in HDLC-like framing
		return ppp
	case 51: // PPPoE
		return pppoe
	case 104, 112: // Cisco HDLC
		return hdlc
	case 105: // IEEE 802.11
		return wlan
	case 107: // frame relay
		return frameRelay
	case 108: // OpenBSD loopback
		return null
	case 113: // Linux cooked capture v1
		return sll
	case 117: // pf log
		return pflog
	case 119: // IEEE 802.11 with Prism header
		return prism
	case 122: // IP over Fibre Channel
		return fibreChannel
	case 127: // IEEE 802.11 with radiotap header
		return radiotap
	case 138: // IP over IEEE 1394
		return fireWire
	case 149: // for users to define; Apple's captures have PKTAP there
		return userPktap
	case 163: // IEEE 802.11 with AVS header
		return avs
	case 192: // per-packet information
		return ppi
	case 204: // PPP with direction
		return pppDirected
	case 228: // raw IPv4
		return ipv4
	case 229: // raw IPv6
		return ipv6
	case 239: // NFLOG
		return nflog
	case 242: // IP over InfiniBand
		return infiniBand
	case 258: // PKTAP
		return pktap
	case 276: // Linux cooked capture v2
		return sll2
	}
	return nil
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
	read := link(uint16(binary.LittleEndian.Uint32(b[8:])))
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
