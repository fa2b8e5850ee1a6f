package render

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/pcaplain/pcaplain/render/figure"
)

// listing is the kind of figure that is recognised by its text and is its own description.
const listing = "listing"

// drawing is a figure in the place of its fence.
type drawing struct {
	ast.BaseBlock
	figure figure.Figure
	id     string
	alt    string // what stood in the fence
}

var kindDrawing = ast.NewNodeKind("Drawing")

func (g *drawing) Kind() ast.NodeKind         { return kindDrawing }
func (g *drawing) Dump(src []byte, level int) { ast.DumpHelper(g, src, level, nil, nil) }

// rung is the part of a frame's card that stands below the section's heading.
type rung struct {
	ast.BaseBlock
	html string
}

var kindRung = ast.NewNodeKind("Rung")

func (r *rung) Kind() ast.NodeKind         { return kindRung }
func (r *rung) Dump(src []byte, level int) { ast.DumpHelper(r, src, level, nil, nil) }

// placeFigures replaces the fences that stand for figures of this document. Only those:
// the text of a capture may say "text?fig=f9" as often as it likes. A figure is drawn
// once; a second fence of its name stays a fence.
func (p *page) placeFigures(root ast.Node) {
	walk(root, func(f *ast.FencedCodeBlock) {
		text := string(f.Lines().Value(p.src))
		id := p.figureID(string(f.Language(p.src)), text)
		if id == "" || p.drawn[id] {
			return
		}
		p.drawn[id] = true
		f.Parent().ReplaceChild(f.Parent(), f, &drawing{figure: p.Figures[id], id: id, alt: text})
	})
}

// figureID is the name of the figure that a fence stands for, or empty. A program is a
// fence of its language, as every engine knows it, and has to be recognised by its text.
func (p *page) figureID(info, text string) string {
	if lang, query, ok := strings.Cut(info, "?"); ok && lang == "text" {
		v, err := url.ParseQuery(query)
		if id := v.Get("fig"); err == nil && p.Figures[id] != nil && p.Figures[id].Kind() != listing {
			return id
		}
		return ""
	}
	for _, id := range slices.Sorted(maps.Keys(p.Figures)) {
		if f := p.Figures[id]; f.Kind() == listing && !p.drawn[id] && f.Text() == text {
			return id
		}
	}
	return ""
}
