package wireshark

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// A reach is how far Wireshark reads a header before it gives up.
type reach uint8

const (
	toNumbers reach = iota // the length field cannot be right: stream, number and length alone
	toWindow               // fewer than 20 bytes were captured
	toOptions              // the options cannot be read to their end
	whole
)

// header is what the analysis needs of a segment without data and SACK blocks.
type header struct {
	time     int64 // nanoseconds since 1970; a moment out of range wraps, differences stay right
	seq, ack uint32
	frame    int32
	stream   int32 // of a conversation's, the newest one; it fills a gap
	flags    fact.Flags
	window   uint16
	shift    int8 // of the window scale option; −1: none
	from     uint8
	reach    reach
	self     bool
}

// maxSack is how many SACK blocks Wireshark counts.
const maxSack = 3

func headerOf(seg *fact.Segment, at *Where) header {
	h := header{time: nanoseconds(at.Time), seq: seg.Seq, ack: seg.Ack, frame: int32(at.Frame),
		flags: seg.Flags, window: seg.Window, shift: -1, from: at.From, reach: reachOf(seg), self: at.Self}
	if seg.Options.Has&fact.HasShift != 0 {
		h.shift = int8(min(seg.Options.Shift, fact.MaxShift))
	}
	return h
}

// sacked is how many bytes the SACK blocks say were received.
func sacked(o *fact.Options) (bytes uint32) {
	for _, block := range o.Sack[:min(o.Blocks, maxSack)] {
		bytes += block[1] - block[0]
	}
	return bytes
}

func reachOf(seg *fact.Segment) reach {
	switch {
	case seg.HdrLen < 20:
		return toNumbers
	case seg.Part < fact.Header:
		return toWindow
	case seg.Options.Has&fact.OptionsFault != 0:
		return toOptions
	}
	return whole
}

func nanoseconds(t fact.Time) int64 {
	if !t.Known() {
		return 0
	}
	return t.Sec*1e9 + int64(t.Nano)
}

func (h *header) has(bits fact.Flags) bool { return h.flags&bits == bits }

// any tells whether one of the bits is set.
func (h *header) any(bits fact.Flags) bool { return h.flags&bits != 0 }

// Wireshark compares numbers so that at a distance of exactly 2^31 each of before, after
// and their opposites is true. seq's Before and AtMost are true there; so the others are
// these with the sides changed.
func before(a, b uint32) bool    { return seq.Before(a, b) }
func after(a, b uint32) bool     { return seq.Before(b, a) }
func notAfter(a, b uint32) bool  { return seq.AtMost(a, b) }
func within(d, limit int64) bool { return uint64(d) < uint64(limit) } // a negative difference is enormous
