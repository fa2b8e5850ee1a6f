package suite_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/pcaplain/pcaplain/render/lesson"
)

// FuzzWholeWay takes any bytes all the way to a page, in a language that their number chooses.
func FuzzWholeWay(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		var reports atomic.Uint64
		if err := wholeWay(b, lesson.Langs[len(b)%len(lesson.Langs)], true, &reports); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzPageText puts any bytes wherever a capture has room for a text: payloads of both
// directions, comments and names. The page has no element, no attribute and no link that
// the page of a harmless text of that length has not.
func FuzzPageText(f *testing.F) {
	f.Fuzz(func(t *testing.T, payload []byte) {
		if len(payload) > 1200 {
			return // what a segment holds
		}
		lang := lesson.Langs[len(payload)%len(lesson.Langs)]
		hostile, twin := pageWith(t, everywhere(payload), lang), pageWith(t, everywhere(harmless(payload)), lang)
		inert(t, "page", hostile)
		onlyOurElements(t, hostile)
		got, want := skeleton(t, hostile), skeleton(t, twin)
		for _, part := range slices.Sorted(maps.Keys(got)) {
			// Text that is escaped in one may stand in a code span in the other, and what is
			// spelled out takes more lines.
			if part != "code" && (want[part] == 0 || plain(payload) && got[part] > want[part]) {
				t.Errorf("%d × %s, %d with harmless text", got[part], part, want[part])
			}
		}
	})
}

// harmless is a text of the same length, with the same lines, and nothing of ASCII but letters.
func harmless(b []byte) []byte {
	b = bytes.Clone(b)
	for i, c := range b {
		if c > ' ' && c <= '~' {
			b[i] = 'x'
		}
	}
	return b
}

// plain tells a text of printable ASCII, none of which is spelled out.
func plain(b []byte) bool {
	return !bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' || r > '~' })
}

// skeleton counts what a page is made of: elements, attributes of elements, links, and what
// looks like a beginning or an end of an element and may be one, code spans aside.
func skeleton(t *testing.T, page []byte) map[string]int {
	t.Helper()
	parts := map[string]int{"<": bytes.Count(page, []byte("<")) - bytes.Count(page, []byte("<code")) - bytes.Count(page, []byte("</code"))}
	dec := htmlDecoder(inlineCode.ReplaceAll(page, []byte("<$1></$1>")))
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			parts[e.Name.Local]++
			for _, a := range e.Attr {
				part := e.Name.Local + " " + a.Name.Local
				if a.Name.Local == "href" || a.Name.Local == "class" || a.Name.Local == "http-equiv" {
					part += "=" + a.Value
				}
				parts[part]++
			}
		case xml.Comment, xml.ProcInst, xml.Directive:
			parts[fmt.Sprintf("%T", e)]++
		}
	}
}
