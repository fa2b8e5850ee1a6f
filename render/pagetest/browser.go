package pagetest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"
)

// Browser is a headless Chromium with one window, spoken to over a pipe in the Chrome
// DevTools Protocol (messages of JSON, each ended by a zero byte).
type Browser struct {
	to      *os.File
	from    *bufio.Reader
	pipe    *os.File // what from reads
	session string   // the window's, of the protocol
	last    int      // number of the last call
}

// patience is how long a page may be open: CI machines are slow, but not that slow.
const patience = 2 * time.Minute

// m is an object of the protocol.
type m = map[string]any

// Start starts a browser, which goes with the test.
func Start(t testing.TB) *Browser {
	t.Helper()
	b := launch(t)
	var target struct{ TargetID, SessionID string }
	b.must(t, "Target.createTarget", m{"url": "about:blank"}, &target)
	b.must(t, "Target.attachToTarget", m{"targetId": target.TargetID, "flatten": true}, &target)
	b.session = target.SessionID
	for _, domain := range []string{"Page", "Network", "Log", "Runtime"} {
		b.must(t, domain+".enable", nil, nil)
	}
	b.must(t, "Emulation.setScrollbarsHidden", m{"hidden": true}, nil) // as on a phone
	return b
}

// launch starts the program.
func launch(t testing.TB) *Browser {
	t.Helper()
	childIn, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	from, childOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(tool(t, "chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
		"--user-data-dir="+t.TempDir(), "--remote-debugging-pipe", "about:blank")
	cmd.ExtraFiles = []*os.File{childIn, childOut} // 3 and 4, as Chromium expects
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	childIn.Close()
	childOut.Close()
	b := &Browser{to: to, from: bufio.NewReader(from), pipe: from}
	b.patient(t)
	t.Cleanup(func() {
		late := time.AfterFunc(patience, func() { cmd.Process.Kill() })
		b.session = ""
		b.send("Browser.close", nil)
		to.Close()
		cmd.Wait()
		late.Stop()
		from.Close()
	})
	return b
}

// patient lets whatever comes next take a while, but not for ever.
func (b *Browser) patient(t testing.TB) {
	t.Helper()
	if err := b.pipe.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
}

type message struct {
	ID     int
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  *struct{ Message string }
}

func (b *Browser) send(method string, params any) {
	b.last++
	call := m{"id": b.last, "method": method}
	if params != nil {
		call["params"] = params
	}
	if b.session != "" {
		call["sessionId"] = b.session
	}
	text, _ := json.Marshal(call)
	b.to.Write(append(text, 0))
}

// call sends a command and waits for its result. What is told meanwhile goes to heard.
func (b *Browser) call(method string, params, result any, heard func(message)) error {
	b.send(method, params)
	for {
		msg, err := b.read()
		if err != nil {
			return err
		}
		if msg.ID != b.last {
			heard(msg)
			continue
		}
		if msg.Error != nil {
			return fmt.Errorf("%s: %s", method, msg.Error.Message)
		}
		if result != nil {
			if err := json.Unmarshal(msg.Result, result); err != nil {
				return fmt.Errorf("%s: %w", method, err)
			}
		}
		return nil
	}
}

// must is call while there is no page.
func (b *Browser) must(t testing.TB, method string, params, result any) {
	t.Helper()
	if err := b.call(method, params, result, func(message) {}); err != nil {
		t.Fatalf("chromium: %v", err)
	}
}

// read takes the next message.
func (b *Browser) read() (msg message, err error) {
	text, err := b.from.ReadBytes(0)
	if err == nil {
		err = json.Unmarshal(bytes.TrimSuffix(text, []byte{0}), &msg)
	}
	return msg, err
}
