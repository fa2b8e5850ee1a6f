package lesson

import (
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
)

// talk is a conversation as the lesson tells it.
type talk struct {
	*fact.Conversation
	b       *builder
	name    string  // "tcp0", "tcp3-2", "udp6": the beginning of its sections' ids
	facts   []int32 // places in Facts, by deciding frame
	phases  []*phase
	shown   map[int]bool    // frames that are told one by one; the others are folded
	shared  bool            // another conversation lies in the same stream
	usedBy  map[int]used    // by Side, once they were added up
	strips  map[int][]strip // that are drawn with a frame
	flights []string        // the names of those that are drawn with the sums
}

// phase is a part of a conversation: its steps, one after the other.
type phase struct {
	*talk
	id    string // "open", "data", "close"; of UDP "data"
	steps []*fact.Step
}

func newTalk(b *builder, c *fact.Conversation) *talk {
	t := &talk{Conversation: c, b: b, name: strings.NewReplacer(":", "", ".", "-").Replace(c.ID.String()),
		facts: make([]int32, len(c.Facts)), shown: map[int]bool{}, usedBy: map[int]used{}, strips: map[int][]strip{}}
	for i := range t.facts {
		t.facts[i] = int32(i)
	}
	slices.SortStableFunc(t.facts, func(a, b int32) int { return c.Facts[a].Frames[0] - c.Facts[b].Frames[0] })
	t.cut()
	t.choose()
	return t
}

// step is the one of a frame; nil where the conversation has none.
func (t *talk) step(frame int) *fact.Step {
	if i, ok := t.index(frame); ok {
		return &t.Steps[i]
	}
	return nil
}

// index is the place of a frame among the steps: these are in the order of the file.
func (t *talk) index(frame int) (int, bool) {
	return slices.BinarySearchFunc(t.Steps, frame, func(s fact.Step, n int) int { return s.Frame - n })
}

// at are the facts that a frame decides.
func (t *talk) at(frame int) iter.Seq[fact.Fact] {
	return func(yield func(fact.Fact) bool) {
		i, _ := slices.BinarySearchFunc(t.facts, frame, func(f int32, n int) int { return t.Facts[f].Frames[0] - n })
		for ; i < len(t.facts) && t.Facts[t.facts[i]].Frames[0] == frame; i++ {
			if !yield(t.Facts[t.facts[i]]) {
				return
			}
		}
	}
}

