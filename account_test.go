package pcaplain_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render/lesson"
)

// TestAccount counts every frame once: what belongs to no conversation and what does make up
// the file, and where all conversations are told none is left over.
func TestAccount(t *testing.T) {
	for _, set := range []string{"public", "hostile", "hostile-made/packet", "hostile-made/file"} {
		files, err := filepath.Glob(filepath.Join(corpus.Dir(t), "captures", set, "*.pcap*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", set, err)
		}
		for _, file := range files {
			c := readFile(t, file)
			if c == nil || c.Frames > 20000 {
				continue
			}
			outside, own := 0, map[int]bool{}
			for _, o := range c.Others {
				outside += o.Frames
			}
			for i := range c.Conversations {
				for _, s := range c.Conversations[i].Steps {
					own[s.Frame] = true
				}
			}
			left := c.Frames - outside - len(own)
			if left < 0 || left != 0 && len(c.Rows) == len(c.Conversations) {
				t.Errorf("%s: %d frames, %d in conversations told, %d in none", filepath.Base(file), c.Frames, len(own), outside)
			}
		}
	}
}

// TestOutside names what is not decoded.
func TestOutside(t *testing.T) {
	for file, want := range map[string][]string{
		"public/arkime__mpls-basic.pcap": {"| EIGRP (IP protocol 88) | between 3 and 55 | 10 | 740 |", "| CDP (SNAP, organisation 0x00000c, type 0x2000) | 22 | 1 | 339 |",
			"The other 39 are counted, not explained: 12 belong to conversations told only as lines below, 27 to none."},
		"public/chrissanders__3e80211_wpaauth.pcapng": {"| EAPOL (EtherType 0x888e) | 8–11 | 4 | 678 |", "| IEEE 802.11 beacon (type 0, subtype 8) | 1 | 1 | 336 |"},
		"hostile-made/packet/runts.pcapng":            {"| Frames without a header that can be read | 1–14 | 14 | 91 |", "| IPv4 (EtherType 0x0800), with a header that cannot be read | 15–16 | 2 | 29 |"},
		"hostile-made/packet/ipv4-bad-lengths.pcapng": {"| IPv4 (EtherType 0x0800), with a header length below the 20 bytes that it must have | 1 | 1 | 54 |",
			"| IPv4 (EtherType 0x0800), with a header length beyond the packet's end | 2 | 1 | 54 |", "| IPv4 (EtherType 0x0800), with a Total Length shorter than its header | 4 | 1 | 54 |",
			"| IPv4 (EtherType 0x0800), with another version in the header | 6–7 | 2 | 108 |"},
		"hostile-made/packet/deep-nesting.pcapng": {"| VLAN (EtherType 0x8100), with more headers inside one another than are read | 1 | 1 | 1,054 |"},
		"lab/echo-lab.pcapng": {"Before it, in frame 1, 192.168.219.164 asked by ARP (RFC 826) for the MAC address of 192.168.219.113, and frame 2 answered: 02:5e:12:00:01:13.",
			"| ARP | 1–2 | 2 | 84 | told |", "This page tells 27 frames of the 70. The other 43 are counted, not explained: they belong to conversations told only as lines below."},
		"hostile-made/packet/sflow-allocation.pcapng":     {"Port 6343 is registered for sFlow; the data are shown as bytes and not decoded as sFlow."},
		"hostile-made/file/unknown-blocks.pcapng":         {"| A block without a packet, which Wireshark numbers as a frame | 5 | 1 | 40 |"},
		"public/tcpdump__unsupported-link-type-dbus.pcap": {"| Link type 231, which is not read |"},
	} {
		doc, err := lesson.Build(readFile(t, filepath.Join(corpus.Dir(t), "captures", file)), lesson.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range want {
			if !strings.Contains(doc.Markdown, s) {
				t.Errorf("%s does not say %q", file, s)
			}
		}
	}
}
