package frame

import (
	"encoding/binary"
	"math/bits"
)

// endian is the byte order of a file. It is no binary.ByteOrder: a reader asks it several times a
// frame, and the calls of an interface are not inlined.
type endian bool

const (
	littleEndian endian = false
	bigEndian    endian = true
)

func (o endian) Uint16(b []byte) uint16 {
	n := binary.LittleEndian.Uint16(b)
	if o == bigEndian {
		return bits.ReverseBytes16(n)
	}
	return n
}

func (o endian) Uint32(b []byte) uint32 {
	n := binary.LittleEndian.Uint32(b)
	if o == bigEndian {
		return bits.ReverseBytes32(n)
	}
	return n
}

func (o endian) Uint64(b []byte) uint64 {
	n := binary.LittleEndian.Uint64(b)
	if o == bigEndian {
		return bits.ReverseBytes64(n)
	}
	return n
}
