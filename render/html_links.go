package render

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// pointLinks turns links to headings into links to their sections, and takes away what a
// lesson has no use for: images, and links that lead neither into the page nor to the web.
// Their words stay.
func (p *page) pointLinks(root ast.Node) {
	walk(root, func(i *ast.Image) { unwrap(i) })
	walk(root, func(l *ast.Link) {
		dest := string(l.Destination)
		slug, inside := strings.CutPrefix(dest, "#")
		switch {
		case inside:
			p.pointInside(l, slug)
		case !strings.HasPrefix(dest, "https://") && !strings.HasPrefix(dest, "http://"):
			unwrap(l)
		}
	})
}

func (p *page) pointInside(l *ast.Link, slug string) {
	if plain, err := url.PathUnescape(slug); err == nil {
		slug = plain
	}
	s := p.bySlug[slug]
	if s == nil {
		unwrap(l)
		return
	}
	l.Destination = []byte("#" + s.ID)
	if s.Frame > 0 {
		l.SetAttributeString("class", "fr")
	}
}

// unwrap puts n's children in its place.
func unwrap(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		n.Parent().InsertBefore(n.Parent(), n, c)
	}
	n.Parent().RemoveChild(n.Parent(), n)
}
