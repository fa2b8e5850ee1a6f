package pagetest

import (
	"strconv"
	"strings"
	"unicode"
)

// slugs gives headings the ids that GitHub gives them. The zero value is ready; one slugs
// serves one document, whose headings come in their order.
type slugs struct{ seen map[string]int }

// of is the slug of the next heading, given as plain text: letters of any script in lower
// case, digits, marks, "-" and "_" are kept, spaces become "-", all else goes. A slug seen
// before gets "-1", "-2", ….
func (s *slugs) of(heading string) string {
	if s.seen == nil {
		s.seen = map[string]int{}
	}
	base := strings.Map(slugRune, heading)
	slug := base
	for s.seen[slug] > 0 {
		slug = base + "-" + strconv.Itoa(s.seen[base])
		s.seen[base]++
	}
	s.seen[slug]++
	return slug
}

func slugRune(r rune) rune {
	switch {
	case r == ' ':
		return '-'
	case r == '-', unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Nl, unicode.Pc, unicode.Other_Alphabetic):
		return unicode.ToLower(r)
	}
	return -1
}
