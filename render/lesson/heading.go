package lesson

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// slugs are the ids that GitHub gives headings: those given so far, and how often.
type slugs map[string]int

// of is the heading's: lower case, spaces as hyphens, punctuation left out, and a number where the same came before.
func (s slugs) of(heading string) string {
	slug := strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
	n := s[slug]
	if s[slug]++; n > 0 {
		slug = fmt.Sprintf("%s-%d", slug, n)
		s[slug]++
	}
	return slug
}

// heading begins a section: it prints the heading and notes the section beside it.
func (b *builder) heading(level int, id, words string) string {
	b.doc.Sections = append(b.doc.Sections, Section{Level: level, ID: id, Slug: b.slugs.of(words)})
	return strings.Repeat("#", level) + " " + words
}

// section is the one begun last.
func (b *builder) section() *Section { return &b.doc.Sections[len(b.doc.Sections)-1] }

// frameLink is a link to a frame's card, or its number where it has none.
func (b *builder) frameLink(n int) string {
	if b.cards[n] {
		return "[" + strconv.Itoa(n) + "]"
	}
	return strconv.Itoa(n)
}

// frames lists frames, each a link to its card; the middle of a run is left out.
func (b *builder) frames(numbers []int) string {
	sorted := slices.Compact(slices.Sorted(slices.Values(numbers)))
	var parts []string
	for i := 0; i < len(sorted); {
		j := i
		for j+1 < len(sorted) && sorted[j+1] == sorted[j]+1 {
			j++
		}
		switch {
		case j > i+1:
			parts = append(parts, b.frameLink(sorted[i])+"–"+b.frameLink(sorted[j]))
		case j == i+1:
			parts = append(parts, b.frameLink(sorted[i]), b.frameLink(sorted[j]))
		default:
			parts = append(parts, b.frameLink(sorted[i]))
		}
		i = j + 1
	}
	return strings.Join(parts, ", ")
}

// references are the targets of the links, at the end of the text.
func (b *builder) references() string {
	for _, s := range b.doc.Sections {
		if s.Frame != 0 {
			b.anchors[strconv.Itoa(s.Frame)] = s.Slug
		}
	}
	if len(b.anchors) == 0 {
		return ""
	}
	var out strings.Builder
	out.WriteByte('\n')
	keys := slices.SortedFunc(maps.Keys(b.anchors), func(x, y string) int {
		m, _ := strconv.Atoi(x)
		n, _ := strconv.Atoi(y)
		if m != n {
			return m - n
		}
		return strings.Compare(x, y)
	})
	for _, k := range keys {
		fmt.Fprintf(&out, "[%s]: #%s\n", k, b.anchors[k])
	}
	return out.String()
}

// fence is a figure's text in its fence. A figure without a drawing leaves nothing.
func (b *builder) fence(id string) string {
	fig := b.doc.Figures[id]
	if fig == nil {
		return ""
	}
	body := fig.Text()
	mark := text.Fence(body)
	return mark + "text?fig=" + id + "\n" + body + mark
}

// duration is a duration as a sentence says it.
func (b *builder) duration(d time.Duration) string { return text.DurationIn(b.lang, d, b.digits) }

// passed is such a duration, empty where the capture's clock ran back, or leapt.
func (b *builder) passed(d time.Duration) string {
	if !fact.Measured(d) {
		return ""
	}
	return b.duration(d)
}

// span is a duration as a table or figure has it.
func (b *builder) span(d time.Duration) string { return text.Duration(d, b.digits) }

// gap is the time between two frames as a table has it.
func (b *builder) gap(d time.Duration) string {
	if !fact.Measured(d) {
		return "–"
	}
	return b.span(d)
}

// at is a frame's time since the capture's first frame, in seconds.
func (b *builder) at(t fact.Time) string {
	if !t.Known() {
		return "–"
	}
	return text.Seconds(t.Sub(b.c.First), min(b.digits, 6))
}
