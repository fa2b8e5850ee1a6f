package tcp_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/tcp"
)

// A rule is a short exchange and what RFC 9293 says of its endpoints' states. A line of
// frames is "sender flags seq ack len"; frames are numbered from 1, 50 ms apart.
type rule struct {
	name, frames, moves string
	same                bool
}

var rules = []rule{{
	name: "three-way handshake, RFC 9293 Figure 6",
	frames: `
		0 S  100 0 0
		1 SA 300 101 0
		0 A  101 301 0
		0 A  101 301 10`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		server LISTEN > SYN-RECEIVED rx:1 derived
		client SYN-SENT > ESTABLISHED rx:2 derived
		server SYN-RECEIVED > ESTABLISHED rx:3 inferred`,
}, {
	name: "simultaneous opening, RFC 9293 Figure 7",
	frames: `
		0 S  100 0 0
		1 S  300 0 0
		0 SA 100 301 0
		1 SA 300 101 0
		0 A  101 301 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		server CLOSED > SYN-SENT tx:2 seen
		client SYN-SENT > SYN-RECEIVED rx:2 derived
		server SYN-SENT > SYN-RECEIVED rx:1 derived
		client SYN-RECEIVED > ESTABLISHED rx:4 inferred
		server SYN-RECEIVED > ESTABLISHED rx:3 inferred`,
}, {
	name: "a reset returns SYN-RECEIVED to LISTEN, and the next SYN is another connection, RFC 9293 §3.10.7.4, second",
	frames: `
		0 S  90 0 0
		1 SA 300 91 0
		0 R  91 0 0
		0 S  100 0 0
		1 SA 400 101 0
		0 A  101 401 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		server LISTEN > SYN-RECEIVED rx:1 derived
		client SYN-SENT > CLOSED tx:3 inferred
		server SYN-RECEIVED > LISTEN rx:3 inferred
		2 client CLOSED > SYN-SENT tx:4 seen
		2 server LISTEN > SYN-RECEIVED rx:4 derived
		2 client SYN-SENT > ESTABLISHED rx:5 derived
		2 server SYN-RECEIVED > ESTABLISHED rx:6 inferred`,
}, {
	name: "a SYN in a live connection is no new one, and discovers a half-open one, RFC 9293 Figure 9",
	frames: `
		0 S  100 0 0
		1 SA 300 101 0
		0 A  101 301 10
		1 A  301 111 10
		0 S  400 0 0
		1 A  311 111 0
		0 R  111 0 0
		0 S  400 0 0
		1 SA 700 401 0
		0 A  401 701 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		server LISTEN > SYN-RECEIVED rx:1 derived
		client SYN-SENT > ESTABLISHED rx:2 derived
		server SYN-RECEIVED > ESTABLISHED rx:3 derived
		client ESTABLISHED > CLOSED tx:7 inferred
		server ESTABLISHED > CLOSED rx:7 inferred
		2 client CLOSED > SYN-SENT tx:5 seen
		2 server LISTEN > SYN-RECEIVED rx:8 derived
		2 client SYN-SENT > ESTABLISHED rx:9 derived
		2 server SYN-RECEIVED > ESTABLISHED rx:10 inferred`,
}, {
	// Nothing in the frames says that the second SYN is an old one: it is taken for a connection
	// of its own, and what the first led to for one whose SYN is not known.
	name: "an old SYN is answered before the new one, RFC 9293 Figure 8",
	frames: `
		0 S  100 0 0
		0 S  90 0 0
		1 SA 300 91 0
		0 R  91 0 0
		1 SA 400 101 0
		0 A  101 401 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		2 client CLOSED > SYN-SENT tx:2 seen
		2 server LISTEN > SYN-RECEIVED rx:2 derived
		2 client SYN-SENT > CLOSED tx:4 inferred
		2 server SYN-RECEIVED > LISTEN rx:4 inferred
		3 client UNKNOWN > ESTABLISHED rx:5 derived
		3 server UNKNOWN > SYN-RECEIVED tx:5 seen
		3 server SYN-RECEIVED > ESTABLISHED rx:6 inferred`,
}, {
	// That the first end had forgotten the connection, and when, no frame shows.
	name: "data for a connection that the other end has forgotten, RFC 9293 Figure 10",
	frames: `
		0 S  50 0 0
		1 SA 299 51 0
		0 A  51 300 49
		1 A  300 100 0
		1 A  300 100 10
		0 R  100 0 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		client SYN-SENT > ESTABLISHED rx:2 derived
		server LISTEN > SYN-RECEIVED rx:1 derived
		server SYN-RECEIVED > ESTABLISHED rx:3 derived
		client ESTABLISHED > CLOSED tx:6 inferred
		server ESTABLISHED > CLOSED rx:6 inferred`,
}, {
	// As above: the SYN is an old one, and its sender waits in LISTEN all the time.
	name: "an old SYN between two that wait, RFC 9293 Figure 11",
	frames: `
		0 S  90 0 0
		1 SA 300 91 0
		0 R  91 0 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		server LISTEN > SYN-RECEIVED rx:1 derived
		client SYN-SENT > CLOSED tx:3 inferred
		server SYN-RECEIVED > LISTEN rx:3 inferred`,
}, {
	name: "a close, RFC 9293 Figure 12",
	frames: `
		0 S  100 0 0
		1 SA 300 101 0
		0 A  101 301 0
		0 FA 101 301 0
		1 A  301 102 0
		1 FA 301 102 0
		0 A  102 302 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		server LISTEN > SYN-RECEIVED rx:1 derived
		client SYN-SENT > ESTABLISHED rx:2 derived
		client ESTABLISHED > FIN-WAIT-1 tx:4 seen
		server SYN-RECEIVED > ESTABLISHED rx:3 inferred
		server ESTABLISHED > CLOSE-WAIT rx:4 derived
		server CLOSE-WAIT > LAST-ACK tx:6 seen
		client FIN-WAIT-1 > FIN-WAIT-2 rx:5 inferred
		client FIN-WAIT-2 > TIME-WAIT rx:6 derived
		server LAST-ACK > CLOSED rx:7 inferred`,
}, {
	name: "a simultaneous close, RFC 9293 Figure 13",
	frames: `
		0 S  100 0 0
		1 SA 300 101 0
		0 A  101 301 1
		1 A  301 102 0
		0 FA 102 301 0
		1 FA 301 102 0
		0 A  103 302 0
		1 A  302 103 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		server LISTEN > SYN-RECEIVED rx:1 derived
		client SYN-SENT > ESTABLISHED rx:2 derived
		server SYN-RECEIVED > ESTABLISHED rx:3 derived
		client ESTABLISHED > FIN-WAIT-1 tx:5 seen
		server ESTABLISHED > FIN-WAIT-1 tx:6 seen
		client FIN-WAIT-1 > CLOSING rx:6 derived
		server FIN-WAIT-1 > CLOSING rx:5 inferred
		client CLOSING > TIME-WAIT rx:8 inferred
		server CLOSING > TIME-WAIT rx:7 inferred`,
}, {
	name: "a socket connected to itself, RFC 9293 §3.10.7.3, fourth",
	same: true,
	frames: `
		0 S  100 0 0
		0 SA 100 101 0
		0 A  101 101 5
		0 FA 106 106 0
		0 A  107 107 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		client SYN-SENT > SYN-RECEIVED rx:1 derived
		client SYN-RECEIVED > ESTABLISHED rx:2 derived
		client ESTABLISHED > FIN-WAIT-1 tx:4 seen
		client FIN-WAIT-1 > CLOSING rx:4 inferred
		client CLOSING > TIME-WAIT rx:5 inferred`,
}, {
	name: "a reset in SYN-SENT counts only with an ACK of the SYN, RFC 9293 §3.10.7.3, second",
	frames: `
		0 S  100 0 0
		1 RA 0 77 0
		1 R  0 0 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen`,
}, {
	name: "a refused attempt is repeated with the same number: the last reset ends it",
	frames: `
		0 S  100 0 0
		1 RA 0 101 0
		0 S  100 0 0
		1 RA 0 101 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		client SYN-SENT > CLOSED rx:4 inferred`,
}, {
	name: "a reset beyond what its sender sent is none of its own, RFC 5961 §3.2",
	frames: `
		0 S  100 0 0
		1 SA 300 101 0
		0 A  101 301 10
		1 A  301 111 0
		0 R  999 0 0
		1 A  301 111 0
		0 A  111 301 10`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		server LISTEN > SYN-RECEIVED rx:1 derived
		client SYN-SENT > ESTABLISHED rx:2 derived
		server SYN-RECEIVED > ESTABLISHED rx:3 derived`,
}, {
	name: "one direction only: states are implied by what their endpoint sends",
	frames: `
		0 S  100 0 0
		0 A  101 301 0
		0 A  101 301 10
		0 FA 111 301 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		client SYN-SENT > ESTABLISHED tx:2 inferred
		client ESTABLISHED > FIN-WAIT-1 tx:4 seen`,
}}

