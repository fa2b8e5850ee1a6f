// Package figure draws the figures of a lesson. Each is plain data handed in by the
// lesson and draws itself twice: Text is the drawing that stands in the Markdown's
// fence, HTML the same for the page, where it goes inside a <figure>. Geometry lives
// here and nothing else: every word a reader sees is handed in, except the names that
// RFC 9293 and RFC 768 print in their own header diagrams.
//
// Of every field, two things are expected. It holds no line end and no control or
// bidirectional character: text from a capture was spelled out before it came here.
// It may hold any other character: HTML escapes all of it.
//
// A Text has lines of at most 100 columns (a Hangul syllable takes two) without trailing
// spaces, and ends with a line end. HTML has no style or event attributes, no
// identifiers but those that begin with "fig-" and the figure's own ID, and no word that
// neither Text nor a handed-in label has.
package figure

import (
	"fmt"
	"html"
	"strconv"
	"strings"
)

// Figure is one drawing of a lesson.
type Figure interface {
	Text() string // for the fence
	HTML() string // for the inside of a <figure>
	Kind() string // one word, the class of the <figure>: "card", "ladder", …
}

// Common is what all figures have.
type Common struct {
	ID    string       // ASCII, unique on the page: "f55", "tcp0-open-ladder"
	Frame string       // the name of a link to a frame, with %d: "frame %d"
	Cards map[int]bool // the frames that have a card on the page, the only ones linked to; nil: all have
}

// State is a state of one endpoint, as the page prints it.
type State struct {
	Name     string // "SYN_SENT", "UNKNOWN"; empty: nothing is drawn
	Inferred bool   // drawn in parentheses, with a dashed border
}

// String is the state's name, in parentheses where inferred.
func (s State) String() string {
	if s.Inferred && s.Name != "" {
		return "(" + s.Name + ")"
	}
	return s.Name
}

// End is one of the two endpoints of a conversation.
type End struct {
	Name  string // "client"
	Plain string // its name in the text drawing, where columns have to stand one below the other; empty: Name
	Addr  string // ".164:51112", "[2001:db8::1]:443"
}

func (e End) plain() string { return first(e.Plain, e.Name) }

// sides are the classes of what the client (0) and the server (1) do.
var sides = [2]string{"c", "s"}

// side is the class of a side, whatever number was handed in.
func side(n int) string { return sides[n&1] }

// shade is the class of a state's chip: a ramp of greys from CLOSED to ESTABLISHED.
func shade(s State) string {
	class := "fin"
	switch name := strings.ReplaceAll(s.Name, "-", "_"); {
	case name == "ESTABLISHED":
		class = "est"
	case strings.HasPrefix(name, "SYN"):
		class = "syn"
	case name == "TIME_WAIT":
		class = "tw"
	case name == "LISTEN":
		class = "listen"
	case name == "CLOSED", name == "UNKNOWN":
		class = "closed"
	}
	if s.Inferred {
		class += " ded"
	}
	return class
}

// esc escapes text for HTML, in attributes too.
func esc(s string) string { return html.EscapeString(s) }

// chip is a state in HTML.
func chip(s State) string {
	return fmt.Sprintf(`<span class="st %s">%s</span>`, shade(s), esc(s.String()))
}

// role is the name of an end with its mark, as a paragraph.
func role(n int, words string) string {
	return fmt.Sprintf(`<p class="role %s"><i></i>%s</p>`, side(n), esc(words))
}

// frame is the name of frame n.
func (c Common) frame(n int) string {
	if !strings.Contains(c.Frame, "%d") {
		return strconv.Itoa(n)
	}
	return strings.ReplaceAll(c.Frame, "%d", strconv.Itoa(n))
}

// linked tells whether frame n has a card to link to.
func (c Common) linked(n int) bool { return n > 0 && (c.Cards == nil || c.Cards[n]) }

// link is inner, as a link to the card of frame n where there is one. In SVG an element
// that is no link becomes a group. Both carry the name.
func (c Common) link(n int, name, inner string, svg bool) string {
	switch {
	case c.linked(n):
		return fmt.Sprintf(`<a href="#f%d" aria-label="%s">%s</a>`, n, esc(name), inner)
	case svg:
		return `<g>` + inner + `</g>`
	}
	return `<span>` + inner + `</span>`
}

// chips are links to frames, one after the other.
func (c Common) chips(frames []int) string {
	l := make([]string, len(frames))
	for i, n := range frames {
		if c.linked(n) {
			l[i] = fmt.Sprintf(`<a class="fr" href="#f%d" aria-label="%s">%d</a>`, n, esc(c.frame(n)), n)
		} else {
			l[i] = fmt.Sprintf(`<span class="fr">%d</span>`, n)
		}
	}
	return strings.Join(l, " ")
}

// first is the first text that is not empty.
func first(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

// comma is n with commas between its thousands.
func comma(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
