package text_test

import (
	"bytes"
	"fmt"
	"html"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"

	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// hostile is what a stranger might put into a payload, a host name or a comment.
var hostile = []string{
	"Hello?", "hi", "안녕하세요", " ", "  two  spaces  ", "line\n", "a\r\nb", "tab\there", "\n\n\n", "\\",
	// HTML
	"<script>document.title='PWNED'</script>", "<img src=x onerror=alert(1)>", "</code></td></tr></table><h1>x</h1>",
	"<!-- comment", "-->", "<!--[if IE]>", "&lt;b&gt;", "&#60;b&#62;", "&amp;", "<?php ?>", "<![CDATA[x]]>",
	"<meta http-equiv=refresh content='0;url=http://canary.invalid/'>", "\" onmouseover=\"x", "<details open ontoggle=x>",
	// Markdown
	"![](http://canary.invalid/p.png)", "[a](javascript:alert(1))", "[a][b]\n\n[b]: http://canary.invalid/", "[x]: y",
	"```\n![](http://canary.invalid/)\n```", "`a`", "``", "`", "````````\n", "~~~\nx\n~~~", "x`![](http://a.invalid/)`y",
	"x|![](http://canary.invalid/)", "a | b\n--- | ---\nc | d", "|", "\\|", "a\\|b", "`|`", "| - |",
	"# heading", "heading\n===", "---", "***", "* item", "- [x] task", "1. one", "> quote", "    code", "**bold**", "_a_", "~~gone~~",
	"hard break  \nnext", "hard break\\\nnext", "> [!NOTE]\n> x", "text[^1]\n\n[^1]: note", "Term\n: definition",
	// what engines link by themselves
	"http://canary.invalid/", "https://canary.invalid/?a=b&c=d|x", "www.canary.invalid", "www.canary.invalid|", "<http://canary.invalid/>",
	"user@canary.invalid", "user@canary.invalid|", "{user@canary.invalid}", "mailto:user@canary.invalid\\", "xmpp:a@b.invalid/c|",
	"ftp://canary.invalid/|", "@octocat", "@octocat|", "#123", "GH-1", "4a56b0e0c5b2c3c0e4d0e7f54c3d8d0b4f4d1e2a",
	// what other programs run
	"{{ site.title }}", "{% raw %}", "{{{x}}}", "{{< figure src=x >}}", "{{% x %}}", "{globalThis.process.version}", "export const x = 1",
	"{: onclick=\"x\"}", "$x^2$", "$$\\frac{1}{2}$$", ":smile:", ":+1:|", "<Component {...x} />", "${7*7}",
	// terminals and Unicode
	"\x1b[31mred\x1b[0m", "\x1b]8;;http://canary.invalid/\x1b\\x\x1b]8;;\x1b\\", "\x00\x01\x7f", "\u0085\u009b31m",
	"\u202egnp.exe", "a\u2066b\u2069c", "zero\u200bwidth\u200d\ufeff", "tag\U000e0041", "soft\u00adhyphen", "\u2028line\u2029", "nb\u00a0sp\u3000",
	"filler\u3164\u115f\u2800", "o" + strings.Repeat("\u0301", 20), "\u0301first", "1\ufe0f\u20e3", "가\u302e", "\ue000\U000f0000", "\ufffd",
	// spellings that are none, and bytes that are no characters
	"\\n", "\\\\n", "C:\\new\\x41", "\\\n", "[U+202E]", "[U+", "\xff\xfe", "caf\xe9", "\xed\xa0\x80", "가\xea\xb0", "\xc0\xaf",
}

// A place is where a lesson may put captured text.
type place struct {
	name, before, after string
	door                func(text.Captured) string
}

var places = []place{
	{"paragraph", "The client sends ", " now.\n", text.Prose},
	{"paragraph's start", "", " is sent.\n", text.Prose},
	{"paragraph's end", "The client sends ", "\n", text.Prose},
	{"alone", "", "\n", text.Prose},
	{"before a particle", "클라이언트가 ", "을 보낸다.\n", text.Prose},
	{"in quotation marks", "The client sends “", "” now.\n", text.Prose},
	{"second line", "first\n", "\nthird\n", text.Prose},
	{"list item", "- one\n- ", "\n- three\n", text.Prose},
	{"quote", "> ", "\n", text.Prose},
	{"cell", "| a | b |\n| --- | --- |\n| ", " | y |\n| z | z |\n", text.Cell},
	{"last cell", "| a | b |\n| --- | --- |\n| y | ", " |\n", text.Cell},
	{"head of a table", "| a | ", " |\n| --- | --- |\n| y | z |\n", text.Cell},
	{"block", "before\n\n", "\nafter\n", fenced("")},
	{"block in a list item", "- before\n\n", "\n- after\n", fenced("  ")},
}

// fenced is the block door as a figure uses it, indented.
func fenced(indent string) func(text.Captured) string {
	return func(c text.Captured) string {
		body := "\"" + text.Block(c) + "\""
		fence := text.Fence(body)
		lines := strings.Split(fence+"text\n"+body+"\n"+fence, "\n")
		return indent + strings.Join(lines, "\n"+indent) + "\n"
	}
}

// throughGoldmark renders with everything on that makes elements of text.
func throughGoldmark(md string) string {
	gm := goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList),
		goldmark.WithRendererOptions(goldmarkhtml.WithUnsafe()))
	var out bytes.Buffer
	if err := gm.Convert([]byte(md), &out); err != nil {
		panic(err)
	}
	return out.String()
}

