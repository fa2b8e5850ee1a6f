package udp

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

func TestReadName(t *testing.T) {
	label := func(n int) string { return string(rune(n)) + strings.Repeat("a", n) }
	for _, c := range []struct {
		about, message string
		at             int
		name           string
		end            int // 0: it is none
	}{
		{"labels", "\x03one\x05local\x00", 0, "one.local", 11},
		{"the root", "\x00", 0, "", 1},
		{"a pointer back", "\x05local\x00\x03one\xc0\x00", 7, "one.local", 13},
		{"a pointer to a pointer", "\x05local\x00\x01b\xc0\x00\x01a\xc0\x07", 11, "a.b.local", 15},
		{"dots and backslashes of a label's own", "\x04a.\\b\x00", 0, `a\.\\b`, 6},
		{"a pointer to itself", "\xc0\x00", 0, "", 0},
		{"a pointer forward", "\xc0\x02\x00", 0, "", 0},
		{"a pointer back into the name itself", "\x01a\xc0\x00", 0, "", 0},
		{"a length with the upper bits of neither kind", "\x40" + strings.Repeat("a", 64) + "\x00", 0, "", 0},
		{"the longest name", label(63) + label(63) + label(63) + label(61) + "\x00", 0, strings.Repeat(strings.Repeat("a", 63)+".", 3) + strings.Repeat("a", 61), 255},
		{"a byte longer", label(63) + label(63) + label(63) + label(62) + "\x00", 0, "", 0},
		{"no end", "\x03one", 0, "", 0},
		{"a pointer cut in two", "\xc0", 0, "", 0},
	} {
		var room [maxName]byte
		end, name, ok := readName([]byte(c.message), c.at, room[:0])
		if ok != (c.end > 0) {
			t.Errorf("%s: read %v", c.about, ok)
		} else if ok && (end != c.end || spell(name) != c.name) {
			t.Errorf("%s: %q up to %d, want %q up to %d", c.about, spell(name), end, c.name, c.end)
		}
	}
}

// TestForgottenQuestions holds that no response is told to be unasked while a question of
// the second before it is no longer kept.
func TestForgottenQuestions(t *testing.T) {
	group := netip.MustParseAddrPort("224.0.0.251:5353")
	ask := "\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01"
	tell := "\x00\x00\x84\x00\x00\x00\x00\x01\x00\x00\x00\x00\x01b\x00\x00\x01\x00\x01\x00\x00\x00\x78\x00\x04\x01\x02\x03\x04"
	for _, c := range []struct {
		questions int
		wait      time.Duration
		told      int
	}{
		{maxAsked, time.Millisecond, 1},
		{maxAsked + 1, time.Millisecond, 0},
		{maxAsked + 1, 2 * time.Second, 1},
	} {
		var board Board
		var asker, teller Exchange
		m := Message{Frame: 1, From: netip.MustParseAddrPort("192.0.2.1:5353"), To: group, Group: fact.Group{Cast: fact.Multicast}, Payload: []byte(ask), Len: len(ask)}
		for range c.questions {
			asker.Step(&m, &board, nil)
			m.Frame++
		}
		m.From, m.Payload, m.Len = netip.MustParseAddrPort("192.0.2.2:5353"), []byte(tell), len(tell)
		m.Time.Sec, m.Time.Nano = int64(c.wait/time.Second), int32(c.wait%time.Second)
		if _, facts := teller.Step(&m, &board, nil); len(facts) != c.told {
			t.Errorf("%d questions, %v before: %d facts, want %d", c.questions, c.wait, len(facts), c.told)
		}
	}
}

// FuzzMulticastDNS holds that a message, as question and as answer, is read within its bytes,
// and that a name is no longer than one can be.
func FuzzMulticastDNS(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x01a\x05local\x00\x00\x01\x00\x01\x01b\xc0\x0e\x00\x01\x00\x01"))
	f.Add([]byte("\x00\x00\x84\x00\x00\x00\x00\x01\x00\x00\x00\x00\x01a\x05local\x00\x00\x01\x80\x01\x00\x00\x00\x78\x00\x04\x01\x02\x03\x04"))
	ports := [2]netip.AddrPort{netip.MustParseAddrPort("192.0.2.1:5353"), netip.MustParseAddrPort("192.0.2.2:5353")}
	f.Fuzz(func(t *testing.T, b []byte) {
		m := Message{Frame: 1, From: ports[0], To: ports[1], Payload: b, Len: len(b)}
		n, ok := multicastDNS(&m)
		if !ok {
			return
		}
		var a asked
		n.answer = false
		a.post(&m, n, question{frame: 1, from: ports[1]})
		of, at, _ := a.answered(&m, n)
		if len(of) > maxTries || at >= len(b) {
			t.Errorf("%d questions, a record at %d of %d", len(of), at, len(b))
		}
		for i := range a.latest {
			if len(spell(a.latest[i].name)) > 2*maxName {
				t.Errorf("a name of %d bytes", len(a.latest[i].name))
			}
		}
	})
}
