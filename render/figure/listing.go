package figure

import (
	"fmt"
	"strings"
)

// Listing is a program's source with line numbers, and beside a line the frames it is
// behind. Its text is the source itself, in a plain fence of its language: the only text
// drawing whose lines may be longer than 100 columns.
type Listing struct {
	Common
	Name  string // for listeners: "tcp/client.py"
	Lines []Line
}

// Line is one line of source.
type Line struct {
	Spans  []Span
	Frames []int
}

// Span is a piece of a line. Class is "c" for a comment, "s" for a string, "k" for a
// keyword; any other is plain text.
type Span struct{ Class, Text string }

// Kind is "listing".
func (Listing) Kind() string { return "listing" }

// Text is the source.
func (f Listing) Text() string {
	var o strings.Builder
	for _, l := range f.Lines {
		for _, s := range l.Spans {
			o.WriteString(s.Text)
		}
		o.WriteByte('\n')
	}
	return o.String()
}

// HTML draws the lines as a numbered list.
func (f Listing) HTML() string {
	var o strings.Builder
	o.WriteString(`<ol class="code"`)
	if f.Name != "" {
		fmt.Fprintf(&o, ` aria-label="%s"`, esc(f.Name))
	}
	o.WriteString(">")
	for _, l := range f.Lines {
		class, to := "", ""
		if len(l.Frames) > 0 {
			class, to = ` class="map"`, `<span class="to">`+f.chips(l.Frames)+"</span>"
		}
		fmt.Fprintf(&o, "<li%s><pre>", class)
		for _, s := range l.Spans {
			o.WriteString(s.html())
		}
		fmt.Fprintf(&o, "</pre>%s</li>", to)
	}
	return o.String() + "</ol>"
}

func (s Span) html() string {
	switch s.Class {
	case "k":
		return "<b>" + esc(s.Text) + "</b>"
	case "c", "s":
		return fmt.Sprintf(`<span class="%s">%s</span>`, s.Class, esc(s.Text))
	}
	return esc(s.Text)
}
