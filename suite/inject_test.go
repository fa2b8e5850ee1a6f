package suite_test

import (
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/pcaplain/pcaplain/render/lesson"
)

// elements are those that our pages are made of. Nothing that loads or runs anything is
// among them; the one script and the one style sheet are counted by the browser's test.
var elements = set(`html head meta title style script body header main footer nav section h1 h2 h3 h4 h5 h6 p a b i em strong code pre
	ul ol li dl dt dd div span small table caption thead tbody tr th td figure figcaption details summary button output br wbr hr bdi kbd
	svg g path rect line text tspan circle ellipse polyline polygon defs marker desc`)

// onlyOurElements fails where a page has an element, an attribute or a link that is none of
// ours.
func onlyOurElements(t *testing.T, page []byte) {
	t.Helper()
	dec := htmlDecoder(inlineCode.ReplaceAll(page, []byte("<$1></$1>")))
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		if !elements[e.Name.Local] {
			t.Errorf("the page has a %s", e.Name.Local)
		}
		for _, a := range e.Attr {
			if name := a.Name.Local; strings.HasPrefix(name, "on") || strings.HasPrefix(name, "src") || name == "style" || name == "action" || name == "href" && !ourLink(a.Value) {
				t.Errorf("the page has %s=%q on a %s", name, a.Value, e.Name.Local)
			}
		}
	}
}

// inlineCode is the content of style sheet and script, which are no HTML.
var inlineCode = regexp.MustCompile(`(?s)<(style|script)>.*?</(?:style|script)>`)

// ourLink tells whether a link leads into the page or to a rule.
func ourLink(href string) bool {
	return strings.HasPrefix(href, "#") || strings.HasPrefix(href, "https://www.rfc-editor.org/rfc/rfc")
}

// onlyOurLinks fails where an engine with GitHub's extensions makes a link or an image of
// anything that is not ours.
func onlyOurLinks(t *testing.T, rendered string) {
	t.Helper()
	for _, m := range regexp.MustCompile(`<a\s[^>]*href="([^"]*)"`).FindAllStringSubmatch(rendered, -1) {
		if !ourLink(m[1]) {
			t.Errorf("on GitHub the text links to %q", m[1])
		}
	}
	for _, tag := range regexp.MustCompile(`<(img|input|del|sup|script|iframe)\b[^>]*>`).FindAllString(rendered, -1) {
		t.Errorf("on GitHub the text has %s", tag)
	}
}

// allTexts are the texts of html, attributes' included.
func allTexts(t *testing.T, html []byte) (l []string) {
	t.Helper()
	dec := htmlDecoder(html)
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return l
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.CharData:
			l = append(l, string(e))
		case xml.StartElement:
			for _, a := range e.Attr {
				l = append(l, a.Value)
			}
		}
	}
}

