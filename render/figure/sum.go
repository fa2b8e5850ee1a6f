package figure

import (
	"fmt"
	"strings"
)

// SumUp is an addition written out, such as that of a checksum: a line for each thing added,
// the last two for the total and what becomes of it.
type SumUp struct {
	Common
	Lines []SumLine
}

// SumLine is one line of an addition.
type SumLine struct {
	Sign  string // "+", "=", "~"; empty
	Value string // "c0a8 + dba4"
	Words string // "pseudo-header: source 192.168.219.164"
}

// Kind is "sum".
func (SumUp) Kind() string { return "sum" }

// Text writes the lines, signs, values and words in columns.
func (f SumUp) Text() string {
	var o sheet
	sign, value := 1, 0
	for _, l := range f.Lines {
		sign, value = min(max(sign, width(l.Sign)), 4), min(max(value, width(l.Value)), 40)
	}
	indent := sign + value + 3
	for _, l := range f.Lines {
		words := wrap([]string{l.Words}, "", maxColumns-indent)
		o.line(left(clip(l.Sign, 4), sign), " ", left(clip(l.Value, 40), value), "  ", nth(words, 0))
		for i := 1; i < len(words); i++ {
			o.line(spaces(indent), words[i])
		}
	}
	return o.String()
}

// HTML draws the lines as a list.
func (f SumUp) HTML() string {
	var o strings.Builder
	o.WriteString(`<ol class="addup">`)
	for _, l := range f.Lines {
		fmt.Fprintf(&o, `<li><b>%s %s</b> <span>%s</span></li>`, esc(first(l.Sign, " ")), esc(l.Value), esc(l.Words))
	}
	return o.String() + "</ol>"
}
