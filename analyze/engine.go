package analyze

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/flow"
	"github.com/pcaplain/pcaplain/analyze/internal/packet"
	"github.com/pcaplain/pcaplain/analyze/internal/slab"
	"github.com/pcaplain/pcaplain/analyze/internal/tcp"
	"github.com/pcaplain/pcaplain/analyze/internal/udp"
	"github.com/pcaplain/pcaplain/analyze/internal/wireshark"
)

// engine is the one loop's memory: Next → Decode → Find → Step.
type engine struct {
	opt      Options
	bounds   *fact.Bounds
	frames   *ahead
	in       *decoded
	pkt      *packet.Packet // of in
	flows    *flow.Table
	ends     slab.Slab[pair] // by the number that flows gives
	talks    slab.Slab[talk]
	numbers  [2]wireshark.Streams // by protocol
	tables   [2]streamTable       // by protocol
	row      fact.Frame
	last     fact.Time // of the latest frame that had one
	out      Settled
	survey   fact.Survey
	other    map[fact.OtherKind]int // place in survey.Others
	faces    []int                  // frames by place in File.Interfaces
	facts    []fact.Fact            // reused by the observers
	board    udp.Board
	observed tcp.Out // likewise
	joined   joined
	reports  reports
}

func newEngine(frames *ahead, opt Options) *engine {
	e := &engine{opt: opt, bounds: &fact.Bounds{Max: opt.Limits}, frames: frames, flows: flow.NewTable(), other: map[fact.OtherKind]int{}}
	e.survey.Undecoded = map[uint16]int{}
	e.last = fact.NoTime
	e.numbers[fact.TCP].Final = opt.Completeness
	return e
}

// next takes one frame and lets every observer see it; false at the end.
func (e *engine) next() bool {
	if e.in = e.frames.next(); e.in == nil {
		return false
	}
	e.pkt = &e.in.packet
	e.out.reset()
	if !e.in.known {
		e.survey.Undecoded[e.in.Link]++
	}
	e.describe()
	for i := range e.pkt.Transports {
		e.transport(&e.pkt.Transports[i])
	}
	if c := e.pkt.ICMP; c != nil && c.Part.Src.IsValid() {
		e.quotedPart(c)
	}
	e.nest()
	e.countIPSums()
	e.count()
	return true
}

// describe fills in the row of the frame.
func (e *engine) describe() {
	f, p := e.in, e.pkt
	e.row = fact.Frame{Number: f.Number, Time: f.Time, Len: f.Len, CapLen: f.CapLen, Interface: f.Interface, Layers: p.Layers,
		Src: p.Src, Dst: p.Dst, Malformed: p.Malformed || f.CapLen > f.Len, IPChecksum: p.IPSum, Comments: f.Comments, Bytes: f.Data}
	for i := range p.Transports {
		t := &p.Transports[i]
		if t.Held {
			continue
		}
		if e.row.Quoted = t.Quoted; t.Proto == fact.TCP {
			e.row.TCP = &t.TCP
		} else {
			e.row.UDP = &t.UDP
		}
	}
	e.out.Frame = &e.row
}

// transport finds the pair of ends of a header, numbers its stream and hands it to the observer.
func (e *engine) transport(t *packet.Transport) {
	if unusable(t) {
		return
	}
	src, dst := t.Ends()
	id, from := e.flows.Find(t.Proto, src, dst)
	if int(id) == e.ends.Len() {
		e.ends.Add()
	}
	if t.Proto == fact.TCP {
		e.segment(t, id, from)
	} else {
		e.datagram(t, id, from)
	}
}

// endsOf are the ends of a header in the order of their pair, of which end from sent it.
func endsOf(t *packet.Transport, from uint8) fact.Ends {
	src, dst := t.Ends()
	if from == 1 {
		return fact.Ends{dst, src}
	}
	return fact.Ends{src, dst}
}

// nest notes which conversation of the frame lies within which: its header is data of the other.
func (e *engine) nest() {
	for i := 1; i < len(e.out.Steps); i++ {
		outer, inner := &e.out.Steps[i-1], &e.out.Steps[i]
		if at := inner.Header.Off; inner.Header.Len == 0 || at < outer.Data.Off || at >= outer.Data.Off+outer.Data.Len {
			continue
		}
		outer.Row.Carries++
		if inner.Row.Via == nil {
			inner.Row.Via = &outer.Row.ID
		}
	}
}

// first and last frame, sums, and traffic that is neither TCP nor UDP.
func (e *engine) count() {
	s := &e.survey
	if s.Frames == 0 {
		s.First, s.Last = e.in.Time, e.in.Time
	}
	s.Frames++
	s.Bytes += int64(e.in.Len)
	if e.in.CapLen < e.in.Len {
		s.Cut++
	}
	e.countFace(e.in.Described)
	s.Clock.Add(e.in.Number, e.in.Time, e.last)
	if e.in.Time.Known() {
		s.Last, e.last = e.in.Time, e.in.Time
	}
	if !e.conversed() {
		e.countOther()
		e.neighbor()
	}
}

// countFace counts a frame of an interface; −1 is none that is kept.
func (e *engine) countFace(described int) {
	if described < 0 {
		return
	}
	for described >= len(e.faces) {
		e.faces = append(e.faces, 0)
	}
	e.faces[described]++
}

// finish completes the survey.
func (e *engine) finish() {
	e.survey.File = e.frames.reader.File()
	for i, n := range e.faces {
		e.survey.File.Interfaces[i].Frames = n
	}
	e.bounds.Join(e.frames.bounds)
	e.survey.Bounds = *e.bounds
	e.survey.Fragments = e.frames.dec.Fragments()
	e.survey.Streams, e.survey.Completeness = e.streams(), e.numbers[fact.TCP].Complete()
	if len(e.survey.Undecoded) == 0 {
		e.survey.Undecoded = nil
	}
}
