package suite_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render"
	"github.com/pcaplain/pcaplain/render/lesson"
	"github.com/pcaplain/pcaplain/render/pagetest"
)

// TestStructure holds the document of every capture of the lab, in every language, to what
// holds text, figures and page together: slugs, references, figures and ids.
func TestStructure(t *testing.T) {
	documents, sections, drawn := 0, 0, 0
	for _, name := range inShort(labCaptures(t), 8) {
		for _, lang := range lesson.Langs {
			t.Run(name+"/"+lang, func(t *testing.T) {
				d := mustTell(t, labCapture(t, name), lang, nil).doc
				pagetest.SameText(t, d)
				sectionsFit(t, d)
				figuresFit(t, d)
				nothingUnresolved(t, d)
				documents, sections, drawn = documents+1, sections+len(d.Sections), drawn+len(d.Figures)
			})
		}
	}
	figures(t, "%d documents: %d headings with GitHub's slug, %d figures in their place", documents, sections, drawn)
}

// sectionsFit fails where two headings or sections share a name, and where a heading of
// the page has another id than on GitHub.
func sectionsFit(t *testing.T, d *render.Document) {
	t.Helper()
	ids := map[string]bool{}
	for _, s := range d.Sections {
		ids[s.ID] = true
	}
	for _, s := range d.Sections {
		if ids[s.Slug] {
			t.Errorf("the slug of section %s, %q, is a section's id", s.ID, s.Slug)
		}
	}
	page := string(html(t, d))
	var headings []string
	for _, m := range regexp.MustCompile(`<h[1-6] id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		headings = append(headings, m[1])
	}
	var slugs []string
	for _, s := range d.Sections {
		slugs = append(slugs, s.Slug)
	}
	if !slices.Equal(headings, slugs) {
		t.Errorf("headings of the page have the ids\n%q\nthe slugs are\n%q", headings, slugs)
	}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if seen[m[1]] {
			t.Errorf("the page has the id %q twice", m[1])
		}
		seen[m[1]] = true
	}
}

// fence is a figure's fence: its marks, its name and its text.
var fence = regexp.MustCompile("(?m)^(`{3,})text\\?fig=(\\S+)\n((?:.*\n)*?)(`{3,})$")

// figuresFit fails where a figure stands in the text twice, not at all, or with another
// drawing than its own.
func figuresFit(t *testing.T, d *render.Document) {
	t.Helper()
	placed := map[string]bool{}
	for _, m := range fence.FindAllStringSubmatch(d.Markdown, -1) {
		f := d.Figures[m[2]]
		switch {
		case f == nil:
			t.Errorf("no figure is called %s", m[2])
		case placed[m[2]]:
			t.Errorf("figure %s stands in the text twice", m[2])
		case f.Text() != m[3]:
			t.Errorf("figure %s stands in the text as\n%s", m[2], m[3])
		}
		placed[m[2]] = true
	}
	for id, f := range d.Figures {
		if f.Kind() != "listing" && !placed[id] {
			t.Errorf("figure %s, a %s, stands nowhere in the text", id, f.Kind())
		}
	}
}

// unresolved are signs of Markdown that no engine took for what it was meant to be, of
// values that a template did not get, and of escaping done twice.
var unresolved = regexp.MustCompile(`\*\*|\[[^\]\s:]+\]|\]\(|%!|<no value>|<nil>|\{\{|\}\}|&#?\w+;|!\(`)

// nothingUnresolved looks for such signs in what GitHub's engine shows of the text.
func nothingUnresolved(t *testing.T, d *render.Document) {
	t.Helper()
	for _, text := range proseOf(t, cmark(t, d.Markdown)) {
		if m := unresolved.FindString(text); m != "" {
			t.Errorf("%q in the text: %q", m, strings.TrimSpace(text))
		}
	}
}

// cmark is what GitHub's engine makes of md.
func cmark(t *testing.T, md string) string {
	t.Helper()
	name, err := exec.LookPath("cmark-gfm")
	if err != nil {
		corpus.Missing(t, "cmark-gfm")
	}
	cmd := exec.Command(name, "-e", "table", "-e", "strikethrough", "-e", "autolink", "-e", "tagfilter", "-e", "tasklist")
	cmd.Stdin = strings.NewReader(md)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("cmark-gfm: %v", err)
	}
	return string(out)
}

// proseOf are the texts of html outside of code.
func proseOf(t *testing.T, html string) (texts []string) {
	t.Helper()
	dec := htmlDecoder([]byte(html))
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return texts
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.CharData:
			texts = append(texts, string(e))
		case xml.StartElement:
			if e.Name.Local == "code" || e.Name.Local == "pre" {
				if err := dec.Skip(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// htmlDecoder reads HTML that a program wrote.
func htmlDecoder(html []byte) *xml.Decoder {
	dec := xml.NewDecoder(bytes.NewReader(html))
	dec.Strict, dec.AutoClose, dec.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	return dec
}
