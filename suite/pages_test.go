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

// TestPages opens pages of the lab and of captures that inject: each says what its Markdown
// says, is valid, renders on GitHub, and does in the browser what a page should.
func TestPages(t *testing.T) {
	corpus.Dir(t)
	browsers := make(chan *pagetest.Browser, min(runtime.GOMAXPROCS(0), 4))
	for range cap(browsers) {
		browsers <- pagetest.Start(t)
	}
	var mu sync.Mutex
	pages := map[string][]byte{}
	t.Run("all", func(t *testing.T) {
		page := 0
		open := func(name string, of func(t *testing.T, lang string) told) {
			page++
			for i, lang := range lesson.Langs {
				looks := looksAt(page, i)
				t.Run(name+"/"+lang, func(t *testing.T) {
					t.Parallel()
					browser := <-browsers
					t.Cleanup(func() { browsers <- browser })
					page := wholePage(t, browser, of(t, lang).doc, looks)
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

// looksAt are the looks in which axe-core judges a page, counted from one, in a language: the
// pages of the short run in both and in every language, the others in one and in one, in turn.
func looksAt(page, lang int) []pagetest.Look {
	both := []pagetest.Look{pagetest.Phone, pagetest.Desk}
	switch {
	case page <= openedInShort:
		return both
	case page%len(lesson.Langs) == lang:
		return both[page/len(lesson.Langs)%2:][:1]
	}
	return nil
}

// wholePage holds one document's two forms to everything that says what a page should be.
// It returns the page.
func wholePage(t *testing.T, browser *pagetest.Browser, d *render.Document, looks []pagetest.Look) []byte {
	t.Helper()
	page := html(t, d)
	pagetest.SameText(t, d)
	pagetest.CmarkGFM(t, string(markdown(t, d)))
	onlyOurElements(t, page)
	onlyOurLinks(t, cmark(t, d.Markdown))
	titled(t, d, page)
	browser.Judge(t, page, looks...)
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
