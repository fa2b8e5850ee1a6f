package figure

import (
	"fmt"
	"strings"
)

// Layers is a frame taken apart from the outside in: each header carries the next.
type Layers struct {
	Common
	Headers []Peel // the outermost first, what the last one carries behind it
	Behind  []Peel // what follows all of that in the frame
	Sum     string // that the lengths add up: "14 + 20 + 32 = 66 bytes"
}

// Peel is one header of a frame, or the bytes that the last one carries.
type Peel struct {
	Size string // of its bytes: "20"
	Name string // "IPv4 header"
	Says string // what is worth knowing of it; empty
	Data bool   // no header
}

// Kind is "layers".
func (Layers) Kind() string { return "layers" }

// maxIndent is how far a header is moved to the right below the outermost.
const maxIndent = 24

// Text writes a line for each header, moved to the right below the one that carries it.
func (f Layers) Text() string {
	var o sheet
	size := 0
	for _, p := range append(f.Headers[:len(f.Headers):len(f.Headers)], f.Behind...) {
		size = min(max(size, width(p.Size)), 12)
	}
	for depth, p := range f.Headers {
		o.peel(p, size, min(2*depth, maxIndent))
	}
	for _, p := range f.Behind {
		o.peel(p, size, 0)
	}
	if f.Sum != "" {
		o.line()
		o.lines([]string{f.Sum}, "", "  ")
	}
	return o.String()
}

// peel writes one header; what does not fit goes on the lines below.
func (s *sheet) peel(p Peel, size, indent int) {
	words := p.Name
	if p.Says != "" {
		words += ": " + p.Says
	}
	for i, l := range wrap([]string{words}, "", maxColumns-size-indent-4) {
		if i == 0 {
			s.line(right(clip(p.Size, size), size), "  ", spaces(indent), l)
		} else {
			s.line(spaces(size+indent+4), l)
		}
	}
}

// HTML draws each header as a box within that of the one that carries it.
func (f Layers) HTML() string {
	var o strings.Builder
	o.WriteString(`<ul class="peel">`)
	open := 0
	for i, p := range f.Headers {
		fmt.Fprintf(&o, `<li class="%s">%s`, p.tone(i), p.html())
		if i+1 < len(f.Headers) && open < maxIndent/2 {
			o.WriteString("<ul>")
			open++
		} else {
			o.WriteString("</li>")
		}
	}
	o.WriteString(strings.Repeat("</ul></li>", open))
	for _, p := range f.Behind {
		fmt.Fprintf(&o, `<li class="%s">%s</li>`, p.tone(0), p.html())
	}
	o.WriteString("</ul>")
	if f.Sum != "" {
		fmt.Fprintf(&o, `<p class="adds">%s</p>`, esc(f.Sum))
	}
	return o.String()
}

func (p Peel) tone(i int) string {
	if p.Data {
		return "L4"
	}
	return tones[i%len(tones)]
}

func (p Peel) html() string {
	says := ""
	if p.Says != "" {
		says = "<span>" + esc(p.Says) + "</span>"
	}
	return fmt.Sprintf(`<p><b>%s</b><strong>%s</strong>%s</p>`, esc(p.Size), esc(p.Name), says)
}
