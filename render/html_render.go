package render

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// nodes renders what is ours, and what goldmark would render otherwise: code in a fence,
// and links.
type nodes struct{ p *page }

// Extend adds the renderers.
func (r nodes) Extend(m goldmark.Markdown) {
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(r, 100)))
}

// RegisterFuncs names them.
func (r nodes) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindSection, r.section)
	reg.Register(kindRung, r.rung)
	reg.Register(kindDrawing, r.drawing)
	reg.Register(kindBox, r.box)
	reg.Register(ast.KindFencedCodeBlock, r.code)
	reg.Register(ast.KindCodeBlock, r.code)
	reg.Register(ast.KindLink, r.link)
}

func (r nodes) section(w util.BufWriter, _ []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
	s := n.(*section)
	if !in {
		w.WriteString("</section>\n")
		return ast.WalkContinue, nil
	}
	fmt.Fprintf(w, `<section class="%s" id="%s"`, html.EscapeString(s.classes()), html.EscapeString(s.ID))
	if s.Level == 2 && !r.p.contents.Folded { // a landmark; more of them would drown the page
		fmt.Fprintf(w, ` aria-labelledby="%s"`, html.EscapeString(s.heading))
	}
	if s.States[0]+s.States[1] != "" {
		fmt.Fprintf(w, ` data-c="%s" data-s="%s"`, html.EscapeString(s.States[0]), html.EscapeString(s.States[1]))
	}
	w.WriteString(">\n")
	return ast.WalkContinue, nil
}

func (r nodes) rung(w util.BufWriter, _ []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
	if in {
		w.WriteString(n.(*rung).html + "\n")
	}
	return ast.WalkContinue, nil
}

func (r nodes) drawing(w util.BufWriter, _ []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
	if !in {
		return ast.WalkContinue, nil
	}
	g := n.(*drawing)
	kind := g.figure.Kind()
	fmt.Fprintf(w, "<figure class=\"fig %s\" id=\"fig-%s\">\n%s", html.EscapeString(kind), html.EscapeString(g.id), g.figure.HTML())
	if kind != listing {
		fmt.Fprintf(w, "\n<details class=\"txt\"><summary>%s</summary><pre tabindex=\"0\">%s</pre></details>",
			html.EscapeString(r.p.Labels.AsText), html.EscapeString(g.alt))
	}
	w.WriteString("</figure>\n")
	return ast.WalkContinue, nil
}

func (r nodes) box(w util.BufWriter, _ []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
	if in {
		fmt.Fprintf(w, "<div class=\"scroll\" role=\"group\" aria-labelledby=\"%s\" tabindex=\"0\">\n", html.EscapeString(n.(*box).label))
	} else {
		w.WriteString("</div>\n")
	}
	return ast.WalkContinue, nil
}

// code is a fence that is no figure. It can be scrolled, by keyboard too.
func (r nodes) code(w util.BufWriter, src []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
	if in {
		fmt.Fprintf(w, "<pre class=\"plain\" tabindex=\"0\"><code>%s</code></pre>\n", html.EscapeString(string(n.Lines().Value(src))))
	}
	return ast.WalkContinue, nil
}

// link is a link; the number of a frame says to a listener what it is.
func (r nodes) link(w util.BufWriter, src []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
	if !in {
		w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	l := n.(*ast.Link)
	fmt.Fprintf(w, `<a href="%s"`, util.EscapeHTML(util.URLEscape(l.Destination, true)))
	switch class, ok := l.AttributeString("class"); {
	case ok:
		fmt.Fprintf(w, ` class="%s"`, class)
		if _, err := strconv.Atoi(words(l, src)); err == nil && r.p.Labels.Frame != "" {
			fmt.Fprintf(w, ` aria-label="%s"`, html.EscapeString(strings.ReplaceAll(r.p.Labels.Frame, "%d", words(l, src))))
		}
	case l.Destination[0] != '#':
		w.WriteString(` rel="noreferrer"`)
	}
	w.WriteByte('>')
	return ast.WalkContinue, nil
}
