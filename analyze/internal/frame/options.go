package frame

import (
	"bytes"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Option codes (draft-ietf-opsawg-pcapng §3.5, and the section of each block).
const (
	optEnd           = 0
	optComment       = 1
	optHardware      = 2
	optOS            = 3
	optApplication   = 4
	optIfName        = 2
	optIfDescription = 3
	optIfResolution  = 9
	optIfFilter      = 11
	optIfOS          = 12
	optIfOffset      = 14
	optIfHardware    = 15
	optIfSpeed       = 8
	optReceived      = 4
	optDropped       = 5
	optAccepted      = 6
	optDroppedByOS   = 7
	optDelivered     = 8
	optDropCount     = 4 // of a packet
)

// What is kept of a file's word on itself. No honest file comes near; it is for files
// that are made to fill the memory, such as a million interfaces in some kilobytes of gzip.
const (
	keptNew     = 256 // different programs, systems and machines, each
	keptSecrets = 256 // different kinds
	textCost    = 16  // what an empty text costs
	nameCost    = 80  // what an address with names costs beside them
)

// options walks the options of a block. One that is longer than what is left ends the
// walk: what stands before it is not made worse by it.
type options struct {
	order endian
	rest  []byte
}

// more tells whether there is another whole option.
func (o *options) more() bool {
	return len(o.rest) >= 4 && o.order.Uint16(o.rest) != optEnd && int(o.order.Uint16(o.rest[2:])) <= len(o.rest)-4
}

// next is the option that more found.
func (o *options) next() (code uint16, value []byte) {
	code, n := o.order.Uint16(o.rest), int(o.order.Uint16(o.rest[2:]))
	value = o.rest[4 : 4+n]
	o.rest = o.rest[min(4+(n+3)&^3, len(o.rest)):]
	return code, value
}

// packetOptions are the comments of a packet; what was lost before it is added to its interface.
func (p *pcapngFile) packetOptions(body []byte, f *Frame) {
	for o := (options{p.order, body}); o.more(); {
		switch code, value := o.next(); {
		case code == optComment:
			f.Comments = append(f.Comments, string(upToNul(value)))
		case code == optDropCount && len(value) == 8:
			p.lost(f.Described, p.order.Uint64(value))
		}
	}
}

// lost counts packets that were lost between one packet of an interface and the next.
func (p *pcapngFile) lost(described int, n uint64) {
	if described >= 0 {
		p.r.file.Interfaces[described].Lost += n
	}
}

// comments keeps those of a block that is no packet.
func (p *pcapngFile) comments(body []byte) {
	r := p.r
	for o := (options{p.order, body}); o.more(); {
		if code, value := o.next(); code == optComment {
			r.file.Comments = r.keepSaid(r.file.Comments, value, p.sections)
		}
	}
}

// upToNul drops what some writers put behind a text.
func upToNul(b []byte) []byte {
	b, _, _ = bytes.Cut(b, []byte{0})
	return b
}

// text keeps a text as long as there is room.
func (r *Reader) text(b []byte) string {
	b = upToNul(b)
	if r.room -= len(b) + textCost; r.room < 0 {
		r.room = 0
		r.bounds.Exceed(fact.MaxTexts, 1)
		return ""
	}
	return string(b)
}

// keep appends a text as long as there is room.
func (r *Reader) keep(list []string, b []byte) []string {
	if r.room < textCost {
		r.bounds.Exceed(fact.MaxTexts, 1)
		return list
	}
	return append(list, r.text(b))
}

// keepSaid appends a text of a section as long as there is room.
func (r *Reader) keepSaid(list []fact.Said, b []byte, section int) []fact.Said {
	if r.room < textCost {
		r.bounds.Exceed(fact.MaxTexts, 1)
		return list
	}
	return append(list, fact.Said{Text: r.text(b), Section: section})
}

// keepNew appends a text that the list does not have: sections tend to repeat each other.
func (r *Reader) keepNew(list []fact.Said, b []byte, section int) []fact.Said {
	switch {
	case slices.ContainsFunc(list, func(s fact.Said) bool { return s.Text == string(upToNul(b)) }):
		return list
	case len(list) >= keptNew:
		r.bounds.Exceed(fact.MaxTexts, 1)
		return list
	}
	return r.keepSaid(list, b, section)
}
