package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// IPSums are the IPv4 header checksums that are not right.
type IPSums struct {
	fact.IPSums
	NoTTL bool // of all that is told, the TTL is 0
}

// IPSums is there for the templates to ask.
func (v *view) IPSums() *IPSums { return &IPSums{v.b.c.IPSums, v.noTTL()} }

func (v *view) noTTL() bool {
	for _, t := range v.b.talks {
		if t.Six() || slices.ContainsFunc(t.Steps, func(s fact.Step) bool { return s.TTL != 0 }) {
			return false
		}
	}
	return len(v.b.talks) > 0
}

// MoreZero and MoreWrong count the frames that are not named.
func (s *IPSums) MoreZero() int  { return s.Zero.N - len(s.Zero.Frames()) }
func (s *IPSums) MoreWrong() int { return s.Wrong.N - len(s.Wrong.Frames()) }

// AllZero tells that none of several headers has one but 0.
func (s *IPSums) AllZero() bool { return s.Zero.N > 1 && s.Right == 0 && s.Wrong.N == 0 }

// AllWrong tells that none of several headers has a right checksum.
func (s *IPSums) AllWrong() bool { return s.Wrong.N > 1 && s.Right == 0 && s.Zero.N == 0 }
