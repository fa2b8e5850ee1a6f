package pagetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Valid fails the test where the HTML validator vnu finds anything, apart from what it does
// not know yet.
func Valid(t *testing.T, html []byte) {
	t.Helper()
	AllValid(t, map[string][]byte{"page": html})
}

// AllValid is Valid for many pages, by name: vnu takes far longer to start than to read one.
func AllValid(t *testing.T, pages map[string][]byte) {
	t.Helper()
	args := []string{"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m", "-jar", module(t, "vnu-jar/build/dist/vnu.jar"), "--format", "json", "--stdout", "--exit-zero-always"}
	dir, files := t.TempDir(), map[string]string{}
	for name, html := range pages {
		file := filepath.Join(dir, fmt.Sprint(len(files), ".html"))
		if err := os.WriteFile(file, html, 0o600); err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(file)] = name
		args = append(args, file)
	}
	out := run(t, nil, tool(t, "java"), args...)
	var report struct {
		Messages []struct {
			URL, Type, SubType, Message, Extract string
			LastLine                             int
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatalf("vnu: %v: %s", err, out)
	}
	for _, m := range report.Messages {
		if unknown.MatchString(m.Message) {
			continue
		}
		t.Errorf("vnu, %s: %s %s, line %d: %s: %s", files[path.Base(m.URL)], m.Type, m.SubType, m.LastLine, m.Message, m.Extract)
	}
}

// unknown are vnu's complaints of what it does not know: the hashes of a policy (whether they
// fit is Chromium's to judge), a property of CSS that all browsers have, and that a capture's
// text is shown as it was sent, normalised or not.
var unknown = regexp.MustCompile(`^Inline (style|script) violates Content Security Policy|Property “paint-order” doesn't exist|^Text run is not in Unicode Normalization Form C`)

// CmarkGFM fails the test where GitHub's engine finds raw HTML in md, other than the
// generator line at its end, or other headings than md's own lines.
func CmarkGFM(t *testing.T, md string) {
	t.Helper()
	html := cmark(t, md)
	if n := strings.Count(html, omitted); n != strings.Count(md, "\n<!-- pcaplain ") || n > 0 && !strings.HasSuffix(html, omitted+"\n") {
		t.Errorf("cmark-gfm: raw HTML in the Markdown, %d times", n)
	}
	var got []string
	for _, h := range heading.FindAllStringSubmatch(html, -1) {
		got = append(got, h[1]+" "+fold(xmlText(h[2])))
	}
	if want := headingLines(md); !slices.Equal(got, want) {
		t.Errorf("cmark-gfm: headings\n%q\nwant\n%q", got, want)
	}
}

// omitted is what cmark-gfm writes in place of raw HTML.
const omitted = "<!-- raw HTML omitted -->"

// cmark is md in HTML, with all of GitHub's extensions.
func cmark(t *testing.T, md string) string {
	t.Helper()
	return string(run(t, []byte(md), tool(t, "cmark-gfm"), "-e", "table", "-e", "strikethrough", "-e", "autolink", "-e", "tagfilter", "-e", "tasklist"))
}

// headingLines are the lines of md, outside fences, that begin with "#".
func headingLines(md string) (l []string) {
	fence := ""
	for line := range strings.Lines(md) {
		line = strings.TrimRight(line, "\n")
		mark := regexp.MustCompile("^(`{3,}|~{3,})").FindString(line)
		switch {
		case fence == "" && mark != "":
			fence = mark
		case fence != "" && strings.HasPrefix(mark, fence) && strings.TrimSpace(line) == mark:
			fence = ""
		case fence == "" && strings.HasPrefix(line, "#"):
			level := len(line) - len(strings.TrimLeft(line, "#"))
			l = append(l, fmt.Sprint(level, " ", fold(line)))
		}
	}
	return l
}

// fold is s without what Markdown and HTML write in different ways: only letters, digits
// and what is not ASCII.
func fold(s string) string {
	s = regexp.MustCompile(`&#?\w+;`).ReplaceAllString(s, "")
	return regexp.MustCompile(`[\x00-/:-@\[-`+"`"+`{-\x7f]`).ReplaceAllString(s, "")
}

// run gives in to a program and takes its output.
func run(t *testing.T, in []byte, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(name, args...)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v: %s", name, err, errs.String())
	}
	return out.Bytes()
}
