package render_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/render"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/pagetest"
)

// hostile are texts that want to be more than text, wherever they come to stand.
var hostile = []string{
	`<script>document.title='owned'</script>`, `</title><script>document.title='owned'</script>`, `</style><img src=x onerror=alert(1)>`,
	`"><svg onload=alert(1)>`, `' onmouseover='alert(1)`, `--><script>alert(1)</script><!--`, `--!><b>`, `{{.Generator}}`, `</pre></details></figure><iframe src=//example.com>`,
	`![x](http://192.0.2.1/x.png)`, `[x](javascript:alert(1))`, `[x](data:text/html,1)`, `<http://192.0.2.1/>`, `http://192.0.2.1/`, `[x](vbscript:1)`, `[x](//192.0.2.1)`, `[x](#nowhere)`, `<a href="#f9" onclick="alert(1)">`, "&lt;script&gt;", "\u202emoc.elpmaxe", "${alert(1)}", "]]>",
}

// Even a lesson that lets everything through, as ours never does, makes a page in which
// nothing is live.
func TestNothingIsLive(t *testing.T) {
	d := sample()
	all := strings.Join(hostile, " ")
	d.Generator, d.Lang = all, `en"><script>alert(1)</script>`
	d.Markdown = strings.Replace(d.Markdown, "It asks.", strings.Join(hostile, "\n\n")+"\n\n<div onclick=alert(1)>\n\n| a |\n| --- |\n| "+strings.ReplaceAll(all, "|", `\|`)+" |", 1)
	d.Markdown = strings.Replace(d.Markdown, "Seq 0\n", strings.Join(hostile, "\n")+"\n", 1)
	d.Labels = render.Labels{Skip: all, Contents: all, AsText: all, Stepper: all, Previous: all, Next: all, Frame: all}
	for i := range d.Sections {
		d.Sections[i].States = [2]string{all, all}
		d.Sections[i].Class += " " + all
	}
	d.Figures[all] = fake{all, all, ""}
	d.Figures["f10"] = fakeCard{fake{all, all, ""}}
	html := page(t, d)
	p := pagetest.Open(t, html)
	var live []string
	p.Eval(`[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /^(on|style$|src)/.test(a.name))
		|| /^(img|iframe|form|base|object|embed|link)$/.test(e.localName) || /^(?!#|https?:)/.test(e.getAttribute('href') || '#')).map(e => e.outerHTML)`, &live)
	for _, e := range live {
		t.Errorf("live: %s", e)
	}
	var got struct {
		Title   string
		Scripts int
	}
	p.Eval(`({title: document.title, scripts: document.scripts.length})`, &got)
	if got.Title != d.Title || got.Scripts != 1 || len(p.Requests) > 0 || len(p.Errors) > 0 {
		t.Errorf("title %q, %d scripts, requests %q, errors %q", got.Title, got.Scripts, p.Requests, p.Errors)
	}
	pagetest.Valid(t, page(t, func() *render.Document { d.Lang = "en"; return d }()))
}

// A title of the author's may be anything.
func TestHostileTitle(t *testing.T) {
	d := &render.Document{Lang: "en", Title: hostile[1], Labels: labels, Sections: []render.Section{{Level: 1, ID: "top", Slug: "titlescriptdocumenttitleownedscript"}}}
	d.Markdown = "# " + regexp.MustCompile(`[!-/:-@\[-`+"`"+`{-~]`).ReplaceAllString(d.Title, `\$0`) + "\n\nWords.\n"
	pagetest.Chromium(t, page(t, d))
	pagetest.SameText(t, d)
}

func TestGeneratorStaysInItsComment(t *testing.T) {
	for _, s := range append(hostile, "---", "-", "a\n-->\n# b", "pcaplain 1, --lang en") {
		d := &render.Document{Markdown: "# x\n", Generator: s}
		var b bytes.Buffer
		if err := render.Markdown(&b, d); err != nil {
			t.Fatal(err)
		}
		_, comment, _ := strings.Cut(b.String(), "# x\n\n<!-- ")
		inner, ok := strings.CutSuffix(comment, " -->\n")
		if !ok || strings.Contains(inner, "--") || strings.Contains(inner, "\n") {
			t.Errorf("%q is written as %q", s, b.String())
		}
	}
}

// The text of a capture that looks like a figure's fence is no figure.
func TestNoFigureButOurs(t *testing.T) {
	for _, info := range []string{"text?fig=f99", "text?fig=", "text?fig=f9&fig=f99", "text?x=f9", "html?fig=f9", "text?fig=client", "text?%", "fig=f9"} {
		d := &render.Document{Lang: "en", Title: "x", Sections: []render.Section{{Level: 1, ID: "top"}},
			Figures: map[string]figure.Figure{"f9": fake{"card", "x\n", "ours"}, "client": fake{"listing", "y\n", "ours"}}}
		d.Markdown = "# x\n\n```" + info + "\nx\n```\n"
		if got := bytes.Contains(page(t, d), []byte("<figure")); got != (info == "text?fig=f9&fig=f99") {
			t.Errorf("%s: figure %v", info, got)
		}
	}
}
