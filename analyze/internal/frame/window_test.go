package frame

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"
	"testing/iotest"
	"time"
)

// TestWindow looks ahead and takes by lengths of every size, and compares with the bytes
// themselves, up to the error behind them.
func TestWindow(t *testing.T) {
	sick := errors.New("sick")
	r := rand.New(rand.NewPCG(1, 2))
	all := make([]byte, 9*pieceSize+17)
	for i := range all {
		all[i] = byte(r.Uint32())
	}
	for range 20 {
		w := newWindow(iotest.DataErrReader(io.MultiReader(bytes.NewReader(all), iotest.ErrReader(sick))))
		left := all
		for len(left) > 0 {
			n := r.IntN(1 << r.IntN(21)) // most are short, as frames are
			show := min(n, len(left))
			if b, err := w.ahead(n); !bytes.Equal(b, left[:show]) || (err != nil) != (n > show) || err != nil && err != sick {
				t.Fatalf("%d bytes ahead, with %d left: %d, %v", n, len(left), len(b), err)
			}
			n += r.IntN(3)
			gone := min(n, len(left))
			if m, err := w.take(n); m != gone || (err != nil) != (n > gone) {
				t.Fatalf("%d bytes taken, with %d left: %d, %v", n, len(left), m, err)
			}
			left = left[gone:]
		}
		if n, err := w.Read(make([]byte, 1)); n != 0 || err != sick {
			t.Errorf("behind the end: %d, %v", n, err)
		}
		if w.n != int64(len(all)) {
			t.Errorf("%d bytes counted of %d", w.n, len(all))
		}
		w.close()
	}
}

// TestWindowCloses leaves no goroutine, however little was read.
func TestWindowCloses(t *testing.T) {
	before := runtime.NumGoroutine()
	for n := range 10 {
		w := newWindow(bytes.NewReader(make([]byte, 9*pieceSize)))
		if _, err := w.take(n * pieceSize); err != nil {
			t.Fatal(err)
		}
		w.close()
	}
	for range 100 { // the last of it ends after what close waits for
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}
