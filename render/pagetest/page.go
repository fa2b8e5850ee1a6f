package pagetest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
)

// Page is a page open in a browser.
type Page struct {
	t       testing.TB
	browser *Browser
	loaded  bool

	Requests []string // addresses asked for, the page's own left out
	Errors   []string // what Chromium complains of: violated policies, exceptions
}

// Open opens html in a browser of its own.
func Open(t testing.TB, html []byte) *Page {
	t.Helper()
	return Start(t).Open(t, html)
}

// Open opens html in place of the page before, in a window of 1280 by 900 pixels.
func (b *Browser) Open(t testing.TB, html []byte) *Page {
	t.Helper()
	return b.open(t, html, 1280, 900)
}

func (b *Browser) open(t testing.TB, html []byte, width, height int) *Page {
	t.Helper()
	p := &Page{t: t, browser: b}
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, html, 0o600); err != nil {
		t.Fatal(err)
	}
	b.patient(t)
	p.Size(width, height)
	p.Media()
	*p = Page{t: t, browser: b} // what was heard so far is of the page before
	p.call("Page.navigate", m{"url": (&url.URL{Scheme: "file", Path: file}).String()}, nil)
	for !p.loaded {
		msg, err := b.read()
		if err != nil {
			t.Fatalf("chromium: %v", err)
		}
		p.heard(msg)
	}
	return p
}

// call sends a command and waits for its result.
func (p *Page) call(method string, params, result any) {
	p.t.Helper()
	if err := p.browser.call(method, params, result, p.heard); err != nil {
		p.t.Fatalf("chromium: %v", err)
	}
}

// heard notes what a message reports of the page.
func (p *Page) heard(msg message) {
	var e struct {
		Request          struct{ URL string }
		Type             string
		Entry            struct{ Source, Level, Text, URL string }
		ExceptionDetails struct{ Text string }
	}
	if len(msg.Params) > 0 {
		json.Unmarshal(msg.Params, &e)
	}
	switch msg.Method {
	case "Page.loadEventFired":
		p.loaded = true
	case "Network.requestWillBeSent":
		if e.Type != "Document" || p.loaded {
			p.Requests = append(p.Requests, e.Request.URL)
		}
	case "Log.entryAdded":
		p.Errors = append(p.Errors, fmt.Sprint(e.Entry.Source, " ", e.Entry.Level, ": ", e.Entry.Text))
	case "Runtime.exceptionThrown":
		p.Errors = append(p.Errors, e.ExceptionDetails.Text)
	}
}

// Size gives the window a size in pixels. Unlike a real window, it may be as narrow as a
// phone.
func (p *Page) Size(width, height int) {
	p.t.Helper()
	p.call("Emulation.setDeviceMetricsOverride", m{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}, nil)
}

// Media sets the medium ("media", "print") and media features ("prefers-color-scheme",
// "dark"); what is not named is as in an ordinary browser.
func (p *Page) Media(pairs ...string) {
	p.t.Helper()
	medium, features := "", []m{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == "media" {
			medium = pairs[i+1]
			continue
		}
		features = append(features, m{"name": pairs[i], "value": pairs[i+1]})
	}
	p.call("Emulation.setEmulatedMedia", m{"media": medium, "features": features}, nil)
}

// Eval runs an expression in the page, past its policy, and stores what it, or its
// promise, evaluates to in result, a pointer or nil.
func (p *Page) Eval(expression string, result any) {
	p.t.Helper()
	var r struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct{ Exception struct{ Description string } }
	}
	p.call("Runtime.evaluate", m{"expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true}, &r)
	if r.ExceptionDetails != nil {
		p.t.Fatalf("in the page: %s", r.ExceptionDetails.Exception.Description)
	}
	if result == nil {
		return
	}
	if err := json.Unmarshal(r.Result.Value, result); err != nil {
		p.t.Fatalf("in the page: %v", err)
	}
}

// Screenshot writes what the window shows, or the whole page, to a PNG file.
func (p *Page) Screenshot(file string, whole bool) {
	p.t.Helper()
	var r struct{ Data string }
	p.call("Page.captureScreenshot", m{"captureBeyondViewport": whole}, &r)
	b, err := base64.StdEncoding.DecodeString(r.Data)
	if err == nil {
		err = os.WriteFile(file, b, 0o644)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}
