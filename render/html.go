package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"github.com/yuin/goldmark/ast"

	"github.com/pcaplain/pcaplain/templates"
)

// HTML writes the document as one self-contained page: no request, no style or event
// attribute, nothing that needs its script. An error that is not the writer's says that
// text and side tables do not fit each other, which is the caller's mistake.
func HTML(w io.Writer, d *Document) error {
	p, err := parse(d)
	if err != nil {
		return fmt.Errorf("page %q: %w", d.Title, err)
	}
	head, err := p.render(p.head)
	if err != nil {
		return err
	}
	body, err := p.render(p.body)
	if err != nil {
		return err
	}
	style, script := p.style(), asset("page.js")
	return shell.Execute(w, map[string]any{
		"Lang": d.Lang, "Top": p.top.ID, "Title": d.Title, "Generator": oneLine(d.Generator), "Labels": d.Labels,
		"Policy": policy(style, script),
		"Style":  template.CSS(style), "Script": template.JS(script),
		"Head": head, "Contents": p.contents, "Body": body, "Stepper": len(p.frames) > 1,
	})
}

var shell = template.Must(template.New("page.html").ParseFS(templates.FS, "page/page.html"))

// render renders one part of the page.
func (p *page) render(part ast.Node) (template.HTML, error) {
	var b bytes.Buffer
	err := p.engine.Renderer().Render(&b, p.src, part)
	return template.HTML(b.String()), err
}

// policy is the page's Content-Security-Policy: this very style sheet, this very script,
// and nothing else.
func policy(style, script string) string {
	return fmt.Sprintf("default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'", hash(style), hash(script))
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
