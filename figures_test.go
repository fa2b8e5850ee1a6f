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
