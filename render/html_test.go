package render_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/render"
	"github.com/pcaplain/pcaplain/render/pagetest"
)

func TestSampleInTheBrowser(t *testing.T)   { pagetest.Chromium(t, page(t, sample())) }
func TestSampleIsValid(t *testing.T)        { pagetest.Valid(t, page(t, sample())) }
func TestSampleSaysWhatItSays(t *testing.T) { pagetest.SameText(t, sample()) }

func TestSampleOnGitHub(t *testing.T) {
	var b bytes.Buffer
	if err := render.Markdown(&b, sample()); err != nil {
		t.Fatal(err)
	}
	pagetest.CmarkGFM(t, b.String())
}

func TestCrowdInTheBrowser(t *testing.T) {
	html := page(t, crowd(50))
	pagetest.Chromium(t, html)
	pagetest.Valid(t, html)
}

// A page of 50 connections begins with its text: the contents are folded.
func TestCrowdIsFolded(t *testing.T) {
	p := pagetest.Open(t, page(t, crowd(50)))
	var got struct{ Toc, Links, Marks int }
	p.Eval(`({toc: document.querySelector('.toc').offsetHeight, links: document.querySelectorAll('.toc a').length,
		marks: document.querySelector('style').textContent.split(':target) .r').length - 1})`, &got)
	if got.Toc > 100 || got.Links != 50+1+50 || got.Marks != 200 {
		t.Errorf("contents %d pixels high with %d links, %d frames marked", got.Toc, got.Links, got.Marks)
	}
}

func TestHTMLFacts(t *testing.T) {
	html := string(page(t, sample()))
	for _, want := range []string{
		`<html lang="en">`,
		`<title>A &#34;small&#34; lesson &amp; its page</title>`,
		`<meta name="generator" content="pcaplain 1.0, lab.pcapng sha256 0123, --lang en --session tcp:0">`,
		`<header class="wrap mast" id="top">`,
		`<section class="part sec-lab" id="lab" aria-labelledby="h-lab">`, // the slug "lab" is the section's
		`<h2 id="h-lab">`,
		`<section class="sub sec-ends" id="lab-ends">`,
		`<section class="msg sec-f c2s" id="f9" data-c="SYN_SENT" data-s="(LISTEN)">`,
		"<h4 id=\"frame-9-the-client-asks\">Frame 9: the client asks</h4>\n<p class=\"rung\">client → server</p>\n<p>It asks.</p>",
		`<a href="#f9" class="fr" aria-label="frame 9">9</a>`,
		`<a href="#tcp0-open">the opening</a>`,
		`<a href="https://www.rfc-editor.org/rfc/rfc9293" rel="noreferrer">RFC 9293</a>`,
		`<figure class="fig ladder" id="fig-tcp0-open-ladder">`,
		`<details class="txt"><summary>as text</summary><pre tabindex="0">9 --- SYN --&gt;`,
		`<figure class="fig listing" id="fig-client">`,
		`<div class="scroll" role="group" aria-labelledby="the-two-endpoints" tabindex="0">`,
		`<th class="r nw" scope="col">`, `<td class="mid wd">`,
		`<pre class="plain" tabindex="0"><code>` + "```text?fig=f9\n&lt;script&gt;",
		`:root:has(#f9:target) .r9`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, not := range []string{"style=", "align=", "<script>alert"} {
		if strings.Contains(html, not) {
			t.Errorf("the page has %s", not)
		}
	}
}

// The stepper goes from frame to frame, by button and, while it has the focus, by arrow keys.
func TestStepper(t *testing.T) {
	p := pagetest.Open(t, page(t, sample()))
	step := func(what, want string) {
		t.Helper()
		var got string
		p.Eval(what+`; location.hash + ' ' + document.querySelector('.stepper output').innerText.replace(/\s+/g, ' ')`, &got)
		if got != want {
			t.Errorf("after %s: %q, want %q", what, got, want)
		}
	}
	press := func(key, on string) string {
		return fmt.Sprintf(`document.querySelector(%q).dispatchEvent(new KeyboardEvent('keydown', {key: %q, bubbles: true}))`, on, key)
	}
	step("0", " 9 … 10")
	step("document.querySelectorAll('.stepper button')[1].click()", "#f9 9 (1/2) SYN_SENT · (LISTEN)")
	step(press("ArrowRight", ".stepper button"), "#f10 10 (2/2) ESTABLISHED · SYN_RECEIVED")
	step(press("ArrowRight", ".stepper button"), "#f10 10 (2/2) ESTABLISHED · SYN_RECEIVED")
	step(press("ArrowLeft", "body"), "#f10 10 (2/2) ESTABLISHED · SYN_RECEIVED")
	step(press("ArrowLeft", ".stepper output"), "#f9 9 (1/2) SYN_SENT · (LISTEN)")
}

func TestHTMLRefusesOtherTables(t *testing.T) {
	for name, spoil := range map[string]func(*render.Document){
		"one too few":   func(d *render.Document) { d.Sections = d.Sections[:len(d.Sections)-1] },
		"one too many":  func(d *render.Document) { d.Sections = append(d.Sections, render.Section{Level: 2, ID: "x"}) },
		"none":          func(d *render.Document) { d.Sections = nil },
		"another level": func(d *render.Document) { d.Sections[2].Level = 2 },
		"same id":       func(d *render.Document) { d.Sections[2].ID = "lab" },
		"no title":      func(d *render.Document) { d.Markdown = strings.TrimPrefix(d.Markdown, "# ") },
		"nothing":       func(d *render.Document) { d.Markdown, d.Sections = "", nil },
	} {
		d := sample()
		spoil(d)
		if err := render.HTML(&bytes.Buffer{}, d); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestHTMLIsTheSameEveryTime(t *testing.T) {
	first := page(t, sample())
	for range 20 {
		if !bytes.Equal(first, page(t, sample())) {
			t.Fatal("two pages of one document differ")
		}
	}
}

func TestPageHasNoNameOfOneStream(t *testing.T) {
	_, css, _ := strings.Cut(string(page(t, &render.Document{Lang: "en", Title: "x", Markdown: "# x\n", Sections: []render.Section{{Level: 1, ID: "top"}}})), "<style>")
	css, _, _ = strings.Cut(css, "</style>")
	if ids := regexp.MustCompile(`#[a-z][\w-]*[^;}\w]`).FindAllString(regexp.MustCompile(`\{[^{}]*\}`).ReplaceAllString(css, "{}"), -1); len(ids) > 0 {
		t.Errorf("the style sheet speaks of %q", ids)
	}
	if strings.Contains(css, "url(") || strings.Contains(css, "@import") {
		t.Error("the style sheet asks for something")
	}
}
