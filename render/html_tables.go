package render

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// box is what a table scrolls in where the page is too narrow for it.
type box struct {
	ast.BaseBlock
	label string // the id of the heading that names it
}

var kindBox = ast.NewNodeKind("Box")

func (b *box) Kind() ast.NodeKind         { return kindBox }
func (b *box) Dump(src []byte, level int) { ast.DumpHelper(b, src, level, nil, nil) }

// boxTables puts every table into a box and gives its cells their classes.
func (p *page) boxTables(root ast.Node) {
	walk(root, func(t *east.Table) {
		p.classCells(t)
		b := &box{label: p.headingAbove(t)}
		t.Parent().ReplaceChild(t.Parent(), t, b)
		b.AppendChild(b, t)
	})
}

// headingAbove is the id of the heading of the section that n is in, or of the title.
func (p *page) headingAbove(n ast.Node) string {
	for ; n != nil; n = n.Parent() {
		if s, ok := n.(*section); ok {
			return s.heading
		}
	}
	return p.top.heading
}

// Cells of a column narrow in all rows are not broken; a column wide in some row gets
// room, even where the table then has to be scrolled. Among numbers, which are read down a
// column, a long cell is broken instead. In letters' widths.
const (
	narrow = 18
	wide   = 24
)

// columns is how wide s is, in letters; a letter of Korean, Chinese or Japanese is as wide
// as two of ours.
func columns(s string) (n int) {
	for _, r := range s {
		n++
		if unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana) {
			n++
		}
	}
	return n
}

// classCells gives the cells of t their classes: the page's policy allows no style
// attributes, with which goldmark would align them.
func (p *page) classCells(t *east.Table) {
	width := map[int]int{}
	p.cells(t, func(col int, c *east.TableCell) {
		if c.Parent().Kind() != east.KindTableHeader {
			width[col] = max(width[col], columns(words(c, p.src)))
		}
	})
	p.cells(t, func(col int, c *east.TableCell) {
		class := map[east.Alignment]string{east.AlignRight: "r", east.AlignCenter: "mid"}[c.Alignment]
		switch {
		case width[col] <= narrow || class == "r" && width[col] < wide:
			class += " nw"
		case width[col] >= wide && class != "r":
			class += " wd"
		}
		if class = strings.TrimSpace(class); class != "" {
			c.SetAttributeString("class", class)
		}
		if c.Parent().Kind() == east.KindTableHeader {
			c.SetAttributeString("scope", "col")
		}
	})
}

// cells visits the cells of t with the number of their column.
func (p *page) cells(t *east.Table, visit func(int, *east.TableCell)) {
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		col := 0
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			if cell, ok := c.(*east.TableCell); ok {
				visit(col, cell)
				col++
			}
		}
	}
}
