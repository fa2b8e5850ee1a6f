package figure_test

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden drawings in testdata")

// TestText compares each sample's drawing with the one in testdata.
func TestText(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(samples())) {
		t.Run(name, func(t *testing.T) {
			got, file := samples()[name].Text(), filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("drawn:\n%s\nwanted:\n%s", got, want)
			}
		})
	}
}
