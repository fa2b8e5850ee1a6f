package udp

import (
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// question is a DNS query for the type A of "a", its answer the same with the flags that say so.
const (
	query    = "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01"
	response = "\x12\x34\x81\x80\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01"
)

// bootp is a DHCP message up to its cookie.
func bootp(op string, cookie string) string {
	return op + "\x01\x06\x00" + "\xca\xfe\xba\xbe" + strings.Repeat("\x00", 228) + cookie
}

// clock is an NTP message of version 4 with the first byte and the last three timestamps given.
func clock(first, origin, received, sent string) string {
	return first + "\x02\x06\xec" + strings.Repeat("\x00", 20) + origin + received + sent
}

func TestRecognise(t *testing.T) {
	const none = "\x00\x00\x00\x00\x00\x00\x00\x00"
	for _, c := range []struct {
		name, message string
		app           fact.App
		answer        bool
		id            string
	}{
		{"a DNS query", query, fact.DNS, false, "\x12\x34"},
		{"a DNS answer", response, fact.DNS, true, "\x12\x34"},
		{"a DNS error without the question", "\x12\x34\x80\x01\x00\x00\x00\x00\x00\x00\x00\x00", fact.DNS, true, "\x12\x34"},
		{"mDNS, whose id is none", "\x00\x00" + query[2:], "", false, ""},
		{"a label of 64 bytes", query[:12] + "\x40" + strings.Repeat("a", 64) + query[14:], "", false, ""},
		{"a class that there is not", query[:18] + "\x07", "", false, ""},
		{"a DNS query cut in its name", query[:14], "", false, ""},
		{"a DHCP request", bootp("\x01", "\x63\x82\x53\x63"), fact.DHCP, false, "\xca\xfe\xba\xbe"},
		{"a DHCP reply", bootp("\x02", "\x63\x82\x53\x63"), fact.DHCP, true, "\xca\xfe\xba\xbe"},
		{"BOOTP of before the cookie", bootp("\x01", "\x00\x00\x00\x00"), "", false, ""},
		{"a STUN request", "\x00\x01\x00\x00\x21\x12\xa4\x42abcdefghijkl", fact.STUN, false, "abcdefghijkl"},
		{"a STUN success", "\x01\x01\x00\x00\x21\x12\xa4\x42abcdefghijkl", fact.STUN, true, "abcdefghijkl"},
		{"a STUN indication", "\x00\x11\x00\x00\x21\x12\xa4\x42abcdefghijkl", "", false, ""},
		{"a STUN length that is not so", "\x00\x01\x00\x04\x21\x12\xa4\x42abcdefghijkl", "", false, ""},
		{"an NTP client", clock("\x23", none, none, "tttttttt"), fact.NTP, false, "tttttttt"},
		{"an NTP server", clock("\x24", "tttttttt", "uuuuuuuu", "uuuuuuuu"), fact.NTP, true, "tttttttt"},
		{"an NTP server that sent an hour before it received", clock("\x24", "tttttttt", "uuuuuuuu", "uuteuuuu"), "", false, ""},
		{"an SNMP get", "\x30\x16\x02\x01\x01\x04\x06public\xa0\x09\x02\x01\x07\x02\x01\x00\x02\x01\x00", fact.SNMP, false, "\x07"},
		{"an SNMP response", "\x30\x16\x02\x01\x01\x04\x06public\xa2\x09\x02\x01\x07\x02\x01\x00\x02\x01\x00", fact.SNMP, true, "\x07"},
		{"an SNMP trap", "\x30\x16\x02\x01\x01\x04\x06public\xa7\x09\x02\x01\x07\x02\x01\x00\x02\x01\x00", "", false, ""},
		{"a RADIUS request", "\x01\x2a\x00\x1b" + strings.Repeat("\x00", 16) + "\x01\x07alice", fact.RADIUS, false, "\x2a"},
		{"a RADIUS accept", "\x02\x2a\x00\x14" + strings.Repeat("\x00", 16), fact.RADIUS, true, "\x2a"},
		{"RADIUS attributes that do not fit", "\x01\x2a\x00\x1b" + strings.Repeat("\x00", 16) + "\x01\x08alice", "", false, ""},
		{"an RPC call", "\x00\x00\x00\x2a\x00\x00\x00\x00\x00\x00\x00\x02" + strings.Repeat("\x00", 28), fact.RPC, false, "\x00\x00\x00\x2a"},
		{"an RPC reply", "\x00\x00\x00\x2a\x00\x00\x00\x01\x00\x00\x00\x00" + strings.Repeat("\x00", 12), fact.RPC, true, "\x00\x00\x00\x2a"},
		{"text", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "", false, ""},
		{"nothing", "", "", false, ""},
	} {
		k := recognise([]byte(c.message), len(c.message), 0, 0)
		if k.app != c.app || k.answer != c.answer || string(k.id[:k.size]) != c.id {
			t.Errorf("%s: %q, answer %v, id %q", c.name, k.app, k.answer, k.id[:k.size])
		}
	}
}

// TestStepAllocates holds a stream of datagrams without an answer to no memory of its own
// once its requests are full in number.
func TestStepAllocates(t *testing.T) {
	x, board, n := &Exchange{}, &Board{}, 0
	payload := make([]byte, 200)
	step := func() {
		n++
		payload[0], payload[1], payload[2] = byte(n), byte(n>>8), 0xff
		x.Step(&Message{Frame: n, Len: len(payload), Payload: payload}, board, nil)
	}
	for range 2 * maxOpen {
		step()
	}
	if got := testing.AllocsPerRun(1000, step); got != 0 {
		t.Errorf("%v allocations a datagram", got)
	}
}
