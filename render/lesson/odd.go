package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

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
