package suite_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson"
	"github.com/pcaplain/pcaplain/render/table"
)

const (
	smallCapture = 3000 // bytes; larger ones are not cut
	cutEvery     = 7    // bytes
)

// smallCaptures are the lab's captures that are cut to pieces.
func smallCaptures(t *testing.T) map[string][]byte {
	t.Helper()
	small := map[string][]byte{}
	for _, name := range inShort(labCaptures(t), 8) {
		if b := read(t, inLab(t, name+".pcapng")); len(b) < smallCapture {
			small[name] = b
		}
	}
	return small
}

// whole is what a pcapng file's beginning holds, by the lengths of its blocks alone.
type whole struct {
	packets int  // whole blocks with a packet
	end     int  // of the last whole block
	cut     bool // more follows
}

// blocks walks over the blocks of a little-endian pcapng file.
func blocks(b []byte) (w whole) {
	defer func() { w.cut = w.end < len(b) }()
	for w.end+12 <= len(b) {
		typ, n := binary.LittleEndian.Uint32(b[w.end:]), int(binary.LittleEndian.Uint32(b[w.end+4:]))
		if n > len(b)-w.end {
			return w
		}
		if w.end += n; typ == 2 || typ == 3 || typ == 6 { // Packet, Simple and Enhanced Packet Block
			w.packets++
		}
	}
	return w
}

// TestCutAnywhere cuts every small capture of the lab at every seventh byte. Of each piece a
// report is told that holds what was read, and knows where reading stopped.
func TestCutAnywhere(t *testing.T) {
	var pieces, told atomic.Int32
	t.Run("all", func(t *testing.T) {
		for name, b := range smallCaptures(t) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				frames := list(t, capture(name, b), table.FrameColumns, framesOf)
				held := map[whole]bool{} // pieces that hold the same blocks have the same lesson
				for n := 0; n < len(b); n += cutEvery {
					where := fmt.Sprintf("%s, %d bytes", name, n)
					w := readPiece(t, where, b[:n], frames)
					pieces.Add(1)
					if !held[w] {
						held[w] = true
						tellPiece(t, where, b[:n])
						told.Add(1)
					}
				}
			})
		}
	})
	figures(t, "%d pieces of captures read, each with the frames it holds; %d of different blocks told in %d languages", pieces.Load(), told.Load(), len(lesson.Langs))
}

// readPiece reads a capture that was cut; frames are those of the whole one.
func readPiece(t *testing.T, where string, b, frames []byte) whole {
	t.Helper()
	want := blocks(b)
	got, survey, err := walk(capture("cut.pcapng", b), table.FrameColumns, framesOf)
	if err != nil {
		notEvenOne(t, where, err, want)
		return want
	}
	if survey.Frames != want.packets {
		t.Errorf("%s: %d frames, want %d", where, survey.Frames, want.packets)
	}
	damaged(t, where, survey.File.Damage, want)
	if !bytes.HasPrefix(frames, got) || bytes.Count(got, []byte("\n")) != want.packets+1 {
		t.Errorf("%s: the frames are not those of the whole file", where)
	}
	return want
}

// notEvenOne holds an error to its only excuse: not even the section header is whole.
func notEvenOne(t *testing.T, where string, err error, want whole) {
	t.Helper()
	var foreign *analyze.NotCapture
	if want.end > 0 || !errors.As(err, &foreign) || foreign.Hint() == "" {
		t.Errorf("%s: %v", where, err)
	}
}

// tellPiece tells the lesson of a capture that was cut, in every language, to its page.
func tellPiece(t *testing.T, where string, b []byte) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%s: panic: %v", where, r)
		}
	}()
	for _, lang := range lesson.Langs {
		l, err := tell(capture("cut.pcapng", b), lang, nil)
		if err != nil {
			notEvenOne(t, where, err, blocks(b))
			continue
		}
		html(t, l.doc)
	}
}

