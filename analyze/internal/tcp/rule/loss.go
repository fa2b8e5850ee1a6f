package rule

import (
	"cmp"
	"hash/maphash"
	"slices"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// lossRules tell what was sent again and why, what came out of order, and duplicate ACKs.
func (c *Connection) lossRules(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	out = c.again(s, me, peer, out)
	out = sackRules(s, peer, out)
	out = gap(s, me, peer, out)
	out = unseen(s, peer, out)
	out = peer.spurious(s, out)
	return answers(s, me, peer, out)
}

// again is a segment with numbers that were sent before. Where it is alike to the last bit,
// the network or the capture may have doubled it, and nothing is claimed: a sender's
// repetition has another timestamp.
func (c *Connection) again(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	if s.Flags.Has(fact.SYN|fact.ACK) && me.synAck == s.Frame {
		return out // its own SYN went out before: a simultaneous open (RFC 9293 §3.5, Figure 7)
	}
	if s.End() == s.Seq || !me.begun || !seq.Before(s.Seq, me.edge) || me.asked(s) || me.finOnSyn(s) {
		return out
	}
	r, ok := me.repeated(s)
	if !ok {
		return c.outOfOrder(s, me, peer, out)
	}
	first := r.of[0]
	alike := first.doubled(s)
	if alike && !(s.ID == 0 && c.synAgain(s, peer, first) != 0) {
		return append(out, me.copied(s, &first, false))
	}
	if overtaken(s, &first) {
		return append(out, fact.Fact{Kind: fact.TCPOutOfOrder, Side: s.Side, Frames: []int{s.Frame, first.frame}, Sure: fact.Derived,
			What: fact.OutOfOrder{After: first.frame, Late: s.Time.Sub(first.time), From: s.RelSeq, Next: s.RelSeq + uint32(s.Len), Bytes: int(s.Len), Flags: s.Flags & fact.FIN, Same: true, Order: fact.Overtaken, Shown: fact.ByTimestamp, Marks: [2]uint32{s.Options.TSval, first.tsval}}})
	}
	re := fact.Retransmit{First: first.frame, Bytes: r.bytes, Flags: r.flags, After: s.Time.Sub(first.time), New: int(s.Len) - r.bytes, Try: int(first.try) + 1, Waited: first.wait}
	if r.bytes > 0 {
		re.From, re.Next = s.RelSeq+(r.from-s.Seq), s.RelSeq+(r.next-s.Seq)
	}
	if peer.ackFrame != 0 && seq.AtMost(r.end, peer.ack) {
		re.Acked = peer.ackFrame
	} else if latest := &me.signs.sack.latest; latest.holds(r.first(), r.end) {
		re.Sacked = latest.frame
	}
	c.why(s, me, peer, &r, &re)
	bare := first.bare(s) && (re.Why == fact.WhyUnknown || re.Why == fact.WhyProbe)
	if bare && re.Why == fact.WhyUnknown && re.After < tick {
		return append(out, me.copied(s, &first, true))
	}
	me.sending = sending{try: first.try + 1, wait: re.After, again: true}
	me.recovers(s, re.Why)
	me.try(s, &r)
	frames := []int{s.Frame}
	for _, of := range r.of[:min(len(r.of), maxSources)] {
		frames = append(frames, of.frame)
	}
	sure := fact.Derived
	if alike || bare || me.mayBeSyn(&r) {
		sure = fact.Inferred
	}
	out = append(out, fact.Fact{Kind: fact.TCPRetransmit, Side: s.Side, Frames: frames, Sure: sure, What: re})
	return c.overlap(s, me, peer, first, out)
}

// copied is a segment that the network or the capture seems to have doubled.
func (h *half) copied(s *Segment, first *span, bare bool) fact.Fact {
	if n := len(h.tries); n > 0 && h.tries[n-1] == s.Frame {
		h.tries = h.tries[:n-1]
	}
	h.sending = sending{try: first.try, wait: first.wait}
	what := fact.Twice{Of: first.frame, Hops: max(0, int(first.ttl)-int(s.TTL)), ID: s.ID != 0, Bare: bare, Cut: first.cut() || s.Part < fact.Header || s.Len > 0 && digest(s) == 0}
	return fact.Fact{Kind: fact.TCPTwice, Side: s.Side, Frames: []int{s.Frame, first.frame}, Sure: fact.Inferred, What: what}
}

// mayBeSyn tells a repeated FIN before which nothing of its sender was captured: its number may
// be that of a SYN, which a FIN does not take (finOnSyn).
func (h *half) mayBeSyn(r *repetition) bool {
	return r.bytes == 0 && r.flags == fact.FIN && h.syn+h.synAck == 0 && seq.AtMost(r.of[0].from, h.sent.live()[0].from)
}

// doubled tells a segment alike to the last bit: with the identification that the sender
// gives to each packet anew (RFC 791 §3.2), or where there is none with the same timestamp.
func (p span) doubled(s *Segment) bool {
	return p.alike(s) && (s.ID != 0 && s.Time.Sub(p.time) < soonest || stamped(s))
}

// bare tells one alike to the last bit that has neither, and comes sooner than most timers run
// out: where nothing asked for it, it may be a copy as well as a repetition.
func (p span) bare(s *Segment) bool {
	return p.alike(s) && s.ID == 0 && !stamped(s) && s.Verdict != fact.Partial && s.Time.Sub(p.time) < soonest
}

func (p span) alike(s *Segment) bool {
	if p.sum != s.Checksum && !p.noSum && s.Part == fact.Header || p.id != s.ID || p.from != s.Seq || p.next != s.End() {
		return false
	}
	return !stamped(s) || p.tsval == s.Options.TSval
}

// cut tells that not all of a sending was captured.
func (p span) cut() bool { return p.noSum || p.data == 0 && p.next-p.from > 1 }

// soonest is the least that common systems wait before they send a segment again; some of
// them may give it the same identification.
const soonest = 200 * time.Millisecond

// maxSources is how many frames are named that carried parts of a retransmission before.
const maxSources = 8

// repetition is what a segment repeats.
type repetition struct {
	of         []span // that carried it last, from the last number down
	bytes      int
	flags      fact.Flags
	from, next uint32 // of the bytes
	end        uint32 // after the last number, FIN's too
}

// first is the first number that is repeated.
func (r *repetition) first() uint32 {
	if r.bytes > 0 {
		return r.from
	}
	return r.end - 1
}

// repeated finds what of the segment was sent before.
func (h *half) repeated(s *Segment) (r repetition, ok bool) {
	data := span{from: s.Seq, next: s.Seq + uint32(max(s.Len, 0))}
	if s.Flags&fact.SYN != 0 {
		data.from, data.next = data.from+1, data.next+1
		if h.syn+h.synAck != 0 && h.isn == s.Seq {
			r.flags, r.end = fact.SYN, data.from
		}
	}
	r.cover(h, data)
	if s.Flags&fact.FIN != 0 && h.fin != 0 && h.finAt == data.next {
		r.flags, r.end = r.flags|fact.FIN, data.next+1
	}
	if r.flags != 0 {
		if of, found := h.sent.carrying(r.end - 1); found && (len(r.of) == 0 || of.frame != r.of[0].frame) {
			r.of = append([]span{of}, r.of...)
		}
	}
	return r, len(r.of) > 0
}

// cover finds the bytes of data that were sent before, each in its latest sending.
func (r *repetition) cover(h *half, data span) {
	size := data.next - data.from
	left := []piece{{0, size}}
	sent := h.sent.live()
	for i := len(sent) - 1; i >= 0 && len(left) > 0; i-- {
		of := piece{within(sent[i].from, data.from, size), within(sent[i].next, data.from, size)}
		var taken bool
		if left, taken = r.take(left, of, data.from); taken {
			r.of = append(r.of, sent[i])
		}
	}
	slices.SortStableFunc(r.of, func(a, b span) int { return int(seq.Diff(b.next, a.next)) })
}

// piece is a part of a segment's data, as the distances of its ends from the first byte.
type piece struct{ from, next uint32 }

// within is the distance of n from the first of so many numbers: 0 before them, and behind
// them their size.
func within(n, first, size uint32) uint32 {
	return min(uint32(max(seq.Diff(n, first), 0)), size)
}

// take cuts from the pieces, which are in order, what a sending carried of data that begins at
// the number first.
func (r *repetition) take(left []piece, of piece, first uint32) (rest []piece, taken bool) {
	if of.from == of.next {
		return left, false
	}
	begin, _ := slices.BinarySearchFunc(left, of.from, func(p piece, n uint32) int { return cmp.Compare(p.next, n+1) })
	end := begin
	for ; end < len(left) && left[end].from < of.next; end++ {
		from, next := max(left[end].from, of.from), min(left[end].next, of.next)
		if r.bytes == 0 {
			r.from, r.next = first+from, first+next
		}
		r.from, r.next = seq.Min(r.from, first+from), seq.Max(r.next, first+next)
		r.bytes += int(next - from)
	}
	if begin == end {
		return left, false
	}
	r.end = r.next
	kept := make([]piece, 0, 2)
	if p := left[begin]; p.from < of.from {
		kept = append(kept, piece{p.from, of.from})
	}
	if p := left[end-1]; of.next < p.next {
		kept = append(kept, piece{of.next, p.next})
	}
	return slices.Replace(left, begin, end, kept...), true
}

var digestSeed = maphash.MakeSeed()

// digest tells other data under the same numbers; 0 where not all of it was captured.
func digest(s *Segment) uint64 {
	if s.Len <= 0 || len(s.Payload) < int(s.Len) {
		return 0
	}
	return maphash.Bytes(digestSeed, s.Payload[:s.Len])
}

// answers tell what the acknowledgment number says but for what it newly confirms: duplicate
// ACKs by the conditions of RFC 5681 §2.
func answers(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	if s.Flags&fact.ACK == 0 {
		return out
	}
	if s.Options.Has&fact.HasSack != 0 {
		peer.signs.noteSACK(s)
	}
	if me.ackFrame == 0 || me.ack != s.Ack {
		me.dups = 0
		return out
	}
	outstanding := peer.begun && seq.After(peer.edge, s.Ack)
	if s.Len > 0 || s.Flags&(fact.SYN|fact.FIN|fact.RST) != 0 || s.Window != me.window || s.Window == 0 || !outstanding {
		return out
	}
	me.dups++
	peer.signs.noteDuplicate(s, me.dups)
	return append(out, fact.Fact{Kind: fact.TCPAckDup, Side: s.Side, Frames: []int{s.Frame, me.ackFrame}, Sure: fact.Derived,
		What: fact.DupAck{Of: me.ackFrame, Count: me.dups}})
}

// copied is a packet that was recorded a second time, at another interface.
func copied(s *Segment, step *fact.Step) fact.Fact {
	of, sure := int(step.Dup), fact.Seen
	if s.Hops > 0 {
		sure = fact.Inferred
	}
	return fact.Fact{Kind: fact.TCPTwice, Side: s.Side, Frames: []int{s.Frame, of}, Sure: sure, What: fact.Twice{Of: of, Vantage: s.Hops == 0, Hops: s.Hops, ID: s.ID != 0}}
}
