package analyze

import (
	"iter"
	"math/bits"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/packet"
	"github.com/pcaplain/pcaplain/analyze/internal/slab"
)

// streamTable counts Wireshark's streams of one protocol, by number. One of a single frame
// is a compact record: floods and scans are full of them.
type streamTable struct {
	small slab.Slab[smallStream]
	full  slab.Slab[fact.Stream]
}

// smallStream is a stream's only frame, or the way to the whole record.
type smallStream struct {
	sec        int64
	nano       int32
	frame      int32 // 0: none, the number was taken by a quote; −n: the whole record is n−1 in full
	size, data int32
	pair       int32 // flow's number of its ends
	flags      fact.Flags
	from       uint8 // which of the pair's ends sent it
}

// countStream adds a frame to its stream.
func (e *engine) countStream(t *packet.Transport, pair int32, from uint8, number int32) {
	table := &e.tables[t.Proto]
	for table.small.Len() <= int(number) {
		table.small.Add()
	}
	s := table.small.At(int(number))
	data, flags := max(t.TCP.Len, 0), t.TCP.Flags
	if t.Proto == fact.UDP {
		data = max(t.UDP.Len, 0)
	} else if t.TCP.Part < fact.Numbers {
		flags = 0
	}
	if s.frame == 0 {
		*s = smallStream{frame: int32(e.in.Number), size: int32(e.in.Len), data: data, pair: pair, from: from, flags: flags, sec: e.in.Time.Sec, nano: e.in.Time.Nano}
		if a := &t.TCP.Analysis; a.Marks != 0 || a.InitialRTT != 0 {
			countAnalysis(e.full(table, s, t.Proto, number), a)
		}
		return
	}
	st := e.full(table, s, t.Proto, number)
	count(st, int(from^s.from), e.in.Number, e.in.Time, e.in.Len, int(data), flags)
	countAnalysis(st, &t.TCP.Analysis)
}

// full is the whole record of a stream, made where there is none.
func (e *engine) full(table *streamTable, s *smallStream, proto fact.Proto, number int32) *fact.Stream {
	if s.frame >= 0 {
		e.widen(table.full.Add(), s, proto, number)
		s.frame = int32(-table.full.Len())
	}
	return table.full.At(int(-s.frame - 1))
}

// widen makes the whole record of a stream of one frame.
func (e *engine) widen(st *fact.Stream, s *smallStream, proto fact.Proto, number int32) {
	ends := e.flows.Ends(s.pair)
	if s.from == 1 {
		ends[0], ends[1] = ends[1], ends[0]
	}
	at := fact.Time{Sec: s.sec, Nano: s.nano}
	*st = fact.Stream{Proto: proto, Number: int(number), Ends: ends, First: int(s.frame), Start: at}
	count(st, 0, int(s.frame), at, int(s.size), int(s.data), s.flags)
}

// count adds a frame that an end sent, 0 or 1 in the order of the stream's first frame.
func count(st *fact.Stream, from, frame int, at fact.Time, size, data int, flags fact.Flags) {
	st.Last, st.End = frame, at
	st.Frames[from]++
	st.Bytes[from] += int64(size)
	st.Data[from] += int64(data)
	if st.Proto == fact.TCP {
		countFlags(st, flags, from)
	}
}

func countFlags(st *fact.Stream, flags fact.Flags, from int) {
	if flags.Has(fact.SYN | fact.ACK) {
		st.SynAck++
	} else if flags.Has(fact.SYN) {
		st.Syn++
	}
	if flags.Has(fact.FIN) {
		st.Fin[from]++
	}
	if flags.Has(fact.RST) {
		st.Rst[from]++
	}
}

// countAnalysis adds what Wireshark says of a frame.
func countAnalysis(st *fact.Stream, a *fact.Analysis) {
	st.Completeness = a.Completeness
	if a.InitialRTT != 0 {
		st.InitialRTT = a.InitialRTT
	}
	for m := a.Marks; m != 0; m &= m - 1 {
		st.Marks[bits.TrailingZeros16(uint16(m))]++
	}
}

// streams yields every stream of which a frame of its own was seen: TCP before UDP, by
// number. A stream is valid until the next.
func (e *engine) streams() iter.Seq[*fact.Stream] {
	return func(yield func(*fact.Stream) bool) {
		one := new(fact.Stream)
		for _, proto := range []fact.Proto{fact.TCP, fact.UDP} {
			table := &e.tables[proto]
			for i := range table.small.Len() {
				s := table.small.At(i)
				if s.frame == 0 {
					continue
				}
				st := one
				if s.frame < 0 {
					st = table.full.At(int(-s.frame - 1))
				} else {
					e.widen(st, s, proto, int32(i))
				}
				if proto == fact.TCP {
					st.Completeness |= e.numbers[proto].Complete()[i]
				}
				if !yield(st) {
					return
				}
			}
		}
	}
}
