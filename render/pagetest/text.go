package pagetest

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/render"
)

// SameText fails the test where the page says anything, outside its figures and its own
// labels, that the Markdown does not say, or leaves anything out: paragraph by paragraph,
// cell by cell, the page is compared with what cmark-gfm makes of the same text. It also
// fails where a heading's slug is not GitHub's, or a link leads to none.
func SameText(t *testing.T, d *render.Document) {
	t.Helper()
	markdown := cmark(t, d.Markdown)
	sameSlugs(t, markdown, d.Sections)
	var page bytes.Buffer
	if err := render.HTML(&page, d); err != nil {
		t.Fatal(err)
	}
	got := blocks(t, page.String(), func(tag, class string) bool {
		return slices.Contains([]string{"head", "nav", "figure", "footer"}, tag) || slices.Contains([]string{"skip", "rung", "stepper"}, class)
	})
	want := blocks(t, withoutFigures(markdown, d), func(string, string) bool { return false })
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("block %d of the page differs from the Markdown:\npage     %q\nMarkdown %q", i, at(got, i), at(want, i))
		}
	}
}

// sameSlugs holds the sections' slugs against GitHub's of the headings in html, and the links
// in html against both.
func sameSlugs(t *testing.T, html string, sections []render.Section) {
	t.Helper()
	var s slugs
	found := map[string]bool{}
	for i, h := range heading.FindAllStringSubmatch(html, -1) {
		slug := s.of(xmlText(h[2]))
		found[slug] = true
		if i < len(sections) && sections[i].Slug != slug {
			t.Errorf("section %s has the slug %q, GitHub gives %q", sections[i].ID, sections[i].Slug, slug)
		}
	}
	for _, l := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(html, -1) {
		if slug, err := url.PathUnescape(xmlText(l[1])); err != nil || !found[slug] {
			t.Errorf("a link leads to %q, which no heading is", slug)
		}
	}
}

func at(l []string, i int) string { return strings.Join(l[min(i, len(l)):min(i+2, len(l))], " | ") }

var (
	fences  = regexp.MustCompile(`(?s)<pre><code(?: class="language-([^"]*)")?>(.*?)</code></pre>\n`)
	heading = regexp.MustCompile(`(?s)<h(\d)>(.*?)</h\d>`)
	opaque  = regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>`)
)

// withoutFigures is cmark's HTML without the fences that stand for figures of d.
func withoutFigures(html string, d *render.Document) string {
	return fences.ReplaceAllStringFunc(html, func(pre string) string {
		m := fences.FindStringSubmatch(pre)
		id, ok := strings.CutPrefix(m[1], "text?fig=")
		if ok && d.Figures[id] != nil {
			return ""
		}
		for _, f := range d.Figures {
			if f.Kind() == "listing" && xmlText(m[2]) == f.Text() {
				return ""
			}
		}
		return pre
	})
}

// blocks are the texts of html's innermost block elements, in order, without those that
// skip names by tag or class.
func blocks(t *testing.T, html string, skip func(tag, class string) bool) (list []string) {
	t.Helper()
	dec := decoder(opaque.ReplaceAllString(html, ""))
	var b strings.Builder
	flush := func() {
		if s := strings.Join(strings.Fields(b.String()), " "); s != "" {
			list = append(list, s)
		}
		b.Reset()
	}
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			flush()
			return list
		}
		if err != nil {
			t.Fatalf("reading HTML: %v", err)
		}
		switch e := tok.(type) {
		case xml.CharData:
			b.Write(e)
		case xml.StartElement:
			if !inline[e.Name.Local] {
				flush()
			}
			if skip(e.Name.Local, class(e)) {
				if err := dec.Skip(); err != nil {
					t.Fatalf("reading HTML: %v", err)
				}
			}
		case xml.EndElement:
			if !inline[e.Name.Local] {
				flush()
			}
		}
	}
}

var inline = map[string]bool{"a": true, "code": true, "strong": true, "em": true, "br": true}

func class(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "class" {
			return a.Value
		}
	}
	return ""
}

// decoder reads HTML that was written by a program: well-formed but for HTML's own habits.
func decoder(html string) *xml.Decoder {
	dec := xml.NewDecoder(strings.NewReader(html))
	dec.Strict, dec.AutoClose, dec.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	return dec
}

// xmlText is the text of escaped HTML without elements.
func xmlText(html string) string {
	var b strings.Builder
	dec := decoder("<p>" + html + "</p>")
	for {
		tok, err := dec.Token()
		if err != nil {
			return b.String()
		}
		if c, ok := tok.(xml.CharData); ok {
			b.Write(c)
		}
	}
}
