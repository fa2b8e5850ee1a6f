package lesson

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
)

// TestMarksAreExplained wants a reason for every mark of Wireshark's, in every capture there
// is, of which the facts say something else, and for every one that it does not make.
func TestMarksAreExplained(t *testing.T) {
	seen := map[string]int{}
	files, err := filepath.Glob(filepath.Join(corpus.Dir(t), "captures", "[lp][au]b*", "*.*cap*"))
	if err != nil || len(files) < 200 {
		t.Fatalf("%d captures (%v)", len(files), err)
	}
	for _, path := range files {
		c, err := analyze.Read(analyze.Source{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}, analyze.Options{}, everyConnection)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		b, err := newBuilder(c, Options{})
		if err != nil {
			t.Fatal(err)
		}
		b.plan()
		for _, k := range b.talks {
			for i := range k.Steps {
				for _, m := range k.marks(&k.Steps[i]) {
					seen[m.Unlike]++
					if m.Unlike == "other" || m.Unlike == "edge" || m.Unlike == "repeat" {
						t.Errorf("%s, frame %d: %s: nothing explains the difference", path, m.N(), m.Name)
					}
				}
			}
		}
	}
	t.Logf("marks by reason why ours differs: %v", seen)
}

func everyConnection(s *fact.Survey) []fact.ID {
	var l []fact.ID
	for i := range s.Rows {
		if s.Rows[i].ID.Proto == fact.TCP {
			l = append(l, s.Rows[i].ID)
		}
	}
	return l
}
