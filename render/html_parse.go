package render

import (
	"html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// page is a document on its way to HTML: its text as a tree in two parts, and what the
// shell needs to know of it.
type page struct {
	*Document
	engine     goldmark.Markdown
	src        []byte
	head, body *ast.Document // what stands before the first section; the sections
	bySlug     map[string]*section
	frames     []Section       // the cards, in order
	top        *section        // the title, which is no section
	drawn      map[string]bool // the figures that have their place
	contents   contents
}

// parse reads the text and gives the tree its final form.
func parse(d *Document) (*page, error) {
	p := &page{Document: d, src: []byte(d.Markdown), head: ast.NewDocument(), body: ast.NewDocument(), bySlug: map[string]*section{}, drawn: map[string]bool{}}
	p.engine = newEngine(p)
	doc := p.engine.Parser().Parse(text.NewReader(p.src))
	if err := p.divide(doc); err != nil {
		return nil, err
	}
	p.contents = p.list()
	for _, part := range []ast.Node{p.head, p.body} {
		p.placeFigures(part)
		p.boxTables(part)
		p.pointLinks(part)
	}
	return p, nil
}

// newEngine is CommonMark with tables and our nodes, but without raw HTML and autolinks,
// which no lesson has: their characters are shown as the text they are.
func newEngine(p *page) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(blocks...),
			parser.WithInlineParsers(inlines...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		)),
		goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), nodes{p}),
	)
}

// The elements of the text, in the order in which goldmark tries them by default.
var (
	blocks = []util.PrioritizedValue{
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
	inlines = []util.PrioritizedValue{
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewEmphasisParser(), 500),
	}
)

// walk calls visit for every node of type N below root. visit may replace its node.
func walk[N ast.Node](root ast.Node, visit func(N)) {
	var found []N
	ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if m, ok := n.(N); ok && entering {
			found = append(found, m)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range found {
		visit(n)
	}
}

// words is what a reader sees of n, as plain text: the words of a heading or of a link.
func words(n ast.Node, src []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		switch {
		case !ok:
			b.WriteString(words(c, src))
		case n.Kind() == ast.KindCodeSpan:
			b.Write(t.Value(src))
		default:
			b.WriteString(html.UnescapeString(string(util.UnescapePunctuations(t.Value(src)))))
		}
		if ok && t.SoftLineBreak() {
			b.WriteByte(' ')
		}
	}
	return b.String()
}
