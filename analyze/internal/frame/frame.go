// Package frame reads capture files: pcapng, pcap and snoop, plain or compressed, from a
// file or a pipe, told apart by their first bytes and never by a name. What comes in is
// bytes; what goes out is one Frame after the other, numbered as Wireshark numbers them,
// and what the file says of itself.
//
// A file that is cut or damaged is no error: the frames before the fault are given
// and File tells where reading stopped. Lengths that a file claims are believed only
// once the bytes are there: the memory taken is the buffer and some texts, however
// large the file is or claims to be.
package frame

import (
	"errors"
	"io"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Frame is one frame of a capture file.
type Frame struct {
	Number      int       // from 1, as Wireshark counts
	Time        fact.Time // NoTime where the file gives none
	Len, CapLen int       // bytes on the wire, and in the file; CapLen may be the larger one in a file that contradicts itself
	Interface   int       // Wireshark's frame.interface_id, which begins anew with each section; −1 where the format or the block has none
	Described   int       // the interface's place in File.Interfaces; −1 where it has none
	Link        uint16    // LINKTYPE_ value
	Data        []byte    // the captured bytes, at most the first MiB or so; valid until the next call of Next
	Offset      int64     // of the block or record in the uncompressed file
	Comments    []string
	NoPacket    bool // a block that Wireshark numbers as a frame though it holds no packet
}

// bufferSize is how much of a block is held at a time. Of a longer one the rest is
// passed over: only comments, and packets of a few odd link types, are ever that long.
const bufferSize = 1 << 20

// Reader reads the frames of one capture file. It is not for use by several goroutines. What
// it reads ahead it reads on others, until it is closed or Next is false.
type Reader struct {
	in     *window // uncompressed
	stored *window // as stored; the same as in where nothing is compressed
	off    int64   // of the next byte of in
	broken error   // why in gave less than it was asked for
	source source
	file   fact.File
	bounds *fact.Bounds
	room   int // bytes of text that may still be kept in file
	number int // of the latest frame
	held   *Frame
	ended  bool
}

// source is a capture format: next fills in everything but the number, and is false
// at the end or where it had to stop.
type source interface{ next(f *Frame) bool }

// Open finds out what r holds and reads as much of it as is needed to be sure that it
// is a capture file. name is the file's, without folders, for File and for messages.
// The error is a *NotCapture, or wraps the one that r gave.
func Open(r io.Reader, name string, bounds *fact.Bounds) (*Reader, error) {
	stored := newWindow(r)
	x := &Reader{in: stored, stored: stored, bounds: bounds, room: bounds.Of(fact.MaxTexts)}
	x.file.Name = name
	if err := x.open(); err != nil {
		x.Close()
		if sick := x.Err(); sick != nil {
			return nil, sick
		}
		return nil, err
	}
	return x, nil
}

// Next reads the next frame into f. It is false at the end of what can be read.
func (r *Reader) Next(f *Frame) bool {
	if r.held != nil {
		*f, r.held = *r.held, nil
		return true
	}
	if r.ended {
		return false
	}
	*f = Frame{Time: fact.NoTime, Interface: -1, Described: -1, Offset: r.off}
	if !r.source.next(f) {
		r.Close()
		return false
	}
	r.number++
	f.Number = r.number
	return true
}

// Close ends reading where that is before the end.
func (r *Reader) Close() {
	if r.ended {
		return
	}
	r.ended = true
	if r.in.close(); r.in != r.stored {
		r.stored.close()
	}
	r.file.Size = r.stored.n
}

// File is what the file has said of itself so far; whole once Next was false. Size is
// what was read of it, known once reading has ended; SHA256 is left to the caller.
func (r *Reader) File() fact.File {
	f := r.file
	f.Interfaces = slices.Clone(f.Interfaces)
	f.Secrets = slices.Clone(f.Secrets)
	return f
}

// Err is the error of the reader given to Open where that is why reading stopped (what File
// then tells of damage is not the file's); nil where the file itself ended or is damaged.
func (r *Reader) Err() error {
	if r.failed() {
		return r.stored.err
	}
	return nil
}

func (r *Reader) failed() bool { return r.stored.err != nil && r.stored.err != io.EOF }

// ahead shows the next n bytes without taking them, or false and as many as there are.
// They are valid until more are asked for.
func (r *Reader) ahead(n int) ([]byte, bool) {
	b, err := r.in.ahead(n)
	if err != nil {
		r.broken = err
	}
	return b, err == nil
}

// take moves on by n bytes, which may be more than are held.
func (r *Reader) take(n int) bool {
	m, err := r.in.take(n)
	r.off += int64(m)
	if err != nil {
		r.broken = err
	}
	return err == nil
}

// finished is where the bytes ended, n of them being left: the regular end if there are
// none, else damage to the block or record that begins at off.
func (r *Reader) finished(n int, off int64, detail string) bool {
	much := (*tooMuch)(nil)
	switch {
	case n == 0 && r.broken == io.EOF:
		return false
	case errors.As(r.broken, &much):
		r.bounds.Exceed(fact.MaxExpansion, 1)
		return r.stop(off, fact.TooMuch, much.Error())
	case r.broken == io.EOF, errors.Is(r.broken, io.ErrUnexpectedEOF), r.failed():
		return r.stop(off, fact.Cut, detail)
	}
	return r.stop(off, fact.BadStream, detail)
}

// stop notes why nothing behind off can be read. It is false, for Next to return.
func (r *Reader) stop(off int64, why fact.Fault, detail string) bool {
	r.file.Damage = &fact.Damage{Offset: off, Frame: r.number + 1, Why: why, Detail: detail}
	return false
}
