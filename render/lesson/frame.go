package lesson

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// Bytes is the frame whose bytes are explained; nil: none.
func (t *talk) Bytes() *Scene {
	s := t.bytesStep()
	if s == nil || t.b.doc.Figures[t.figureID(s.Frame, "bytes")] == nil {
		return nil
	}
	return &Scene{t: t, step: s, fact: fact.Fact{Side: s.Side, Frames: []int{s.Frame}}}
}

// bytesStep is the frame whose bytes are explained: the first with data, all of it captured
// and in that frame where there is one.
func (t *talk) bytesStep() *fact.Step {
	hasData := func(s *fact.Step) bool { return s.TCP.Len > 0 }
	whole := func(s *fact.Step) bool {
		return hasData(s) && len(t.payload(s)) == int(s.TCP.Len) && t.Excerpts[s.Frame].Pieces == nil
	}
	return cmp.Or(first(t.Steps, whole), first(t.Steps, hasData))
}

// Held is how many bytes of the frame were captured.
func (s *Scene) Held() int {
	if x := s.t.Excerpts[s.step.Frame]; x != nil {
		return x.CapLen
	}
	return 0
}

// LayerSum adds up what was captured of the frame: "14 + 20 + 32 + 6 = 72".
func (s *Scene) LayerSum() string {
	x := s.t.Excerpts[s.step.Frame]
	if x == nil {
		return ""
	}
	var parts []string
	sum := 0
	for _, n := range terms(x) {
		if n > 0 {
			parts = append(parts, text.Count(int64(n)))
			sum += n
		}
	}
	return strings.Join(parts, " + ") + " = " + text.Count(int64(sum))
}

// Pieced tells that header and data lie in several frames, the fragments of a datagram:
// they have no positions in this one.
func (s *Scene) Pieced() bool {
	x := s.t.Excerpts[s.step.Frame]
	return x != nil && x.Pieces != nil
}

// Piece is how many bytes of that datagram this frame carries.
func (s *Scene) Piece() int {
	if !s.Pieced() {
		return 0
	}
	x := s.t.Excerpts[s.step.Frame]
	return x.Layers[len(x.Layers)-1].Len
}

// Behind is how many bytes follow the data in the frame.
func (s *Scene) Behind() int {
	if x := s.t.Excerpts[s.step.Frame]; x != nil {
		return tailOf(x).size()
	}
	return 0
}

// Ethernet tells a frame with an Ethernet header.
func (s *Scene) Ethernet() bool {
	x := s.t.Excerpts[s.step.Frame]
	return x != nil && slices.ContainsFunc(x.Layers, func(l fact.Span) bool {
		return l.Layer == fact.LayerEthernet || l.Layer == fact.LayerLength
	})
}

// pieces are the frames with the fragments of the conversation's datagrams.
func (t *talk) pieces() (l []int) {
	for _, x := range t.Excerpts {
		l = append(l, x.Pieces...)
	}
	return l
}
