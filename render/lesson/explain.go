package lesson

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Entry is a kind of fact in the catalogue: what is known of it before any capture is read.
type Entry struct {
	Kind    fact.Kind `json:"kind"`    // its word
	Phase   string    `json:"phase"`   // the part of a conversation it belongs to: "open", "data", "close" or "whole"
	Shown   string    `json:"shown"`   // by "frame", the frame itself, or by "history", what came before it or after
	Refs    []string  `json:"refs"`    // the rules it follows or breaks, the first one foremost
	Case    string    `json:"case"`    // the packets that show it, a file of pcaplain's source
	Example Reading   `json:"example"` // in the language asked for
}

// Reading is how a lesson tells an example.
type Reading struct {
	Frames []int    `json:"frames"` // the deciding one first
	Sure   string   `json:"sure"`   // how sure it is
	Title  string   `json:"title"`  // Markdown: what the frame does, or what is told of the conversation
	Says   string   `json:"says"`   // Markdown: what is said every time
	Once   []string `json:"once"`   // Markdown: what is said once in a lesson
}

// Entries are the kinds in the words of a language.
func Entries(lang string, kinds []fact.Kind) ([]Entry, error) {
	var list []Entry
	for _, k := range kinds {
		info, ok := fact.Of(k)
		if !ok {
			return nil, fmt.Errorf("there is no kind %q", k)
		}
		e, err := entry(lang, info)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

func entry(lang string, info *fact.Info) (Entry, error) {
	e := Entry{Kind: info.Kind, Phase: info.Phase.String(), Shown: "history", Case: "testdata/cases/" + string(info.Kind) + ".txt"}
	if info.OfStep {
		e.Shown = "frame"
	}
	for _, r := range info.Refs {
		e.Refs = append(e.Refs, r.String())
	}
	b, s, err := exampleScene(info, lang)
	if err != nil {
		return e, err
	}
	text := b.kinds[info.Kind]
	e.Example = Reading{Frames: info.Example.Frames, Sure: info.Example.Sure.String(), Title: b.run(text.title, s), Says: b.run(text.first, s), Once: []string{}}
	for _, name := range text.rest {
		if p := b.run(name, s); p != "" {
			e.Example.Once = append(e.Example.Once, p)
		}
	}
	return e, b.failed
}

// catalogue is what its template asks of the kinds.
type catalogue struct {
	b       *builder
	Entries []Entry
	All     bool // a table comes first, and each kind has its heading below
}

// Explain tells the kinds as Markdown; all of them begin with a table.
func Explain(lang string, kinds []fact.Kind) (string, error) {
	entries, err := Entries(lang, kinds)
	if err != nil {
		return "", err
	}
	b, err := newBuilder(&fact.Capture{}, Options{Lang: lang})
	if err != nil {
		return "", err
	}
	text := b.run("explain.md", &catalogue{b, entries, len(kinds) == len(fact.Catalogue)})
	return tidy(text), b.failed
}

// Heading is what stands above an example: the frame and what it does, or what is told of
// the conversation.
func (c *catalogue) Heading(e Entry) string {
	if slices.Contains(order, e.Kind) {
		return c.b.labelf("frame.title", e.Example.Frames[0], e.Example.Title)
	}
	return capital(e.Example.Title)
}

// Quote is Markdown as a quotation.
func (c *catalogue) Quote(markdown string) string {
	return "> " + strings.ReplaceAll(markdown, "\n", "\n> ")
}

// Rules are the references in one line.
func (e Entry) Rules() string { return strings.Join(e.Refs, ", ") }
