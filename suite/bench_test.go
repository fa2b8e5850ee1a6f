package suite_test

import (
	"io"
	"os"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
)

// BenchmarkWalk goes over the capture that PCAPLAIN_CAPTURE names: over its streams alone, as
// `pcaplain sessions` does, and over all that is observed. scripts/profile runs it.
func BenchmarkWalk(b *testing.B) {
	name := os.Getenv("PCAPLAIN_CAPTURE")
	if name == "" {
		b.Skip("PCAPLAIN_CAPTURE names no capture")
	}
	src := analyze.Source{Name: "capture", Open: func() (io.ReadCloser, error) { return os.Open(name) }}
	walk := func(opt analyze.Options) func(b *testing.B) {
		return func(b *testing.B) {
			for b.Loop() {
				if _, err := analyze.Survey(src, opt); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	b.Run("streams", walk(analyze.Options{StreamsOnly: true, Unverified: true}))
	b.Run("all", walk(analyze.Options{}))
}
