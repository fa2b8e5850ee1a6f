package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// Subtypes of the MPTCP option: what maps data to the whole connection (RFC 8684 §3.3), and what
// ends something (§3.5, §3.6).
const (
	subtypeMapping   = 2
	subtypeFastClose = 7
	subtypeReset     = 8
)

// multipathOption is the value of a segment's MPTCP option; nil where it has none, or its header
// is not kept.
func (t *talk) multipathOption(s *fact.Step) []byte {
	list, _ := options(headerBytes(t.Excerpts[s.Frame]))
	for _, o := range list {
		if v := o.value(); o.kind == optMultipath && len(v) > 1 {
			return v
		}
	}
	return nil
}

// FastClose is the frame that asks for the end of the whole multipath connection: the reset
// itself, or the latest segment of the other end before it; 0 where neither does.
func (s *Scene) FastClose() int {
	asks := func(o *fact.Step) bool {
		v := s.t.multipathOption(o)
		return v != nil && v[0]>>4 == subtypeFastClose
	}
	if asks(s.step) {
		return s.step.Frame
	}
	i, _ := s.t.index(s.step.Frame)
	for i--; i >= 0; i-- {
		if o := &s.t.Steps[i]; o.Side != s.step.Side {
			if asks(o) {
				return o.Frame
			}
			return 0
		}
	}
	return 0
}

// Reason is what MP_TCPRST gives as the reason of a reset, and whether it has that option.
type Reason struct{ Code int }

func (s *Scene) ResetReason() *Reason {
	if v := s.t.multipathOption(s.step); len(v) == 2 && v[0]>>4 == subtypeReset {
		return &Reason{int(v[1])}
	}
	return nil
}
