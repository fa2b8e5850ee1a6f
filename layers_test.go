package pcaplain_test

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson"
)

// TestLayers holds the lengths of every figure of layers to its frame's, and what some of
// them say to what tshark says of the same frames.
func TestLayers(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus.Dir(t), "captures", "public", "*"))
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[string]string{}
	for _, file := range files {
		capture := readFile(t, file)
		if capture == nil {
			continue
		}
		doc, err := lesson.Build(capture, lesson.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range capture.Conversations {
			c := &capture.Conversations[i]
			id := strings.NewReplacer(":", "", ".", "-").Replace(c.ID.String()) + "-layers"
			if f, ok := doc.Figures[id].(figure.Layers); ok {
				addsUp(t, filepath.Base(file), f, c.Excerpts[c.First])
				drawn[filepath.Base(file)] += f.Text()
			}
		}
	}
	for _, want := range [][2]string{
		{"zeek__vxlan-encapsulated-http.pcap", "VXLAN header: VNI 1\n"},
		{"zeek__geneve-vxlan-dns-truncated.pcap", "Geneve header: VNI 4242, type 0x0800 = IPv4\n"},
		{"zeek__gtp7_ipv6.pcap", "GTP-U header: TEID 0x91364467\n"},
		{"zeek__mpls-in-vlan.pcap", "MPLS labels: label 254, 99\n"},
		{"zeek__mpls-in-vlan.pcap", "VLAN tag: VLAN 3399, type 0x8847 = MPLS\n"},
		{"snort3__pppoe.pcap", "PPPoE header: session 0x004e\n"},
		{"suricata__decode-nsh-type2-input.pcap", "network service header: service path 1, index 2\n"},
		{"arkime__gre-erspan-vxlan.pcap", "ERSPAN header: session 20, VLAN 0\n"},
		{"zeek__vntag_vlan_sandwich_clean.pcap", "VN-Tag: VIF 51 → 0, type 0x8100 = VLAN\n"},
		{"tcpdump__bigtcp-ipv6-hbh.pcap", "jumbo payload of 80,040 bytes"},
		{"zeek__nflog-http.pcap", "NFLOG header: group 42\n"},
		{"tcpdump__ipoib.pcap", "IP over InfiniBand header\n"},
	} {
		if !strings.Contains(drawn[want[0]], want[1]) {
			t.Errorf("%s: %q is not in\n%s", want[0], want[1], drawn[want[0]])
		}
	}
}

// readFile is a capture of the corpus; nil where it is none.
func readFile(t *testing.T, file string) *fact.Capture {
	t.Helper()
	src := analyze.Source{Name: filepath.Base(file), Open: func() (io.ReadCloser, error) { return os.Open(file) }}
	if _, err := analyze.Survey(src, analyze.Options{StreamsOnly: true}); err != nil {
		return nil
	}
	return readCapture(t, src)
}

// addsUp holds the sizes, where none is left out, to the frame's length.
func addsUp(t *testing.T, file string, f figure.Layers, x *fact.Excerpt) {
	t.Helper()
	sum := 0
	for _, p := range append(f.Headers[:len(f.Headers):len(f.Headers)], f.Behind...) {
		if p.Size == "…" {
			return
		}
		n, err := strconv.Atoi(strings.ReplaceAll(p.Size, ",", ""))
		if err != nil && (p.Size != "–" || x.Pieces == nil) {
			t.Errorf("%s: size %q", file, p.Size)
		}
		sum += n
	}
	if sum != max(x.Len, x.CapLen) {
		t.Errorf("%s, frame %d: %d bytes of layers, %d on the wire\n%s", file, x.Frame, sum, x.Len, f.Text())
	}
}
