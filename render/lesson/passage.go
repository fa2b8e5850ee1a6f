package lesson

import (
	"math"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// passage is what comes next in the telling of a conversation: a frame that is told, a run of
// frames that is folded, or ICMP errors that came in between.
type passage struct {
	told   *fact.Step
	folded []fact.Step
	errors []reported
}

// passages are those of a part of the steps, and of the errors up to a frame that is none of
// it; shown are the frames that are told. An error that says something new ends a run that is folded; others come behind it.
func (t *talk) passages(steps []fact.Step, end int, shown map[int]bool) (l []passage) {
	var run passage
	var late []reported
	flush := func() {
		if run.folded != nil {
			l = append(l, run)
		}
		for _, e := range late {
			l = withError(l, e)
		}
		run, late = passage{}, nil
	}
	errors := t.errors()
	pass := func(before int) {
		for ; len(errors) > 0 && errors[0].fact.Frames[0] < before; errors = errors[1:] {
			if late = append(late, errors[0]); run.folded == nil || errors[0].like == 0 {
				flush()
			}
		}
	}
	if &steps[0] != &t.Steps[0] {
		errors = slices.DeleteFunc(errors, func(e reported) bool { return e.fact.Frames[0] < steps[0].Frame })
	}
	for i := range steps {
		s := &steps[i]
		if pass(s.Frame); !shown[s.Frame] {
			run.folded = steps[i-len(run.folded) : i+1]
			continue
		}
		flush()
		l = append(l, passage{told: s})
	}
	pass(end)
	flush()
	return l
}

// withError adds an error, to the passage before where that says the same.
func withError(l []passage, e reported) []passage {
	if n := len(l); n > 0 && e.like != 0 && l[n-1].errors != nil && l[n-1].errors[0].like == e.like {
		l[n-1].errors = append(l[n-1].errors, e)
		return l
	}
	return append(l, passage{errors: []reported{e}})
}

// passages are the phase's; errors up to the next phase belong to it.
func (p *phase) passages() []passage {
	end := math.MaxInt
	if i := slices.Index(p.phases, p); i+1 < len(p.phases) {
		end = p.phases[i+1].First()
	}
	return p.talk.passages(p.steps, end, p.shown)
}