func TestRules(t *testing.T) {
	for _, r := range slices.Concat(rules, refusals) {
		t.Run(r.name, func(t *testing.T) {
			var got []string
			for _, m := range watch(r.segments(t)) {
				line := fmt.Sprintf("%s %s > %s %s %s", fact.Side(m.host), m.Old, m.New, m.CauseText(), m.Sure)
				if m.incarnation > 1 {
					line = fmt.Sprintf("%d %s", m.incarnation, line)
				}
				got = append(got, line)
			}
			for _, end := range []string{"client", "server"} {
				want, have := about(end, strings.Split(r.moves, "\n")), about(end, got)
				if !slices.Equal(want, have) {
					t.Errorf("%s: got\n\t%s\nwant\n\t%s", end, strings.Join(have, "\n\t"), strings.Join(want, "\n\t"))
				}
			}
		})
	}
}

// about takes the lines about one end: the order between the two says nothing.
func about(end string, lines []string) (some []string) {
	for _, line := range lines {
		if strings.Contains(line, end) {
			some = append(some, strings.TrimSpace(line))
		}
	}
	return some
}

func (r rule) segments(t *testing.T) []tcp.Segment {
	letters := map[rune]fact.Flags{'S': fact.SYN, 'A': fact.ACK, 'F': fact.FIN, 'R': fact.RST}
	var list []tcp.Segment
	for _, line := range strings.Split(strings.TrimSpace(r.frames), "\n") {
		s := tcp.Segment{Frame: len(list) + 1, Same: r.same, Ports: [2]uint16{51112, 65432}}
		s.Time = fact.Time{Nano: int32(s.Frame) * int32(50*time.Millisecond)}
		s.Part, s.Window = fact.Header, 65535
		var flags string
		if _, err := fmt.Sscan(line, &s.From, &flags, &s.Seq, &s.Ack, &s.Len); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		for _, c := range flags {
			s.Flags |= letters[c]
		}
		list = append(list, s)
	}
	return list
}

