package lesson

import (
	"strings"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// OpeningTrip is the whole round trip of the opening.
func (s *Scene) OpeningTrip() string {
	r, _ := s.fact.What.(fact.OpeningRTT)
	return s.t.b.duration(r.Peer + r.Own)
}

// Rate is the throughput of all data, Goodput that of each byte once.
func (s *Scene) Rate() string {
	r, _ := s.fact.What.(fact.Throughput)
	return rate(r.Bytes, r.For)
}
func (s *Scene) Goodput() string {
	r, _ := s.fact.What.(fact.Throughput)
	return rate(r.Bytes-r.Again, r.For)
}

// rate is so many bytes in a time, in bits per second with three digits.
func rate(bytes int64, in time.Duration) string {
	return text.Rate(float64(bytes) * 8 / in.Seconds())
}

// Between is how many frames of other traffic lie in a silence.
func (s *Scene) Between() int {
	i, ok := s.fact.What.(fact.Idle)
	if !ok {
		return 0
	}
	return s.step.Frame - i.Since - 1
}

// Lasted is Lasts as a sentence says it; Spoken a list of times likewise.
func (t *talk) Lasted() string { return t.Spoken(t.Lasts()) }
func (t *talk) Spoken(times string) string {
	if t.b.lang != text.Korean {
		return times
	}
	l := strings.Split(times, ", ")
	for i, s := range l {
		if n, ok := strings.CutSuffix(s, " s"); ok {
			l[i] = n + "초"
		}
	}
	return strings.Join(l, ", ")
}
