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

// A pair's bytes: protocol, family and turned in one, then the ends' ports and addresses, the
// smaller end first, so that both directions have the same.
const (
	head  = 1 + 2 + 2
	size4 = head + 4 + 4
	size6 = head + 16 + 16
	isSix = 0x80
	// turned is set where the larger end sent the first frame, and is then end 0. It is none of
	// what a pair is found by.
	turned = 0x40
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
	var room [size6]byte
	large := larger(src, dst)
	if large {
		src, dst = dst, src
	}
	k := key(&room, proto, src, dst)
	if t.last < 0 || !same(t.bytes(t.last), k) {
		t.last = t.find(k, large)
	}
	if large != (t.bytes(t.last)[0]&turned != 0) {
		return t.last, 1
	}
	return t.last, 0
}

func (t *Table) find(k []byte, large bool) int32 {
	mask := uint64(len(t.index) - 1)
	i := maphash.Bytes(t.seed, k) & mask
	for ; t.index[i] != 0; i = (i + 1) & mask {
		if id := t.index[i] - 1; same(t.bytes(id), k) {
			return id
		}
	}
	if large {
		k[0] |= turned
	}
	id := t.add(k)
	t.index[i] = id + 1
	if 2*t.places.Len() > len(t.index) {
		t.grow()
	}
	return id
}

// larger compares two ends by their ports, which seldom are the same, before their addresses.
func larger(a, b netip.AddrPort) bool {
	if a.Port() != b.Port() {
		return a.Port() > b.Port()
	}
	return a.Addr().Compare(b.Addr()) > 0
}

// same compares a pair's bytes to those that are looked for.
func same(pair, k []byte) bool { return pair[0]&^turned == k[0] && bytes.Equal(pair[1:], k[1:]) }

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
	var room [size6]byte
	for id := range t.places.Len() {
		k := room[:copy(room[:], t.bytes(int32(id)))]
		k[0] &^= turned
		i := maphash.Bytes(t.seed, k) & mask
		for t.index[i] != 0 {
			i = (i + 1) & mask
		}
		t.index[i] = int32(id) + 1
	}
}

// key writes the bytes of the pair of a smaller end and a larger one.
func key(dst *[size6]byte, proto fact.Proto, small, large netip.AddrPort) []byte {
	dst[0] = byte(proto)
	binary.BigEndian.PutUint16(dst[1:], small.Port())
	binary.BigEndian.PutUint16(dst[3:], large.Port())
	if small.Addr().Is4() {
		a, b := small.Addr().As4(), large.Addr().As4()
		copy(dst[head:], a[:])
		copy(dst[head+4:], b[:])
		return dst[:size4]
	}
	dst[0] |= isSix
	a, b := small.Addr().As16(), large.Addr().As16()
	copy(dst[head:], a[:])
	copy(dst[head+16:], b[:])
	return dst[:size6]
}

// Ends are a pair's ends, in the order of the first frame.
func (t *Table) Ends(id int32) fact.Ends {
	k := t.bytes(id)
	n := (len(k) - head) / 2
	a, _ := netip.AddrFromSlice(k[head : head+n])
	b, _ := netip.AddrFromSlice(k[head+n:])
	ends := fact.Ends{netip.AddrPortFrom(a, binary.BigEndian.Uint16(k[1:])), netip.AddrPortFrom(b, binary.BigEndian.Uint16(k[3:]))}
	if k[0]&turned != 0 {
		ends[0], ends[1] = ends[1], ends[0]
	}
	return ends
}
