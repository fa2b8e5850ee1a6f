package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// SentRange are the first and the last frame that an end sent.
func (t *talk) SentRange(side int) string {
	first, last := 0, 0
	for i := range t.Steps {
		if s := &t.Steps[i]; int(s.Side) == side {
			if last = s.Frame; first == 0 {
				first = s.Frame
			}
		}
	}
	switch {
	case first == 0:
		return "–"
	case first == last:
		return t.b.frameLink(first)
	}
	return t.b.frameLink(first) + ", " + t.b.frameLink(last)
}

// starts are the values that systems commonly begin a TTL or hop limit with.
var starts = []start{{64, "unix"}, {128, "windows"}, {255, "router"}}

type start struct {
	value   uint8
	systems string
}

// TTLGuesses say which systems an end's TTL would fit, where lab.yaml tells none.
func (t *talk) TTLGuesses() (l []string) {
	ttl := [2]uint8{t.firstTTL(fact.Client), t.firstTTL(fact.Server)}
	for side, n := range ttl {
		if n == 0 || t.OS(side) != "" {
			continue
		}
		start := starts[slices.IndexFunc(starts, func(s start) bool { return n <= s.value })]
		if ttl[0] == ttl[1] && t.OS(0) == t.OS(1) {
			return []string{t.b.labelf("ttl.both."+start.systems, n, start.value)}
		}
		l = append(l, t.b.labelf("ttl."+start.systems, t.role(fact.Side(side)), n, start.value))
	}
	return l
}

func (t *talk) firstTTL(side fact.Side) uint8 {
	for i := range t.Steps {
		if s := &t.Steps[i]; s.Side == side {
			return s.TTL
		}
	}
	return 0
}