// TestDone: a settled connection keeps what comes late, up to another SYN.
func TestDone(t *testing.T) {
	var p tcp.Pair
	var out tcp.Out
	segments := rules[slices.IndexFunc(rules, func(r rule) bool { return strings.Contains(r.name, "Figure 12") })].segments(t)
	for i := range segments {
		if p.Done() {
			t.Errorf("done before frame %d", i+1)
		}
		p.Step(&segments[i], &out)
	}
	if !p.Done() {
		t.Error("not done after the last ACK")
	}
	p.End(&out)
	late, next := segments[6], segments[0]
	next.Seq += 1 << 20
	for want, s := range []*tcp.Segment{1: &late, 2: &next} {
		if s == nil {
			continue
		}
		s.Frame = len(segments) + want
		out.Reset()
		p.Step(s, &out)
		if out.Incarnation != want || out.Side != fact.Client || len(out.Moves) != want-1 {
			t.Errorf("frame %d: %s of connection %d, %d moves", s.Frame, out.Side, out.Incarnation, len(out.Moves))
		}
	}
}

// TestLone: a million lone SYNs must fit in memory.
func TestLone(t *testing.T) {
	if size := unsafe.Sizeof(tcp.Pair{}); size > 64 {
		t.Errorf("a pair takes %d bytes, 64 at most", size)
	}
	var out tcp.Out
	s := tcp.Segment{Frame: 1}
	s.Part, s.Flags = fact.Header, fact.SYN
	if n := testing.AllocsPerRun(100, func() {
		var p tcp.Pair
		out.Reset()
		p.Step(&s, &out)
	}); n > 1 { // the pair itself, where it escapes
		t.Errorf("%v allocations for a lone SYN", n)
	}
}

// steady is a connection in the middle of its transfer.
func steady() (*tcp.Pair, *tcp.Out, *tcp.Segment, *tcp.Segment) {
	var p tcp.Pair
	var out tcp.Out
	for i, line := range []struct {
		from     uint8
		flags    fact.Flags
		seq, ack uint32
	}{{0, fact.SYN, 100, 0}, {1, fact.SYN | fact.ACK, 300, 101}, {0, fact.ACK, 101, 301}} {
		s := tcp.Segment{Frame: i + 1, From: line.from}
		s.Part, s.Flags, s.Seq, s.Ack = fact.Header, line.flags, line.seq, line.ack
		p.Step(&s, &out)
	}
	data, ack := &tcp.Segment{Frame: 3}, &tcp.Segment{From: 1}
	data.Part, data.Flags, data.Seq, data.Ack, data.Len = fact.Header, fact.ACK, 101, 301, 1460
	ack.Part, ack.Flags, ack.Seq = fact.Header, fact.ACK, 301
	return &p, &out, data, ack
}

// advance sends one data segment and its ACK.
func advance(p *tcp.Pair, out *tcp.Out, data, ack *tcp.Segment) {
	out.Reset()
	data.Frame += 2
	p.Step(data, out)
	data.Seq += uint32(data.Len)
	ack.Frame, ack.Ack = data.Frame+1, data.Seq
	p.Step(ack, out)
}

func TestSteadyAllocatesNothing(t *testing.T) {
	p, out, data, ack := steady()
	advance(p, out, data, ack)
	if n := testing.AllocsPerRun(1000, func() { advance(p, out, data, ack) }); n != 0 {
		t.Errorf("%v allocations for a data segment and its ACK", n)
	}
}

func BenchmarkSteady(b *testing.B) {
	p, out, data, ack := steady()
	b.ReportAllocs()
	for b.Loop() {
		advance(p, out, data, ack)
	}
}
