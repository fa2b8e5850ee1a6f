package rule

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// sackRules tell what the blocks of a SACK option report of the other side's numbers
// (RFC 2018 §3), and a first block that reports a second arrival (RFC 2883 §4).
func sackRules(s *Segment, peer *half, out []fact.Fact) []fact.Fact {
	blocks := s.Options.Sack[:s.Options.Blocks]
	if s.Options.Has&fact.HasSack == 0 || len(blocks) == 0 || s.Flags&fact.ACK == 0 || s.Flags&fact.RST != 0 {
		return out
	}
	if twice(s, blocks) {
		out = dsack(s, peer, blocks, out)
		blocks = blocks[1:]
	}
	return sack(s, peer, blocks, out)
}

// twice tells a D-SACK: its first block begins below the acknowledgment number, or lies in
// the second.
func twice(s *Segment, blocks [][2]uint32) bool {
	first := blocks[0]
	if !sound(first) {
		return false
	}
	if seq.Before(first[0], s.Ack) {
		return true
	}
	return len(blocks) > 1 && seq.AtMost(blocks[1][0], first[0]) && seq.AtMost(first[1], blocks[1][1])
}

// sound tells a block that holds numbers, and no more than a window can.
func sound(b [2]uint32) bool { return b[0] != b[1] && b[1]-b[0] < reach }

// above tells a block beyond the acknowledgment number.
func above(s *Segment, b [2]uint32) bool {
	return sound(b) && seq.Before(s.Ack, b[0]) && b[1]-s.Ack < reach
}

// sack tells what has arrived beyond the acknowledgment number, and what is missing between.
func sack(s *Segment, peer *half, blocks [][2]uint32, out []fact.Fact) []fact.Fact {
	var arrived [][2]uint32
	for _, b := range blocks {
		if above(s, b) {
			arrived = append(arrived, b)
		}
	}
	if arrived == nil {
		return out
	}
	slices.SortFunc(arrived, func(a, b [2]uint32) int { return int(seq.Diff(a[0], b[0])) })
	var missing [][2]uint32
	from := s.Ack
	for _, b := range arrived {
		if seq.Before(from, b[0]) {
			missing = append(missing, [2]uint32{from, b[0]})
		}
		from = seq.Max(from, b[1])
	}
	what := fact.Sack{Full: len(blocks) >= room(s), By: peer.sent.overlapping(missing)}
	frames := append([]int{s.Frame}, peer.sent.overlapping(arrived)...)
	what.Arrived, what.Missing = s.relative(arrived), s.relative(missing)
	return append(out, fact.Fact{Kind: fact.TCPSack, Side: s.Side, Frames: frames, Sure: fact.Seen, What: what})
}

// room is how many blocks fit beside the other options (RFC 2018 §3).
func room(s *Segment) int {
	if stamped(s) {
		return 3
	}
	return 4
}

// dsack tells which numbers came once more. Where each was captured in two sendings, both
// seem to have arrived, and a retransmission among them was spurious.
func dsack(s *Segment, peer *half, blocks [][2]uint32, out []fact.Fact) []fact.Fact {
	block := blocks[0]
	what := fact.DSack{From: s.rel(block[0]), Next: s.rel(block[1]), Inside: !seq.Before(block[0], s.Ack), Of: peer.sent.overlapping(blocks[:1])}
	if peer.control != nil && peer.loaded.frame != 0 && seq.Within(peer.loaded.seq, block[0], block[1]-block[0]) && !slices.Contains(what.Of, peer.loaded.frame) {
		what.Of = append(what.Of, peer.loaded.frame)
	}
	out = append(out, fact.Fact{Kind: fact.TCPDSack, Side: s.Side, Frames: append([]int{s.Frame}, what.Of...), Sure: fact.Seen, What: what})
	again, of := peer.sent.needless(block)
	if again == nil || tellsSpurious(out, again[0]) {
		return out
	}
	frames := append([]int{s.Frame}, again...)
	return append(out, fact.Fact{Kind: fact.TCPSpurious, Side: s.Side.Other(), Frames: append(frames, of), Sure: fact.Inferred, What: fact.Spurious{Again: again, Of: of}})
}

// needless are the first few retransmissions within the block, and the first frame that had carried
// their numbers. There are none where a number was sent more often than twice.
func (r *ranges) needless(block [2]uint32) (again []int, of int) {
	l := r.live()
	for i := range l {
		p := &l[i]
		if len(again) == maxSources {
			break
		}
		if !p.again || seq.Before(p.from, block[0]) || seq.Before(block[1], p.next) {
			continue
		}
		for j := range l {
			switch o := &l[j]; {
			case j == i || !seq.Before(o.from, p.next) || !seq.Before(p.from, o.next):
			case j > i || o.try > 0:
				return nil, 0
			case of == 0:
				of = o.frame
			}
		}
		again = append(again, p.frame)
	}
	return again, of
}

// tellsSpurious tells whether the frame's timestamp already showed that a retransmission was spurious.
func tellsSpurious(facts []fact.Fact, frame int) bool {
	return slices.ContainsFunc(facts, func(f fact.Fact) bool {
		p, ok := f.What.(fact.Spurious)
		return ok && slices.Contains(p.Again, frame)
	})
}

// relative are ranges of the other side's numbers as Wireshark shows them.
func (s *Segment) relative(ranges [][2]uint32) [][2]uint32 {
	rel := make([][2]uint32, len(ranges))
	for i, r := range ranges {
		rel[i] = [2]uint32{s.rel(r[0]), s.rel(r[1])}
	}
	return rel
}

// rel is a number of the other side as Wireshark shows it.
func (s *Segment) rel(n uint32) uint32 { return s.RelAck - (s.Ack - n) }

// overlapping are the first few frames that carried numbers of the ranges.
func (r *ranges) overlapping(ranges [][2]uint32) []int {
	var frames []int
	l := r.live()
	for i := range l {
		if len(frames) == maxSources {
			break
		}
		p := &l[i]
		if slices.ContainsFunc(ranges, func(b [2]uint32) bool { return seq.Before(p.from, b[1]) && seq.Before(b[0], p.next) }) {
			frames = append(frames, p.frame)
		}
	}
	return frames
}
