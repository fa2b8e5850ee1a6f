package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// IPSums are the IPv4 header checksums that are not right.
type IPSums struct{ fact.IPSums }

// IPSums is there for the templates to ask.
func (v *view) IPSums() *IPSums { return &IPSums{v.b.c.IPSums} }

// MoreZero and MoreWrong count the frames that are not named.
func (s *IPSums) MoreZero() int  { return s.Zero.N - len(s.Zero.Frames()) }
func (s *IPSums) MoreWrong() int { return s.Wrong.N - len(s.Wrong.Frames()) }

// AllZero tells that none of several headers has one but 0.
func (s *IPSums) AllZero() bool { return s.Zero.N > 1 && s.Right == 0 && s.Wrong.N == 0 }

// AllWrong tells that none of several headers has a right checksum.
func (s *IPSums) AllWrong() bool { return s.Wrong.N > 1 && s.Right == 0 && s.Zero.N == 0 }
