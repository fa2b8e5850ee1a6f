package suite_test

import (
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render"
	"github.com/pcaplain/pcaplain/render/lesson"
	"github.com/pcaplain/pcaplain/render/pagetest"
)

// opened are the lab's captures whose pages are opened in a browser, those of the short
// run first.
var opened = strings.Fields(`echo-lab hostile-tcp close-3seg rst-linger0-client loss-rto-client midstream-start
	ipv6-echo-client many-short-50 hostile-udp korean-tcp`)

const openedInShort = 2

// atOnce bounds how many browsers and validators run side by side.
var atOnce = make(chan struct{}, min(runtime.GOMAXPROCS(0), 4))

// TestPages opens pages of the lab and of captures that inject: each says what its Markdown
// says, is valid, renders on GitHub, and does in the browser what a page should.
func TestPages(t *testing.T) {
	corpus.Dir(t)
	var mu sync.Mutex
	pages := map[string][]byte{}
	t.Run("all", func(t *testing.T) {
		open := func(name string, of func(t *testing.T, lang string) told) {
			for _, lang := range lesson.Langs {
				t.Run(name+"/"+lang, func(t *testing.T) {
					t.Parallel()
					atOnce <- struct{}{}
					defer func() { <-atOnce }()
					page := wholePage(t, of(t, lang).doc)
					mu.Lock()
					defer mu.Unlock()
					pages[name+"/"+lang] = page
				})
			}
		}
		list := opened
		if testing.Short() {
			list = opened[:openedInShort]
		}
		for _, name := range list {
			open(name, func(t *testing.T, lang string) told { return mustTell(t, labCapture(t, name), lang, nil) })
		}
		open("echo-lab with lab.yaml", func(t *testing.T, lang string) told {
			return mustTell(t, labCapture(t, "echo-lab"), lang, demoLab(t, lang))
		})
		for _, file := range inShort(injections(t), 5) {
			open(filepath.Base(file), func(t *testing.T, lang string) told {
				return mustTell(t, capture(filepath.Base(file), read(t, file)), lang, nil)
			})
		}
	})
	pagetest.AllValid(t, pages)
	figures(t, "%d pages: same text as their Markdown, valid, on GitHub, and in Chromium at 360 and 1280 pixels", len(pages))
}

// wholePage holds one document's two forms to everything that says what a page should be.
// It returns the page.
func wholePage(t *testing.T, d *render.Document) []byte {
	t.Helper()
	page := html(t, d)
	pagetest.SameText(t, d)
	pagetest.CmarkGFM(t, string(markdown(t, d)))
	onlyOurElements(t, page)
	onlyOurLinks(t, cmark(t, d.Markdown))
	titled(t, d, page)
	pagetest.Chromium(t, page)
	return page
}

// titled fails where title or h1 is not the document's, as our own words or the lab's.
// That the browser shows it as the document's title is Chromium's to say.
func titled(t *testing.T, d *render.Document, page []byte) {
	t.Helper()
	for _, pattern := range []string{`(?s)<title>(.*?)</title>`, `(?s)<h1[^>]*>(.*?)</h1>`} {
		m := regexp.MustCompile(pattern).FindStringSubmatch(string(page))
		if m == nil || textOf(t, m[1]) != d.Title {
			t.Errorf("%s is %q, the document's title %q", pattern, m, d.Title)
		}
	}
}

// textOf is the text of a piece of HTML.
func textOf(t *testing.T, html string) string {
	t.Helper()
	return strings.Join(allTexts(t, []byte("<p>"+html+"</p>")), "")
}
