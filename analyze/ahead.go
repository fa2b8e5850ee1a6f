package analyze

import (
	"iter"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/frame"
	"github.com/pcaplain/pcaplain/analyze/internal/packet"
)

// Of a file so many batches are decoded at a time: one is looked at, one waits, one is filled.
const (
	batches     = 3
	batchFrames = 128
	batchBytes  = 128 << 10 // of frames; the last of them may reach beyond
)

// ahead decodes the frames of a file on a goroutine of its own, a batch at a time, while
// those before are looked at.
type ahead struct {
	reader *frame.Reader
	dec    packet.Decoder
	bounds *fact.Bounds // on what the goroutine keeps
	now    *batch       // that is looked at
	place  int          // in it, of the next frame
	peeked []*batch     // after it, already decoded
	free   chan *batch
	full   chan *batch
}

// batch are frames that follow on each other.
type batch struct {
	frames [batchFrames]decoded
	n      int
	room   packet.Room // where their bytes lie
}

// decoded is a frame, and what its headers say.
type decoded struct {
	frame.Frame
	packet packet.Packet
	known  bool // its link type, of a frame that holds a packet
	deep   bool // it has more headers than are read
}

// newAhead begins to decode the frames of a reader that keeps to the same bounds.
func newAhead(reader *frame.Reader, bounds *fact.Bounds, opt *Options) *ahead {
	a := &ahead{reader: reader, bounds: bounds, free: make(chan *batch, batches), full: make(chan *batch, batches)}
	a.dec.Unverified = opt.Unverified
	a.dec.Limit(bounds)
	for range batches {
		b := new(batch)
		for i := range b.frames {
			b.frames[i].packet.Room = &b.room
		}
		a.free <- b
	}
	go a.decode()
	return a
}

// decode fills batches until the file ends or nobody wants more.
func (a *ahead) decode() {
	defer close(a.full)
	for b := range a.free {
		more := a.fill(b)
		if a.full <- b; !more {
			return
		}
	}
}

// fill puts the next frames into a batch; false where they are the last.
func (a *ahead) fill(b *batch) bool {
	b.room.Empty()
	for b.n = 0; b.n < batchFrames && b.room.Len() < batchBytes; b.n++ {
		d := &b.frames[b.n]
		if !a.reader.Next(&d.Frame) {
			return false
		}
		d.Data = b.room.Keep(d.Data)
		beyond := a.bounds.Beyond[fact.MaxHeaders]
		d.known = !d.NoPacket && a.dec.Decode(d.Number, d.Link, d.Data, d.Len, &d.packet)
		d.deep = a.bounds.Beyond[fact.MaxHeaders] > beyond
		if !d.known {
			d.packet.Reset()
		}
	}
	return true
}

// next is the next frame, nil at the end. It is valid until the one after it is asked for.
func (a *ahead) next() *decoded {
	for a.now == nil || a.place == a.now.n {
		if a.now != nil {
			a.free <- a.now
		}
		if a.now, a.place = a.following(), 0; a.now == nil {
			return nil
		}
	}
	a.place++
	return &a.now.frames[a.place-1]
}

// following is the batch after the present one, nil at the end.
func (a *ahead) following() *batch {
	if len(a.peeked) == 0 {
		return <-a.full
	}
	b := a.peeked[0]
	a.peeked = append(a.peeked[:0], a.peeked[1:]...)
	return b
}

// peek yields the frames that come next, as far as batches allow. They are those of next.
func (a *ahead) peek() iter.Seq[*decoded] {
	return func(yield func(*decoded) bool) {
		for i := a.place; i < a.now.n; i++ {
			if !yield(&a.now.frames[i]) {
				return
			}
		}
		for k := range batches - 1 {
			if k == len(a.peeked) {
				b := <-a.full
				if b == nil {
					return
				}
				a.peeked = append(a.peeked, b)
			}
			for i := range a.peeked[k].n {
				if !yield(&a.peeked[k].frames[i]) {
					return
				}
			}
		}
	}
}

// close ends the decoding and waits for its goroutine: the reader and the bounds are the caller's again.
func (a *ahead) close() {
	close(a.free)
	for range a.full {
	}
}
