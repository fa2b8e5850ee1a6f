package frame

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
)

// format is a capture format that is read here. open takes the file's header; what it
// returns instead of nil is what is wrong with it.
type format struct {
	name  string
	is    func(head []byte) bool
	open  func(r *Reader) *NotCapture
	bytes int // that is wants to see
}

// formats are told apart in this order. A format is one file and one row.
var formats = []format{
	{"pcapng", isPcapng, openPcapng, 4},
	{"pcap", isPcap, openPcap, 4},
}

// compression is a way in which a whole capture file may be packed.
type compression struct {
	name, magic string
	open        func(r io.Reader) (io.Reader, error)
}

var compressions = []compression{
	{"gzip", "\x1f\x8b", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
}

// open unpacks what is packed and gives the bytes to the format that knows them.
func (r *Reader) open() error {
	if err := r.unpack(); err != nil {
		return err
	}
	for i := range formats {
		f := &formats[i]
		if head, ok := r.ahead(f.bytes); ok && f.is(head) {
			r.file.Format = f.name
			return r.named(f.open(r))
		}
	}
	head, _ := r.ahead(sniffed)
	what := foreign(head)
	if r.file.Compression != "" {
		what.Kind = r.file.Compression + " data that holds no capture: what it holds is " + what.Kind
	}
	return r.named(what)
}

// unpack puts the reader of a compression between the file and the format.
func (r *Reader) unpack() error {
	for _, c := range compressions {
		head, _ := r.ahead(len(c.magic))
		if !bytes.Equal(head, []byte(c.magic)) {
			continue
		}
		r.file.Compression = c.name
		in, err := c.open(r.in)
		if err != nil {
			return r.named(&NotCapture{Kind: c.name + " data with a damaged header", hint: hintAgain})
		}
		r.in = bufio.NewReaderSize(in, bufferSize)
		return nil
	}
	return nil
}

// named puts the file's name to an error.
func (r *Reader) named(e *NotCapture) error {
	if e == nil {
		return nil
	}
	e.Name = r.file.Name
	return e
}
