package packet

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// minType is the smallest EtherType; a smaller value up to maxLength is a length (IEEE 802.3 §3.2.6).
const (
	minType   = 0x0600
	maxLength = 1500
)

func ethernet(d *Decoder) reader {
	if d.eth.DecodeFromBytes(d.rest(), &d.cut) != nil {
		return d.malformed()
	}
	d.addresses(d.eth.SrcMAC, d.eth.DstMAC)
	typ := binary.BigEndian.Uint16(d.data[d.off+12:])
	if typ < minType {
		d.take(fact.LayerLength, 14)
		return d.length(typ)
	}
	if typ == 0x8903 { // FabricPath wraps the frame in one that looks like Ethernet
		d.take(fact.LayerLength, 12)
		return fabricPath
	}
	d.take(fact.LayerEthernet, 14)
	return etherType(typ)
}

// addresses notes the MAC addresses of the outermost header that has any.
func (d *Decoder) addresses(src, dst []byte) {
	if !d.p.HasMAC {
		copy(d.p.DstMAC[:], dst)
		copy(d.p.SrcMAC[:], src)
		d.p.HasMAC = true
	}
}

// length takes a length in the place of an EtherType: LLC follows.
func (d *Decoder) length(n uint16) reader {
	if n > maxLength {
		return nil
	}
	d.limit(int(n))
	return llc
}

// etherType tells what follows an EtherType (IEEE 802 numbers).
func etherType(typ uint16) reader {
	switch typ {
	case 0x0800:
		return ipv4
	case 0x0806:
		return arp
	case 0x86dd:
		return ipv6
	case 0x8100, 0x9100, 0x9200, 0x9300: // the latter were used for QinQ before IEEE 802.1ad; Wireshark reads the first two
		return vlan
	case 0x88a8:
		return provider
	case 0x893f:
		return etag
	case 0x8847, 0x8848:
		return mpls
	case 0x8864:
		return pppoe
	case 0x8870: // a jumbo frame's length: LLC follows
		return llc
	case 0x6558:
		return ethernet
	case 0x88e5:
		return macsec
	case 0x88e7:
		return backbone
	case 0x892f:
		return hsr
	case 0x8909:
		return cmd
	case 0x8926:
		return vntag
	case 0x894f:
		return nsh
	}
	return nil
}

// vlan is a tag of IEEE 802.1Q §9.6: three bits of priority, one of eligibility, twelve of VLAN.
func vlan(d *Decoder) reader {
	if d.dot1.DecodeFromBytes(d.rest(), &d.cut) != nil {
		return nil
	}
	if d.tag == 0 {
		d.tag = d.dot1.VLANIdentifier
	}
	return d.tagged(fact.LayerVLAN, 4)
}

// provider is a service tag (IEEE 802.1ad), the outer one of two.
func provider(d *Decoder) reader { return d.tagged(fact.LayerProvider, 4) }

// etag is IEEE 802.1BR's tag.
func etag(d *Decoder) reader { return d.tagged(fact.LayerETag, 8) }

// cmd is Cisco's metadata (security group tag).
func cmd(d *Decoder) reader { return d.tagged(fact.LayerCMD, 8) }

// hsr is the tag of seamless redundancy (IEC 62439-3): path and size, sequence number.
func hsr(d *Decoder) reader { return d.tagged(fact.LayerHSR, 6) }

// vntag is Cisco's predecessor of the E-tag.
func vntag(d *Decoder) reader { return d.tagged(fact.LayerVNTag, 6) }

// backbone is a service instance tag and the customer's addresses (IEEE 802.1ah).
func backbone(d *Decoder) reader { return d.tagged(fact.LayerBackbone, 18) }

// tagged takes a tag of size bytes, the last two of which say what follows.
func (d *Decoder) tagged(l fact.Layer, size int) reader {
	b := d.rest()
	if len(b) < size {
		return nil
	}
	typ := binary.BigEndian.Uint16(b[size-2:])
	d.take(l, size)
	if typ < minType {
		return d.length(typ)
	}
	return etherType(typ)
}

