package frame

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
)

// packers are the tools that pack a standard input, by what we call their format.
var packers = map[string][]string{"gzip": {"gzip", "-1", "-c"}, "zstd": {"zstd", "-q", "-c"}, "lz4": {"lz4", "-q", "-c", "-B4"}}

// by runs a tool over b. Another's compressor is the witness: ours only unpack.
func by(t *testing.T, command []string, b []byte) []byte {
	t.Helper()
	path, err := exec.LookPath(command[0])
	if err != nil {
		corpus.Missing(t, command[0])
	}
	cmd := exec.Command(path, command[1:]...)
	cmd.Stdin = bytes.NewReader(b)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v", command, err)
	}
	return out
}

func lab(t *testing.T, name string) []byte {
	b, err := os.ReadFile(filepath.Join(corpus.Dir(t), "captures", "lab", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// framesOf are the frames of b, and what the file says of itself; nil where it is none.
func framesOf(b []byte) ([]Frame, *fact.File, error) {
	r, err := Open(bytes.NewReader(b), "packed", nil)
	if err != nil {
		return nil, nil, err
	}
	frames, file := all(r), r.File()
	return frames, &file, nil
}

// TestPacked: a packed capture holds the frames of the plain one, in one piece or several.
func TestPacked(t *testing.T) {
	for _, name := range []string{"close-3seg.pcapng", "bulk-300k.pcapng", "two-interfaces.pcapng"} {
		plain := lab(t, name)
		want, about, _ := framesOf(plain)
		for format, tool := range packers {
			half := len(plain) / 2
			one := by(t, tool, plain)
			two := append(by(t, tool, plain[:half]), by(t, tool, plain[half:])...)
			for _, b := range [][]byte{one, two} {
				got, file, err := framesOf(b)
				if err != nil || file.Compression != format || file.Damage != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("%s by %s: %v, %d frames, %+v", name, format, err, len(got), file)
					continue
				}
				if file.Size != int64(len(b)) || !reflect.DeepEqual(file.Interfaces, about.Interfaces) {
					t.Errorf("%s by %s: %+v", name, format, file)
				}
			}
			got, file, err := framesOf(append(bytes.Clone(one), "no end of it"...))
			if err != nil || len(got) != len(want) || file.Damage == nil || file.Damage.Why != fact.BadStream {
				t.Errorf("%s by %s, and a tail: %v, %d frames, %+v", name, format, err, len(got), file)
			}
		}
	}
}

// TestPackedCuts cuts packed captures at every 97th byte: the frames are a beginning of
// the whole, they grow, and the cut is told as one.
func TestPackedCuts(t *testing.T) {
	plain := lab(t, "bulk-300k.pcapng")
	want, _, _ := framesOf(plain)
	for format, tool := range packers {
		b, last, opened := by(t, tool, plain), 0, 0
		for n := 0; n < len(b); n += 97 {
			got, file, err := framesOf(b[:n])
			if err != nil {
				if not := new(NotCapture); !errors.As(err, &not) || last > 0 || n >= 97 && !strings.Contains(not.Kind.String(), "cut") && !strings.Contains(not.Kind.String(), "ends inside") {
					t.Fatalf("%s cut at %d: %v after %d frames", format, n, err, last)
				}
				continue
			}
			opened++
			if len(got) < last || file.Damage == nil || file.Damage.Why != fact.Cut || !reflect.DeepEqual(got, want[:len(got):len(got)]) && len(got) > 0 {
				t.Fatalf("%s cut at %d: %d frames after %d, damage %+v", format, n, len(got), last, file.Damage)
			}
			last = len(got)
		}
		t.Logf("%s: %d cuts gave a report, the last of %d frames", format, opened, last)
	}
}

// TestBombs: what unpacks to very much is streamed, and ended where it is beyond belief.
func TestBombs(t *testing.T) {
	head := append(section(), packetOf(60)...)
	zeros := append(bytes.Clone(head), blockOf(0x999, make([]byte, 80<<20))...)
	frames := append(bytes.Clone(head), bytes.Repeat(packetOf(0), 5<<19)...) // 80 MiB
	for name, b := range map[string][]byte{"zeros": zeros, "frames": frames} {
		for format, tool := range packers {
			packed := by(t, tool, b)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r, err := Open(bytes.NewReader(packed), name, nil)
			if err != nil {
				t.Fatalf("%s by %s: %v", name, format, err)
			}
			n := 0
			for f := new(Frame); r.Next(f); n++ {
			}
			runtime.ReadMemStats(&after)
			d := r.File().Damage
			limit := int64(freeExpansion + fact.DefaultLimits[fact.MaxExpansion]*len(packed))
			if beyond := int64(len(b)) > limit; beyond != (d != nil) || beyond && (d.Why != fact.TooMuch || !strings.HasSuffix(d.Detail, fmt.Sprint(" > ", limit))) {
				t.Errorf("%s by %s: %d bytes of %d, damage %+v", name, format, len(packed), len(b), d)
			}
			if got := after.TotalAlloc - before.TotalAlloc; got > 24<<20 || n == 0 {
				t.Errorf("%s by %s: %d bytes allocated, %d frames", name, format, got, n)
			}
		}
	}
}

// TestRefusedPacked: packed twice, of the old kind, or damaged is said and not read.
func TestRefusedPacked(t *testing.T) {
	plain := append(section(), packetOf(60)...)
	for outer, tool := range packers {
		for inner, other := range packers {
			_, _, err := framesOf(by(t, tool, by(t, other, plain)))
			if want := outer + " data, and what it holds is " + inner + " data"; err == nil || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("%s in %s: %v", inner, outer, err)
			}
		}
		damaged := by(t, tool, plain)
		for i := 4; i < len(damaged); i++ {
			damaged[i] ^= 0xff
		}
		if _, _, err := framesOf(damaged); err == nil || !strings.Contains(err.Error(), outer+" data") || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("damaged %s: %v", outer, err)
		}
	}
	if _, _, err := framesOf(by(t, []string{"lz4", "-q", "-l", "-c"}, plain)); err == nil || !strings.Contains(err.Error(), "old kind") {
		t.Errorf("old lz4: %v", err)
	}
	wide := []byte("\x28\xb5\x2f\xfd\x00\xff\x01\x00\x00") // a window of 2^41 bytes and more
	if _, _, err := framesOf(wide); err == nil || !strings.Contains(err.Error(), "128 MiB") {
		t.Errorf("wide window: %v", err)
	}
}
