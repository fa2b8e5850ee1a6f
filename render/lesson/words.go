package lesson

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"
	"unicode"
	"unicode/utf8"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
	"github.com/pcaplain/pcaplain/templates"
)

// words are a language's single words and phrases: labels of figures and of the page,
// heads of tables, glosses. None of them is a sentence of the lesson.
type words map[string]string

func (w words) labels() Labels {
	return Labels{Skip: w["page.skip"], Contents: w["page.contents"], AsText: w["page.text"], Stepper: w["page.stepper"],
		Previous: w["page.previous"], Next: w["page.next"], Frame: w["frame"]}
}

// kindText is the text of a kind: its title, the paragraph that is said at every
// occurrence, and those that are said once in a lesson. Each is the name of a template.
type kindText struct {
	title, first string
	rest         []string
}

// load reads the words, the kinds' texts and the sections of the lesson's language.
func (b *builder) load() error {
	dir, err := fs.Sub(templates.FS, b.opt.Lang)
	if err != nil {
		return fmt.Errorf("language %q: %w", b.opt.Lang, err)
	}
	raw, err := fs.ReadFile(dir, "words.json")
	if err != nil {
		return fmt.Errorf("language %q: %w", b.opt.Lang, err)
	}
	if err := json.Unmarshal(raw, &b.words); err != nil {
		return fmt.Errorf("words of language %q: %w", b.opt.Lang, err)
	}
	b.set, b.kinds = template.New("").Option("missingkey=error").Funcs(b.funcs()), map[fact.Kind]kindText{}
	files, err := fs.Glob(dir, "*.md")
	if err != nil {
		return err
	}
	for _, name := range files {
		raw, err := fs.ReadFile(dir, name)
		if err != nil {
			return err
		}
		if err := b.parse(name, strings.ReplaceAll(string(raw), "\r\n", "\n")); err != nil {
			return err
		}
	}
	return nil
}

// parse adds a file. One named for a kind is cut into its title and paragraphs.
func (b *builder) parse(name, body string) error {
	kind := fact.Kind(strings.TrimSuffix(name, path.Ext(name)))
	if _, ok := fact.Of(kind); !ok {
		_, err := b.set.New(name).Parse(body)
		return err
	}
	title, rest, _ := strings.Cut(body, "\n")
	parts := []string{strings.TrimPrefix(title, "# ")}
	for p := range strings.SplitSeq(strings.TrimSpace(rest), "\n\n") {
		parts = append(parts, strings.TrimSpace(p))
	}
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = fmt.Sprintf("%s#%d", kind, i)
		if _, err := b.set.New(names[i]).Parse(p); err != nil {
			return err
		}
	}
	b.kinds[kind] = kindText{title: names[0], first: names[1], rest: names[2:]}
	return nil
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
