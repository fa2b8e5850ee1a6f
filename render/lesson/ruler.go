package lesson

import (
	"cmp"
	"math"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
)

// ruler draws the numbers of each direction in which something was sent.
func (t *talk) ruler() figure.Ruler {
	r := t.b.emptyRuler(t.name + "-ruler")
	for side := range r.Directions {
		r.Directions[side] = t.direction(fact.Side(side))
	}
	return r
}

// emptyRuler is one with its words alone.
func (b *builder) emptyRuler(id string) figure.Ruler {
	words := func(set string) figure.RulerWords {
		w := func(key string) string { return b.label(set + key) }
		return figure.RulerWords{Number: w("number"), Counts: w("counts"), Sent: w("sent"), Acked: w("acked"), Next: w("next"), Bytes: w("bytes"), Pieces: w("pieces")}
	}
	return figure.Ruler{Common: b.common(id), Words: words("ruler."), Plain: words("plain.")}
}

// Numbered tells that something in the conversation takes a number.
func (t *talk) Numbered() bool {
	return slices.ContainsFunc(t.Steps, func(s fact.Step) bool { return s.TCP.End() != s.TCP.Seq && !s.TCP.Flags.Has(fact.RST) })
}

// direction draws one; it is empty where nothing of the side that takes a number was captured.
func (t *talk) direction(side fact.Side) figure.Direction {
	m := t.measure(side)
	if len(m.carried) == 0 {
		return figure.Direction{}
	}
	b := t.b
	d := t.way(side)
	d.Next = m.next.number
	if s := m.syn; s != nil {
		d.Zero, d.PlainZero = b.labelf("ruler.zero", s.TCP.RelSeq, s.TCP.Seq), b.labelf("plain.zero", s.TCP.RelSeq, s.TCP.Seq)
	} else {
		s = m.first
		d.Zero, d.PlainZero = b.labelf("ruler.first", s.TCP.RelSeq, s.TCP.Seq, s.Frame), b.labelf("plain.first", s.TCP.RelSeq, s.TCP.Seq, s.Frame)
	}
	runs := m.runs()
	for i, r := range runs {
		st := figure.Stretch{From: r.from.number, Len: uint32(r.size), Word: r.word}
		if !figure.Folded(i, len(runs)) {
			m.fill(&st, r)
		}
		d.Spans = append(d.Spans, st)
	}
	return d
}

// way is a direction's name.
func (t *talk) way(side fact.Side) figure.Direction {
	b := t.b
	return figure.Direction{Side: int(side), Name: t.role(side) + " → " + t.role(side.Other()), Plain: b.label("letter."+side.String()) + " -> " + b.label("letter."+side.Other().String())}
}

// place is where a number lies: the number as it is shown, and one that does not wrap, by
// which numbers are put in order. The numbers of a direction begin anew after 4,294,967,295,
// and those before the first that was captured lie at that end.
type place struct {
	number uint32
	order  int64
}

func (p place) plus(n int64) place { return place{p.number + uint32(n), p.order + n} }

// run is a run of numbers: of data, of a SYN or of a FIN.
type run struct {
	from place
	size int64
	word string
}

func (r run) end() int64 { return r.from.order + r.size }

// carried is a run that a frame carried.
type carried struct {
	run
	frame int
	data  []byte
}

// confirming is an acknowledgment: the numbers from … to before to are those that it newly
// confirms, all before to where the capture cannot tell.
type confirming struct {
	from, to int64
	frame    int
}

// measure is what a direction's numbers were used for.
type measure struct {
	first, syn *fact.Step // of the side
	carried    []carried  // in the order of the frames
	acks       []confirming
	next       place // after the last number used

	known  bool // a number and its place are known
	raw    uint32
	latest place
}

func (t *talk) measure(side fact.Side) *measure {
	m := &measure{}
	for i := range t.Steps {
		s := &t.Steps[i]
		switch {
		case s.Dup != 0 || t.has(s.Frame, fact.TCPSynInside):
		case s.Side == side:
			m.segment(s, t.payload(s))
		case s.TCP.Flags.Has(fact.ACK):
			m.ack(s)
		}
	}
	return m
}

