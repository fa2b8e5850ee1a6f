package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// What the text about odd headers asks.

// OptionName is the option that is at fault.
func (s *Scene) OptionName() string {
	o, _ := s.fact.What.(fact.Odd)
	return s.t.b.optionName(byte(o.Value))
}

// OddVerdict is what the checksum says of a header that breaks a rule, once a frame: at the
// last of its oddities. Empty elsewhere.
func (s *Scene) OddVerdict() string {
	var last fact.Particulars
	breaks := false
	for f := range s.t.at(s.step.Frame) {
		if o, ok := f.What.(fact.Odd); ok {
			last, breaks = o, breaks || o.Level != fact.Unusual
		}
	}
	if !breaks || last != s.fact.What {
		return ""
	}
	return s.Verdict()
}

// OddAs is the first frame before it of its sender whose header is odd in all the same ways,
// where neither carries data; 0 where none is. FirstOdd tells that this is the first of the frame's oddities.
func (s *Scene) OddAs() int {
	own := s.t.oddities(s.step.Frame)
	for _, o := range s.past() {
		if o.Side == s.step.Side && o.TCP.Flags == s.step.TCP.Flags && o.TCP.Len == 0 && s.step.TCP.Len == 0 &&
			(&Scene{t: s.t, step: &o}).Verdict() == s.Verdict() && slices.Equal(s.t.oddities(o.Frame), own) {
			return o.Frame
		}
	}
	return 0
}
func (s *Scene) FirstOdd() bool { return s.t.oddities(s.step.Frame)[0] == s.fact.What }

// oddities are what is odd in a frame's header.
func (t *talk) oddities(frame int) (l []fact.Odd) {
	for f := range t.at(frame) {
		if o, ok := f.What.(fact.Odd); ok {
			l = append(l, o)
		}
	}
	return l
}

// Multiplied is the first frame behind it of its sender whose window Wireshark multiplies; 0.
func (s *Scene) Multiplied() int {
	for _, o := range s.rest() {
		if o.Side == s.step.Side && o.TCP.WindowSize != uint32(o.TCP.Window) {
			return o.Frame
		}
	}
	return 0
}
