package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

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
var starts = []struct {
	value   uint8
	systems string
}{{64, "unix"}, {128, "windows"}, {255, "router"}}

// TTLGuesses say which systems an end's TTL would fit, where lab.yaml tells none.
func (t *talk) TTLGuesses() (l []string) {
	for side := range 2 {
		ttl := t.firstTTL(fact.Side(side))
		if ttl == 0 || t.OS(side) != "" {
			continue
		}
		for _, s := range starts {
			if ttl <= s.value {
				l = append(l, t.b.labelf("ttl."+s.systems, t.role(fact.Side(side)), ttl, s.value))
				break
			}
		}
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
