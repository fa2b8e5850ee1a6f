package lesson

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/templates"
)

// TestKinds runs every text of every kind, in every language, with the example that the
// Catalogue has for the kind.
func TestKinds(t *testing.T) {
	for _, lang := range Langs {
		for i := range fact.Catalogue {
			t.Run(lang+"/"+string(fact.Catalogue[i].Kind), func(t *testing.T) { tryKind(t, &fact.Catalogue[i], lang) })
		}
	}
}

func tryKind(t *testing.T, info *fact.Info, lang string) {
	b, s, err := exampleScene(info, lang)
	if err != nil {
		t.Fatal(err)
	}
	k, ok := b.kinds[info.Kind]
	if !ok {
		t.Fatal("there is no text")
	}
	for n, name := range append([]string{k.title, k.first}, k.rest...) {
		text := b.run(name, s)
		if b.failed != nil {
			t.Fatal(b.failed)
		}
		if text == "" && n < 2 {
			t.Errorf("%s says nothing", name)
		}
		for _, bad := range []string{"<no value>", "<nil>", "%!", "  "} {
			if strings.Contains(text, bad) {
				t.Errorf("%s holds %q: %s", name, bad, text)
			}
		}
	}
}

// TestKindsAreTold finds a kind whose text nothing asks for: a frame's kinds are told in
// their order, the others where a section does, and ICMP errors and their copies where they came.
func TestKindsAreTold(t *testing.T) {
	for _, lang := range Langs {
		var sections strings.Builder
		files, err := fs.Glob(templates.FS, lang+"/*.md")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			raw, err := fs.ReadFile(templates.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			sections.Write(raw)
		}
		for _, info := range fact.Catalogue {
			asked := regexp.MustCompile(`\.Tell(?:Each)?( "[a-z.]+")* "` + string(info.Kind) + `"`).MatchString(sections.String())
			if !asked && !slices.Contains(order, info.Kind) && info.Kind != fact.ICMPError && info.Kind != fact.ICMPTwice {
				t.Errorf("nothing in %s tells %s", lang, info.Kind)
			}
		}
	}
}
