package lesson

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
	"text/template"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/templates"
)

// language is what a lesson says things with: words, the kinds' texts and the sections.
type language struct {
	words words
	set   *template.Template
	kinds map[fact.Kind]kindText
}

// kindText is the text of a kind: its title, the paragraph that is said at every
// occurrence, and those that are said once in a lesson. Each is the name of a template.
type kindText struct {
	title, first string
	rest         []string
}

// languages are those read so far, by their names. To read one takes longer than to tell
// most lessons, and nobody changes it.
var languages sync.Map

// load gives the lesson its language. The functions that its templates call are the lesson's
// own.
func (b *builder) load() error {
	l, ok := languages.Load(b.opt.Lang)
	if !ok {
		read, err := readLanguage(b.opt.Lang)
		if err != nil {
			return err
		}
		l, _ = languages.LoadOrStore(b.opt.Lang, read)
	}
	b.language = *l.(*language)
	set, err := b.set.Clone()
	if err != nil {
		return err
	}
	b.set = set.Funcs(b.funcs())
	return nil
}

// readLanguage reads a folder of templates.
func readLanguage(name string) (*language, error) {
	dir, err := fs.Sub(templates.FS, name)
	if err != nil {
		return nil, fmt.Errorf("language %q: %w", name, err)
	}
	raw, err := fs.ReadFile(dir, "words.json")
	if err != nil {
		return nil, fmt.Errorf("language %q: %w", name, err)
	}
	l := &language{kinds: map[fact.Kind]kindText{}}
	if err := json.Unmarshal(raw, &l.words); err != nil {
		return nil, fmt.Errorf("words of language %q: %w", name, err)
	}
	var nobody builder // whose functions have the names that parsing asks for
	l.set = template.New("").Option("missingkey=error").Funcs(nobody.funcs())
	files, err := fs.Glob(dir, "*.md")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		raw, err := fs.ReadFile(dir, file)
		if err != nil {
			return nil, err
		}
		if err := l.parse(file, strings.ReplaceAll(string(raw), "\r\n", "\n")); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// parse adds a file. One named for a kind is cut into its title and paragraphs.
func (l *language) parse(name, body string) error {
	kind := fact.Kind(strings.TrimSuffix(name, path.Ext(name)))
	if _, ok := fact.Of(kind); !ok {
		_, err := l.set.New(name).Parse(body)
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
		if _, err := l.set.New(names[i]).Parse(p); err != nil {
			return err
		}
	}
	l.kinds[kind] = kindText{title: names[0], first: names[1], rest: names[2:]}
	return nil
}
