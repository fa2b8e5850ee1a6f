package lesson

import (
	"fmt"
	"slices"
	"strings"

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

// Scaled works out a window of each end: the first segment without SYN; nil where no scale is used.
func (t *talk) Scaled() []string {
	f, ok := t.find(fact.TCPOptions)
	if !ok || !f.What.(fact.Agreed).Scale {
		return nil
	}
	var l []string
	for _, side := range []fact.Side{fact.Client, fact.Server} {
		if s := first(t.Steps, func(s *fact.Step) bool {
			return s.Side == side && s.TCP.Flags&(fact.SYN|fact.RST) == 0 && s.TCP.Scale >= 0
		}); s != nil {
			l = append(l, t.b.labelf("scaled", t.me(side), s.Frame, s.TCP.Window, text.Count(1<<s.TCP.Scale), text.Count(int64(s.TCP.WindowSize))))
		}
	}
	return l
}

// Windows names a window of each end where they differ; empty otherwise.
func (t *talk) Windows() string {
	var words []string
	var size [2]uint32
	for side := range size {
		s := first(t.Steps, func(s *fact.Step) bool { return int(s.Side) == side && s.TCP.Flags&(fact.SYN|fact.RST) == 0 })
		if s == nil || s.TCP.Scale == fact.UnknownShift {
			return ""
		}
		size[side] = s.TCP.WindowSize
		words = append(words, t.b.labelf("window.in", text.Count(int64(s.TCP.WindowSize)), t.b.frameLink(s.Frame)))
	}
	if size[0] == size[1] {
		return ""
	}
	return strings.Join(words, ", ")
}

// ScaleUnknown tells a window whose factor the capture does not hold.
func (s *Scene) ScaleUnknown() bool { return !s.Opens() && s.step.TCP.Scale == -1 }

// NewWindow is the window in bytes, where these are known and it differs from the one in the sender's segment before.
func (s *Scene) NewWindow() string {
	before := s.before()
	if before == nil || before.TCP.Window == s.step.TCP.Window || s.step.TCP.Scale == fact.UnknownShift {
		return ""
	}
	return text.Count(int64(s.step.TCP.WindowSize))
}

// before is the sender's segment before this one, SYNs apart; nil where there is none.
func (s *Scene) before() *fact.Step {
	return last(s.past(), func(o *fact.Step) bool { return o.Side == s.step.Side && o.TCP.Flags&fact.SYN == 0 })
}
