package frame

import "encoding/binary"

// chains are capture formats without a magic number, known by their first records: record
// is the length of the one that b begins with, 0 where b cannot be one. It is given at
// least header bytes.
var chains = []struct {
	name   string
	header int
	record func(b []byte) int
}{
	{"TamoSoft CommView (NCF)", 24, func(b []byte) int {
		if b[4] != 0 || binary.LittleEndian.Uint16(b[2:]) < binary.LittleEndian.Uint16(b) || !isMoment(b[5:]) {
			return 0
		}
		return 24 + int(binary.LittleEndian.Uint16(b))
	}},
	{"TamoSoft CommView (NCFX)", 20, func(b []byte) int {
		n := binary.LittleEndian.Uint32(b)
		if n > maxChained || !isMoment(b[4:]) {
			return 0
		}
		return 20 + int(n)
	}},
	{"Endace ERF", 16, func(b []byte) int {
		kind, length, wire := b[8]&0x7f, binary.BigEndian.Uint16(b[10:]), binary.BigEndian.Uint16(b[14:])
		if kind == 0 || kind > maxERF || length < 16 || wire == 0 {
			return 0
		}
		return int(length)
	}},
	{"PacketLogger of macOS", 13, func(b []byte) int {
		n := binary.BigEndian.Uint32(b)
		if n < 9 || n > maxChained || binary.BigEndian.Uint32(b[8:]) >= 1e6 || b[12] > 3 && b[12] < 0xfb {
			return 0
		}
		return 4 + int(n)
	}},
}

const (
	maxChained = 1 << 18 // no packet is longer
	maxERF     = 48      // types of ERF records
)

// isMoment holds for CommView's date and time: year, month, day, hour, minute, second and
// microseconds.
func isMoment(b []byte) bool {
	year := binary.LittleEndian.Uint16(b)
	return 1990 <= year && year < 2100 && 1 <= b[2] && b[2] <= 12 && 1 <= b[3] && b[3] <= 31 &&
		b[4] < 24 && b[5] < 60 && b[6] < 61 && binary.LittleEndian.Uint32(b[7:]) < 1e6
}

// enough is how many records in a row are no coincidence.
const enough = 3

// chained is the name of the format of which head holds enough records in a row, or is all
// there is and ends with one; empty where it is none.
func chained(head []byte) string {
	for _, c := range chains {
		rest, records := head, 0
		for len(rest) >= c.header && records < enough {
			n := c.record(rest)
			if n == 0 {
				break
			}
			records++
			if n > len(rest) {
				break
			}
			rest = rest[n:]
		}
		if records == enough || records > 0 && len(rest) == 0 {
			return c.name
		}
	}
	return ""
}
