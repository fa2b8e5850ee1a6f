package frame

// triedRecords is how many records are read to tell apart headers that share a magic, and
// triedBytes how far that may look.
const (
	triedRecords = 8
	triedBytes   = 1 << 16
)

// How the records fit a length of their header, the better the larger.
const (
	fitsNot = iota
	fitsCut // the file ends inside a record
	fits
)

// layout is the length of a record's header. Only where the usual one does not fit is
// another believed, and then only of two whole records or more: a file that is cut, or
// damaged later, is read as what it most likely is.
func (p *pcapFile) layout() int {
	best, fit := int(p.headers[0]), fitsNot
	b, _ := p.r.ahead(triedBytes)
	for i, header := range p.headers {
		how, records := p.fit(b, int(header), i == 0)
		if how > fit && (i == 0 || how == fits && records > 1) {
			best, fit = int(header), how
		}
	}
	return best
}

// fit walks over records with a header of so many bytes. Zeros, which data is full of,
// prove nothing for a header that is not the usual one.
func (p *pcapFile) fit(b []byte, header int, usual bool) (how, records int) {
	all := len(b) < triedBytes
	for ; records < triedRecords && len(b) > 0; records++ {
		if len(b) < header {
			return cutOr(all), records
		}
		captured, wire := p.lengths(b)
		if captured > wire || wire > packetLimit(p.link) || uint64(p.order.Uint32(b[4:])) >= powers[p.digits] {
			return fitsNot, records
		}
		if !usual && (captured == 0 || p.order.Uint32(b) == 0) {
			return fitsNot, records
		}
		if len(b)-header < int(captured) {
			return cutOr(all), records
		}
		b = b[header+int(captured):]
	}
	return fits, records
}

// cutOr is the fit of a record that goes on behind the bytes looked at: cut where they
// are all there are.
func cutOr(all bool) int {
	if all {
		return fitsCut
	}
	return fits
}
