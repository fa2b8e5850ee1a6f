package lesson

import "github.com/pcaplain/pcaplain/render/figure"

// Document is one lesson: a Markdown text and the tables that stand beside it.
type Document struct {
	Lang     string // language tag of the page: "en", "ko"
	Title    string // plain text, the words of the H1
	Markdown string // the whole text; begins with the H1, no front matter, no generator line
	Sections []Section
	Figures  map[string]figure.Figure // by the ID of their fence: "```text?fig=ID"
	Labels   Labels
	// Generator tells what wrote the document, from what and how, in one line:
	// "pcaplain VERSION, NAME sha256 …, flags".
	Generator string
}

// Section is what the text does not say of one of its headings. A Document has one for
// each heading, the H1 included, in the order of the text.
type Section struct {
	Level int // 1 to 6, as in the text
	// ID is the section's stable name, ASCII, unique: "lab", "tcp0-open", "f9". A frame's
	// card is drawn where a figure of the same name has a Rung.
	ID string
	// Slug is the id that GitHub gives the heading, to which links in the text point.
	Slug  string
	Class string // more classes, such as a card's direction: "c2s", "s2c"
	// Frame is the number of the frame whose card this section is; 0: it is none. Links
	// to it are drawn as chips, and the stepper stops at it.
	Frame int
	// States are the client's and the server's state beside the frame, for the stepper:
	// "SYN_SENT", "(LISTEN)" in parentheses where inferred. Empty: the stepper is silent.
	States [2]string
}

// Labels are the page's own words, none of them a sentence of the lesson.
type Labels struct {
	Skip     string // "Skip to the content"
	Contents string // "Contents"
	AsText   string // of a figure's text drawing: "as text"
	Stepper  string // "Frame by frame"
	Previous string // "previous frame"
	Next     string // "next frame"
	Frame    string // what a chip says to a listener, with %d: "frame %d"
}
