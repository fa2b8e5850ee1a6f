// Package render turns what the lesson and the listings hold into bytes.
//
// Its HTML half takes one Document, a Markdown text with the tables that stand beside it,
// and writes it twice: as it is (Markdown), and as one self-contained page (HTML). The
// page says nothing of its own: goldmark reads the text, figures take the place of the
// fences that stand for them, headings become sections, and a shell of templates/page
// goes around it. TCP, languages and captures are unknown here.
//
// Whatever a Document holds, the page has no markup that is not ours: raw HTML, images and
// autolinks are not part of the Markdown we read, and links go to headings or to the web.
package render

import "github.com/pcaplain/pcaplain/render/lesson"

// A lesson's own nouns.
type (
	Document = lesson.Document
	Section  = lesson.Section
	Labels   = lesson.Labels
)

// runger is a figure with a part of its own below its section's heading: the direction
// line of a frame's card.
type runger interface{ Rung() string }
