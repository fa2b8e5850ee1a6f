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

// starts are the values that systems commonly begin a TTL or hop limit with, and longest is
// how many routers a path has at most, about: from farther away none of them comes.
var starts = []start{{32, "old"}, {64, "unix"}, {128, "windows"}, {255, "router"}}

const longest = 32

type start struct {
	value   uint8
	systems string
}

// TTLGuesses say which systems an end's TTL would fit, where lab.yaml tells none.
func (t *talk) TTLGuesses() (l []string) {
	ttl := [2]uint8{t.onlyTTL(fact.Client), t.onlyTTL(fact.Server)}
	for side, n := range ttl {
		if n == 0 || t.OS(side) != "" {
			continue
		}
		start := starts[slices.IndexFunc(starts, func(s start) bool { return n <= s.value })]
		if start.value-n > longest {
			continue
		}
		if ttl[0] == ttl[1] && t.OS(0) == t.OS(1) {
			return []string{t.b.labelf("ttl.both."+start.systems, n, start.value)}
		}
		l = append(l, t.b.labelf("ttl."+start.systems, t.role(fact.Side(side)), n, start.value))
	}
	return l
}

// onlyTTL is the TTL of all that an end sent; 0 where it sent with several, which fit no
// system, or nothing.
func (t *talk) onlyTTL(side fact.Side) (ttl uint8) {
	for i := range t.Steps {
		switch s := &t.Steps[i]; {
		case s.Side != side || s.Dup != 0:
		case ttl != 0 && s.TTL != ttl:
			return 0
		default:
			ttl = s.TTL
		}
	}
	return ttl
}
