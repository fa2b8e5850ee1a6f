package lesson

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// moment is how a side's numbers stand once a frame was captured.
type moment struct {
	step  *fact.Step
	acked place       // up to where all is confirmed
	sent  place       // the number after the last one sent
	held  [][2]uint32 // beyond acked, reported to have arrived
	gaps  [][2]uint32 // between acked and sent, carried by no frame
	edge  place       // the first number that the window does not allow
	heard bool        // acked is known
	open  bool        // edge is known
}

// flight is how many numbers are sent and not confirmed, offered how many the window takes.
func (m *moment) flight() int64  { return max(0, m.sent.order-m.acked.order) }
func (m *moment) offered() int64 { return m.edge.order - m.acked.order }

// moments are those of a side's numbers at the frames given, which are in order; none where
// too little is known.
func (t *talk) moments(side fact.Side, frames []int) (l []moment) {
	numbers, now := &measure{}, moment{}
	for i := range t.Steps {
		s := &t.Steps[i]
		switch {
		case s.Dup != 0:
		case s.Side == side:
			numbers.segment(s, nil)
			now.sent = numbers.next
		case s.TCP.Flags&(fact.ACK|fact.RST) == fact.ACK && s.TCP.Part >= fact.Numbers:
			if at := numbers.at(s.TCP.Ack, s.TCP.RelAck); !now.heard || at.order >= now.acked.order {
				now.acked, now.heard, now.held = at, true, t.report(s).sack.Arrived
				now.edge, now.open = at.plus(int64(s.TCP.WindowSize)), t.scaled(s)
			}
		}
		if now.step = s; now.heard && numbers.first != nil && slices.Contains(frames, s.Frame) {
			l = append(l, now)
			l[len(l)-1].find(numbers.carried)
		}
	}
	return l
}

// scaled tells whether a segment's window is known in bytes.
func (t *talk) scaled(s *fact.Step) bool {
	return s.TCP.Scale != fact.UnknownShift || s.TCP.Window == 0 || s.TCP.Flags.Has(fact.SYN)
}

// drawFlights draws the most that each side had on its way, in the window that was offered.
func (t *talk) drawFlights() {
	for _, f := range t.Facts {
		if f.Kind != fact.TCPFlight || t.b.flights == maxPageFlights {
			continue
		}
		if s := t.window(f.Side, f.Frames[:1]); s.Len > 0 {
			s.ID = t.name + "-flight-" + f.Side.String()
			t.b.doc.Figures[s.ID] = s
			t.flights = append(t.flights, s.ID)
			t.b.flights++
		}
	}
}

// Flights are the names of these drawings.
func (t *talk) Flights() []string { return t.flights }

// windowKinds are the kinds whose frames show what became of a window, those that show most first.
var windowKinds = []fact.Kind{fact.TCPZeroWindow, fact.TCPWindowFull, fact.TCPWindowShrunk, fact.TCPWindowUpdate}

// maxTries is how many windows are looked at for one that can be drawn.
const maxTries = 8

// drawWindow draws the first window that is told of, of the kind that shows most.
func (t *talk) drawWindow() {
	tries := 0
	for _, kind := range windowKinds {
		for _, f := range t.Facts {
			if f.Kind != kind || !t.shown[f.Frames[0]] || tries == maxTries {
				continue
			}
			tries++
			side, frames := t.windowFrames(f)
			if s := t.window(side, frames); s.Len > 0 && len(s.Rows) > 1 {
				t.place(f.Frames[0], "window", s)
				return
			}
		}
	}
}

// windowFrames are the frames that a window is drawn at, and whose numbers it takes.
func (t *talk) windowFrames(f fact.Fact) (sender fact.Side, frames []int) {
	sender = f.Side.Other()
	switch w := f.What.(type) {
	case fact.ZeroWindow:
		frames = t.closed(f, w)
	case fact.WindowFull:
		sender, frames = f.Side, []int{w.Of, f.Frames[0]}
		if next := t.answer(f); next != 0 {
			frames = append(frames, next)
		}
	default:
		frames = slices.Clone(f.Frames)
	}
	slices.Sort(frames)
	return sender, slices.Compact(frames)
}