// cmark is GitHub's own engine, with as much on.
func cmark(t *testing.T) func(md string) string {
	path, err := exec.LookPath("cmark-gfm")
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	} else if err != nil {
		t.Skip(err)
	}
	return func(md string) string {
		cmd := exec.Command(path, "--unsafe", "-e", "footnotes", "-e", "table", "-e", "strikethrough",
			"-e", "autolink", "-e", "tagfilter", "-e", "tasklist")
		cmd.Stdin = strings.NewReader(md)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
}

func TestDoors(t *testing.T) {
	t.Run("goldmark", func(t *testing.T) { throughDoors(t, throughGoldmark) })
	t.Run("cmark-gfm", func(t *testing.T) { throughDoors(t, cmark(t)) })
}

func throughDoors(t *testing.T, render func(md string) string) {
	harmless := sections(render(lesson("Hello")))
	for _, raw := range hostile {
		checkDoors(t, harmless, sections(render(lesson(raw))), raw)
	}
}

// Strings nobody thought of, put together from the pieces that mean something.
func TestDoorsMixed(t *testing.T) {
	pieces := strings.Fields("` `` ``` ~~~ | \\ < > { {{ {% [ ] ( ) ! # * _ - + = : / // www. . @ a b1 http &#96; &lt; \" ' $ 가 [U+ \\x \\n")
	pieces = append(pieces, " ", "  ", "\n", "\n\n", "\r", "\t", "\x1b", "\u202e", "\u0301", "\xff", "\xea\xb0")
	harmless := sections(throughGoldmark(lesson("Hello")))
	rnd := rand.New(rand.NewPCG(9, 9))
	for range 1500 {
		var raw strings.Builder
		for range 1 + rnd.IntN(8) {
			raw.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		checkDoors(t, harmless, sections(throughGoldmark(lesson(raw.String()))), raw.String())
	}
}

func FuzzDoors(f *testing.F) {
	for _, raw := range hostile {
		f.Add(raw)
	}
	harmless := sections(throughGoldmark(lesson("Hello")))
	f.Fuzz(func(t *testing.T, raw string) {
		if raw != "" {
			checkDoors(t, harmless, sections(throughGoldmark(lesson(raw))), raw)
		}
	})
}

// What stands in no code span stands in quotation marks, and holds none of its own.
func TestQuoted(t *testing.T) {
	for raw, want := range map[string]string{
		"":           "",
		"Hello?":     "`Hello?`",
		"“x” y":      "`“x” y`",
		"<b>":        "“&#60;b&#62;”",
		" “<\r”\r\n": "“&#92;x20&#91;U&#43;201C&#93;&#60;&#92;r&#91;U&#43;201D&#93;&#92;r&#92;n”",
	} {
		if got := text.Quoted(text.Of(raw)); got != want {
			t.Errorf("%q is %q, want %q", raw, got, want)
		}
	}
	for _, raw := range hostile {
		c := text.Of(raw)
		inner, ok := strings.CutPrefix(text.Quoted(c), "“")
		if inner, ok2 := strings.CutSuffix(inner, "”"); ok != ok2 || ok && strings.ContainsAny(inner, "“”`<{|\\\n") || !ok && text.Quoted(c) != text.Prose(c) {
			t.Errorf("%q is %q", raw, text.Quoted(c))
		}
	}
}

// An empty text says nothing.
func TestDoorsEmpty(t *testing.T) {
	if text.Prose(text.Of("")) != "" || text.Cell(text.Of("")) != "" || text.Block(text.Of("")) != "" {
		t.Errorf("an empty text is not empty")
	}
}

// lesson is one document with raw in every place, each under a heading of its own.
func lesson(raw string) string {
	var md strings.Builder
	for _, p := range places {
		fmt.Fprintf(&md, "## %s\n\n%s%s%s\n", p.name, p.before, p.door(text.Of(raw)), p.after)
	}
	return md.String()
}

// section is what the HTML of one place has of elements, code spans apart, and of words.
type section struct{ elements, words string }

var (
	tags   = regexp.MustCompile(`<[^>]*>`)
	blocks = regexp.MustCompile(`<pre[^>]*><code[^>]*>|</code></pre>`)
	spans  = strings.NewReplacer("<code>", "", "</code>", "")
)

func sections(page string) []section {
	var all []section
	for _, part := range strings.Split(page, "<h2>")[1:] {
		marked := blocks.ReplaceAllStringFunc(part, func(tag string) string {
			return strings.Replace(tag, "code", "block", 1)
		})
		all = append(all, section{
			elements: strings.Join(tags.FindAllString(spans.Replace(marked), -1), " "),
			words:    html.UnescapeString(tags.ReplaceAllString(part, "")),
		})
	}
	return all
}

// checkDoors compares the page that holds raw with the one that holds "Hello": it
// must have the same elements, and its words must read back as raw, byte for byte.
func checkDoors(t *testing.T, want, got []section, raw string) {
	t.Helper()
	if len(want) != len(places) || len(got) != len(places) {
		t.Errorf("%q makes %d headings, not %d", raw, len(got), len(places))
		return
	}
	for i, p := range places {
		if got[i].elements != want[i].elements {
			t.Errorf("%s: %q makes\n%s, not\n%s", p.name, raw, got[i].elements, want[i].elements)
			continue
		}
		head, tail, _ := strings.Cut(want[i].words, "Hello")
		shown, ok := strings.CutPrefix(got[i].words, head)
		shown, ok2 := strings.CutSuffix(shown, tail)
		if back, err := spelledBack(shown); !ok || !ok2 || err != nil || back != raw {
			t.Errorf("%s: %q shows as %q (%v)", p.name, raw, got[i].words, err)
		}
	}
}

var spelling = regexp.MustCompile(`\\[nrt]|\\x[0-9a-f]{2}|\[U\+[0-9A-F]{4,6}\]`)

// spelledBack undoes what the doors spell out. It fails on characters that they
// should have spelled.
func spelledBack(shown string) (string, error) {
	for _, r := range shown {
		if r != '\n' && (!unicode.IsPrint(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return "", fmt.Errorf("%U is on the page", r)
		}
	}
	return spelling.ReplaceAllStringFunc(shown, func(s string) string {
		switch {
		case len(s) == 2:
			return map[string]string{`\n`: "\n", `\r`: "\r", `\t`: "\t"}[s]
		case s[0] == '[':
			n, _ := strconv.ParseUint(s[3:len(s)-1], 16, 32)
			return string(rune(n))
		}
		n, _ := strconv.ParseUint(s[2:], 16, 8)
		return string([]byte{byte(n)})
	}), nil
}
