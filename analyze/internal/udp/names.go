package udp

import "encoding/binary"

// entry is a question, or a record's head: name, type and class (RFC 1035 §4.1.2, §4.1.3).
type entry struct {
	name        []byte // labels, each behind its length, without pointers; valid until the next is read
	sum         uint32 // of the name, whatever the case of its letters
	kind, class uint16
}

const (
	// maxName bounds a name in bytes, its last, empty label included (RFC 1035 §2.3.4).
	maxName  = 255
	maxLabel = 63
	// topBit of a class means something of its own in multicast DNS (RFC 6762 §18.12, §18.13).
	topBit = 0x8000
)

// entries reads the entries of a message one after the other.
type entries struct {
	b    []byte
	at   int
	name [maxName]byte
}

// next reads an entry, and goes on behind it: behind its data too where it is a record.
func (r *entries) next(record bool) (e entry, ok bool) {
	if r.at, e.name, ok = readName(r.b, r.at, r.name[:0]); !ok || r.at+4 > len(r.b) {
		return e, false
	}
	e.sum = sumName(e.name)
	e.kind, e.class = binary.BigEndian.Uint16(r.b[r.at:]), binary.BigEndian.Uint16(r.b[r.at+2:])&^topBit
	if r.at += 4; !record {
		return e, true
	}
	if r.at+6 > len(r.b) { // TTL and length of the data
		return e, false
	}
	r.at += 6 + int(binary.BigEndian.Uint16(r.b[r.at+4:]))
	return e, r.at <= len(r.b)
}

// readName appends the labels of the name at a place to name, and gives the place behind it.
// A pointer leads back to where a name has stood before (RFC 1035 §4.1.4).
func readName(b []byte, at int, name []byte) (end int, _ []byte, ok bool) {
	for lowest := at; at < len(b); {
		switch n := int(b[at]); {
		case n == 0:
			return max(end, at+1), name, true
		case n <= maxLabel:
			if at+1+n >= len(b) || len(name)+1+n >= maxName {
				return 0, nil, false
			}
			name = append(name, b[at:at+1+n]...)
			at += 1 + n
		case n >= 0xc0 && at+1 < len(b):
			to := n&0x3f<<8 | int(b[at+1])
			if to >= lowest {
				return 0, nil, false
			}
			if end == 0 {
				end = at + 2
			}
			at, lowest = to, to
		default:
			return 0, nil, false
		}
	}
	return 0, nil, false
}

// lower is the letter in the case in which names are compared (RFC 6762 §16).
func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// sumName is FNV-1a.
func sumName(name []byte) uint32 {
	sum := uint32(2166136261)
	for _, c := range name {
		sum = (sum ^ uint32(lower(c))) * 16777619
	}
	return sum
}

func sameName(a, b []byte) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

// spell writes a name as people do: labels with dots between them, a dot or backslash of a
// label's own behind a backslash (RFC 1035 §5.1).
func spell(name []byte) string {
	var s []byte
	for at := 0; at < len(name); {
		label := name[at+1 : at+1+int(name[at])]
		if at += 1 + len(label); len(s) > 0 {
			s = append(s, '.')
		}
		for _, c := range label {
			if c == '.' || c == '\\' {
				s = append(s, '\\')
			}
			s = append(s, c)
		}
	}
	return string(s)
}
