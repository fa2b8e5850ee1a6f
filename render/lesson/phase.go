package lesson

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// phase is a part of a conversation: its steps, one after the other.
type phase struct {
	*talk
	id    string // "open", "data", "close"; of UDP "data"
	steps []fact.Step
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
		if s.TCP.Flags&fact.SYN != 0 && !t.has(s.Frame, fact.TCPSynInside) && (!opened || i == openEnd) || t.has(s.Frame, fact.TCPRefused) || t.has(s.Frame, fact.TCPHalfOpen) || t.rejects(s.Frame) {
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
		if n := t.Steps[i].Frame; t.fins(n) || t.resets(n) || t.Reset(n) && t.ends(n) {
			closeFrom = i
			break
		}
	}
	t.addPhase("open", 0, openEnd)
	t.addPhase("data", openEnd, closeFrom)
	t.addPhase("close", closeFrom, len(t.Steps))
}

// Opening are the frames of the opening, with the one that completes it, which may carry data and
// so be told later; nil where there is none.
func (t *talk) Opening() []int {
	p := t.phase("open")
	if p == nil {
		return nil
	}
	l := p.Frames()
	if f, ok := t.find(fact.TCPOpened); ok && !slices.Contains(l, f.Frames[0]) {
		l = append(l, f.Frames[0])
		slices.Sort(l)
	}
	return l
}

// fins tells that a frame ends its sender's direction.
func (t *talk) fins(frame int) bool {
	for f := range t.at(frame) {
		if w, ok := f.What.(fact.Fin); ok {
			return !w.Taken
		}
	}
	return false
}

func (t *talk) addPhase(id string, from, to int) {
	if from < to {
		t.phases = append(t.phases, &phase{t, id, t.Steps[from:to]})
	}
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
	for i := range p.steps {
		l = append(l, p.steps[i].Frame)
	}
	return l
}

// Ladder is the name of the phase's drawing.
func (p *phase) Ladder() string { return p.name + "-" + p.id + "-ladder" }

// Cards are the sections of the phase's frames, one after the other, a line for each run that
// is folded, and the ICMP errors that came in between.
func (p *phase) Cards(level int) string {
	var out []string
	for _, part := range p.passages() {
		switch {
		case part.told != nil:
			out = append(out, p.b.cardSection(p.talk, part.told, level))
		case part.errors != nil:
			out = append(out, p.tellErrors(part.errors))
		default:
			out = append(out, p.fold(part.folded))
		}
	}
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
	parts := []string{head, b.paragraphs(read(scenes)), b.run("bad-sum", t.badSum(s)), b.run("strips", t.strips[s.Frame]), b.run("below", t.below(s)), t.wiresharkSays(s), b.run("notes", b.notesOn(s.Frame)), b.fence(id)}
	return strings.Join(parts, "\n\n")
}

// Folded is what the lesson says of a run that it does not tell.
type Folded struct {
	First, Last, Segments int
	Bytes                 string
	Again                 int
	TCP                   bool
	Outside               bool // all have their cards in the conversation that carries this one
}

func (p *phase) fold(folded []fact.Step) string {
	f := &Folded{First: folded[0].Frame, Last: folded[len(folded)-1].Frame, Segments: len(folded), TCP: p.ID.Proto == fact.TCP,
		Outside: !slices.ContainsFunc(folded, func(s fact.Step) bool { return !p.b.cards[s.Frame] })}
	var bytes int64
	for i := range folded {
		s := &folded[i]
		if f.TCP {
			bytes += int64(max(s.TCP.Len, 0))
		} else {
			bytes += int64(max(s.UDP.Len, 0))
		}
		for told := range p.at(s.Frame) {
			if repeatsNumbers(told) {
				f.Again++
				break
			}
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
	for i := range p.steps {
		s := &p.steps[i]
		before := p.beside(s.Frame, -1)
		if before == nil {
			continue
		}
		if d := s.Time.Sub(before.Time); d > longest && fact.Measured(d) {
			longest = d
			best = &Pause{From: before.Frame, To: s.Frame, Time: p.b.duration(d), Others: s.Frame - before.Frame - 1, First: i == 0}
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
