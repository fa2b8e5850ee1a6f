package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
)

// plan lays out the lesson: who is told, which frames have cards, and the figures.
func (b *builder) plan() {
	for i := range b.c.Conversations {
		b.talks = append(b.talks, newTalk(b, &b.c.Conversations[i]))
	}
	for _, t := range b.talks {
		for frame := range t.shown {
			b.cards[frame] = true
		}
	}
	b.clashes()
	b.share()
	b.torn = b.contradicted()
	for _, t := range b.talks {
		b.draw(t)
	}
	b.drawSame()
	if g, ok := b.glance(); ok {
		b.doc.Figures["glance"] = g
	}
}

// clashes leaves a frame that lies in two conversations (a tunnel) its card in the first only.
func (b *builder) clashes() {
	owner := map[int]*talk{}
	for _, t := range b.talks {
		for frame := range t.shown {
			if o := owner[frame]; o != nil && o != t {
				delete(t.shown, frame)
				continue
			}
			owner[frame] = t
		}
	}
}

// share notes which conversations lie in one of Wireshark's streams with another.
func (b *builder) share() {
	type stream struct {
		proto  fact.Proto
		number int
	}
	rows := map[stream]int{}
	for _, t := range b.talks {
		for _, n := range t.streams() {
			rows[stream{t.ID.Proto, n}] = 0
		}
	}
	for i := range b.c.Rows {
		s := stream{b.c.Rows[i].ID.Proto, b.c.Rows[i].ID.Stream}
		if _, told := rows[s]; told {
			rows[s]++
		}
	}
	for _, t := range b.talks {
		for _, n := range t.streams()[1:] {
			rows[stream{t.ID.Proto, n}]++
		}
	}
	for _, t := range b.talks {
		t.shared = slices.ContainsFunc(t.streams(), func(n int) bool { return rows[stream{t.ID.Proto, n}] > 1 })
	}
}

// draw makes a conversation's figures.
func (b *builder) draw(t *talk) {
	put := func(id string, f figure.Figure) { b.doc.Figures[id] = f }
	for _, p := range t.phases {
		put(p.name+"-"+p.id+"-ladder", p.ladder())
	}
	if l, ok := t.layers(); ok {
		put(t.name+"-layers", l)
	}
	if t.ID.Proto == fact.TCP {
		t.drawHoles()
		t.drawWindow()
		t.drawFlights()
		put(t.name+"-states", figure.States{Common: b.common(t.name + "-states"), Paths: [2]figure.Path{t.path(fact.Client), t.path(fact.Server)}})
	}
	if t == b.lead(fact.TCP) {
		put(t.name+"-machine", figure.Machine{Common: b.common(t.name + "-machine"), Paths: [2]figure.Path{t.path(fact.Client), t.path(fact.Server)}})
		put(t.name+"-ruler", t.ruler())
	}
	if s := t.headerStep(); s != nil && t == b.lead(t.ID.Proto) {
		if h, ok := t.header(s); ok {
			put(t.figureID(s.Frame, "header"), h)
		}
		if t.ID.Proto == fact.UDP {
			if sum, ok := t.sumUp(s); ok {
				put(t.figureID(s.Frame, "sum"), sum)
			}
		}
	}
	if s := t.bytesStep(); s != nil && t == b.lead(fact.TCP) {
		if fig, ok := t.bytes(s); ok {
			put(t.figureID(s.Frame, "bytes"), fig)
		}
	}
}

// lead is the first conversation told of a protocol, whose headers are explained; nil: none.
func (b *builder) lead(proto fact.Proto) *talk {
	for _, t := range b.talks {
		if t.ID.Proto == proto {
			return t
		}
	}
	return nil
}
