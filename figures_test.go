package pcaplain_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render/lesson"
)

// TestFiguresSay wants of figures in text what stands nowhere else on the page.
func TestFiguresSay(t *testing.T) {
	for file, want := range map[string][2]string{
		"zeek__retransmit-fast009.pcap": {"f32", "× retransmission of frames 14–15"}, // that is cut anew
		"tcptrace__dlt_null.pcap":       {"f4-bytes", "address family 2 = IPv4"},
	} {
		doc, err := lesson.Build(readFile(t, filepath.Join(corpus.Dir(t), "captures", "public", file)), lesson.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if fig := doc.Figures[want[0]]; fig == nil || !strings.Contains(fig.Text(), want[1]) {
			t.Errorf("%s: figure %s does not say %q", file, want[0], want[1])
		}
	}
}

// TestMarkOfShortFrames wants the same reason for a mark on a pure ACK behind a frame that its own
// length cuts short as on a segment with data: nothing is missing.
func TestMarkOfShortFrames(t *testing.T) {
	doc, err := lesson.Build(readFile(t, filepath.Join(corpus.Dir(t), "captures/public/tcptrace__6syns.pcap")), lesson.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, card, _ := strings.Cut(doc.Markdown, "#### Frame 19:")
	if card, _, _ = strings.Cut(card, "```"); !strings.Contains(card, "so nothing is missing") {
		t.Errorf("frame 19 says %s", card)
	}
}
