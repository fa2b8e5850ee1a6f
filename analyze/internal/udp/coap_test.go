package udp

import "testing"

func TestCoAP(t *testing.T) {
	for _, c := range []struct {
		about, message string
		size           int // 0: as long as the message
		ok, answer     bool
	}{
		{"a request", "\x41\x01\x7d\x34\x71\xb4temp", 0, true, false},
		{"a response with the acknowledgement", "\x61\x45\x7d\x34\x71\xc0\xff22", 0, true, true},
		{"an empty acknowledgement", "\x60\x00\x7d\x34", 0, true, false},
		{"a ping", "\x40\x00\x7d\x34", 0, true, false},
		{"an option whose length goes on in two bytes", "\x40\x01\x7d\x34\xbe\x00\x00" + string(make([]byte, 269)), 0, true, false},
		{"a cut request", "\x41\x01\x7d\x34\x71\xb4te", 10, true, false},
		{"another version", "\x81\x01\x7d\x34\x71", 0, false, false},
		{"a token of nine bytes", "\x49\x01\x7d\x34123456789", 0, false, false},
		{"a class that is reserved", "\x40\x21\x7d\x34", 0, false, false},
		{"an acknowledgement with a request", "\x60\x01\x7d\x34", 0, false, false},
		{"a Reset that is not empty", "\x70\x45\x7d\x34", 0, false, false},
		{"an empty message with something behind it", "\x60\x00\x7d\x34\x00", 0, false, false},
		{"a marker without a payload", "\x40\x01\x7d\x34\xff", 0, false, false},
		{"an option longer than the message", "\x40\x01\x7d\x34\xb4te", 0, false, false},
		{"an option with the length 15", "\x40\x01\x7d\x34\xbftemp", 0, false, false},
	} {
		if c.size == 0 {
			c.size = len(c.message)
		}
		if m, ok := coap([]byte(c.message), c.size); ok != c.ok || m.answer != c.answer {
			t.Errorf("%s: %v, an answer %v", c.about, ok, m.answer)
		}
	}
}