// find is the conversation's first fact of the kind.
func (t *talk) find(kind fact.Kind) (fact.Fact, bool) {
	for _, f := range t.Facts {
		if f.Kind == kind {
			return f, true
		}
	}
	return fact.Fact{}, false
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
		if s.TCP.Flags&fact.SYN != 0 && (!opened || i == openEnd) || t.has(s.Frame, fact.TCPRefused) || t.has(s.Frame, fact.TCPHalfOpen) || t.rejects(s.Frame) {
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
		if n := t.Steps[i].Frame; t.fins(n) || t.resets(n) || t.isReset(n) && t.ends(n) {
			closeFrom = i
			break
		}
	}
	t.addPhase("open", 0, openEnd)
	t.addPhase("data", openEnd, closeFrom)
	t.addPhase("close", closeFrom, len(t.Steps))
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

// resets tells whether the frame has a reset that counts.
func (t *talk) resets(frame int) bool {
	for f := range t.at(frame) {
		if r, ok := f.What.(fact.Reset); ok && r.Counts {
			return true
		}
	}
	return false
}

// rejects tells a reset by which the sender of a SYN rejects an answer that does not confirm it.
func (t *talk) rejects(frame int) bool {
	for f := range t.at(frame) {
		if r, ok := f.What.(fact.Reset); ok && r.Rejects != 0 {
			return true
		}
	}
	return false
}

func (t *talk) has(frame int, kind fact.Kind) bool {
	for f := range t.at(frame) {
		if f.Kind == kind {
			return true
		}
	}
	return false
}

// How many frames are told one by one before a conversation is folded.
const (
	maxWhole = 24 // a conversation of so many frames is told whole
	headKept = 6  // of a longer phase: its first frames,
	tailKept = 2  // its last,
	oddKept  = 8  // and those with a fact of their own, up to so many: what is new before what comes again
)

// choose picks the frames that are told one by one.
func (t *talk) choose() {
	if t.b.opt.Frames != nil {
		for i := range t.Steps {
			if n := t.Steps[i].Frame; t.b.opt.Frames(n) {
				t.shown[n] = true
			}
		}
		return
	}
	told := map[novelty]bool{}
	for _, p := range t.phases {
		var fresh, again []int
		for i, s := range p.steps {
			isNew := t.novel(s.Frame, told)
			switch {
			case len(t.Steps) <= maxWhole || i < headKept || i >= len(p.steps)-tailKept:
				t.shown[s.Frame] = true
			case isNew:
				fresh = append(fresh, s.Frame)
			case t.notable(s.Frame):
				again = append(again, s.Frame)
			}
		}
		odd := append(fresh, again...)
		for _, n := range odd[:min(len(odd), oddKept)] {
			t.shown[n] = true
		}
	}
}

// novelty is what a reader has not met before: a kind, or another reason for a retransmission.
type novelty struct {
	kind fact.Kind
	why  fact.Why
}

// novel tells whether a frame has a fact of a sort that was not told yet, and notes what it has.
func (t *talk) novel(frame int, told map[novelty]bool) (isNew bool) {
	for f := range t.at(frame) {
		n := novelty{kind: f.Kind}
		switch w := f.What.(type) {
		case fact.Retransmit:
			n.why = w.Why
		case fact.OutOfOrder:
			n.why = w.Why
		}
		if !told[n] && !slices.Contains(common, f.Kind) {
			told[n], isNew = true, true
		}
	}
	return isNew
}

// common are the kinds that do not make a frame notable: a long transfer has many of them.
var common = []fact.Kind{fact.TCPEcho, fact.UDPEcho, fact.UDPAnswer, fact.TCPChecksum, fact.UDPChecksum, fact.TCPWindowFull, fact.TCPWindowUpdate}

// notable tells whether a frame has a fact that is not common, or opens a window.
func (t *talk) notable(frame int) bool {
	for f := range t.at(frame) {
		if u, _ := f.What.(fact.WindowUpdate); u.Closed != 0 || !slices.Contains(common, f.Kind) {
			return true
		}
	}
	return false
}

// me is the name of a side in a sentence: a role, since both may be one host. role is the
// same in a figure.
func (t *talk) me(side fact.Side) string   { return t.b.label("the." + side.String()) }
func (t *talk) role(side fact.Side) string { return t.b.label(side.String()) }

// state is one end's state once frame n has done its work.
func (t *talk) state(side fact.Side, n int) figure.State {
	st := figure.State{}
	for _, m := range t.Moves {
		if m.Side != side {
			continue
		}
		if st.Name == "" {
			st = figure.State{Name: stateName(m.Old), Inferred: m.Old != fact.Unknown}
		}
		if m.At <= n {
			st = figure.State{Name: stateName(m.New), Inferred: m.Sure >= fact.Inferred && (m.Certain == 0 || n < m.Certain)}
		}
	}
	if st.Name == "" && t.ID.Proto == fact.TCP {
		st = figure.State{Name: stateName(fact.Unknown)}
	}
	return st
}

// stateName is the name as the lesson writes it, with underscores, as Wireshark's and
// netstat's readers know it.
func stateName(s fact.State) string { return strings.ReplaceAll(s.String(), "-", "_") }

// end is an end as figures draw it.
func (t *talk) end(side fact.Side) figure.End {
	return figure.End{Name: t.role(side), Plain: t.b.label("plain." + side.String()), Addr: t.short(t.Ends[side])}
}

// short leaves out what both addresses have in common, where that is an IPv4 network's part.
func (t *talk) short(end netip.AddrPort) string {
	return shortAddr(t.Ends, end.Addr(), end.String(), fmt.Sprint(":", end.Port()))
}

func shortAddr(ends fact.Ends, a netip.Addr, whole, port string) string {
	x, y := ends[0].Addr(), ends[1].Addr()
	if !x.Is4() || !y.Is4() || x == y {
		return whole
	}
	p, q, self := x.As4(), y.As4(), a.As4()
	if p[0] != q[0] || p[1] != q[1] || p[2] != q[2] {
		return whole
	}
	return fmt.Sprintf(".%d%s", self[3], port)
}
