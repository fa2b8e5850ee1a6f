// Package flow finds the pair of ends that a TCP segment or UDP datagram belongs to.
// It knows the five-tuple and nothing else: when a connection begins is not its concern.
//
// A scan or a flood makes a pair a frame, so a pair is kept small: its bytes lie in one
// long arena without pointers, and an index of numbers finds them.
package flow

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"net/netip"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/slab"
)

// A pair's bytes: protocol and family in one, the ends' ports, and their addresses. End 0
// sent the first frame between them.
const (
	head  = 1 + 2 + 2
	size4 = head + 4 + 4
	size6 = head + 16 + 16
	isSix = 0x80
)

// chunk is how many bytes the arena grows by: nothing is copied when it does.
const chunk = 1 << 14

// Table holds every pair seen so far.
type Table struct {
	seed   maphash.Seed
	index  []int32           // number + 1 of a pair, 0: free; a power of two long, at most half full
	places slab.Slab[uint32] // of each pair's bytes in the arena
	arena  [][]byte
	free   int   // bytes free in the last chunk
	last   int32 // the pair found last: most frames follow one of their own
}

// NewTable makes an empty table.
func NewTable() *Table {
	return &Table{seed: maphash.MakeSeed(), index: make([]int32, 1<<8), last: -1}
}

// Len is the number of pairs.
func (t *Table) Len() int { return t.places.Len() }

// Find gives the pair's number, counted from 0 in the order of their first frames, and
// which of its ends is src.
func (t *Table) Find(proto fact.Proto, src, dst netip.AddrPort) (id int32, from uint8) {
	var there, back [size6]byte
	a, b := key(&there, proto, src, dst), key(&back, proto, dst, src)
	if t.last >= 0 {
		if k := t.bytes(t.last); bytes.Equal(k, a) {
			return t.last, 0
		} else if bytes.Equal(k, b) {
			return t.last, 1
		}
	}
	id, from = t.find(a, b)
	t.last = id
	return id, from
}

func (t *Table) find(a, b []byte) (id int32, from uint8) {
	mask := uint64(len(t.index) - 1)
	i := t.hash(a, b) & mask
	for ; t.index[i] != 0; i = (i + 1) & mask {
		id := t.index[i] - 1
		if k := t.bytes(id); bytes.Equal(k, a) {
			return id, 0
		} else if bytes.Equal(k, b) {
			return id, 1
		}
	}
	id = t.add(a)
	t.index[i] = id + 1
	if 2*t.places.Len() > len(t.index) {
		t.grow()
	}
	return id, 0
}

// hash is the same for both directions.
func (t *Table) hash(a, b []byte) uint64 { return maphash.Bytes(t.seed, a) + maphash.Bytes(t.seed, b) }

func (t *Table) add(k []byte) int32 {
	if t.free < len(k) {
		t.arena = append(t.arena, make([]byte, chunk))
		t.free = chunk
	}
	at := chunk - t.free
	copy(t.arena[len(t.arena)-1][at:], k)
	t.free -= len(k)
	*t.places.Add() = uint32((len(t.arena)-1)*chunk + at)
	return int32(t.places.Len() - 1)
}

// bytes are a pair's bytes.
func (t *Table) bytes(id int32) []byte {
	at := *t.places.At(int(id))
	b := t.arena[at/chunk][at%chunk:]
	if b[0]&isSix != 0 {
		return b[:size6]
	}
	return b[:size4]
}

func (t *Table) grow() {
	t.index = make([]int32, 2*len(t.index))
	mask := uint64(len(t.index) - 1)
	for id := range t.places.Len() {
		k := t.bytes(int32(id))
		var back [size6]byte
		i := t.hash(k, turned(&back, k)) & mask
		for t.index[i] != 0 {
			i = (i + 1) & mask
		}
		t.index[i] = int32(id) + 1
	}
}

// key writes a pair's bytes.
func key(dst *[size6]byte, proto fact.Proto, src, other netip.AddrPort) []byte {
	dst[0] = byte(proto)
	binary.BigEndian.PutUint16(dst[1:], src.Port())
	binary.BigEndian.PutUint16(dst[3:], other.Port())
	if src.Addr().Is4() {
		a, b := src.Addr().As4(), other.Addr().As4()
		copy(dst[head:], a[:])
		copy(dst[head+4:], b[:])
		return dst[:size4]
	}
	dst[0] |= isSix
	a, b := src.Addr().As16(), other.Addr().As16()
	copy(dst[head:], a[:])
	copy(dst[head+16:], b[:])
	return dst[:size6]
}

// turned writes the same pair seen from its other end.
func turned(dst *[size6]byte, k []byte) []byte {
	n := (len(k) - head) / 2
	dst[0] = k[0]
	copy(dst[1:], k[3:5])
	copy(dst[3:], k[1:3])
	copy(dst[head:], k[head+n:])
	copy(dst[head+n:], k[head:head+n])
	return dst[:len(k)]
}

// Ends are a pair's ends, in the order of the first frame.
func (t *Table) Ends(id int32) fact.Ends {
	k := t.bytes(id)
	n := (len(k) - head) / 2
	a, _ := netip.AddrFromSlice(k[head : head+n])
	b, _ := netip.AddrFromSlice(k[head+n:])
	return fact.Ends{netip.AddrPortFrom(a, binary.BigEndian.Uint16(k[1:])), netip.AddrPortFrom(b, binary.BigEndian.Uint16(k[3:]))}
}
