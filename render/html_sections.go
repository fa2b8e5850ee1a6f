package render

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// section is a heading and what follows it, up to the next heading of its level or above.
type section struct {
	ast.BaseBlock
	Section
	heading string // the id of its heading
	words   string // the heading's words
}

var kindSection = ast.NewNodeKind("Section")

func (s *section) Kind() ast.NodeKind         { return kindSection }
func (s *section) Dump(src []byte, level int) { ast.DumpHelper(s, src, level, nil, nil) }

// divide takes doc apart into the page's head and its sections.
func (p *page) divide(doc ast.Node) error {
	ids, err := p.reserved()
	if err != nil {
		return err
	}
	var at ast.Node = p.head // what the next block belongs to
	next := 0
	for n := doc.FirstChild(); n != nil; n = doc.FirstChild() {
		h, ok := n.(*ast.Heading)
		if !ok {
			at.AppendChild(at, n)
			continue
		}
		s, err := p.section(next, h)
		if err != nil {
			return err
		}
		next++
		s.heading = ids.take(cmp.Or(s.Slug, s.ID))
		at = p.begin(at, s, h)
	}
	switch {
	case next == 0:
		return errors.New("no title: the text has no heading")
	case next != len(p.Sections):
		return fmt.Errorf("%d headings, but %d sections in the side table", next, len(p.Sections))
	}
	return nil
}

// section is what the side table says of heading h, the i-th of the text, which has to
// agree.
func (p *page) section(i int, h *ast.Heading) (*section, error) {
	s := &section{words: words(h, p.src)}
	if i >= len(p.Sections) {
		return nil, fmt.Errorf("heading %d, %q, has no section in the side table", i+1, s.words)
	}
	s.Section = p.Sections[i]
	switch {
	case s.Level != h.Level:
		return nil, fmt.Errorf("heading %d, %q, is of level %d, its section %s of level %d", i+1, s.words, h.Level, s.ID, s.Level)
	case (h.Level == 1) != (i == 0):
		return nil, fmt.Errorf("heading %d, %q, is of level %d: the first heading, and no other, is the title", i+1, s.words, h.Level)
	}
	if s.Frame > 0 {
		p.frames = append(p.frames, s.Section)
	}
	return s, nil
}

// begin opens section s, with its heading h, after all that at holds, and returns what
// the next block belongs to.
func (p *page) begin(at ast.Node, s *section, h *ast.Heading) ast.Node {
	h.SetAttributeString("id", s.heading)
	p.bySlug[s.Slug] = s
	if h.Level == 1 {
		p.top = s
	} else {
		at = p.nest(at, s)
	}
	at.AppendChild(at, h)
	if f, ok := p.Figures[s.ID].(runger); ok {
		at.AppendChild(at, &rung{html: f.Rung()})
	}
	return at
}

// nest puts s into the innermost section around at that is of a higher rank.
func (p *page) nest(at ast.Node, s *section) ast.Node {
	var parent ast.Node = p.body
	for n := at; n != nil; n = n.Parent() {
		if outer, ok := n.(*section); ok && outer.Level < s.Level {
			parent = outer
			break
		}
	}
	parent.AppendChild(parent, s)
	return s
}

// idSet are the ids given so far.
type idSet map[string]bool

// reserved are the ids that no heading may have, because they are the page's, a section's
// or a figure's: a title of an author's choice may well have the slug "lab".
func (p *page) reserved() (idSet, error) {
	ids := idSet{"": true, "main": true}
	for _, s := range p.Sections {
		if ids[s.ID] {
			return nil, fmt.Errorf("the side table has the section id %q twice, or it is the page's own", s.ID)
		}
		ids[s.ID] = true
	}
	return ids, nil
}

// take is slug, with something before it where it is taken; links find the heading all the
// same, since they lead to its section.
func (ids idSet) take(slug string) string {
	id := slug
	for ids[id] || strings.HasPrefix(id, "fig-") {
		id = "h-" + id
	}
	ids[id] = true
	return id
}

// classes are a section's: its place in the page, the kind of thing it tells of, and what
// the lesson wants.
func (s *section) classes() string {
	place := "item"
	switch {
	case s.Frame > 0:
		place = "msg"
	case s.Level == 2:
		place = "part"
	case s.Level == 3:
		place = "sub"
	}
	return strings.Join(strings.Fields(place+" "+kindClass(s.ID)+" "+s.Class), " ")
}

// kindClass is the class for all sections of one kind, read off the id: "tcp3-list" is one
// of the lists, "tcp3" one of the connections.
func kindClass(id string) string {
	kind := id[strings.LastIndexByte(id, '-')+1:]
	return "sec-" + strings.TrimRight(kind, "0123456789")
}
