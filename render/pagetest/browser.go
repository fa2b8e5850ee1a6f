package pagetest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Page is a page open in a headless Chromium of its own, spoken to over a pipe in the
// Chrome DevTools Protocol (messages of JSON, each ended by a zero byte).
type Page struct {
	t       testing.TB
	to      *os.File
	from    *bufio.Reader
	session string // of the protocol
	last    int    // number of the last call
	loaded  bool

	Requests []string // addresses asked for, the page's own left out
	Errors   []string // what Chromium complains of: violated policies, exceptions
}

// patience is how long a browser may live: CI machines are slow, but not that slow.
const patience = 2 * time.Minute

// Open opens html in a window of 1280 by 900 pixels. The browser goes with the test.
func Open(t testing.TB, html []byte) *Page {
	t.Helper()
	p := &Page{t: t}
	p.start(tool(t, "chromium"))
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, html, 0o600); err != nil {
		t.Fatal(err)
	}
	var target struct{ TargetID, SessionID string }
	p.call("Target.createTarget", m{"url": "about:blank"}, &target)
	p.call("Target.attachToTarget", m{"targetId": target.TargetID, "flatten": true}, &target)
	p.session = target.SessionID
	for _, domain := range []string{"Page", "Network", "Log", "Runtime"} {
		p.call(domain+".enable", nil, nil)
	}
	p.call("Emulation.setScrollbarsHidden", m{"hidden": true}, nil) // as on a phone
	p.Size(1280, 900)
	p.call("Page.navigate", m{"url": (&url.URL{Scheme: "file", Path: file}).String()}, nil)
	for !p.loaded {
		p.read()
	}
	return p
}

// m is an object of the protocol.
type m = map[string]any

func (p *Page) start(program string) {
	p.t.Helper()
	childIn, to, err := os.Pipe()
	if err != nil {
		p.t.Fatal(err)
	}
	from, childOut, err := os.Pipe()
	if err != nil {
		p.t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), patience)
	cmd := exec.CommandContext(ctx, program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
		"--user-data-dir="+p.t.TempDir(), "--remote-debugging-pipe", "about:blank")
	cmd.ExtraFiles = []*os.File{childIn, childOut} // 3 and 4, as Chromium expects
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	childIn.Close()
	childOut.Close()
	p.to, p.from = to, bufio.NewReader(from)
	p.t.Cleanup(func() {
		p.session = ""
		p.send("Browser.close", nil)
		to.Close()
		cmd.Wait()
		stop()
		from.Close()
	})
}

type message struct {
	ID     int
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  *struct{ Message string }
}

func (p *Page) send(method string, params any) {
	p.last++
	call := m{"id": p.last, "method": method}
	if params != nil {
		call["params"] = params
	}
	if p.session != "" {
		call["sessionId"] = p.session
	}
	b, _ := json.Marshal(call)
	p.to.Write(append(b, 0))
}

// call sends one command and waits for its result.
func (p *Page) call(method string, params, result any) {
	p.t.Helper()
	p.send(method, params)
	for {
		msg := p.read()
		if msg.ID != p.last {
			continue
		}
		if msg.Error != nil {
			p.t.Fatalf("chromium: %s: %s", method, msg.Error.Message)
		}
		if result != nil {
			if err := json.Unmarshal(msg.Result, result); err != nil {
				p.t.Fatalf("chromium: %s: %v", method, err)
			}
		}
		return
	}
}

// read takes the next message and notes what it reports.
func (p *Page) read() (msg message) {
	p.t.Helper()
	b, err := p.from.ReadBytes(0)
	if err != nil {
		p.t.Fatalf("chromium: %v", err)
	}
	if err := json.Unmarshal(bytes.TrimSuffix(b, []byte{0}), &msg); err != nil {
		p.t.Fatalf("chromium: %v", err)
	}
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
	return msg
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