// at is where a raw number lies, by the distance from the latest one: less than 2^31.
func (m *measure) at(raw, shown uint32) place {
	if !m.known {
		m.known, m.raw, m.latest = true, raw, place{shown, int64(int32(shown))}
	}
	return place{shown, m.latest.order + int64(int32(raw-m.raw))}
}

func (m *measure) segment(s *fact.Step, data []byte) {
	at := m.at(s.TCP.Seq, s.TCP.RelSeq)
	if m.first == nil {
		m.first, m.next = s, at
	}
	if m.syn == nil && s.TCP.Flags.Has(fact.SYN) {
		m.syn = s
	}
	if s.TCP.Flags.Has(fact.RST) { // its number need not follow the last one, and its data is no part of the stream
		return
	}
	put := func(size int64, word string, data []byte) {
		m.carried = append(m.carried, carried{run{at, size, word}, s.Frame, data})
		at = at.plus(size)
	}
	if s.TCP.Flags.Has(fact.SYN) {
		put(1, "SYN", nil)
	}
	if s.TCP.Len > 0 {
		put(int64(s.TCP.Len), "", data)
	}
	if s.TCP.Flags.Has(fact.FIN) {
		put(1, "FIN", nil)
	}
	if at.order > m.next.order || m.first.TCP.Flags.Has(fact.RST) && len(m.carried) == 0 {
		m.next = at
	}
	if at.order > m.latest.order {
		m.raw, m.latest = s.TCP.Seq+uint32(at.number-s.TCP.RelSeq), at
	}
}

func (m *measure) ack(s *fact.Step) {
	to := m.at(s.TCP.Ack, s.TCP.RelAck).order
	switch {
	case s.NewAck > 0:
		m.acks = append(m.acks, confirming{to - int64(s.NewAck), to, s.Frame})
	case s.Repeats == 0 && !s.TCP.Flags.Has(fact.RST):
		m.acks = append(m.acks, confirming{math.MinInt64, to, s.Frame})
	}
}

// runs cuts the numbers wherever a frame's begin or end, so that the same frames carried all
// of a run. A SYN and a FIN are runs of their own, whatever else has their number.
func (m *measure) runs() []run {
	var l []run
	var edges []edge
	seen := map[run]bool{}
	for _, c := range m.carried {
		if c.word == "" {
			edges = append(edges, edge{c.from, 1}, edge{c.from.plus(c.size), -1})
		} else if !seen[c.run] {
			seen[c.run] = true
			l = append(l, c.run)
		}
	}
	slices.SortStableFunc(edges, func(a, b edge) int { return cmp.Compare(a.order, b.order) })
	deep := 0
	for i, e := range edges {
		deep += e.deeper
		if deep > 0 && edges[i+1].order > e.order {
			l = append(l, run{from: e.place, size: edges[i+1].order - e.order})
		}
	}
	slices.SortStableFunc(l, func(a, b run) int { return cmp.Compare(a.from.order, b.from.order) })
	return l
}

// edge is where a frame's data begins or ends.
type edge struct {
	place
	deeper int // 1 or −1
}

// fill says of a run which frames carried it, its bytes, and which frame confirmed it first.
// A confirmation that was captured before what it confirms counts as well.
func (m *measure) fill(st *figure.Stretch, r run) {
	for _, c := range m.carried {
		if c.word != r.word || r.from.order < c.from.order || r.end() > c.end() {
			continue
		}
		st.Sent = append(st.Sent, c.frame)
		if skip := r.from.order - c.from.order; st.Data == nil && skip < int64(len(c.data)) {
			st.Data = c.data[skip:min(skip+r.size, int64(len(c.data)))]
		}
	}
	for _, a := range m.acks {
		if a.from < r.end() && r.end() <= a.to && (a.from > math.MinInt64 || a.frame < st.Sent[0]) {
			st.Acked = a.frame
			return
		}
	}
}
