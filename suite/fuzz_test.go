package suite_test

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pcaplain/pcaplain/internal/cases"
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
		hostile, twin := pageWith(t, payload, lang), pageWith(t, harmless(payload), lang)
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

// talked is a conversation each way, with room for a text in it, and a datagram with another.
const talked = `+0.000 C > S  S    0:0(0)        win 64240 <mss 1460,sackOK>
+0.010 C < S  S.   0:0(0) ack 1  win 65535 <mss 1460,sackOK>
+0.010 C > S  .    1:1(0) ack 1  win 64240
+0.010 C > S  P.   1:1(0) ack 1  win 64240
+0.010 C < S  P.   1:1(0) ack 1  win 65535
+0.010 C > S  UDP  ""
+0.010 C < S  UDP  ""
`

// pageWith is the page of a capture that holds a text in every place there is for one.
func pageWith(t *testing.T, text []byte, lang string) []byte {
	t.Helper()
	l, err := tell(capture("text.pcapng", withText(t, text)), lang, nil)
	if err != nil {
		t.Fatal(err)
	}
	return html(t, l.doc)
}

func withText(t testing.TB, text []byte) []byte {
	t.Helper()
	o, err := cases.ParseOptions("")
	if err != nil {
		t.Fatal(err)
	}
	packets, err := cases.ParsePackets(talked)
	if err != nil {
		t.Fatal(err)
	}
	for i := range packets[3:] {
		packets[3+i].Data = text
	}
	packets[4].Ack += uint32(len(text))
	frames, err := cases.Frames(o, packets)
	if err != nil {
		t.Fatal(err)
	}
	return withOptions(cases.Pcapng(o, frames), text)
}

// withOptions adds options with the text to the section (comment, hardware, system, application), to the
// interface (comment, name, description, filter) and to every packet (comment).
func withOptions(file, text []byte) (out []byte) {
	codes := map[uint32][]uint16{0x0a0d0d0a: {1, 2, 3, 4}, 1: {1, 2, 3, 11}, 6: {1}}
	for _, b := range cutBlocks(file) {
		if len(b) == 0 {
			continue
		}
		body := slices.Clone(b[8 : len(b)-4])
		for _, code := range codes[binary.LittleEndian.Uint32(b)] {
			body = option(body, code, text)
		}
		out = pcapngBlock(out, binary.LittleEndian.Uint32(b), option(body, 0, nil))
	}
	return out
}

// option appends an option of pcapng §3.5.
func option(b []byte, code uint16, value []byte) []byte {
	b = binary.LittleEndian.AppendUint16(b, code)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(value)))
	return append(append(b, value...), make([]byte, -len(value)&3)...)
}

// pcapngBlock appends a block.
func pcapngBlock(b []byte, kind uint32, body []byte) []byte {
	body = append(body, make([]byte, -len(body)&3)...)
	b = binary.LittleEndian.AppendUint32(b, kind)
	b = binary.LittleEndian.AppendUint32(b, uint32(12+len(body)))
	return binary.LittleEndian.AppendUint32(append(b, body...), uint32(12+len(body)))
}

// TestSeeds fails where a seed is none: the text of one has to be on its page.
func TestSeeds(t *testing.T) {
	if page := pageWith(t, []byte("HelloSeed"), "en"); strings.Count(string(page), "HelloSeed") < 6 {
		t.Error("the text is not in its places")
	}
}
