package analyze

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/flow"
	"github.com/pcaplain/pcaplain/analyze/internal/frame"
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
	reader   *frame.Reader
	in       frame.Frame
	dec      packet.Decoder
	pkt      packet.Packet
	flows    *flow.Table
	ends     slab.Slab[pair] // by the number that flows gives
	talks    slab.Slab[talk]
	numbers  [2]wireshark.Streams // by protocol
	tables   [2]streamTable       // by protocol
	row      fact.Frame
	out      Settled
	survey   fact.Survey
	other    map[string]int // place in survey.Others
	facts    []fact.Fact    // reused by the observers
	board    udp.Board
	observed tcp.Out // likewise
}

func newEngine(reader *frame.Reader, bounds *fact.Bounds, opt Options) *engine {
	e := &engine{opt: opt, bounds: bounds, reader: reader, flows: flow.NewTable(), other: map[string]int{}}
	e.survey.Undecoded = map[uint16]int{}
	e.dec.Unverified = opt.Unverified
	e.dec.Limit(bounds)
	e.numbers[fact.TCP].Final = opt.Completeness
	return e
}

// next reads one frame and lets every observer see it; false at the end.
func (e *engine) next() bool {
	if !e.reader.Next(&e.in) {
		return false
	}
	e.out.reset()
	known := !e.in.NoPacket && e.dec.Decode(e.in.Number, e.in.Link, e.in.Data, e.in.Len, &e.pkt)
	if !known {
		e.pkt.Reset()
		e.survey.Undecoded[e.in.Link]++
	}
	e.describe()
	for i := range e.pkt.Transports {
		e.transport(&e.pkt.Transports[i])
	}
	e.count(known)
	return true
}

// describe fills in the row of the frame.
func (e *engine) describe() {
	f, p := &e.in, &e.pkt
	e.row = fact.Frame{Number: f.Number, Time: f.Time, Len: f.Len, CapLen: f.CapLen, Interface: f.Interface, Layers: p.Layers,
		Src: p.Src, Dst: p.Dst, Malformed: p.Malformed || f.CapLen > f.Len, IPChecksum: p.IPSum, Comments: f.Comments, Bytes: f.Data}
	for i := range p.Transports {
		t := &p.Transports[i]
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
	if t.Proto == fact.TCP && t.TCP.Part == fact.Ports && !t.Quoted || t.Proto == fact.UDP && t.UDP.Len < 0 {
		return
	}
	src, dst := t.Ends()
	id, from := e.flows.Find(t.Proto, src, dst)
	if int(id) == e.ends.Len() {
		e.ends.Add()
	}
	ends := fact.Ends{src, dst}
	if from == 1 {
		ends = fact.Ends{dst, src}
	}
	if t.Proto == fact.TCP {
		e.segment(t, id, ends, from)
	} else {
		e.datagram(t, id, ends, from)
	}
}

// first and last frame, sums, and traffic that is neither TCP nor UDP.
func (e *engine) count(known bool) {
	s := &e.survey
	if s.Frames == 0 {
		s.First, s.Last = e.in.Time, e.in.Time
	}
	s.Frames++
	s.Bytes += int64(e.in.Len)
	if e.in.Time.Known() {
		if s.Frames > 1 && s.Last.Known() && e.in.Time.Before(s.Last) {
			s.Backwards++
		}
		s.Last = e.in.Time
	}
	for i := range e.pkt.Transports {
		if !e.pkt.Transports[i].Quoted {
			return
		}
	}
	name := e.protocol(known)
	e.out.Other = name
	i, ok := e.other[name]
	if !ok {
		i = len(s.Others)
		e.other[name] = i
		s.Others = append(s.Others, fact.Other{Protocol: name, First: e.in.Number})
	}
	o := &s.Others[i]
	o.Frames++
	o.Bytes += int64(e.in.Len)
	o.Last = e.in.Number
}

// protocol names a frame without TCP or UDP by its innermost layer before a quote.
func (e *engine) protocol(known bool) string {
	if !known {
		return "undecoded"
	}
	if e.pkt.Fragment {
		return "fragment"
	}
	name := "data"
	for _, l := range e.pkt.Layers {
		switch l.Layer {
		case fact.LayerICMP, fact.LayerICMPv6, fact.LayerARP, fact.LayerIGMP:
			return l.Layer.String()
		case fact.LayerData:
		default:
			name = l.Layer.String()
		}
	}
	return name
}

// finish completes the survey.
func (e *engine) finish() {
	e.survey.File = e.reader.File()
	e.survey.Bounds = *e.bounds
	e.survey.Streams, e.survey.Completeness = e.streams(), e.numbers[fact.TCP].Complete()
	if len(e.survey.Undecoded) == 0 {
		e.survey.Undecoded = nil
	}
}
