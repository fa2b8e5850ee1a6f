package lesson

import (
	"fmt"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// What the texts about windows, quiet times and urgent data may ask.

// WindowLast is the last number that a window takes which ends before the fact's; LastBefore
// that of a window that reached farther by so many bytes.
func (s *Scene) WindowLast() uint32 {
	w, _ := s.fact.What.(fact.WindowShrunk)
	return w.End - 1
}
func (s *Scene) LastBefore() uint32 {
	w, _ := s.fact.What.(fact.WindowShrunk)
	return w.End + w.By - 1
}

// Doubt is the remark behind a fact that no frame shows; empty where it needs none.
func (s *Scene) Doubt() string { return s.t.b.doubt(s.fact.Sure) }

// Unheard tells that nothing later in the capture comes from the other end.
func (s *Scene) Unheard() bool {
	return !slices.ContainsFunc(s.t.Steps, func(o fact.Step) bool { return o.Frame > s.step.Frame && o.Side != s.side() })
}

// UrgentLast is the number of the last urgent byte, UrgentByte that byte itself where the
// frame holds it and the segment more than it; empty otherwise.
func (s *Scene) UrgentLast() uint32 {
	u, _ := s.fact.What.(fact.Urgent)
	return u.End - 1
}
func (s *Scene) UrgentByte() text.Captured {
	u, _ := s.fact.What.(fact.Urgent)
	data := s.t.payload(s.step)
	if !u.Within || s.Len() == 1 || len(data) < int(u.Pointer) {
		return text.Captured{}
	}
	return text.Of(data[u.Pointer-1 : u.Pointer])
}

// window is a window in bytes, with the product that makes it: "63 × 1,024 = 64,512".
func window(w fact.Window) string {
	if w.Shift <= 0 {
		return text.Count(w.Bytes())
	}
	return fmt.Sprintf("%d × %s = %s", w.Field, text.Count(1<<w.Shift), text.Count(w.Bytes()))
}
