package frame

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
	{"snoop", isSnoop, openSnoop, 8},
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
	if what := r.unpacked(head); what != nil {
		return r.named(what)
	}
	what := foreign(head)
	if r.file.Compression != "" {
		what.Kind = Text{kindInside, []any{r.file.Compression, what.Kind}}
	}
	return r.named(what)
}

// named puts the file's name to an error.
func (r *Reader) named(e *NotCapture) error {
	if e == nil {
		return nil
	}
	e.Name = r.file.Name
	return e
}
