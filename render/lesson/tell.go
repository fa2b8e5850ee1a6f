package lesson

import (
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Fact is the conversation's first fact of a kind as a scene; nil where there is none.
func (t *talk) Fact(kind string) *Scene {
	f, ok := t.find(fact.Kind(kind))
	if !ok {
		return nil
	}
	step := t.step(f.Frames[0])
	if step == nil {
		step = &fact.Step{Frame: f.Frames[0], Side: f.Side}
	}
	return &Scene{t: t, step: step, fact: f}
}

// Number counts the conversation's facts of a kind.
func (t *talk) Number(kind string) int {
	n := 0
	for _, f := range t.Facts {
		if string(f.Kind) == kind {
			n++
		}
	}
	return n
}

// FactFrames are the deciding frames of the facts of a kind.
func (t *talk) FactFrames(kind string) []int {
	var l []int
	for _, f := range t.Facts {
		if string(f.Kind) == kind {
			l = append(l, f.Frames[0])
		}
	}
	return l
}

// Tell is the text of one or more kinds about the conversation as a whole: what is said
// every time, and once what is said once.
func (t *talk) Tell(kinds ...string) string {
	var scenes []*Scene
	for _, kind := range kinds {
		if s := t.Fact(kind); s != nil {
			scenes = append(scenes, s)
		}
	}
	return t.b.paragraphs(scenes)
}

// TellEach is Tell for a kind of which each side may have a fact.
func (t *talk) TellEach(kind string) string {
	var scenes []*Scene
	for _, f := range t.Facts {
		if s := t.step(f.Frames[0]); string(f.Kind) == kind && s != nil {
			scenes = append(scenes, &Scene{t: t, step: s, fact: f})
		}
	}
	return t.b.paragraphs(scenes)
}

// paragraphs are the sentences of a frame or a section.
func (b *builder) paragraphs(scenes []*Scene) string {
	var first []string
	var rest []string
	for _, s := range scenes {
		k, ok := b.kinds[s.fact.Kind]
		if !ok {
			continue
		}
		if p := b.run(k.first, s); p != "" {
			first = append(first, p)
		}
		for _, name := range k.rest {
			if b.said[name] {
				continue
			}
			if p := b.run(name, s); p != "" {
				b.said[name] = true
				rest = append(rest, p)
			}
		}
	}
	return strings.Join(append([]string{strings.Join(first, " ")}, rest...), "\n\n")
}

// once says a sentence the first time it is asked for.
func (b *builder) once(key, sentence string) string {
	if b.said["once "+key] {
		return ""
	}
	b.said["once "+key] = true
	return sentence
}
