package analyze

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"testing"
	"testing/iotest"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// TestSick: where the device fails, the frames before that are yielded, then its error: the
// file is not told to be cut.
func TestSick(t *testing.T) {
	b, err := os.ReadFile("../cmd/pcaplain/demo/echo-lab.pcapng")
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write(b)
	w.Flush()
	sick := errors.New("disk on fire")
	for name, b := range map[string][]byte{"between blocks": b, "in a block": b[:len(b)-5], "packed": packed.Bytes()} {
		src := Source{"sick.pcapng", func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(bytes.NewReader(b), iotest.ErrReader(sick))), nil
		}}
		frames, failed := 0, error(nil)
		var survey fact.Survey
		for _, err := range Walk(src, Options{}, &survey) {
			if err == nil {
				frames++
			} else {
				failed = err
			}
		}
		if frames == 0 || !errors.Is(failed, sick) || survey.Frames != 0 {
			t.Errorf("%s: %d frames, %v, a survey of %d", name, frames, failed, survey.Frames)
		}
		if _, err := Survey(src, Options{}); !errors.Is(err, sick) {
			t.Errorf("%s: Survey: %v", name, err)
		}
		if _, err := Read(src, Options{}, nil); !errors.Is(err, sick) {
			t.Errorf("%s: Read: %v", name, err)
		}
	}
}