func damaged(t *testing.T, where string, d *fact.Damage, want whole) {
	t.Helper()
	switch {
	case !want.cut && d != nil:
		t.Errorf("%s: cut between two blocks, but damaged: %+v", where, *d)
	case want.cut && d == nil:
		t.Errorf("%s: cut inside a block, which nothing says", where)
	case want.cut && (d.Offset != int64(want.end) || d.Frame != want.packets+1 || d.Why != fact.Cut):
		t.Errorf("%s: damage %+v, want a cut at %d before frame %d", where, *d, want.end, want.packets+1)
	}
}

// TestExitOfCut runs the command over captures cut inside a block, and between two: it exits
// with 1 and a word that names the offset, or as ever.
func TestExitOfCut(t *testing.T) {
	var runs atomic.Int32
	t.Run("all", func(t *testing.T) {
		for _, name := range strings.Fields("close-3seg loss-rto-client udp-zero-length syn-timeout any-interface truncated-end hostile-udp ipv6-echo-client") {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				b := read(t, inLab(t, name+".pcapng"))
				inside := blocks(b).end - 5
				between := blocks(b[:inside]).end
				none := blocks(beginning(b, 1)[:len(beginning(b, 1))-5]).end // before the first packet
				for _, n := range []int{inside, between, none} {
					runs.Add(exitsRight(t, b[:n]))
				}
			})
		}
	})
	figures(t, "%d runs over cut captures", runs.Load())
}

// exitsRight runs commands over a capture that was cut.
func exitsRight(t *testing.T, b []byte) (runs int32) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "cut.pcapng")
	if err := os.WriteFile(file, b, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"frames", file}, {"facts", file}, {file, "-o", "-"}} {
		r, what := run(t, "", nil, args...), fmt.Sprintf("cut at %d, %s", len(b), args[0])
		runs++
		if want := exitOf(t, b, args[0] == file); r.code != want {
			t.Errorf("%s exits with %d, want %d: %s", what, r.code, want, r.errors)
		}
		if w := blocks(b); w.cut && !strings.Contains(string(r.errors), fmt.Sprint(w.end)) {
			t.Errorf("%s: stderr does not name offset %d: %q", what, w.end, r.errors)
		}
		if len(r.out) == 0 {
			t.Errorf("%s writes nothing", what)
		}
	}
	return runs
}

// exitOf is the exit code that a piece asks for: 1 where it was cut inside a block, 4 for the
// report of one with neither TCP nor UDP.
func exitOf(t *testing.T, b []byte, report bool) int {
	t.Helper()
	survey, err := analyze.Survey(capture("cut.pcapng", b), analyze.Options{})
	switch {
	case err != nil:
		t.Fatal(err)
	case blocks(b).cut:
		return 1
	case report && len(survey.Rows) == 0:
		return 4
	}
	return 0
}

// TestStatesOfBeginning cuts captures after a frame. What we saw or derived in the beginning
// stays true in the whole.
func TestStatesOfBeginning(t *testing.T) {
	var beginnings, moves atomic.Int32
	t.Run("all", func(t *testing.T) {
		for _, c := range partedCaptures(t) {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				whole := certain(t, c.bytes)
				for _, n := range c.cuts() {
					beginnings.Add(1)
					for m := range certain(t, c.beginning(n)) {
						if moves.Add(1); !whole[m] {
							t.Errorf("by frame %d it is certain that %s, in the whole capture it is not", n, m)
						}
					}
				}
			})
		}
	})
	figures(t, "%d beginnings: %d transitions stay what they were", beginnings.Load(), moves.Load())
}

// beginning is the file up to the end of its n-th packet.
func beginning(b []byte, n int) []byte {
	for end := 0; end < len(b); {
		end += int(binary.LittleEndian.Uint32(b[end+4:]))
		if blocks(b[:end]).packets == n {
			return b[:end]
		}
	}
	return b
}

// certain are the transitions that were seen or derived; what is inferred or guessed may be
// so in one of the two.
func certain(t *testing.T, b []byte) map[string]bool {
	t.Helper()
	_, rows := parseTSV(t, list(t, capture("x", b), table.MoveColumns, movesOf))
	m := map[string]bool{}
	for _, r := range rows {
		if r["sure"] == "seen" || r["sure"] == "derived" {
			m[say(r)] = true
		}
	}
	return m
}