// macsec is a security tag (IEEE 802.1AE §9.3). What it protects can be read only where it
// is not encrypted; the last 16 bytes are a check value.
func macsec(d *Decoder) reader {
	const encrypted, changed, channel = 0x08, 0x04, 0x20
	b := d.rest()
	n := 8
	if len(b) > 0 && b[0]&channel != 0 {
		n = 16
	}
	if len(b) < n || b[0]&(encrypted|changed) != 0 {
		return nil
	}
	d.limit(d.wireEnd - d.off - 16)
	return d.tagged(fact.LayerMACsec, n)
}

// fabricPath is Cisco's: type, tag, then the whole frame.
func fabricPath(d *Decoder) reader { return d.before(ethernet, fact.LayerFabricPath, 4) }

// nsh is a network service header (RFC 8300 §2.2), its length in words of four bytes.
func nsh(d *Decoder) reader {
	b := d.rest()
	if len(b) < 8 {
		return nil
	}
	n := int(b[1]&0x3f) * 4
	if n < 8 || n > len(b) {
		return nil
	}
	d.take(fact.LayerNSH, n)
	switch b[3] {
	case 1:
		return ipv4
	case 2:
		return ipv6
	case 3:
		return ethernet
	case 5:
		return mpls
	}
	return nil
}

// mpls is a stack of labels (RFC 3032 §2.1). Nothing says what lies below it: a nibble of 4
// or 6 means IP, 0 the control word of an Ethernet pseudowire (RFC 4448 §4.6).
func mpls(d *Decoder) reader {
	b := d.rest()
	n := 0
	for bottom := false; !bottom; n += 4 {
		if n+4 > len(b) {
			return nil
		}
		bottom = b[n+2]&1 != 0
	}
	d.take(fact.LayerMPLS, n)
	switch b = b[n:]; {
	case len(b) == 0:
		return nil
	case b[0]>>4 == 4:
		return ipv4
	case b[0]>>4 == 6:
		return ipv6
	case b[0]>>4 == 0 && likelyEthernet(b, 4):
		d.take(fact.LayerPseudoWire, 4)
		return ethernet
	case likelyEthernet(b, 0):
		d.take(fact.LayerBareWire, 0)
		return ethernet
	}
	return nil
}

// likelyEthernet tells whether what would be the EtherType is one that we know, or the right length.
func likelyEthernet(b []byte, at int) bool {
	if len(b) < at+14 {
		return false
	}
	typ := binary.BigEndian.Uint16(b[at+12:])
	return typ <= maxLength && int(typ) <= len(b)-at-14 || etherType(typ) != nil
}

// llc is IEEE 802.2's header: two service access points and a control field of one byte
// (unnumbered) or two; access point 0xAA is followed by SNAP.
func llc(d *Decoder) reader {
	b := d.rest()
	if len(b) < 4 {
		return nil
	}
	n := 4
	if b[2]&3 == 3 {
		n = 3
	}
	switch {
	case b[0] == 0xaa && b[1] == 0xaa:
		return d.snap(n)
	case b[0] == 0x06:
		d.take(fact.LayerLLC, n)
		return ipv4
	}
	return nil
}

// snap is an organisation and a type; organisation 0 means an EtherType (RFC 1042).
func (d *Decoder) snap(n int) reader {
	b := d.rest()
	if len(b) < n+5 {
		return nil
	}
	organisation := uint32(b[n])<<16 | uint32(b[n+1])<<8 | uint32(b[n+2])
	typ := binary.BigEndian.Uint16(b[n+3:])
	switch organisation {
	case 0x000000, 0x0000f8: // the second: tunnelled through bridges (IEEE 802.1H)
		d.take(fact.LayerLLC, n+5)
		return etherType(typ)
	case 0x0080c2: // bridged frames: Ethernet with its check sum, and without (RFC 2684 §5.2)
		if typ == 1 || typ == 7 {
			d.take(fact.LayerLLC, min(n+7, len(b)))
			return ethernet
		}
	}
	return nil
}

func arp(d *Decoder) reader {
	d.take(fact.LayerARP, min(28, len(d.rest())))
	return nil
}
