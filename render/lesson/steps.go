package lesson

import (
	"iter"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

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

// beside is the conversation's step so many further on or back; nil where there is none.
func (t *talk) beside(frame, by int) *fact.Step {
	i, _ := t.index(frame)
	if i += by; i < 0 || i >= len(t.Steps) {
		return nil
	}
	return &t.Steps[i]
}

// past and rest are the conversation's steps before the scene's frame, and behind it.
func (s *Scene) past() []fact.Step {
	i, _ := s.t.index(s.step.Frame)
	return s.t.Steps[:i]
}
func (s *Scene) rest() []fact.Step {
	i, _ := s.t.index(s.step.Frame + 1)
	return s.t.Steps[i:]
}

// first and last are those of the steps that fit; nil where none does.
func first(steps []fact.Step, fits func(*fact.Step) bool) *fact.Step {
	for i := range steps {
		if fits(&steps[i]) {
			return &steps[i]
		}
	}
	return nil
}
func last(steps []fact.Step, fits func(*fact.Step) bool) *fact.Step {
	for i := len(steps) - 1; i >= 0; i-- {
		if fits(&steps[i]) {
			return &steps[i]
		}
	}
	return nil
}

// frameOf is a step's frame; 0 where there is none.
func frameOf(s *fact.Step) int {
	if s == nil {
		return 0
	}
	return s.Frame
}

// parted cuts steps, in their order, into those with cards, each alone, and runs of those that
// are folded.
func parted(steps []fact.Step, cards map[int]bool) iter.Seq2[[]fact.Step, bool] {
	return func(yield func(run []fact.Step, told bool) bool) {
		for len(steps) > 0 {
			n, told := 1, cards[steps[0].Frame]
			for !told && n < len(steps) && !cards[steps[n].Frame] {
				n++
			}
			if !yield(steps[:n], told) {
				return
			}
			steps = steps[n:]
		}
	}
}

// frames are those of the steps that fit.
func (t *talk) frames(fits func(*fact.Step) bool) []int {
	var l []int
	for i := range t.Steps {
		if fits(&t.Steps[i]) {
			l = append(l, t.Steps[i].Frame)
		}
	}
	return l
}
