package suite_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
)

// pieced is a capture that is cut at every byte; whole is what its first bytes hold, nil for
// a format of which we know no more than that pieces hold a part.
type pieced struct {
	name  string
	bytes []byte
	whole func(b []byte) whole
}

// forty are the smallest of the lab's, of pcap files from elsewhere, and packed ones.
func forty(t *testing.T) (all []pieced) {
	t.Helper()
	lab := smallest(t, 20, glob(t, inLab(t, "*.pcapng")), func(b []byte) bool { return true })
	for _, f := range lab {
		all = append(all, pieced{f.name, f.bytes, blocks})
	}
	for _, f := range smallest(t, 16, glob(t, filepath.Join(corpus.Dir(t), "captures", "public", "*.pcap")), func(b []byte) bool { return pcapOrder(b) != nil }) {
		all = append(all, pieced{f.name, f.bytes, records})
	}
	for _, f := range lab[:4] {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Write(f.bytes)
		w.Close()
		all = append(all, pieced{f.name + ".gz", b.Bytes(), nil})
	}
	return all
}

func smallest(t *testing.T, n int, files []string, fits func(b []byte) bool) (l []pieced) {
	t.Helper()
	for _, file := range files {
		if b := read(t, file); fits(b) {
			l = append(l, pieced{name: filepath.Base(file), bytes: b})
		}
	}
	slices.SortStableFunc(l, func(a, b pieced) int { return cmp.Compare(len(a.bytes), len(b.bytes)) })
	return l[:min(n, len(l))]
}

// pcapOrder is the byte order of a pcap file of the usual kind, else nil.
func pcapOrder(b []byte) binary.ByteOrder {
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		if len(b) >= 24 && (order.Uint32(b) == 0xa1b2c3d4 || order.Uint32(b) == 0xa1b23c4d) {
			return order
		}
	}
	return nil
}

// records is blocks for a pcap file.
func records(b []byte) (w whole) {
	order := pcapOrder(b)
	if order == nil {
		return whole{cut: true}
	}
	for w.end = 24; w.end+16 <= len(b); w.packets++ {
		n := 16 + int(order.Uint32(b[w.end+8:]))
		if w.end+n > len(b) {
			break
		}
		w.end += n
	}
	w.cut = w.end < len(b)
	return w
}

// TestEveryCut cuts forty captures at every byte. The longer the piece, the more frames, one
// by one, and where a piece ends inside of something, that is said with the offset at which
// that begins. Only a piece without the whole header of the file is no capture.
func TestEveryCut(t *testing.T) {
	captures := forty(t)
	if len(captures) != 40 {
		t.Fatalf("%d captures", len(captures))
	}
	if testing.Short() {
		captures = captures[:8]
	}
	var pieces, told atomic.Int64
	watch := newWatch(t)
	atOnce := make(chan struct{}, runtime.GOMAXPROCS(0))
	t.Run("all", func(t *testing.T) {
		for _, c := range captures {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				atOnce <- struct{}{}
				defer func() { <-atOnce }()
				before := 0
				for n := 0; n <= len(c.bytes); n++ {
					watch.over(fmt.Sprintf("%s cut at %d", c.name, n), c.bytes[:n], func() error {
						frames, damage, err := c.cutAt(n)
						if pieces.Add(1); damage {
							told.Add(1)
						}
						if err == nil && (frames < before || c.whole != nil && frames > before+1) {
							err = fmt.Errorf("%d frames, a byte less had %d", frames, before)
						}
						before = frames
						return err
					})
				}
			})
		}
	})
	watch.stop()
	figures(t, "%d captures at every one of %d bytes: frames grow with the piece, %d cuts told with their offset", len(captures), pieces.Load(), told.Load())
}

// cutAt reads the first n bytes.
func (c *pieced) cutAt(n int) (frames int, damage bool, err error) {
	b := c.bytes[:n]
	survey, err := analyze.Survey(capture("cut", b), analyze.Options{StreamsOnly: n%16 != 0})
	var foreign *analyze.NotCapture
	switch {
	case errors.As(err, &foreign) && foreign.Hint() != "" && (c.whole == nil || c.whole(b).end == 0):
		return 0, false, nil
	case err != nil:
		return 0, false, err
	case c.whole == nil:
		return survey.Frames, survey.File.Damage != nil, cutTold(survey, n < len(c.bytes))
	}
	w, d := c.whole(b), survey.File.Damage
	switch {
	case survey.Frames != w.packets:
		err = fmt.Errorf("%d frames, want %d", survey.Frames, w.packets)
	case w.cut != (d != nil):
		err = fmt.Errorf("damage %+v, ends inside: %v", d, w.cut)
	case d != nil && (d.Why != fact.Cut || d.Offset != int64(w.end) || d.Frame != w.packets+1):
		err = fmt.Errorf("damage %+v, want a cut at %d", *d, w.end)
	}
	return survey.Frames, d != nil, err
}

// cutTold holds a packed capture that was cut to the least there is to say of it.
func cutTold(s *fact.Survey, cut bool) error {
	d := s.File.Damage
	if cut != (d != nil) || d != nil && (d.Frame != s.Frames+1 || d.Offset < 0) {
		return fmt.Errorf("damage %+v after %d frames, cut %v", d, s.Frames, cut)
	}
	return nil
}
