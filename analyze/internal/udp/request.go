package udp

import (
	"bytes"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// request is a datagram that may be answered. One with an id is kept when it was: a second
// answer may hold the same.
type request struct {
	frame    int
	id       uint16 // of the IPv4 header; 0: none
	time     fact.Time
	side     fact.Side
	len      int
	kept     []byte
	mark     mark
	answers  int  // with its id
	answered bool // it, or a later try of the same
	perhaps  bool // an answer may be to it or to another
}

// holds tells that it has the bytes, as far as they are kept.
func (r *request) holds(size int, kept []byte) bool {
	return r.len == size && bytes.Equal(r.kept, kept)
}

// keep adds a request. Of those that are full in number the first with an answer makes
// room, or else the oldest.
func (x *Exchange) keep(r request, kept []byte) {
	if len(x.open) == maxOpen {
		i := max(0, slices.IndexFunc(x.open, func(o request) bool { return o.answered }))
		if o := &x.open[i]; !o.answered && !o.perhaps && o.side == fact.Client {
			x.dropped++
		}
		x.drop(i)
	}
	if n := len(x.open); n < cap(x.open) {
		r.kept = x.open[:n+1][n].kept[:0]
	}
	r.kept = append(r.kept, kept...)
	x.open = append(x.open, r)
}

// drop lets go of a request; its buffer is used again for the next.
func (x *Exchange) drop(i int) {
	last, buffer := len(x.open)-1, x.open[i].kept
	copy(x.open[i:], x.open[i+1:])
	x.open[last] = request{kept: buffer}
	x.open = x.open[:last]
}

// settle lets go of an end's requests without an answer.
func (x *Exchange) settle(side fact.Side) {
	for i := len(x.open) - 1; i >= 0; i-- {
		if x.open[i].side == side && !x.open[i].answered {
			x.drop(i)
		}
	}
}

// echoed is the oldest request of the other end with the same bytes, all of them captured; −1.
func (x *Exchange) echoed(m *Message, kept []byte) int {
	if len(kept) < min(m.Len, maxKept) {
		return -1
	}
	return slices.IndexFunc(x.open, func(r request) bool { return r.side != m.Side && !r.answered && r.holds(m.Len, kept) })
}

// marked is the latest question of the other end that an answer with the mark has the id of; −1.
func (x *Exchange) marked(side fact.Side, k *mark, b []byte) int {
	for i := len(x.open) - 1; i >= 0 && k.answer; i-- {
		if r := &x.open[i]; r.side != side && r.mark.same(r.kept, k, b) {
			return i
		}
	}
	return -1
}

// knows tells that a question in the application's format is kept.
func (x *Exchange) knows(app fact.App) bool {
	return slices.ContainsFunc(x.open, func(r request) bool { return r.mark.app == app })
}
