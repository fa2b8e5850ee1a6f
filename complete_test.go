package pcaplain_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson"
	"github.com/pcaplain/pcaplain/templates"
)

// TestKinds names what a kind of the Catalogue lacks: a reference, a case in which it
// happens, a text in every language. That the texts run is a test of package lesson.
func TestKinds(t *testing.T) {
	all := allCases(t)
	for _, info := range fact.Catalogue {
		kind := string(info.Kind)
		if len(info.Refs) == 0 {
			t.Errorf("%s names no rule", kind)
		}
		if info.Example.Kind != info.Kind || info.Example.What == nil || len(info.Example.Frames) == 0 {
			t.Errorf("%s has no whole example", kind)
		}
		for _, lang := range lesson.Langs {
			if _, err := fs.Stat(templates.FS, lang+"/"+kind+".md"); err != nil {
				t.Errorf("%s has no text in %s", kind, lang)
			}
		}
		c := all[kind]
		if c == nil {
			t.Errorf("%s has no case", kind)
		} else if !strings.Contains(c.Section("facts"), " "+kind+" ") {
			t.Errorf("%s does not happen in its case", kind)
		}
	}
	for name, c := range all {
		if !regexp.MustCompile(`RFC \d+`).MatchString(c.About) {
			t.Errorf("case %s names no RFC", name)
		}
	}
}

// TestTextsHaveKinds finds a text that is named like a kind and is none.
func TestTextsHaveKinds(t *testing.T) {
	for _, lang := range lesson.Langs {
		for _, name := range texts(t, lang) {
			kind := strings.TrimSuffix(name, ".md")
			if _, ok := fact.Of(fact.Kind(kind)); !ok && strings.Contains(kind, ".") {
				t.Errorf("%s/%s: there is no kind %s", lang, name, kind)
			}
		}
	}
}

// TestLanguagesAgree compares each language with the first: files, names that templates
// define, paragraphs of each kind, words and the values that they want.
func TestLanguagesAgree(t *testing.T) {
	first := lesson.Langs[0]
	for _, lang := range lesson.Langs[1:] {
		same(t, lang+": files", texts(t, first), texts(t, lang))
		same(t, lang+": words", slices.Sorted(maps.Keys(words(t, first))), slices.Sorted(maps.Keys(words(t, lang))))
		for _, name := range texts(t, first) {
			one, other := text(t, first, name), text(t, lang, name)
			same(t, lang+"/"+name+": names defined", defined(one), defined(other))
			if _, isKind := fact.Of(fact.Kind(strings.TrimSuffix(name, ".md"))); isKind {
				if n, m := strings.Count(strings.TrimSpace(one), "\n\n"), strings.Count(strings.TrimSpace(other), "\n\n"); n != m {
					t.Errorf("%s/%s has %d paragraphs, %s has %d", lang, name, m, first, n)
				}
			}
		}
		ours := words(t, lang)
		for key, word := range words(t, first) {
			if n, m := values(word), values(ours[key]); n != m {
				t.Errorf("word %s wants %d values in %s and %d in %s", key, n, first, m, lang)
			}
		}
	}
}

func same(t *testing.T, what string, want, got []string) {
	t.Helper()
	for _, s := range want {
		if !slices.Contains(got, s) {
			t.Errorf("%s: %q is missing", what, s)
		}
	}
	for _, s := range got {
		if !slices.Contains(want, s) {
			t.Errorf("%s: %q is in this language only", what, s)
		}
	}
}

// texts are the names of a language's Markdown files.
func texts(t *testing.T, lang string) []string {
	t.Helper()
	files, err := fs.Glob(templates.FS, lang+"/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no texts in %s (%v)", lang, err)
	}
	for i := range files {
		files[i] = path.Base(files[i])
	}
	return files
}

// text is a file of a language; one that is not there is empty.
func text(t *testing.T, lang, name string) string {
	t.Helper()
	raw, err := fs.ReadFile(templates.FS, lang+"/"+name)
	if err != nil {
		t.Error(err)
	}
	return string(raw)
}

func words(t *testing.T, lang string) map[string]string {
	t.Helper()
	var w map[string]string
	if err := json.Unmarshal([]byte(text(t, lang, "words.json")), &w); err != nil {
		t.Fatal(err)
	}
	return w
}

var defines = regexp.MustCompile(`{{-?\s*define "([^"]+)"`)

func defined(text string) []string {
	var l []string
	for _, m := range defines.FindAllStringSubmatch(text, -1) {
		l = append(l, m[1])
	}
	return l
}

var verbs = regexp.MustCompile(`%(%|(?:\[\d+\])?[-+#0-9.]*[a-zA-Z])`)

// values counts the values that a word wants.
func values(word string) int {
	n := 0
	for _, m := range verbs.FindAllString(word, -1) {
		if m != "%%" {
			n++
		}
	}
	return n
}

// bareParticle is a Korean particle, of those whose form depends on the sound before,
// right behind an action.
var bareParticle = regexp.MustCompile(`{{-?\s*([^{}]*?)\s*-?}}(?:은|는|이|가|을|를|과|와|로|으로)(?:[\s.,:;!?)]|$)`)

// bareWord is the same in words.json.
var bareWord = regexp.MustCompile(`%[a-zA-Z](?:은|는|이|가|을|를|과|와|로|으로)(?:[\s.,:;!?)]|$)`)

// roles are the words whose values are roles, 클라이언트 and 서버, both of which end in a vowel.
var roles = map[string]bool{"direct": true}

// noValue are the actions that print nothing themselves.
var noValue = regexp.MustCompile(`^(?:if|else|end|with|range|define|block|break|continue)\b`)

// barelyParticled are the places in a text where a value has a particle of fixed form.
func barelyParticled(text string) []string {
	var l []string
	for _, m := range bareParticle.FindAllStringSubmatch(text, -1) {
		if !noValue.MatchString(m[1]) {
			l = append(l, m[0])
		}
	}
	return l
}

// TestParticles wants josa before every particle that stands after a value.
func TestParticles(t *testing.T) {
	for _, bad := range []string{"{{.Me}}이 보낸다", "{{.N}}을.", "{{template \"x\" .}}로 간다", "{{.A}}와 {{.B}}"} {
		if len(barelyParticled(bad)) == 0 {
			t.Errorf("%q is not found", bad)
		}
	}
	for _, good := range []string{"{{josa .Me \"이/가\"}} 보낸다", "{{if .A}}이 {{end}}", "{{.N}}바이트를 ", "{{.N}}이다"} {
		if found := barelyParticled(good); found != nil {
			t.Errorf("%q has no bare particle, but %q is found", good, found)
		}
	}
	for key, word := range words(t, "ko") {
		if bareWord.MatchString(word) && !roles[key] {
			t.Errorf("ko/words.json: %s: %s", key, word)
		}
	}
	for _, name := range texts(t, "ko") {
		for _, place := range barelyParticled(text(t, "ko", name)) {
			t.Errorf("ko/%s: %s", name, place)
		}
	}
}