// TestNothingObeyed runs every command over captures that inject, and hostile ones of the lab:
// no output holds a character that a terminal, a browser or an editor obeys or that nobody
// sees, and nothing but UTF-8.
func TestNothingObeyed(t *testing.T) {
	files := injections(t)
	for _, name := range []string{"hostile-tcp", "hostile-udp", "korean-tcp", "korean-udp"} {
		files = append(files, inLab(t, name+".pcapng"))
	}
	var own []string
	for name, b := range map[string][]byte{
		"commented.pcapng":                            commented(read(t, inLab(t, "blog-udp-echo.pcapng")), everyObeyed()),
		"everywhere.pcapng":                           withText(t, everywhere([]byte(everyObeyed()))),
		"name\x1b]0;x\a\x9b\xff\u202e\u009b\n.pcapng": withText(t, everywhere([]byte("text"))),
	} {
		own = append(own, filepath.Join(t.TempDir(), name))
		if err := os.WriteFile(own[len(own)-1], b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var outputs, bytes atomic.Int64
	t.Run("all", func(t *testing.T) {
		for _, file := range append(inShort(files, 4), own...) {
			t.Run(filepath.Base(file), func(t *testing.T) {
				t.Parallel()
				for what, out := range everyOutput(t, file) {
					inert(t, what, out)
					if strings.HasSuffix(what, ".html") {
						inert(t, what+", decoded", []byte(strings.Join(allTexts(t, inlineCode.ReplaceAll(out, nil)), "\n")))
					}
					outputs.Add(1)
					bytes.Add(int64(len(out)))
				}
			})
		}
	})
	figures(t, "%d outputs of %d bytes hold no character that anything obeys", outputs.Load(), bytes.Load())
}

// TestNoTags wants nothing in the Markdown that a site's generator would run, be it in a fence.
func TestNoTags(t *testing.T) {
	for _, lang := range lesson.Langs {
		l, err := tell(capture("text.pcapng", withText(t, everywhere([]byte("{{{ a }}{% b %}")))), lang, nil)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(l.doc.Markdown) {
			if strings.Contains(line, "{{") || strings.Contains(line, "{%") {
				t.Errorf("in %s: %s", lang, line)
			}
		}
	}
}

// everyObeyed is a text of the characters that must not come through, and of bytes that are
// none at all.
func everyObeyed() string {
	s := "\x9b31m\xff\xc0\xaf"
	for r := range rune(0x3000) {
		if r > 0 && obeyed(r) { // NUL ends a comment
			s += string(r)
		}
	}
	return s + "\u3164\ufeff\uffa0\ufffe\U000e0041\U0010ffff"
}

// commented is a pcapng file, little-endian, whose first packet has a comment more.
func commented(b []byte, comment string) []byte {
	le := binary.LittleEndian
	for at := 0; at < len(b); at += int(le.Uint32(b[at+4:])) {
		if le.Uint32(b[at:]) != 6 { // Enhanced Packet Block
			continue
		}
		options := at + 28 + (int(le.Uint32(b[at+20:]))+3)&^3 // behind the packet
		option := le.AppendUint16(le.AppendUint16(nil, 1), uint16(len(comment)))
		option = append(option, comment...)
		option = append(option, make([]byte, -len(option)&3)...)
		end := at + int(le.Uint32(b[at+4:])) - 4 // of the options; the length follows once more
		if end == options {
			option = append(option, 0, 0, 0, 0)
		}
		b = slices.Insert(b, options, option...)
		size := le.Uint32(b[at+4:]) + uint32(len(option))
		le.PutUint32(b[at+4:], size)
		le.PutUint32(b[at+int(size)-4:], size)
		return b
	}
	return b
}

// everyOutput is what every command writes of a capture, in every format and language, and
// what it says while doing so.
func everyOutput(t *testing.T, file string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, verb := range strings.Fields("frames sessions states facts") {
		for _, format := range strings.Fields("table tsv json") {
			r := run(t, "", nil, verb, file, "--format", format)
			if r.code > 1 {
				t.Errorf("%s %s: exit %d: %s", verb, filepath.Base(file), r.code, r.errors)
			}
			all[verb+" "+format], all[verb+" "+format+" stderr"] = r.out, r.errors
			if format == "tsv" {
				straight(t, filepath.Base(file)+" "+verb, string(r.out))
			}
		}
	}
	for _, lang := range lesson.Langs {
		for _, format := range strings.Fields("md html json") {
			out := filepath.Join(t.TempDir(), "x."+format)
			r := run(t, "", nil, file, "--lang", lang, "--front-matter", "-o", out)
			if r.code > 1 && r.code != 4 {
				t.Errorf("%s %s: exit %d: %s", filepath.Base(file), format, r.code, r.errors)
			}
			b, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			if format == "json" && !json.Valid(b) {
				t.Errorf("%s: the JSON is none", filepath.Base(file))
			}
			all["x."+lang+"."+format], all["stderr "+lang+" "+format] = b, r.errors
		}
	}
	return all
}

// straight fails where a row of a TSV has more or fewer cells than its header.
func straight(t *testing.T, where, tsv string) {
	t.Helper()
	head, rows, _ := strings.Cut(strings.TrimSuffix(tsv, "\n"), "\n")
	for line := range strings.Lines(rows) {
		if strings.Count(line, "\t") != strings.Count(head, "\t") {
			t.Errorf("%s: not as many cells as the header: %q", where, line)
		}
	}
}

// inert fails where b is not UTF-8 or holds a character that is obeyed or not seen.
func inert(t *testing.T, where string, b []byte) {
	t.Helper()
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 || obeyed(r) {
			t.Errorf("%s: %U at byte %d: …%q…", where, r, i, b[max(0, i-40):min(len(b), i+40)])
			return
		}
		i += size
	}
}

// obeyed tells a control character (line ends and tabs are ours), one that changes the
// direction of writing, joins or has no width, and fillers that look like nothing at all.
func obeyed(r rune) bool {
	switch r {
	case '\n', '\t':
		return false
	case 0x2028, 0x2029, 0x115f, 0x1160, 0x3164, 0xffa0, 0x2800:
		return true
	}
	if ' ' <= r && r <= '~' { // nearly all of them
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Noncharacter_Code_Point)
}
