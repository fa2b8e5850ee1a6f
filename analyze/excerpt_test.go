package analyze_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
)

// TestHeld tells apart what the file holds of a frame's data and what is kept of it: a
// fragmented segment's data lies in several frames, a long frame's is kept in part.
func TestHeld(t *testing.T) {
	for _, tt := range []struct {
		file              string
		frame, held, kept int
		pieced            bool
	}{
		{"zeek__fragmented-1.pcap", 3, 10, 10, true},
		{"suricata__frag-ip-tcp.pcap", 3, 1000, 1000, true},
		{"zeek__vxlan-encapsulated-http.pcap", 8, 8984, 3980, false},
		{"zeek__vxlan-encapsulated-http.pcap", 6, 228, 228, false},
	} {
		st, x := excerpt(t, tt.file, tt.frame)
		if st == nil || int(st.Held) != tt.held || len(x.Payload) != tt.kept || (x.Pieces != nil) != tt.pieced || tt.pieced != (x.Header.Len == 0) {
			t.Errorf("%s, frame %d: %+v, %+v", tt.file, tt.frame, st, x)
		}
	}
}

// excerpt reads a frame of the last conversation that it lies in.
func excerpt(t *testing.T, file string, frame int) (st *fact.Step, x *fact.Excerpt) {
	t.Helper()
	name := filepath.Join(corpus.Dir(t), "captures/public", file)
	src := analyze.Source{Name: file, Open: func() (io.ReadCloser, error) { return os.Open(name) }}
	c, err := analyze.Read(src, analyze.Options{}, func(s *fact.Survey) (ids []fact.ID) {
		for _, r := range s.Rows {
			ids = append(ids, r.ID)
		}
		return ids
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, conv := range c.Conversations {
		for i := range conv.Steps {
			if conv.Steps[i].Frame == frame {
				st, x = &conv.Steps[i], conv.Excerpts[frame]
			}
		}
	}
	return st, x
}
