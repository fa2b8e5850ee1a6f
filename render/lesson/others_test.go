package lesson

import (
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// TestKindName words what a frame outside conversations is: by its name and number where there
// is a name, and why no more of it was read.
func TestKindName(t *testing.T) {
	for _, tt := range []struct {
		kind   fact.OtherKind
		en, ko string
	}{
		{fact.OtherKind{Protocol: "arp", By: fact.ByOpcode, Number: 1}, "ARP request", "ARP 요청"},
		{fact.OtherKind{Protocol: "arp", By: fact.ByOpcode, Number: 9}, "ARP, type 9", "ARP, 종류 9"},
		{fact.OtherKind{Protocol: "icmpv6", By: fact.ByType, Number: 135}, "ICMPv6 neighbor solicitation", "ICMPv6 이웃 요청"},
		{fact.OtherKind{Protocol: "ip", By: fact.ByProtocol, Number: 89}, "OSPF (IP protocol 89)", "OSPF (IP 프로토콜 89)"},
		{fact.OtherKind{Protocol: "ip", By: fact.ByProtocol, Number: 132}, "SCTP (IP protocol 132)", "SCTP (IP 프로토콜 132)"},
		{fact.OtherKind{Protocol: "ip", By: fact.ByProtocol, Number: 200}, "IP protocol 200", "IP 프로토콜 200"},
		{fact.OtherKind{Protocol: "eth:ethertype", By: fact.ByEtherType, Number: 0x88cc}, "LLDP (EtherType 0x88cc)", "LLDP (EtherType 0x88cc)"},
		{fact.OtherKind{Protocol: "eth:ethertype", By: fact.ByEtherType, Number: 0x0800, Fault: fact.CutOff}, "IPv4 (EtherType 0x0800), cut off in the capture", "IPv4 (EtherType 0x0800), 캡처에서 잘림"},
		{fact.OtherKind{Protocol: "vlan:ethertype", By: fact.ByEtherType, Number: 0x8100, Fault: fact.TooDeep}, "VLAN (EtherType 0x8100), with more headers inside one another than are read", "VLAN (EtherType 0x8100), 읽는 한도보다 헤더가 더 겹쳐 있음"},
		{fact.OtherKind{Protocol: "eth", By: fact.ByDSAP, Number: 0x42}, "STP (LLC access point 0x42)", "STP (LLC 접근점 0x42)"},
		{fact.OtherKind{Protocol: "llc", By: fact.BySNAP, Number: 0x00000c2000}, "CDP (SNAP, organisation 0x00000c, type 0x2000)", "CDP (SNAP, 기관 0x00000c, 종류 0x2000)"},
		{fact.OtherKind{Protocol: "undecoded", By: fact.ByLink, Number: 147}, "Link type 147, which is not read", "읽지 않는 링크 종류 147"},
		{fact.OtherKind{Protocol: "data", Fault: fact.Unreadable}, "Frames without a header that can be read", "읽을 수 있는 헤더가 없는 프레임"},
		{fact.OtherKind{Protocol: "wlan", By: fact.ByWLAN, Number: 0x08}, "IEEE 802.11 beacon (type 0, subtype 8)", "IEEE 802.11 beacon (종류 0, 하위 종류 8)"},
	} {
		for lang, want := range map[string]string{"en": tt.en, "ko": tt.ko} {
			b, err := newBuilder(&fact.Capture{}, Options{Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			if got := b.kindName(&tt.kind); got != want {
				t.Errorf("%+v in %s: %q, want %q", tt.kind, lang, got, want)
			}
		}
	}
}
