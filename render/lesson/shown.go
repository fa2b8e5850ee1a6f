package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

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
		for i := range p.steps {
			s := &p.steps[i]
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
		p.join()
	}
}

// join tells a frame too that lies alone between two that are told.
func (p *phase) join() {
	for i := 1; i+1 < len(p.steps); i++ {
		if p.shown[p.steps[i-1].Frame] && p.shown[p.steps[i+1].Frame] {
			p.shown[p.steps[i].Frame] = true
		}
	}
}

// novelty is what a reader has not met before: a kind, or another reason for a retransmission.
type novelty struct {
	kind fact.Kind
	why  fact.Why
}

// novel tells whether a frame has a fact of a sort that was not told yet, and notes what it
// has. What is summed up below, and what a long transfer is made of, is none.
func (t *talk) novel(frame int, told map[novelty]bool) (isNew bool) {
	for f := range t.at(frame) {
		n := novelty{kind: f.Kind}
		switch w := f.What.(type) {
		case fact.Retransmit:
			n.why = w.Why
		case fact.OutOfOrder:
			n.why = w.Why
		}
		if !told[n] && slices.Contains(order, f.Kind) && !slices.Contains(routine, f.Kind) {
			told[n], isNew = true, true
		}
	}
	return isNew
}

// routine are the kinds of which a conversation may be made; common are those of which a long
// transfer has many, so that after the first they do not make a frame notable.
var (
	routine = []fact.Kind{fact.TCPEcho, fact.UDPEcho, fact.UDPAnswer}
	common  = []fact.Kind{fact.TCPWindowFull, fact.TCPWindowUpdate}
)

// notable tells whether a frame has a fact that is told with it and not common, or opens a window.
func (t *talk) notable(frame int) bool {
	for f := range t.at(frame) {
		if u, _ := f.What.(fact.WindowUpdate); u.Closed != 0 {
			return true
		}
		if slices.Contains(order, f.Kind) && !slices.Contains(routine, f.Kind) && !slices.Contains(common, f.Kind) {
			return true
		}
	}
	return false
}
