package frame

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// compression is a way in which a whole capture file may be packed.
type compression struct {
	name, magic string
	open        func(r io.Reader) (io.Reader, error)
}

// compressions are told apart in this order. All of them stream, and all of them read
// several packed pieces behind each other as one file.
var compressions = []compression{
	{"gzip", "\x1f\x8b", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
	{"zstd", "\x28\xb5\x2f\xfd", openZstd},
	{"lz4", "\x04\x22\x4d\x18", func(r io.Reader) (io.Reader, error) { return lz4.NewReader(r), nil }},
}

// Limits on packed files. The memory that unpacking takes is 32 KiB for gzip, at most
// some blocks of 4 MiB for lz4, and zstd's window.
const (
	// maxWindow is how far back zstd data may refer, which is memory that it takes. It is
	// the limit of the zstd tool: level 22 and --long without a number reach it.
	maxWindow = 128 << 20
	// freeExpansion is what may come out of however few bytes, before fact.MaxExpansion counts.
	freeExpansion = 64 << 20
)

// openZstd decodes on the goroutine that reads, so that nothing is left running where
// reading stops early.
func openZstd(r io.Reader) (io.Reader, error) {
	return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderMaxMemory(maxWindow))
}

// unpack puts the reader of a compression between the file and the format. What is
// packed twice is not unpacked twice.
func (r *Reader) unpack() error {
	for _, c := range compressions {
		head, _ := r.ahead(len(c.magic))
		if !bytes.Equal(head, []byte(c.magic)) {
			continue
		}
		r.file.Compression = c.name
		in, err := c.open(r.in)
		if err != nil {
			return r.named(not(hintAgain, kindHeader, c.name))
		}
		r.in = newWindow(&expansion{r: in, stored: r.stored, most: int64(r.bounds.Of(fact.MaxExpansion))})
		return nil
	}
	return nil
}

// unpacked words why packed data gave nothing that can be looked at; nil where it did.
func (r *Reader) unpacked(head []byte) *NotCapture {
	switch name := r.file.Compression; {
	case name == "" || len(head) >= 4 || r.broken == nil || r.broken == io.EOF:
		return nil
	case errors.Is(r.broken, io.ErrUnexpectedEOF):
		return not(hintAgain, kindCut, name)
	case errors.Is(r.broken, zstd.ErrWindowSizeExceeded):
		return not(hintUnpacking, kindWindow, name, maxWindow>>20).with("zstd -dc --long=31 INPUT > OUTPUT")
	default:
		return not(hintAgain, kindDamaged, name)
	}
}

// expansion ends a stream that unpacks to far more than is believable.
type expansion struct {
	r      io.Reader
	stored *window
	most   int64
	n      int64 // bytes that came out
}

// tooMuch is the error of a stream that expansion ends: its text is a detail of damage.
type tooMuch struct{ have, limit int64 }

func (e *tooMuch) Error() string { return over(uint64(e.have), uint64(e.limit)) }

func (x *expansion) Read(p []byte) (int, error) {
	n, err := x.r.Read(p)
	x.n += int64(n)
	if limit := freeExpansion + x.most*x.stored.n; x.n > limit {
		return 0, &tooMuch{x.n, limit}
	}
	return n, err
}
