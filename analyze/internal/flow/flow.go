// Package flow finds the pair of ends that a TCP segment or UDP datagram belongs to.
// It knows the five-tuple and nothing else: when a connection begins is not its concern.
package flow

import (
	"net/netip"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// key is a pair of ends without direction: the lower end first.
type key struct {
	addr  [2][16]byte
	port  [2]uint16
	proto fact.Proto
	six   bool
}

// Pair is a pair of ends: 0 sent the first frame between them.
type Pair struct {
	Proto fact.Proto
	Ends  fact.Ends // in the order of the first frame, not by Side
}

// Self tells whether both ends are the same address and port.
func (p *Pair) Self() bool { return p.Ends[0] == p.Ends[1] }

// Table holds every pair seen so far.
type Table struct {
	ids   map[key]int32
	pairs []Pair
}

// NewTable makes an empty table.
func NewTable() *Table { return &Table{ids: map[key]int32{}} }

// Pair is the pair with the number that Find gave.
func (t *Table) Pair(id int32) *Pair { return &t.pairs[id] }

// Len is the number of pairs.
func (t *Table) Len() int { return len(t.pairs) }

// Find gives the pair's number, counted from 0, and which of its ends is src.
func (t *Table) Find(proto fact.Proto, src, dst netip.AddrPort) (id int32, from uint8) {
	k := key{proto: proto, six: src.Addr().Is6()}
	lo, hi := src, dst
	if dst.Compare(src) < 0 {
		lo, hi = dst, src
	}
	k.addr[0], k.addr[1] = lo.Addr().As16(), hi.Addr().As16()
	k.port[0], k.port[1] = lo.Port(), hi.Port()
	id, ok := t.ids[k]
	if !ok {
		id = int32(len(t.pairs))
		t.ids[k] = id
		t.pairs = append(t.pairs, Pair{Proto: proto, Ends: fact.Ends{src, dst}})
		return id, 0
	}
	if src != t.pairs[id].Ends[0] {
		from = 1
	}
	return id, from
}
