package suite_test

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
)

// mutator makes hostile captures out of honest ones. The same seeds and the same number give
// the same capture.
type mutator struct{ seeds [][]byte }

// mutant is the n-th capture: one to four mutations of one of the seeds.
func (m *mutator) mutant(n uint64) []byte {
	r := rand.New(rand.NewPCG(n, 0x70636170))
	b := slices.Clone(m.seeds[r.IntN(len(m.seeds))])
	for range 1 + r.IntN(4) {
		b = mutations[r.IntN(len(mutations))](r, b, m.seeds[r.IntN(len(m.seeds))])
	}
	return b
}

// mutations change a capture; other is another one that they may take from.
var mutations = []func(r *rand.Rand, b, other []byte) []byte{flip, flip, length, header, header, header, swap, repeat, drop, splice, cross, cut}

// odd are values that lengths, numbers and counts break at.
var odd = []uint32{0, 1, 2, 3, 4, 7, 8, 11, 12, 15, 16, 19, 20, 28, 31, 32, 40, 59, 60, 63, 64, 127, 128, 255, 256, 1500, 0x7fff, 0x8000, 0xfffe, 0xffff,
	0x10000, 262144, 262145, 0x7ffffffe, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffff0, 0xfffffffc, 0xffffffff}

// flip turns single bits, anywhere.
func flip(r *rand.Rand, b, _ []byte) []byte {
	for range 1 + r.IntN(16) {
		if len(b) > 0 {
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		}
	}
	return b
}

// length writes an odd number where a length may stand: at a multiple of two, in either byte
// order, of one, two or four bytes.
func length(r *rand.Rand, b, _ []byte) []byte {
	if len(b) < 8 {
		return b
	}
	put(r, b[r.IntN(len(b)/2-2)*2:])
	return b
}

func put(r *rand.Rand, b []byte) {
	v := odd[r.IntN(len(odd))]
	switch r.IntN(5) {
	case 0:
		binary.LittleEndian.PutUint32(b, v)
	case 1:
		binary.BigEndian.PutUint32(b, v)
	case 2:
		binary.LittleEndian.PutUint16(b, uint16(v))
	case 3:
		binary.BigEndian.PutUint16(b, uint16(v))
	case 4:
		b[0] = byte(v)
	}
}

// header changes what stands in the first bytes of packets, which the file's own structure
// survives: the headers of links, networks and transports.
func header(r *rand.Rand, b, _ []byte) []byte {
	packets := slices.DeleteFunc(cutBlocks(b), func(p []byte) bool { return len(p) < 48 || p[0] != 6 })
	if len(packets) == 0 {
		return flip(r, b, nil)
	}
	for range 1 + r.IntN(4) {
		p := packets[r.IntN(len(packets))]
		p = p[28:min(len(p)-4, 28+90)]
		if at := r.IntN(len(p) - 4); r.IntN(2) == 0 {
			put(r, p[at:])
		} else {
			p[at] = byte(r.IntN(256))
		}
	}
	return b
}

// swap exchanges two blocks, repeat says one again up to forty times, drop leaves some out.
func swap(r *rand.Rand, b, _ []byte) []byte {
	l := cutBlocks(b)
	i, j := r.IntN(len(l)), r.IntN(len(l))
	l[i], l[j] = l[j], l[i]
	return slices.Concat(l...)
}

func repeat(r *rand.Rand, b, _ []byte) []byte {
	l := cutBlocks(b)
	i := r.IntN(len(l))
	return slices.Concat(slices.Concat(l[:i]...), slices.Concat(slices.Repeat(l[i:i+1], 1+r.IntN(40))...), slices.Concat(l[i:]...))
}

func drop(r *rand.Rand, b, _ []byte) []byte {
	l := cutBlocks(b)
	return slices.Concat(slices.DeleteFunc(l[1:], func([]byte) bool { return r.IntN(4) == 0 })...)
}

// splice goes on with another capture, at a block of it or anywhere; cross takes blocks of
// both in turn.
func splice(r *rand.Rand, b, other []byte) []byte {
	if r.IntN(3) == 0 {
		return slices.Concat(b[:r.IntN(len(b)+1)], other[r.IntN(len(other)+1):])
	}
	x, y := cutBlocks(b), cutBlocks(other)
	return slices.Concat(slices.Concat(x[:r.IntN(len(x)+1)]...), slices.Concat(y[r.IntN(len(y)+1):]...))
}

func cross(r *rand.Rand, b, other []byte) (out []byte) {
	x, y := cutBlocks(b), cutBlocks(other)
	for i := range max(len(x), len(y)) {
		if i < len(x) {
			out = append(out, x[i]...)
		}
		if i < len(y) && r.IntN(2) == 0 {
			out = append(out, y[i]...)
		}
	}
	return out
}

func cut(r *rand.Rand, b, _ []byte) []byte { return b[:r.IntN(len(b)+1)] }

// cutBlocks are the blocks of a little-endian pcapng file. What has another structure is
// taken in pieces of any length; there is at least one.
func cutBlocks(b []byte) (l [][]byte) {
	for len(b) >= 12 {
		n := int(binary.LittleEndian.Uint32(b[4:]))
		if n < 12 || n > len(b) {
			break
		}
		l = append(l, b[:n:n])
		b = b[n:]
	}
	return append(l, b[:len(b):len(b)])
}
