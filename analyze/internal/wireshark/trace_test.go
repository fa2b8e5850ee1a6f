package wireshark

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// handshake is what most traces begin with.
const handshake = `
1 +0 A S 0:0(0)
2 +0.01 B S. 0:0(0) ack 1
3 +0.01 A . 1:1(0) ack 1`

// TestTraces holds every mini-trace to what tshark shows of it.
func TestTraces(t *testing.T) {
	asserted := 0
	for _, tr := range traces {
		t.Run(tr.name, func(t *testing.T) {
			lines := tr.lines
			if tr.handshake {
				lines = handshake + lines
			}
			var first Streams
			run(t, lines, &first, nil)
			run(t, lines, &Streams{Final: first.Complete()}, func(line string, seg *fact.Segment) {
				if _, want, ok := strings.Cut(line, ";"); ok {
					check(t, line, want, seg)
					asserted++
				}
			})
		})
	}
	t.Logf("%d traces, %d segments asserted", len(traces), asserted)
	if asserted == 0 {
		t.Error("nothing was asserted")
	}
}

func run(t *testing.T, lines string, streams *Streams, each func(line string, seg *fact.Segment)) {
	t.Helper()
	var c Conversation
	initial := [2]uint32{1_000_000, 2_000_000}
	now := fact.Time{Sec: 1000}
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		line = strings.TrimSpace(line)
		seg, at := parse(t, line, &initial, &now)
		c.See(&seg, at, streams)
		if each != nil {
			each(line, &seg)
		}
	}
}

var letters = map[rune]fact.Flags{'S': fact.SYN, 'F': fact.FIN, 'R': fact.RST, 'P': fact.PSH, '.': fact.ACK}

// parse reads a line of a trace and moves the clock on.
func parse(t *testing.T, line string, initial *[2]uint32, now *fact.Time) (fact.Segment, Where) {
	t.Helper()
	said, _, _ := strings.Cut(line, ";")
	w := strings.Fields(said)
	at := Where{Frame: int(integer(t, w[0]))}
	passed := nanos(t, w[1][1:])
	now.Nano += int32(passed % 1e9)
	now.Sec += passed/1e9 + int64(now.Nano/1e9)
	now.Nano %= 1e9
	at.Time = *now
	if w[2] == "B" {
		at.From = 1
	}
	seg := fact.Segment{Part: fact.Header, HdrLen: 20, Window: 1000}
	flags := w[3]
	for _, f := range flags {
		seg.Flags |= letters[f]
	}
	for i := 5; i < len(w); i += 2 {
		switch v := w[i+1]; w[i] {
		case "ack":
			seg.Ack = initial[1-at.From] + uint32(integer(t, v))
		case "win":
			seg.Window = uint16(integer(t, v))
		case "ws":
			seg.Options.Has |= fact.HasShift
			seg.Options.Shift = uint8(integer(t, v))
		case "isn":
			initial[at.From] = uint32(integer(t, v))
		case "sack":
			left, right, _ := strings.Cut(v, ":")
			base := initial[1-at.From]
			seg.Options.Sack[seg.Options.Blocks] = [2]uint32{base + uint32(integer(t, left)), base + uint32(integer(t, right))}
			seg.Options.Blocks++
		default:
			t.Fatalf("%q in %q", w[i], line)
		}
	}
	from, rest, _ := strings.Cut(w[4], ":")
	seg.Seq = initial[at.From] + uint32(integer(t, from))
	seg.Len = int32(integer(t, strings.TrimSuffix(rest[strings.Index(rest, "(")+1:], ")")))
	return seg, at
}

func integer(t *testing.T, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// nanos reads seconds with at most nine decimals.
func nanos(t *testing.T, s string) int64 {
	t.Helper()
	sec, frac, _ := strings.Cut(s, ".")
	return integer(t, sec)*1e9 + integer(t, (frac + "000000000")[:9])
}

// fields are what a trace may assert, by the words it uses.
var fields = map[string]string{
	"bif": "tcp.analysis.bytes_in_flight", "push": "tcp.analysis.push_bytes_sent", "num": "tcp.analysis.duplicate_ack_num",
	"of": "tcp.analysis.duplicate_ack_frame", "acks": "tcp.analysis.acks_frame", "rtt": "tcp.analysis.ack_rtt",
	"rto": "tcp.analysis.rto", "rto_frame": "tcp.analysis.rto_frame", "irtt": "tcp.analysis.initial_rtt",
	"seq": "tcp.seq", "ack": "tcp.ack", "nxtseq": "tcp.nxtseq", "stream": "tcp.stream",
	"completeness": "tcp.completeness", "window_size": "tcp.window_size",
}

func check(t *testing.T, line, want string, seg *fact.Segment) {
	t.Helper()
	var marks []string
	for _, w := range strings.Fields(want) {
		name, value, isField := strings.Cut(w, "=")
		switch {
		case w == "-" || name == "options.sack_le": // that one follows from tcp.ack
		case !isField:
			marks = append(marks, w)
		default:
			if value == "none" {
				value = ""
			} else if strings.Contains(value, ".") || name == "rto" {
				value = seconds(nanos(t, value))
			}
			if got := cell(t, fields[name], seg); got != value {
				t.Errorf("%s\n%s is %q", line, name, got)
			}
		}
	}
	if got := fmt.Sprint(seg.Analysis.Marks.Names()); !sameWords(got, fmt.Sprint(marks)) {
		t.Errorf("%s\nmarks are %s", line, got)
	}
}

func sameWords(a, b string) bool {
	count := map[string]int{}
	for _, w := range strings.Fields(strings.Trim(a, "[]")) {
		count[w]++
	}
	for _, w := range strings.Fields(strings.Trim(b, "[]")) {
		count[w]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}
