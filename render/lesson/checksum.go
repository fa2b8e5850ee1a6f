package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// Units is what a conversation's frames are called.
func (s *Scene) Units() string { return s.t.b.label("units." + s.t.ID.Proto.String()) }

// Sums are the verdicts on the checksums.
type Sums struct {
	Total, Good, Partial, Bad, Unchecked, Absent int
	FirstPartial, FirstBad                       int  // frames
	Both                                         bool // ends sent partial ones
}

// AllGood tells that every checksum is right.
func (s Sums) AllGood() bool { return s.Good == s.Total }

// Sums counts the verdicts of the fact.
func (s *Scene) Sums() Sums {
	c, _ := s.fact.What.(fact.Checksums)
	n := func(v fact.Verdict) int { return c.Count[v][0] + c.Count[v][1] }
	sums := Sums{Good: n(fact.Good), Partial: n(fact.Partial), Bad: n(fact.Bad), Unchecked: n(fact.Unchecked), Absent: n(fact.Absent)}
	sums.Both = c.Count[fact.Partial][0] > 0 && c.Count[fact.Partial][1] > 0
	sums.FirstPartial, sums.FirstBad = c.First[fact.Partial], c.First[fact.Bad]
	sums.Total = sums.Good + sums.Partial + sums.Bad + sums.Unchecked + sums.Absent
	return sums
}
