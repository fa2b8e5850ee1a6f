package pcaplain_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson"
)

// TestClocks wants of implausible time stamps and of fragments that make no packet that the
// page says so, and of others that it says nothing.
func TestClocks(t *testing.T) {
	doubts := []string{"1988", "2099", "are the same", "earlier time stamp", "leap by", "no time stamp", "multiple of", "No frame has a time stamp", "fragments"}
	for file, want := range map[string]string{
		"hostile-made/file/time-backwards.pcapng":       "1 frame has an earlier time stamp than the frame before, frame [5] by 3,599.999 s.",
		"hostile-made/file/time-all-ones.pcapng":        "All time stamps lie after the year 2099 (frame [1]: the year 586,524)",
		"hostile-made/file/tsoffset-min.pcapng":         "All time stamps lie before the year 1988, in which the capturing of packets began (frame [1]: the year −292,277,022,600)",
		"hostile-made/file/tsresol-2e-64.pcapng":        "All time stamps are the same, so no duration can be told.",
		"hostile-made/file/spb-snaplen-0.pcapng":        "No frame has a time stamp, so no times are told.",
		"public/tcpdump__time_2107.pcapng":              "The time stamp lies after the year 2099 (frame [1]: 2107-01-01)",
		"public/arkime__y2038-bgp.pcap":                 "Before frame [3] the time stamps leap by 10,474 days (904,986,624.004 s)",
		"hostile-made/packet/fragments-teardrop.pcapng": "Of 3 IP datagrams not all fragments are in the capture, so they were not put together. The fragment in frame 4 reaches beyond the 65,535 bytes that an IP header can count (RFC 791 §3.1, RFC 8200 §3).",
		"public/tcptrace__rawip.pcap":                   "All time stamps lie a multiple of 10.000 ms apart",
		"public/zeek__fragmented-1.pcap":                "The fragments of the packet that frame [3] completes overlap and do not hold the same bytes",
		"lab/echo-lab.pcapng":                           "",
		"lab/bulk-300k.pcapng":                          "",
	} {
		doc, err := lesson.Build(readFile(t, filepath.Join(corpus.Dir(t), "captures", file)), lesson.Options{})
		if err != nil {
			t.Fatal(err)
		}
		intro, _, _ := strings.Cut(doc.Markdown, "\n## ")
		if !strings.Contains(intro, want) {
			t.Errorf("%s does not say %q", file, want)
		}
		for _, s := range doubts {
			if want == "" && strings.Contains(intro, s) {
				t.Errorf("%s says %q", file, s)
			}
		}
	}
}

// TestGlanceBackwards wants every frame drawn on a time line whose clock goes back behind the
// first frame, and times before 0 on its axis.
func TestGlanceBackwards(t *testing.T) {
	doc, err := lesson.Build(readFile(t, filepath.Join(corpus.Dir(t), "captures/public/tcpflow__test5-lines-randomized.pcapng")), lesson.Options{})
	if err != nil {
		t.Fatal(err)
	}
	glance := doc.Figures["glance"].(figure.Glance)
	if first := glance.Ticks[0].Label; !strings.HasPrefix(first, "−") {
		t.Errorf("the axis begins at %s", first)
	}
	for _, r := range glance.Rows {
		n := 0
		for _, counts := range r.Counts {
			for _, c := range counts {
				n += c
			}
		}
		if fmt.Sprint(n) != r.Total {
			t.Errorf("%s: %d of %s frames are drawn", r.Name, n, r.Total)
		}
	}
}
