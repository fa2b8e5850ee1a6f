package figure

import (
	"strings"
	"unicode"
)

// maxColumns is the width that no line of a text drawing exceeds: what GitHub and a blog
// show without scrolling.
const maxColumns = 100

// wide are the ranges whose characters take two columns of a monospace font: UAX #11,
// W and F, as far as a capture or a label is likely to need them. Ambiguous characters
// (→ · × – “”) take one.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1}, {Lo: 0x2e80, Hi: 0x303e, Stride: 1}, {Lo: 0x3041, Hi: 0xa4cf, Stride: 1},
		{Lo: 0xa960, Hi: 0xa97f, Stride: 1}, {Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, {Lo: 0xf900, Hi: 0xfaff, Stride: 1},
		{Lo: 0xfe30, Hi: 0xfe6f, Stride: 1}, {Lo: 0xff00, Hi: 0xff60, Stride: 1}, {Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
	},
	R32: []unicode.Range32{{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1}, {Lo: 0x1f680, Hi: 0x1f9ff, Stride: 1}, {Lo: 0x20000, Hi: 0x3fffd, Stride: 1}},
}

// runeWidth is how many columns r takes.
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// width is how many columns s takes.
func width(s string) (n int) {
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// widest is the width of the widest of texts.
func widest(texts ...string) (n int) {
	for _, s := range texts {
		n = max(n, width(s))
	}
	return n
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }

// left, right and centre put s into n columns; a wider s stays as it is.
func left(s string, n int) string  { return s + spaces(n-width(s)) }
func right(s string, n int) string { return spaces(n-width(s)) + s }
func centre(s string, n int) string {
	before := (max(n-width(s), 0) + 1) / 2
	return left(spaces(before)+s, n)
}

// clip shortens s to n columns; the cut is told by "..." where there is room.
func clip(s string, n int) string {
	if width(s) <= n {
		return s
	}
	if n < 6 {
		head, _ := cut(s, n)
		return head
	}
	head, _ := cut(s, n-3)
	return strings.TrimRight(head, " ") + "..."
}

// cut splits s where its first n columns end.
func cut(s string, n int) (head, rest string) {
	used := 0
	for i, r := range s {
		if used += runeWidth(r); used > n && i > 0 {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// wrap joins items with sep in lines of at most n columns. A separator that meets a line's
// end is left out; an item wider than a line is broken at spaces, and where it has none,
// inside a word.
func wrap(items []string, sep string, n int) (lines []string) {
	line := ""
	for _, item := range items {
		if item == "" {
			continue
		}
		if line != "" && width(line)+width(sep)+width(item) <= n {
			line += sep + item
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for width(item) > n {
			head, rest := cut(item, n)
			if i := strings.LastIndexByte(head, ' '); i > 0 && rest[0] != ' ' {
				head, rest = item[:i], item[i:]
			}
			lines = append(lines, strings.TrimRight(head, " "))
			item = strings.TrimLeft(rest, " ")
		}
		line = item
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// sheet collects the lines of a text drawing.
type sheet struct{ strings.Builder }

// line adds the parts as one line, without trailing spaces.
func (s *sheet) line(parts ...string) {
	s.WriteString(strings.TrimRight(strings.Join(parts, ""), " "))
	s.WriteByte('\n')
}

// lines adds items as wrap does; lines after the first are indented.
func (s *sheet) lines(items []string, sep, indent string) {
	for i, l := range wrap(items, sep, maxColumns-len(indent)) {
		if i > 0 {
			l = indent + l
		}
		s.line(l)
	}
}
