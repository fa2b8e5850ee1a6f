package pcaplain_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render/lesson"
)

// TestTunnels tells the conversation inside, names the one around it as its way, and says which
// IPv4 header checksums are not right.
func TestTunnels(t *testing.T) {
	for file, want := range map[string][2][]string{
		"zeek__vxlan-encapsulated-http.pcap": {
			{"| UDP 10.1.200.131:50000 → 10.1.1.172:4789 | 1–12 | 12 | 10,707 | a tunnel: each of its frames holds another conversation |",
				"The conversation came inside another one, `udp:0`, as through a tunnel; each frame is counted once.", "This page is about all 12 frames of the capture."},
			{"## UDP exchange"}},
		"chrissanders__nowebaccess1.pcapng": {{"In 7 frames the IPv4 header checksum is 0 ([3]–[9])"}, {"is not the one calculated again"}},
		"zeek__mpls-in-vlan.pcap":           {{"In 3 frames the IPv4 header checksum is not the one calculated again ([1]–[3]): no header has a right one"}, {"checksum is 0"}},
		"zeek__gtp7_ipv6.pcap": {{"|--- UDP       Length=40 --------->|", "Frame 1 holds 1 datagram of this conversation with 32 bytes of data. It is told with the conversation that carries this one."},
			{"folded"}},
		"zeek__retransmit-fast009.pcap": {{"it seems to have been blanked after the capture, as the TTL was"}, {"no network card"}},
		"zeek__get.pcap":                {nil, []string{"IPv4 header checksum is", "a tunnel"}},
	} {
		doc, err := lesson.Build(readFile(t, filepath.Join(corpus.Dir(t), "captures", "public", file)), lesson.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range want[0] {
			if !strings.Contains(doc.Markdown, s) {
				t.Errorf("%s does not say %q", file, s)
			}
		}
		for _, s := range want[1] {
			if strings.Contains(doc.Markdown, s) {
				t.Errorf("%s says %q", file, s)
			}
		}
	}
}
