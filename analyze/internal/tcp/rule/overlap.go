package rule

import (
	"math/bits"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// maxStretch is how many of the latest bytes of a direction are kept, for what is sent again
// to be compared with, byte for byte. Of what lies further back a digest of each segment is kept.
const maxStretch = 4096

// stretch are the latest bytes that a side sent, each as it was captured first.
type stretch struct {
	ring       []byte // as long as a power of two; number n is at n modulo that
	from, next uint32

	head      [fillerLength]byte // with which the latest segment of that length or more began
	alike     int                // how many in a row began so
	good, bad int                // segments with data, by their checksums
}

// add keeps the bytes of a segment that follow, or begins anew behind a gap.
func (k *stretch) add(s *Segment) {
	if s.Len <= 0 {
		return
	}
	from, data := firstByte(s), s.Payload
	if len(data) < int(s.Len) {
		k.from, k.next = 0, 0 // not all was captured
		return
	}
	data = data[:s.Len]
	if k.from == k.next || seq.After(from, k.next) {
		k.from, k.next = from, from
	}
	if known := k.next - from; known < uint32(len(data)) {
		k.put(data[known:])
	}
}

// weigh counts the segment's checksum, and whether it begins as those before it.
func (k *stretch) weigh(s *Segment) {
	if s.Len <= 0 {
		return
	}
	switch s.Verdict {
	case fact.Good:
		k.good++
	case fact.Bad:
		k.bad++
	}
	if len(s.Payload) < fillerLength {
		return
	}
	if head := [fillerLength]byte(s.Payload); head == k.head {
		k.alike++
	} else {
		k.head, k.alike = head, 1
	}
}

// filler tells that the segment begins as two before it did.
func (k *stretch) filler(s *Segment) bool {
	return len(s.Payload) >= fillerLength && [fillerLength]byte(s.Payload) == k.head && k.alike > 2
}

func (k *stretch) put(data []byte) {
	if over := len(data) - maxStretch; over > 0 {
		k.from, k.next, data = k.next+uint32(over), k.next+uint32(over), data[over:]
	}
	if size := int(k.next-k.from) + len(data); size > len(k.ring) && len(k.ring) < maxStretch {
		k.grow(min(size, maxStretch))
	}
	for len(data) > 0 {
		n := copy(k.ring[k.place(k.next):], data)
		k.next, data = k.next+uint32(n), data[n:]
	}
	if k.next-k.from > uint32(len(k.ring)) {
		k.from = k.next - uint32(len(k.ring))
	}
}

func (k *stretch) grow(size int) {
	old := *k
	k.ring = make([]byte, 1<<bits.Len(uint(size-1)))
	for n := old.from; n != old.next; n++ {
		k.ring[k.place(n)] = old.ring[old.place(n)]
	}
}

func (k *stretch) place(n uint32) uint32 { return n & uint32(len(k.ring)-1) }

// differs counts the bytes of the segment that are not those kept under the same numbers: the
// first number, the one after the last, and how many of those between; any tells whether one
// could be compared.
func (k *stretch) differs(s *Segment) (from, next uint32, count int, any bool) {
	first := firstByte(s)
	data := s.Payload[:min(len(s.Payload), int(max(s.Len, 0)))]
	for i, b := range data {
		n := first + uint32(i)
		if n-k.from >= k.next-k.from {
			continue
		}
		any = true
		if k.ring[k.place(n)] == b {
			continue
		}
		if count == 0 {
			from = n
		}
		count, next = count+1, n+1
	}
	return from, next, count, any
}

// firstByte is the number of a segment's first byte of data.
func firstByte(s *Segment) uint32 {
	if s.Flags&fact.SYN != 0 {
		return s.Seq + 1
	}
	return s.Seq
}

// overlap is a segment with other bytes than were sent before under the same numbers.
func (c *Connection) overlap(s *Segment, me, peer *half, first span, out []fact.Fact) []fact.Fact {
	from, next, count, compared := me.stretch.differs(s)
	if !compared && first.from == s.Seq && first.next == s.End() { // further back: the digest of the whole segment
		if d := digest(s); d != 0 && first.data != 0 && d != first.data {
			from, next = firstByte(s), firstByte(s)+uint32(s.Len)
		}
	}
	if from == next {
		return out
	}
	of, ok := me.sent.earliest(from)
	if !ok {
		return out
	}
	what := fact.Overlap{From: s.RelSeq + (from - s.Seq), Next: s.RelSeq + (next - s.Seq), Count: count, Of: of.frame, After: s.Time.Sub(of.time)}
	if peer.ackFrame != 0 && seq.AtMost(next, peer.ack) {
		what.Acked = peer.ackFrame
	}
	if me.stretch.good >= me.stretch.bad {
		what.Wrong = [2]bool{s.Verdict == fact.Bad, of.bad}
	}
	what.Filler = me.stretch.filler(s)
	return append(out, fact.Fact{Kind: fact.TCPOverlap, Side: s.Side, Frames: []int{s.Frame, of.frame}, Sure: fact.Seen, What: what})
}
