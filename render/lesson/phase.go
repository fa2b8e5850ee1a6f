package lesson

import (
	"fmt"
	"strings"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// phase is a part of a conversation: its steps, one after the other.
type phase struct {
	*talk
	id    string // "open", "data", "close"; of UDP "data"
	steps []*fact.Step
}

// cut divides the steps into opening, data and closing.
func (t *talk) cut() {
	if t.ID.Proto == fact.UDP {
		t.addPhase("data", 0, len(t.Steps))
		return
	}
	openEnd, closeFrom := 0, len(t.Steps)
	opened := false
	for i := range t.Steps {
		s := &t.Steps[i]
		if s.TCP.Flags&fact.SYN != 0 && !t.has(s.Frame, fact.TCPSynInside) && (!opened || i == openEnd) || t.has(s.Frame, fact.TCPRefused) {
			openEnd = i + 1
		}
		if !t.has(s.Frame, fact.TCPOpened) {
			continue
		}
		if opened = true; s.TCP.Len == 0 && i == openEnd {
			openEnd = i + 1
		}
	}
	for i := openEnd; i < len(t.Steps); i++ {
		if t.has(t.Steps[i].Frame, fact.TCPFin) || t.resets(t.Steps[i].Frame) {
			closeFrom = i
			break
		}
	}
	t.addPhase("open", 0, openEnd)
	t.addPhase("data", openEnd, closeFrom)
	t.addPhase("close", closeFrom, len(t.Steps))
}

func (t *talk) addPhase(id string, from, to int) {
	if from >= to {
		return
	}
	p := &phase{talk: t, id: id}
	for i := from; i < to; i++ {
		p.steps = append(p.steps, &t.Steps[i])
	}
	t.phases = append(t.phases, p)
}

// phase is the one of that name; nil where the conversation has none.
func (t *talk) phase(id string) *phase {
	for _, p := range t.phases {
		if p.id == id {
			return p
		}
	}
	return nil
}

// First and Last frames of the phase, their number, and its frames for links.
func (p *phase) First() int    { return p.steps[0].Frame }
func (p *phase) Last() int     { return p.steps[len(p.steps)-1].Frame }
func (p *phase) Segments() int { return len(p.steps) }
func (p *phase) Frames() []int {
	var l []int
	for _, s := range p.steps {
		l = append(l, s.Frame)
	}
	return l
}

// Ladder is the name of the phase's drawing.
func (p *phase) Ladder() string { return p.name + "-" + p.id + "-ladder" }

// Cards are the sections of the phase's frames, one after the other, and a line for each run that is folded.
func (p *phase) Cards(level int) string {
	var out []string
	var folded []*fact.Step
	flush := func() {
		if folded != nil {
			out = append(out, p.fold(folded))
			folded = nil
		}
	}
	for _, s := range p.steps {
		if !p.shown[s.Frame] {
			folded = append(folded, s)
			continue
		}
		flush()
		out = append(out, p.b.cardSection(p.talk, s, level))
	}
	flush()
	return strings.Join(out, "\n\n")
}

// cardSection is a frame's section: heading, sentences, card.
func (b *builder) cardSection(t *talk, s *fact.Step, level int) string {
	scenes := t.scenes(s)
	id := fmt.Sprintf("f%d", s.Frame)
	head := b.heading(level, id, b.labelf("frame.title", s.Frame, t.title(s)))
	sec := b.section()
	sec.Frame, sec.Class = s.Frame, [...]string{"c2s", "s2c"}[s.Side]
	if t.ID.Proto == fact.TCP {
		sec.States = [2]string{t.state(fact.Client, s.Frame).String(), t.state(fact.Server, s.Frame).String()}
	}
	card := t.card(s, scenes)
	b.doc.Figures[id] = card
	return head + "\n\n" + b.paragraphs(scenes) + "\n\n" + b.run("strips", t.strips[s.Frame]) + "\n\n" + t.wiresharkSays(s) + "\n\n" + b.run("notes", b.notesOn(s.Frame)) + "\n\n" + b.fence(id)
}

// Folded is what the lesson says of a run that it does not tell.
type Folded struct {
	First, Last, Segments int
	Bytes                 string
	Again                 int
	TCP                   bool
}

func (p *phase) fold(folded []*fact.Step) string {
	f := &Folded{First: folded[0].Frame, Last: folded[len(folded)-1].Frame, Segments: len(folded), TCP: p.ID.Proto == fact.TCP}
	var bytes int64
	for _, s := range folded {
		if f.TCP {
			bytes += int64(max(s.TCP.Len, 0))
		} else {
			bytes += int64(max(s.UDP.Len, 0))
		}
		if p.has(s.Frame, fact.TCPRetransmit) || p.has(s.Frame, fact.TCPResent) {
			f.Again++
		}
	}
	f.Bytes = text.Count(bytes)
	return p.b.run("folded", f)
}

// Pause is a silence.
type Pause struct {
	From, To int
	Time     string
	Others   int
	First    bool // it ends with the phase's first frame
}

// Pause is the longest silence before one of the phase's frames, if it lasts a second; nil otherwise.
func (p *phase) Pause() *Pause {
	var best *Pause
	var longest time.Duration = pauseFrom - 1
	for _, s := range p.steps {
		i, _ := p.index(s.Frame)
		if i == 0 {
			continue
		}
		before := &p.Steps[i-1]
		if d := s.Time.Sub(before.Time); d > longest && fact.Measured(d) {
			longest = d
			best = &Pause{From: before.Frame, To: s.Frame, Time: p.b.duration(d), Others: s.Frame - before.Frame - 1, First: s == p.steps[0]}
		}
	}
	return best
}

// Silence is the pause between the opening and the first data, if it lasts a second; nil otherwise.
func (t *talk) Silence() *Pause {
	p := t.phase("data")
	if p == nil || t.phase("open") == nil {
		return nil
	}
	if pause := p.Pause(); pause != nil && pause.First {
		return pause
	}
	return nil
}
