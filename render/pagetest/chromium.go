package pagetest

import (
	"os"
	"strings"
	"testing"
)

// Look is a way of looking at a page.
type Look struct {
	name          string
	width, height int
	scheme        string
}

// On a phone by day, and at a desk by night.
var (
	Phone = Look{"360 pixels, light", 360, 800, "light"}
	Desk  = Look{"1280 pixels, dark", 1280, 900, "dark"}
)

// Chromium opens html and fails the test where the page asks for anything, violates its
// own policy, is wider than a phone of 360 pixels, has a link that leads nowhere, anything
// that could run besides its one script, or anything that axe-core finds in either look.
func Chromium(t *testing.T, html []byte) {
	t.Helper()
	Start(t).Judge(t, html, Phone, Desk)
}

// Judge is Chromium in a browser that runs already, with axe-core in the looks given: by far
// the most of the time is axe-core's.
func (b *Browser) Judge(t *testing.T, html []byte, looks ...Look) {
	t.Helper()
	p := b.open(t, html, Phone.width, Phone.height)
	p.shape()
	if len(looks) > 0 {
		axe, err := os.ReadFile(module(t, "axe-core/axe.min.js"))
		if err != nil {
			t.Fatal(err)
		}
		p.Eval(string(axe), nil)
	}
	for _, l := range looks {
		p.Size(l.width, l.height)
		p.Media("prefers-color-scheme", l.scheme)
		p.axe(l.name)
	}
	for _, r := range p.Requests {
		t.Errorf("the page asks for %s", r)
	}
	for _, e := range p.Errors {
		t.Errorf("chromium: %s", e)
	}
}

// probe looks at the page's shape. Of elements wider than the window only those count that
// do not scroll in a box of their own.
const probe = `(() => {
const all = s => [...document.querySelectorAll(s)], root = document.documentElement;
const name = e => e.outerHTML.slice(0, 120), ids = all('[id]').map(e => e.id);
const boxed = e => e && e != root && (getComputedStyle(e).overflowX != 'visible' || boxed(e.parentElement));
return {
  title: document.title, h1: all('h1').map(e => e.textContent), lang: root.lang,
  width: root.clientWidth, scroll: root.scrollWidth,
  wide: all('body *').filter(e => e.getBoundingClientRect().right > root.clientWidth + .5 && !boxed(e.parentElement)).slice(0, 9).map(name),
  twice: ids.filter((id, i) => ids.indexOf(id) != i),
  astray: all('[href^="#"]').map(e => decodeURIComponent(e.getAttribute('href').slice(1))).filter(id => !ids.includes(id)),
  hrefs: all('a[href]').map(e => e.getAttribute('href')).filter(h => !/^(#|https?:)/.test(h)),
  live: all('*').filter(e => [...e.attributes].some(a => /^on|^style$|^src|^srcset$|^formaction$/.test(a.name))).map(name)
    .concat(all('img,iframe,object,embed,link,base,form,input,video,audio,foreignObject,animate,set,use').map(name)),
  scripts: all('script').length, styles: all('style').length, mains: all('main').length, skips: all('body > a.skip[href="#main"]').length,
}})()`

// shape fails the test where the probe finds something.
func (p *Page) shape() {
	p.t.Helper()
	var s struct {
		Title, Lang                                  string
		H1, Wide, Twice, Astray, Hrefs, Live         []string
		Width, Scroll, Scripts, Styles, Mains, Skips int
	}
	p.Eval(probe, &s)
	if s.Width != 360 {
		p.t.Fatalf("the window is %d pixels wide", s.Width)
	}
	if s.Scroll > s.Width || len(s.Wide) > 0 {
		p.t.Errorf("the page is %d pixels wide in a window of %d: %s", s.Scroll, s.Width, strings.Join(s.Wide, "\n"))
	}
	if len(s.H1) != 1 || s.H1[0] != s.Title || s.Lang == "" {
		p.t.Errorf("title %q, h1 %q, lang %q", s.Title, s.H1, s.Lang)
	}
	if s.Scripts != 1 || s.Styles != 1 || s.Mains != 1 || s.Skips != 1 {
		p.t.Errorf("%d scripts, %d style sheets, %d mains, %d skip links; want one of each", s.Scripts, s.Styles, s.Mains, s.Skips)
	}
	for what, found := range map[string][]string{"id given twice": s.Twice, "link to nowhere": s.Astray, "link out of page and web": s.Hrefs, "not inert": s.Live} {
		for _, f := range found {
			p.t.Errorf("%s: %s", what, f)
		}
	}
}

// axe fails the test for everything that axe-core, loaded before, finds.
func (p *Page) axe(where string) {
	p.t.Helper()
	var found []string
	p.Eval(`axe.run({resultTypes: ['violations']}).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 200) + ' ' + n.failureSummary)))`, &found)
	for _, f := range found {
		p.t.Errorf("axe, %s: %s", where, f)
	}
}
