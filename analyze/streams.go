package analyze

import (
	"iter"
	"math/bits"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/packet"
	"github.com/pcaplain/pcaplain/analyze/internal/slab"
)

// streamTable counts Wireshark's streams of one protocol, by number. One of a single frame
// is a compact record: floods and scans are full of them.
type streamTable struct {
	small slab.Slab[smallStream]
	full  slab.Slab[fullStream]
}

// smallStream is a stream's only frame, or the way to the whole record.
type smallStream struct {
	sec   int64
	nano  int32
	frame int32 // 0: none, the number was taken by a quote; −n: the whole record is n−1 in full
	size  uint32
	data  int32
	pair  int32 // flow's number of its ends
	flags fact.Flags
	from  uint8 // which of the pair's ends sent it
}

// fullStream is what fact.Stream tells. What every frame changes comes first, where it
// shares a line of the processor's cache; it holds no pointer.
type fullStream struct {
	last         int32
	endNano      int32
	endSec       int64
	frames       [2]int32
	bytes, data  [2]int64
	completeness fact.Completeness

	syn, synAck int32
	fin, rst    [2]int32
	initialRTT  time.Duration
	marks       [len(fact.MarkNames)]uint32
	first       smallStream
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
	one := smallStream{frame: int32(e.in.Number), size: uint32(e.in.Len), data: data, pair: pair, from: from, flags: flags, sec: e.in.Time.Sec, nano: e.in.Time.Nano}
	if s.frame == 0 {
		*s = one
		if a := &t.TCP.Analysis; a.Marks != 0 || a.InitialRTT != 0 {
			e.full(table, s, t.Proto).countAnalysis(a)
		}
		return
	}
	st := e.full(table, s, t.Proto)
	st.count(t.Proto, int(from^st.first.from), &one)
	st.countAnalysis(&t.TCP.Analysis)
}

// full is the whole record of a stream, made where there is none.
func (e *engine) full(table *streamTable, s *smallStream, proto fact.Proto) *fullStream {
	if s.frame >= 0 {
		table.full.Add().begin(proto, s)
		s.frame = int32(-table.full.Len())
	}
	return table.full.At(int(-s.frame - 1))
}

// begin makes the whole record of a stream of one frame.
func (st *fullStream) begin(proto fact.Proto, s *smallStream) {
	*st = fullStream{first: *s}
	st.count(proto, 0, s)
}

// count adds a frame that an end sent, 0 or 1 in the order of the stream's first frame.
func (st *fullStream) count(proto fact.Proto, from int, s *smallStream) {
	st.last, st.endSec, st.endNano = s.frame, s.sec, s.nano
	st.frames[from]++
	st.bytes[from] += int64(s.size)
	st.data[from] += int64(s.data)
	if proto == fact.TCP {
		st.countFlags(s.flags, from)
	}
}

func (st *fullStream) countFlags(flags fact.Flags, from int) {
	if flags.Has(fact.SYN | fact.ACK) {
		st.synAck++
	} else if flags.Has(fact.SYN) {
		st.syn++
	}
	if flags.Has(fact.FIN) {
		st.fin[from]++
	}
	if flags.Has(fact.RST) {
		st.rst[from]++
	}
}

// countAnalysis adds what Wireshark says of a frame.
func (st *fullStream) countAnalysis(a *fact.Analysis) {
	st.completeness = a.Completeness
	if a.InitialRTT != 0 {
		st.initialRTT = a.InitialRTT
	}
	for m := a.Marks; m != 0; m &= m - 1 {
		st.marks[bits.TrailingZeros16(uint16(m))]++
	}
}

// tell is the record as others see it.
func (st *fullStream) tell(proto fact.Proto, number int, ends fact.Ends) fact.Stream {
	if st.first.from == 1 {
		ends[0], ends[1] = ends[1], ends[0]
	}
	two := func(n [2]int32) [2]int { return [2]int{int(n[0]), int(n[1])} }
	return fact.Stream{Proto: proto, Number: number, Ends: ends, First: int(st.first.frame), Last: int(st.last),
		Start: fact.Time{Sec: st.first.sec, Nano: st.first.nano}, End: fact.Time{Sec: st.endSec, Nano: st.endNano},
		Frames: two(st.frames), Bytes: st.bytes, Data: st.data,
		Syn: int(st.syn), SynAck: int(st.synAck), Fin: two(st.fin), Rst: two(st.rst),
		Completeness: st.completeness, InitialRTT: st.initialRTT, Marks: st.marks}
}

// streams yields every stream of which a frame of its own was seen: TCP before UDP, by
// number. A stream is valid until the next.
func (e *engine) streams() iter.Seq[*fact.Stream] {
	return func(yield func(*fact.Stream) bool) {
		told, one := new(fact.Stream), new(fullStream)
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
					st.begin(proto, s)
				}
				*told = st.tell(proto, i, e.flows.Ends(st.first.pair))
				if proto == fact.TCP {
					told.Completeness |= e.numbers[proto].Complete()[i]
				}
				if !yield(told) {
					return
				}
			}
		}
	}
}
