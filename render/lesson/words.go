package lesson

import (
	"fmt"
	"strings"
	"text/template"
	"unicode"
	"unicode/utf8"

	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// words are a language's single words and phrases: labels of figures and of the page,
// heads of tables, glosses. None of them is a sentence of the lesson.
type words map[string]string

func (w words) labels() Labels {
	return Labels{Skip: w["page.skip"], Contents: w["page.contents"], AsText: w["page.text"], Stepper: w["page.stepper"],
		Previous: w["page.previous"], Next: w["page.next"], Frame: w["frame"]}
}

// run executes a template into a string.
func (b *builder) run(name string, data any) string {
	var out strings.Builder
	if err := b.set.ExecuteTemplate(&out, name, data); err != nil && b.failed == nil {
		b.failed = fmt.Errorf("template %s: %w", name, err)
	}
	return strings.TrimSpace(out.String())
}

// funcs are the calls that every template may use, an author's as well as ours.
func (b *builder) funcs() template.FuncMap {
	return template.FuncMap{
		"w":      b.word,
		"run":    b.run,
		"josa":   func(v any, pair string) (string, error) { return text.Josa(fmt.Sprint(v), pair) },
		"ida":    func(v any) (string, error) { return suffix(fmt.Sprint(v), "이다/다") },
		"Cap":    capital,
		"n":      func(v any) string { return text.Count(integer(v)) },
		"count":  func(v any, one, many string) string { return countOf(integer(v), one, many) },
		"range2": func(a, z any) string { return text.Range(int(integer(a)), int(integer(z))) },
		"frs":    b.frames,
		"fr":     b.frameLink,
		"nums":   text.Frames,
		"prose":  text.Quoted,
		"cell":   text.Cell,
		"icmp":   b.icmpName,
		"h":      b.heading,
		"fig":    b.fence,
		"dur":    b.duration,
		"passed": b.passed,
		"win":    window,
		"once":   b.once,
	}
}

// suffix is the particle alone, where the word before it is written apart.
func suffix(word, pair string) (string, error) {
	s, err := text.Josa(word, pair)
	return strings.TrimPrefix(s, word), err
}

func (b *builder) word(key string) (string, error) {
	s, ok := b.words[key]
	if !ok {
		return "", fmt.Errorf("no word %q in language %s", key, b.opt.Lang)
	}
	return s, nil
}

// label is word for our own code: a missing one fails the lesson.
func (b *builder) label(key string) string {
	s, err := b.word(key)
	if err != nil && b.failed == nil {
		b.failed = err
	}
	return s
}

// labelf is a label with values in it. Where a label has a form for one, and the first value
// is one, it is that form.
func (b *builder) labelf(key string, values ...any) string {
	if _, ok := b.words[key+".one"]; ok && fmt.Sprint(values[0]) == "1" {
		key += ".one"
	}
	return fmt.Sprintf(b.label(key), values...)
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func countOf(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return text.Count(n) + " " + many
}

// integer is any of the number types that facts use.
func integer(v any) int64 {
	switch n := v.(type) {
	case int:
		return int64(n)
	case int32:
		return int64(n)
	case int64:
		return n
	case uint8:
		return int64(n)
	case uint16:
		return int64(n)
	case uint32:
		return int64(n)
	}
	panic(fmt.Sprintf("no number: %T", v))
}
