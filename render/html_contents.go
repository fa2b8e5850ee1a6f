package render

import "github.com/yuin/goldmark/ast"

// From these numbers on, entries of the contents list are folded away, so that a page of
// many sessions begins with its text and not with a wall of links.
const (
	manyParts = 20 // sections of level 2: the whole list is folded
	manySubs  = 12 // sections of level 3 below one of level 2: they are listed, and folded
)

// contents is the list of the sections.
type contents struct {
	Parts  []entry
	Folded bool
}

// entry is one section of the list; Subs are empty where the section's own headings are
// few enough to be found by scrolling.
type entry struct {
	ID, Words string
	Subs      []entry
}

func (p *page) list() contents {
	c := contents{Parts: entries(p.body)}
	for i, part := range c.Parts {
		if len(part.Subs) < manySubs {
			c.Parts[i].Subs = nil
		}
	}
	c.Folded = len(c.Parts) >= manyParts
	return c
}

// entries are the sections directly below n, and those below them.
func entries(n ast.Node) []entry {
	var l []entry
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if s, ok := c.(*section); ok {
			l = append(l, entry{s.ID, s.words, entries(s)})
		}
	}
	return l
}
