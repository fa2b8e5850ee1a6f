// Package fragment puts IP datagrams together from their fragments (RFC 791 §3.2, RFC 8200
// §4.5). What comes in is one fragment after the other; what goes out is the datagram, with
// the frame that completes it, the frames that made it and whether any of them disagree.
//
// As in Wireshark a datagram is done with once it is complete (a repeated fragment begins a
// new one), no time limit holds, and of bytes that came twice those of the fragment with the
// lower offset count, of two with the same offset those of the earlier one. What is held is
// bounded; what had to be given up is counted. Nothing is allocated once the buffers have
// grown to what a capture needs.
package fragment

import (
	"bytes"
	"cmp"
	"net/netip"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Key tells to which datagram a fragment belongs.
type Key struct {
	Src, Dst netip.Addr
	ID       uint32
	Proto    uint8  // of IPv4; IPv6's identification stands alone (RFC 8200 §4.5)
	VLAN     uint16 // the outermost tag's; tags apart are networks apart
}

// Piece is one fragment.
type Piece struct {
	Frame  int
	Offset int    // bytes
	More   bool   // others follow
	Data   []byte // is copied
}

// Datagram is one that was put together. It is valid until the next call of Add.
type Datagram struct {
	Data     []byte
	Frames   []int // those whose fragments made it, in the order in which they came
	Overlap  bool  // bytes came twice
	Conflict bool  // … and not with the same values, or the fragments disagree about the end
	Clash    fact.Clash
}

// maxDatagram is what 16 bits of length can say, and the largest offset and fragment on top.
const maxDatagram = 1 << 17

// maxPacket is the longest payload that an IP header can speak of.
const maxPacket = 65535

// Table holds the unfinished datagrams, within fact.MaxDatagrams, MaxFragments and
// MaxFragmentBytes; as many bytes may be kept as empty buffers. The zero value is ready.
type Table struct {
	Bounds *fact.Bounds
	held   map[Key]*partial
	first  *partial // the oldest
	last   *partial
	free   *partial // linked by next
	bytes  int
	spare  int // bytes of empty buffers in free
	out    Datagram
	beyond fact.Listed // frames whose fragment reaches beyond maxPacket
}

// partial is an unfinished datagram.
type partial struct {
	key        Key
	prev, next *partial
	pieces     []place
	data       []byte // of the pieces, in the order in which they came
	total      int    // its length; −1 before the last fragment
	tails      bool   // last fragments disagree
}

// place is where a piece belongs, and where it is.
type place struct{ offset, size, at, frame int }

const placeSize = 32

// size is what a datagram takes of fact.MaxFragmentBytes.
func (d *partial) size() int { return len(d.data) + placeSize*len(d.pieces) }

// room is what its buffers would take.
func (d *partial) room() int { return cap(d.data) + placeSize*cap(d.pieces) }

// Held is how many unfinished datagrams are held.
func (t *Table) Held() int { return len(t.held) }

// Fragments are what is to be said of all that was taken.
func (t *Table) Fragments() fact.Fragments {
	return fact.Fragments{Unfinished: len(t.held), Beyond: t.beyond}
}

// Add takes a fragment and gives the datagram that it completes, nil if there are others to come.
func (t *Table) Add(key *Key, p *Piece) *Datagram {
	if p.Offset+len(p.Data) > maxPacket {
		t.beyond.Add(p.Frame)
	}
	if len(p.Data) == 0 || p.Offset+len(p.Data) > maxDatagram {
		return nil
	}
	d := t.find(key)
	if len(d.pieces) >= t.Bounds.Of(fact.MaxFragments) {
		t.Bounds.Exceed(fact.MaxFragments, 1)
		return nil
	}
	t.keep(d, p)
	if d.complete() {
		t.assemble(d)
		t.remove(d)
		return &t.out
	}
	return nil
}

// find is the datagram with the key, which is made, and room for it, if there is none.
func (t *Table) find(key *Key) *partial {
	if d := t.held[*key]; d != nil {
		return d
	}
	if t.held == nil {
		t.held = map[Key]*partial{}
	}
	if len(t.held) >= t.Bounds.Of(fact.MaxDatagrams) {
		t.evict(fact.MaxDatagrams)
	}
	d := t.free
	if d == nil {
		d = &partial{}
	} else {
		t.free = d.next
		t.spare -= d.room()
	}
	*d = partial{key: *key, prev: t.last, pieces: d.pieces[:0], data: d.data[:0], total: -1}
	if t.last == nil {
		t.first = d
	} else {
		t.last.next = d
	}
	t.last = d
	t.held[*key] = d
	return d
}

// keep adds a piece, behind those that begin where it does.
func (t *Table) keep(d *partial, p *Piece) {
	at := place{p.Offset, len(p.Data), len(d.data), p.Frame}
	i, _ := slices.BinarySearchFunc(d.pieces, at.offset+1, func(have place, offset int) int { return cmp.Compare(have.offset, offset) })
	d.pieces = slices.Insert(d.pieces, i, at)
	d.data = append(d.data, p.Data...)
	t.bytes += len(p.Data) + placeSize
	if end := p.Offset + len(p.Data); !p.More && d.total < 0 {
		d.total = end
	} else if !p.More && end != d.total {
		d.tails = true
	}
	for t.bytes > t.Bounds.Of(fact.MaxFragmentBytes) && t.first != d {
		t.evict(fact.MaxFragmentBytes)
	}
}

// complete tells whether the pieces reach from the beginning to the end without a gap.
func (d *partial) complete() bool {
	if d.total < 0 || len(d.data) < d.total {
		return false
	}
	end := 0
	for _, p := range d.pieces {
		if p.offset > end {
			break
		}
		end = max(end, p.offset+p.size)
	}
	return end >= d.total
}

// assemble copies the pieces to where they belong.
func (t *Table) assemble(d *partial) {
	out := &t.out
	*out = Datagram{Data: out.Data[:0], Frames: out.Frames[:0], Conflict: d.tails, Clash: fact.Clash{Ends: d.tails}}
	for _, p := range d.pieces {
		data := d.data[p.at : p.at+p.size]
		if over := d.total - p.offset; over < p.size {
			out.Conflict, out.Clash.Ends = true, true // reaches behind the last fragment
			data = data[:max(0, over)]
		}
		if known := min(len(out.Data)-p.offset, len(data)); known > 0 {
			out.Overlap = true
			if !bytes.Equal(data[:known], out.Data[p.offset:p.offset+known]) {
				out.Conflict = true
				d.clash(&out.Clash, p, data[:known], out.Data[p.offset:p.offset+known])
			}
			data = data[known:]
		}
		out.Data = append(out.Data, data...)
		out.Frames = append(out.Frames, p.frame)
	}
	slices.Sort(out.Frames)
	out.Frames = slices.Compact(out.Frames)
}

// clash notes the first bytes that a piece has otherwise than those that came to count.
func (d *partial) clash(c *fact.Clash, p place, other, counted []byte) {
	if c.Len > 0 {
		return
	}
	i := 0
	for other[i] == counted[i] {
		i++
	}
	c.Offset = p.offset + i
	c.Len = copy(c.Bytes[1][:], other[i:])
	copy(c.Bytes[0][:], counted[i:])
	c.Frames[1] = p.frame
	for _, first := range d.pieces {
		if first.offset <= c.Offset && c.Offset < first.offset+first.size {
			c.Frames[0] = first.frame
			return
		}
	}
}

// evict gives up the oldest datagram, for the sake of a limit.
func (t *Table) evict(l fact.Limit) {
	t.Bounds.Exceed(l, 1)
	t.remove(t.first)
}

func (t *Table) remove(d *partial) {
	if d.prev == nil {
		t.first = d.next
	} else {
		d.prev.next = d.next
	}
	if d.next == nil {
		t.last = d.prev
	} else {
		d.next.prev = d.prev
	}
	delete(t.held, d.key)
	t.bytes -= d.size()
	d.prev = nil
	if t.spare+d.room() > t.Bounds.Of(fact.MaxFragmentBytes) {
		d.data, d.pieces = nil, nil
	}
	t.spare += d.room()
	d.next, t.free = t.free, d
}
