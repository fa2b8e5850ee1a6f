package packet

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// radiotap is a header of fields by a bit map (radiotap.org). Of its fields only the flags
// are asked for: whether a check sum follows the frame, and whether padding follows its header.
func radiotap(d *Decoder) reader {
	const flags, sum, padded = 1 << 1, 0x10, 0x20
	b := d.rest()
	if len(b) < 8 {
		return nil
	}
	n := int(binary.LittleEndian.Uint16(b[2:]))
	if n < 8 || n > len(b) {
		return nil
	}
	present := binary.LittleEndian.Uint32(b[4:])
	at := 8
	for more := present; more>>31 != 0 && at+4 <= n; at += 4 {
		more = binary.LittleEndian.Uint32(b[at:])
	}
	if present&1 != 0 { // the clock, at a multiple of eight
		at = (at+7)&^7 + 8
	}
	layer, check := fact.LayerRadiotap, 0
	if present&flags != 0 && at < n {
		d.padded = b[at]&padded != 0
		if b[at]&sum != 0 {
			layer, check = fact.LayerRadiotapFCS, 4
		}
	}
	d.take(layer, n)
	d.limit(d.wireEnd - d.off - check)
	return wlan
}

// prism is a header with its length at 4, in the host's byte order; many drivers write AVS instead.
func prism(d *Decoder) reader {
	b := d.rest()
	if len(b) < 8 {
		return nil
	}
	if binary.BigEndian.Uint32(b)>>12 == 0x80211 {
		return d.radio(fact.LayerPrismAVS, binary.BigEndian.Uint32(b[4:]))
	}
	return d.radio(fact.LayerPrism, hostOrder(b[4:]))
}

// avs is a header of its successor's: version, length.
func avs(d *Decoder) reader {
	b := d.rest()
	if len(b) < 8 {
		return nil
	}
	return d.radio(fact.LayerAVS, binary.BigEndian.Uint32(b[4:]))
}

func (d *Decoder) radio(l fact.Layer, n uint32) reader {
	if n < 8 || int64(n) > int64(len(d.rest())) {
		return nil
	}
	d.take(l, int(n))
	return wlan
}

// ppi is per-packet information: version, flags, length, link type, then fields, of which
// the one of IEEE 802.11 (type 2) tells of a check sum.
func ppi(d *Decoder) reader {
	const common, sum = 2, 1
	b := d.rest()
	if len(b) < 8 {
		return nil
	}
	n := int(binary.LittleEndian.Uint16(b[2:]))
	if n < 8 || n > len(b) {
		return nil
	}
	const linkWLAN = 105
	number := uint16(binary.LittleEndian.Uint32(b[4:]))
	read := link(number)
	layer, check := fact.LayerPPI, 0
	for at := 8; at+4 <= n; at += 4 + int(binary.LittleEndian.Uint16(b[at+2:])) {
		if binary.LittleEndian.Uint16(b[at:]) == common && at+14 <= n && b[at+12]&sum != 0 {
			layer, check = fact.LayerPPIFCS, 4
		}
	}
	if number != linkWLAN {
		layer = fact.LayerPPIOther
	}
	d.take(layer, n)
	d.limit(d.wireEnd - d.off - check)
	return read
}

// Bits of IEEE 802.11's frame control field (§9.2.4.1), little-endian.
const (
	wlanTypes     = 0x000c
	wlanData      = 0x0008
	wlanNoData    = 0x0040
	wlanQoS       = 0x0080
	wlanToDS      = 0x0100
	wlanFromDS    = 0x0200
	wlanMore      = 0x0400
	wlanProtected = 0x4000
	wlanOrder     = 0x8000
)

// wlan is an IEEE 802.11 header. What follows a data frame's is LLC, unless it is encrypted or a fragment.
func wlan(d *Decoder) reader {
	b := d.rest()
	if len(b) < 24 {
		return nil
	}
	control := binary.LittleEndian.Uint16(b)
	if control&wlanTypes != wlanData {
		return nil
	}
	n := 24
	if control&(wlanToDS|wlanFromDS) == wlanToDS|wlanFromDS {
		n += 6
	}
	qos := n
	if control&wlanQoS != 0 {
		if n += 2; control&wlanOrder != 0 {
			n += 4
		}
	}
	fragment := b[22]&15 != 0 || control&wlanMore != 0
	if d.padded {
		n = (n + 3) &^ 3
	}
	if len(b) < n {
		return nil
	}
	d.wlanAddresses(b, control)
	d.take(fact.LayerWLAN, n)
	switch {
	case control&(wlanNoData|wlanProtected) != 0 || fragment:
		return nil
	case control&wlanQoS != 0 && b[qos]&0x80 != 0:
		return aggregate
	}
	return llc
}

// wlanAddresses finds source and destination among three or four addresses (table 9-60).
func (d *Decoder) wlanAddresses(b []byte, control uint16) {
	switch control & (wlanToDS | wlanFromDS) {
	case 0:
		d.addresses(b[10:16], b[4:10])
	case wlanToDS:
		d.addresses(b[10:16], b[16:22])
	case wlanFromDS:
		d.addresses(b[16:22], b[4:10])
	default:
		d.addresses(b[24:30], b[16:22])
	}
}

// aggregate reads the frames of an A-MSDU (§9.3.2.2.2) one after the other: addresses,
// length, LLC, padding to four bytes.
func aggregate(d *Decoder) reader {
	b := d.rest()
	if len(b) < 14 {
		return nil
	}
	n := 14 + int(binary.BigEndian.Uint16(b[12:]))
	if next := (n + 3) &^ 3; next+14 <= len(b) {
		d.later = append(d.later, pending{d.off + next, d.end, d.wireEnd, aggregate})
	}
	d.limit(n)
	d.off += 14
	return llc
}