// closed are the frames of a window that was closed: the last that filled it, the one that
// closed it, the first and the last probe and their answers, the one that opened it.
func (t *talk) closed(f fact.Fact, z fact.ZeroWindow) []int {
	frames := slices.Clone(f.Frames)
	var full, probes, answers []int
	for _, o := range t.Facts {
		n := o.Frames[0]
		switch w := o.What.(type) {
		case fact.WindowFull:
			if o.Side != f.Side && n < f.Frames[0] {
				full = append(full, n)
			}
		case fact.WindowProbe:
			if w.Closed == f.Frames[0] {
				probes = append(probes, n)
			}
		case fact.Reply:
			if o.Kind == fact.TCPWindowProbeAck && o.Side == f.Side && n > f.Frames[0] && (z.Opened == 0 || n < z.Opened) {
				answers = append(answers, n)
			}
		}
	}
	frames = append(frames, full[max(len(full)-1, 0):]...)
	for _, l := range [][]int{probes, answers} {
		frames = append(append(frames, l[:min(len(l), 1)]...), l[max(len(l)-1, 0):]...)
	}
	return frames
}

// answer is the first later frame that confirms more, or allows more, than a window that is full.
func (t *talk) answer(f fact.Fact) int {
	w := f.What.(fact.WindowFull)
	return frameOf(first(t.Steps, func(s *fact.Step) bool {
		return s.Frame > f.Frames[0] && s.Side != f.Side && s.Dup == 0 && s.TCP.Flags&(fact.ACK|fact.RST) == fact.ACK && (s.NewAck > 0 || s.TCP.Window > w.Window.Field)
	}))
}

// window draws what the other side allows of a side's numbers, and how much of it is used.
func (t *talk) window(side fact.Side, frames []int) figure.Strip {
	l := t.moments(side, frames)
	if l == nil {
		return figure.Strip{}
	}
	lo, hi := l[0].acked, l[0].acked
	for i := range l {
		m := &l[i]
		for _, p := range m.bounds() {
			if p.order < lo.order {
				lo = p
			}
			if p.order > hi.order {
				hi = p
			}
		}
	}
	f := t.strip(side, lo.number, hi.number)
	for i := range l {
		f.Rows = append(f.Rows, figure.StripRow{Frame: l[i].step.Frame, Words: t.windowWords(side, &l[i]), Parts: l[i].parts(f.Zero, f.Len)})
	}
	f.Key = t.b.key(f.Rows)
	return f
}

func (m *moment) bounds() []place {
	l := []place{m.acked, m.sent}
	if m.open {
		l = append(l, m.edge)
	}
	return l
}

// parts are size numbers from zero on. Where what was sent has numbers that no frame had
// carried by then, these are missing.
func (m *moment) parts(zero, size uint32) []figure.Part {
	layers := []layer{{figure.Acked, [][2]uint32{{zero, m.acked.number}}}, {figure.Held, m.held}, {figure.Missing, m.gaps},
		{figure.Flight, [][2]uint32{{m.acked.number, m.acked.plus(m.flight()).number}}}}
	if !m.open {
		return parts(zero, size, layers)
	}
	layers = append(layers, layer{figure.Room, [][2]uint32{{m.acked.number, m.edge.number}}})
	return append(parts(zero, size, layers), figure.Part{Mark: figure.Edge, From: m.edge.number})
}

// find finds the gaps in what was carried.
func (m *moment) find(l []carried) {
	at := m.acked
	l = slices.DeleteFunc(slices.Clone(l), func(c carried) bool { return c.end() <= at.order })
	slices.SortFunc(l, func(a, b carried) int { return cmp.Compare(a.from.order, b.from.order) })
	for _, c := range l {
		if c.from.order > at.order {
			m.gaps = append(m.gaps, [2]uint32{at.number, c.from.number})
		}
		if c.end() > at.order {
			at = c.from.plus(c.size)
		}
	}
}

// windowWords are the header's numbers of a frame, or, where it sends, how much of the window is used.
func (t *talk) windowWords(side fact.Side, m *moment) string {
	b, seg := t.b, &m.step.TCP
	if m.step.Side != side {
		words := fmt.Sprintf("Ack %d, Win %s", seg.RelAck, text.Count(int64(seg.WindowSize)))
		if !t.scaled(m.step) {
			words += " (" + b.label("win.unknown") + ")"
		}
		return words
	}
	if m.open && m.flight() > 0 && m.flight() <= m.offered() {
		return b.labelf("strip.used", text.Count(m.flight()), text.Count(m.offered()))
	}
	return fmt.Sprintf("Seq %d, Len %s", seg.RelSeq, lenOf(seg))
}
