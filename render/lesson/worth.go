package lesson

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// worthKnowing are the one or two values of each header that tell where its packet belongs.
var worthKnowing = map[fact.Layer]func(d *dissection) []string{
	fact.LayerEthernet: func(d *dissection) []string { return []string{d.macs(6, 0), d.typ(12)} },
	fact.LayerLength:   func(d *dissection) []string { return []string{d.macs(6, 0), d.field("length", 12, 2)} },
	fact.LayerVLAN:     (*dissection).tag,
	fact.LayerProvider: (*dissection).tag,
	fact.LayerETag:     func(d *dissection) []string { return []string{d.word("etag", 2, 2, d.value(2, 2)&0x3fff), d.typ(6)} },
	fact.LayerVNTag: func(d *dissection) []string {
		return []string{d.word("vntag", 0, 4, d.value(2, 2)&0xfff, d.value(0, 2)&0x3fff), d.typ(4)}
	},
	fact.LayerMACsec:      func(d *dissection) []string { return []string{d.field("number", 2, 4)} },
	fact.LayerCMD:         func(d *dissection) []string { return []string{d.field("sgt", 4, 2), d.typ(6)} },
	fact.LayerGREMetadata: func(d *dissection) []string { return []string{d.field("sgt", 6, 2), d.typ(0)} },
	fact.LayerHSR:         func(d *dissection) []string { return []string{d.field("number", 2, 2), d.typ(4)} },
	fact.LayerBackbone: func(d *dissection) []string {
		return []string{d.word("isid", 0, 4, d.value(1, 3)), d.macs(10, 4), d.typ(16)}
	},
	fact.LayerFabricPath: func(d *dissection) []string {
		return []string{d.word("ftag", 2, 2, d.value(2, 2)>>6), d.word("ttl", 2, 2, d.value(2, 2)&63)}
	},
	fact.LayerMPLS:        (*dissection).labels,
	fact.LayerPPPoE:       func(d *dissection) []string { return []string{d.field("session.hex", 2, 2)} },
	fact.LayerPPP:         (*dissection).ppp,
	fact.LayerNull:        (*dissection).family,
	fact.LayerHDLC:        func(d *dissection) []string { return []string{d.typ(2)} },
	fact.LayerSLL:         (*dissection).cooked,
	fact.LayerLLC:         (*dissection).llc,
	fact.LayerWLAN:        (*dissection).wlan,
	fact.LayerNFLOG:       func(d *dissection) []string { return []string{d.field("group", 2, 2)} },
	fact.LayerIPv4:        (*dissection).worthIPv4,
	fact.LayerIPv6:        (*dissection).worthIPv6,
	fact.LayerHopByHop:    (*dissection).jumbo,
	fact.LayerDestination: func(d *dissection) []string { return []string{d.follows(0)} },
	fact.LayerRouting: func(d *dissection) []string {
		return []string{d.word("routing", 2, 2, d.value(2, 1), d.value(3, 1)), d.follows(0)}
	},
	fact.LayerFragment: func(d *dissection) []string {
		return []string{d.word("fragment", 2, 2, d.value(2, 2)&^7), d.follows(0)}
	},
	fact.LayerAH: func(d *dissection) []string {
		return []string{d.field("spi", 4, 4), d.field("number", 8, 4), d.follows(0)}
	},
	fact.LayerESP:    func(d *dissection) []string { return []string{d.field("spi", 0, 4), d.field("number", 4, 4)} },
	fact.LayerGRE:    (*dissection).gre,
	fact.LayerERSPAN: (*dissection).erspan,
	fact.LayerVXLAN:  func(d *dissection) []string { return []string{d.field("vni", 4, 3)} },
	fact.LayerGeneve: func(d *dissection) []string { return []string{d.field("vni", 4, 3), d.typ(2)} },
	fact.LayerGTP:    func(d *dissection) []string { return []string{d.field("teid", 4, 4)} },
	fact.LayerL2TP:   (*dissection).l2tp,
	fact.LayerLISP:   (*dissection).lisp,
	fact.LayerNSH:    func(d *dissection) []string { return []string{d.word("nsh", 4, 4, d.value(4, 3), d.value(7, 1))} },
	fact.LayerTCP:    func(d *dissection) []string { return []string{d.ports()} },
	fact.LayerUDP:    func(d *dissection) []string { return []string{d.ports()} },
}

// tag is a VLAN tag's identifier and, where it is not zero, its priority (IEEE 802.1Q §9.6).
func (d *dissection) tag() []string {
	priority := ""
	if p := d.value(0, 1) >> 5; p > 0 {
		priority = d.word("priority", 0, 2, p)
	}
	return []string{d.word("vlan", 0, 2, d.value(0, 2)&0xfff), priority, d.typ(2)}
}

