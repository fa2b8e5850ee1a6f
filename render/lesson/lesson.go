// Package lesson tells what a capture shows: it chooses what to say and in which order,
// takes the words from the templates of one language and the drawings from figure, and
// makes one Markdown text of them. It decides nothing about TCP: facts come in, and go
// unchanged into sentences, with their frames and how sure we are.
package lesson

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson/lab"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// Options say how a lesson is told. The zero value is English, without a lab.yaml.
type Options struct {
	Lang      string
	Title     string // instead of the lab's, or ours
	Lab       *lab.Lab
	Generator string         // the generator line
	Zone      *time.Location // of times of day; nil is UTC
	// Chosen is how somebody chose the conversations, as the page quotes it; empty where
	// nobody did. Frames, where it is not nil, tells the frames that are told one by one:
	// the others are folded.
	Chosen string
	Frames func(number int) bool
}

// Langs are the languages there are, by the names of their folders.
var Langs = []string{"en", "ko"}

// builder makes one document.
type builder struct {
	language
	c       *fact.Capture
	opt     Options
	lang    text.Lang
	doc     *Document
	said    map[string]bool // paragraphs that are said once, and have been
	slugs   slugs
	talks   []*talk
	torn    []netip.Addr      // hosts about which the signs of where the capture was made contradict each other
	cards   map[int]bool      // frames that have a card
	anchors map[string]string // what a reference link points to: "9" → slug
	same    *Same             // nil: none
	strips  int               // drawn so far with frames
	flights int               // drawn so far with sums
	digits  int               // decimals of a second that the capture's clock gives
	failed  error
}

// Build tells the lesson of a capture.
func Build(c *fact.Capture, opt Options) (*Document, error) {
	b, err := newBuilder(c, opt)
	if err != nil {
		return nil, err
	}
	b.plan()
	if err := b.write(); err != nil {
		return nil, err
	}
	return b.doc, nil
}

func newBuilder(c *fact.Capture, opt Options) (*builder, error) {
	if opt.Lang == "" {
		opt.Lang = "en"
	}
	if opt.Lab == nil {
		opt.Lab = &lab.Lab{}
	}
	b := &builder{c: c, opt: opt, lang: text.Lang(opt.Lang), said: map[string]bool{}, slugs: slugs{},
		cards: map[int]bool{}, anchors: map[string]string{}, digits: clockDigits(c.File)}
	b.doc = &Document{Lang: opt.Lang, Generator: opt.Generator, Figures: map[string]figure.Figure{}}
	return b, b.load()
}

// clockDigits are the decimals of a second that the coarsest interface of the file gives.
func clockDigits(f fact.File) int {
	digits := 9
	for _, i := range f.Interfaces {
		digits = min(digits, text.Digits(i.Digits, i.Binary))
	}
	return digits
}

// write executes the document's template, and after it the targets of its links.
func (b *builder) write() error {
	var out strings.Builder
	if err := b.set.ExecuteTemplate(&out, "lesson.md", &view{b}); err != nil {
		return fmt.Errorf("writing the lesson: %w", err)
	}
	if b.failed != nil {
		return b.failed
	}
	b.doc.Markdown = tidy(out.String()) + b.references()
	b.doc.Labels = b.words.labels()
	return nil
}

// tidy leaves one blank line between blocks: what a template left out leaves no hole. A
// fence's lines are its own.
func tidy(s string) string {
	var out strings.Builder
	blank, fence := true, ""
	for line := range strings.SplitSeq(strings.TrimSpace(s), "\n") {
		if fence == "" {
			if line = strings.TrimRight(line, " "); line == "" && blank {
				continue
			}
			blank = line == ""
		}
		out.WriteString(line)
		out.WriteByte('\n')
		run := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(run) >= 3:
			fence = run
		case fence != "" && len(run) >= len(fence) && strings.TrimSpace(line) == run:
			fence = ""
		}
	}
	return out.String()
}
