package text_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pcaplain/pcaplain/render/lesson/text"
)

func TestVisible(t *testing.T) {
	for raw, want := range map[string]string{
		"":                          "",
		"Hello? 안녕 é <b>":           "Hello? 안녕 é <b>",
		"a\r\n\t\x00\x7f":           `a\r\n\t\x00\x7f`,
		"\x1b[31m":                  `\x1b[31m`,
		"\xff가\xea\xb0":             `\xff가\xea\xb0`,
		"\u0085\u202e\ufeff":        "[U+0085][U+202E][U+FEFF]",
		"\u00a0\u3000":              "[U+00A0][U+3000]",
		"\u3164\u2800\ufe0f":        "[U+3164][U+2800][U+FE0F]",
		"\U000e0041\ue000":          "[U+E0041][U+E000]",
		"\u0301e\u0301":             "[U+0301]e\u0301",
		"a\ufe0f":                   "a[U+FE0F]",
		"e\u0301\u0301\u0301\u0301": "e\u0301\u0301\u0301[U+0301]",
		"\ufffd\xef":                "\ufffd" + `\xef`,
		`C:\new \d \`:               `C:\x5cnew \d \`,
		"[U+202E] [U":               `\x5bU+202E] [U`,
	} {
		if got := text.Visible(text.Of(raw)); got != want {
			t.Errorf("%q is %q, want %q", raw, got, want)
		}
	}
}

// What the engines of the other tests forgive, others do not: these forms are the
// rule for all of them.
func TestForms(t *testing.T) {
	for raw, want := range map[string]string{
		"Hello?":                  "`Hello?`",
		"hello\n":                 "`hello\\n`",
		"http://a.invalid/?b=c&d": "`http://a.invalid/?b=c&d`",
		"<b>":                     "&#60;b&#62;",
		"{x}":                     "&#123;x&#125;",
		"a\\b":                    "a&#92;b",
		"a|b":                     "a&#124;b",
		"`":                       "&#96;",
		" a":                      "&#92;x20a",
		"a  b|":                   "a &#92;x20b&#124;",
		"a@b|":                    "a&#92;x40b&#124;",
	} {
		c := text.Of(raw)
		for _, got := range []string{text.Prose(c), text.Cell(c), c.String(), fmt.Sprint(c), fmt.Sprintf("%v %+v %#v %s", c, c, c, c)[:len(want)]} {
			if got != want {
				t.Errorf("%q is %q, want %q", raw, got, want)
			}
		}
	}
}

func TestBlock(t *testing.T) {
	for raw, want := range map[string]string{
		"GET / HTTP/1.1\r\nHost: a\r\n\r\n": `GET / HTTP/1.1\r\nHost: a\r\n\r\n`,
		"`````":                             "`````",
		"{{{x}}} {% y %} {z}":               `\x7b\x7b{x}}} \x7b% y %} {z}`,
	} {
		if got := text.Block(text.Of(raw)); got != want {
			t.Errorf("%q is %q, want %q", raw, got, want)
		}
	}
}

func TestFence(t *testing.T) {
	for body, want := range map[string]string{"": "```", "````\na `b`": "`````"} {
		if got := text.Fence(body); got != want {
			t.Errorf("the fence around %q is %s", body, got)
		}
	}
}

func TestPreview(t *testing.T) {
	for _, row := range []struct {
		raw   string
		max   int
		start string
		rest  int
	}{
		{"Hello?", 6, "Hello?", 0},
		{"Hello?", 99, "Hello?", 0},
		{"Hello?", 4, "Hell", 2},
		{"Hello?", 0, "", 6},
		{"Hello?", -1, "", 6},
		{"가나", 3, "가", 3},
		{"가나", 4, "가", 3},
		{"가나", 5, "가", 3},
		{"가나", 2, "", 6},
		{"😀", 3, "", 4},
		{"\x80\x80\x80\x80\x80", 4, "\x80\x80\x80\x80", 1},
		{"a\xff\xffb", 2, "a\xff", 2},
		{"\xf0\x9f\x98a", 2, "\xf0\x9f", 2},
		{"", 5, "", 0},
	} {
		start, rest := text.Preview(text.Of(row.raw), row.max)
		if start != text.Of(row.start) || rest != row.rest {
			t.Errorf("Preview(%q, %d) = %s, %d; want %q, %d", row.raw, row.max, text.Visible(start), rest, row.start, row.rest)
		}
	}
}

func TestHex(t *testing.T) {
	for _, row := range []struct {
		max, rest int
		want      string
	}{{3, 3, "48 65 6c"}, {6, 0, "48 65 6c 6c 6f 3f"}, {9, 0, "48 65 6c 6c 6f 3f"}, {0, 6, ""}, {-1, 6, ""}} {
		if got, rest := text.Hex(text.Of([]byte("Hello?")), row.max); got != row.want || rest != row.rest {
			t.Errorf("Hex(%d) = %q, %d", row.max, got, rest)
		}
	}
}

func TestReadable(t *testing.T) {
	for raw, want := range map[string]string{
		"":                            "",
		"HTTP/1.1 200 OK\r\n\xff\x00": "HTTP/1.1 200 OK\r\n",
		"\x00abc":                     "",
		"안녕\t하\xea":                   "안녕\t하",
		"all of it":                   "all of it",
	} {
		if got := text.Readable(text.Of(raw)); got != text.Of(want) {
			t.Errorf("%q begins with %q, want %q", raw, got, want)
		}
	}
}

func TestIsText(t *testing.T) {
	for raw, want := range map[string]bool{
		"Hello?":                            true,
		"안녕하세요":                             true,
		"안녕\xed\x95":                        true, // a segment's end
		"GET / HTTP/1.1\r\n\r\n":            true,
		"\r\n":                              true,
		"hi" + strings.Repeat("\x00", 1022): true, // a C program's buffer
		"\x1b[31mred\x1b[0m":                true,
		"x\ufffd":                           true,
		"":                                  false,
		"\x00\x00\x00\x05":                  false,
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03":                                           false, // TLS
		"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example\x03com\x00\x00\x01\x00\x01": false, // DNS
		"\xbe\xc8\xb3\xe7": false, // 안녕 in EUC-KR: no UTF-8, so its bytes are shown
		"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00": false,
	} {
		if got := text.IsText(text.Of(raw)); got != want {
			t.Errorf("IsText(%q) = %t", raw, got)
		}
	}
}

// A preview is a beginning that splits no character, and nothing is lost.
func FuzzPreview(f *testing.F) {
	for _, raw := range hostile {
		f.Add(raw, 5)
	}
	f.Fuzz(func(t *testing.T, raw string, max int) {
		start, rest := text.Preview(text.Of(raw), max)
		if start != text.Of(raw[:start.Len()]) || start.Len()+rest != len(raw) || start.Len() > max && max >= 0 {
			t.Errorf("Preview(%q, %d): %d bytes and %d", raw, max, start.Len(), rest)
		}
		if utf8.ValidString(raw) && !utf8.ValidString(raw[:start.Len()]) {
			t.Errorf("Preview(%q, %d) splits a character", raw, max)
		}
	})
}