// labels are those of an MPLS stack, the outermost first (RFC 3032 §2.1).
func (d *dissection) labels() []string {
	var l []string
	for i := 0; i+4 <= len(d.b); i += 4 {
		l = append(l, fmt.Sprint(d.value(i, 4)>>12))
	}
	more := ""
	if len(l) > maxLabels {
		l, more = l[:maxLabels], "…"
	}
	return []string{d.t.b.labelf("says.labels", strings.Join(l, ", ")), more}
}

// maxLabels is how many labels of a stack are shown.
const maxLabels = 8

// ppp is the protocol in the last bytes: one where it is odd (RFC 1661 §2).
func (d *dissection) ppp() []string {
	n := min(len(d.b), 2)
	if n == 2 && d.b[len(d.b)-2] == 0x03 {
		n = 1
	}
	protocol := d.value(len(d.b)-n, n)
	if name := map[uint64]string{0x21: "IPv4", 0x57: "IPv6", 0x281: "MPLS", 0x283: "MPLS"}[protocol]; name != "" {
		return []string{d.t.b.labelf("says.ppp.named", protocol, name)}
	}
	return []string{d.t.b.labelf("says.ppp", protocol)}
}

// family is the address family, in the byte order of the host that captured (LINKTYPE_NULL).
func (d *dissection) family() []string {
	if len(d.b) < 4 {
		return nil
	}
	family := binary.LittleEndian.Uint32(d.b)
	if family > 0xffff {
		family = binary.BigEndian.Uint32(d.b)
	}
	if name := map[uint32]string{2: "IPv4", 24: "IPv6", 28: "IPv6", 30: "IPv6"}[family]; name != "" {
		return []string{d.t.b.labelf("says.family", family, name)}
	}
	return nil // some systems put an EtherType there
}

// cooked is how a frame of a Linux cooked capture passed the host, in its first two bytes or,
// of the second version, in the eleventh.
func (d *dissection) cooked() []string {
	way, typ, index := d.value(0, 2), 14, ""
	if len(d.b) == 20 {
		way, typ, index = d.value(10, 1), 0, d.field("index", 4, 4)
	}
	passed := ""
	if way <= 4 {
		passed = d.t.b.label(fmt.Sprintf("says.sll.%d", way))
	}
	return []string{passed, index, d.typ(typ)}
}

// llc is the EtherType behind a SNAP header, else the access points.
func (d *dissection) llc() []string {
	if n := len(d.b); n >= 8 && d.b[0] == 0xaa {
		return []string{d.typ(n - 2)}
	}
	return []string{d.word("llc", 0, 2, d.value(0, 1), d.value(1, 1))}
}

// wlan are the addresses of the station that sent the frame and of the one it was sent to on the air.
func (d *dissection) wlan() []string { return []string{d.macs(10, 4)} }

func (d *dissection) worthIPv4() []string {
	total := ""
	if d.value(2, 2) == 0 {
		total = d.field("total", 2, 2)
	}
	return []string{d.addrs(12, 4), d.follows(9), total}
}

func (d *dissection) worthIPv6() []string {
	length := ""
	if d.value(4, 2) == 0 {
		length = d.field("payload", 4, 2)
	}
	return []string{d.addrs(8, 16), d.follows(6), length}
}

// jumbo is the length of a jumbogram, where the option comes first (RFC 2675 §2).
func (d *dissection) jumbo() []string {
	length := ""
	if len(d.b) >= 8 && d.b[2] == 0xc2 && d.b[3] == 4 {
		length = d.word("jumbo", 4, 4, text.Count(int64(d.value(4, 4))))
	}
	return []string{length, d.follows(0)}
}

// gre is the type of what follows and the key (RFC 2784, RFC 2890). In version 1, of PPTP, the
// key's lower half is the number of the call (RFC 2637 §4.1).
func (d *dissection) gre() []string {
	const sum, routing, keyed, version = 0x8000, 0x4000, 0x2000, 0x0007
	flags := d.value(0, 2)
	at := 4
	if flags&(sum|routing) != 0 {
		at = 8
	}
	key := ""
	switch {
	case flags&keyed == 0:
	case flags&version == 1:
		key = d.field("call", at+2, 2)
	default:
		key = d.field("key", at, 4)
	}
	return []string{d.typ(2), key}
}

// erspan is the session and the VLAN from which the frame was copied; type I has neither.
func (d *dissection) erspan() []string {
	return []string{d.word("session", 2, 2, d.value(2, 2)&0x3ff), d.word("vlan", 0, 2, d.value(0, 2)&0xfff)}
}

// l2tp are the tunnel and the session (RFC 2661 §3.1).
func (d *dissection) l2tp() []string {
	at := 2
	if d.value(0, 2)&0x4000 != 0 {
		at = 4
	}
	return []string{d.field("tunnel", at, 2), d.field("session", at+2, 2)}
}

// lisp is the instance, where its flag says that there is one (RFC 9300 §5.1).
func (d *dissection) lisp() []string {
	const instance = 0x08
	if d.value(0, 1)&instance == 0 {
		return nil
	}
	return []string{d.word("instance", 4, 3, binary.BigEndian.Uint32(d.b[4:])>>8)}
}
