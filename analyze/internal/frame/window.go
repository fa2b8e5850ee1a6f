package frame

import "io"

const (
	pieceSize = 512 << 10
	// headroom is kept free before each piece for what is left of the one before. It has room for
	// any frame but the longest.
	headroom = 64 << 10
)

// window shows the bytes of a stream. They are read ahead, a piece at a time, on a goroutine of
// its own, and are not copied but for those that lie across two pieces.
type window struct {
	rest []byte // read, and not taken yet
	err  error  // why nothing follows
	n    int64  // bytes shown so far, rest included
	room []byte // of the piece that rest lies in; nil where that is long
	long []byte // what does not fit the headroom, put together
	free chan []byte
	full chan piece
}

// piece are n bytes in a room, behind the headroom.
type piece struct {
	room []byte
	n    int
	err  error
}

func newWindow(r io.Reader) *window {
	const rooms = 2
	w := &window{free: make(chan []byte, rooms), full: make(chan piece, rooms)}
	for range rooms {
		w.free <- make([]byte, headroom+pieceSize)
	}
	go w.read(r)
	return w
}

// read fills rooms until the stream ends or the window is closed.
func (w *window) read(r io.Reader) {
	defer close(w.full)
	for room := range w.free {
		p := piece{room: room}
		for b := room[headroom:]; p.n < len(b) && p.err == nil; {
			var n int
			n, p.err = r.Read(b[p.n:])
			p.n += n
		}
		if w.full <- p; p.err != nil {
			return
		}
	}
}

// close ends the reading, of which nothing more may be asked, and waits for its goroutine.
func (w *window) close() {
	close(w.free)
	for range w.full {
	}
}

// ahead shows the next n bytes without taking them, or as many as there are and why. They
// are valid until more are asked for.
func (w *window) ahead(n int) ([]byte, error) {
	for len(w.rest) < n {
		if w.err != nil {
			return w.rest, w.err
		}
		w.more()
	}
	return w.rest[:n], nil
}

// take moves on by n bytes, or by as many as there are.
func (w *window) take(n int) (taken int, err error) {
	for len(w.rest) < n-taken {
		taken += len(w.rest)
		if w.rest = nil; w.err != nil {
			return taken, w.err
		}
		w.more()
	}
	w.rest = w.rest[n-taken:]
	return n, nil
}

// more puts the next piece behind what is left.
func (w *window) more() {
	p := <-w.full
	w.n, w.err = w.n+int64(p.n), p.err
	used := w.room
	if left := len(w.rest); left <= headroom {
		copy(p.room[headroom-left:], w.rest)
		w.rest, w.room = p.room[headroom-left:headroom+p.n], p.room
	} else {
		w.long = append(append(w.long[:0], w.rest...), p.room[headroom:headroom+p.n]...)
		w.rest, w.room = w.long, nil
		w.free <- p.room
	}
	if used != nil {
		w.free <- used
	}
}

func (w *window) Read(p []byte) (int, error) {
	if _, err := w.ahead(1); err != nil {
		return 0, err
	}
	n := copy(p, w.rest)
	w.rest = w.rest[n:]
	return n, nil
}

// ReadByte is for gzip, which would put a buffer of its own before a reader without it.
func (w *window) ReadByte() (byte, error) {
	if _, err := w.ahead(1); err != nil {
		return 0, err
	}
	b := w.rest[0]
	w.rest = w.rest[1:]
	return b, nil
}
