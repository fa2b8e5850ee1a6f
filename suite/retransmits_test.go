package suite_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pcaplain/pcaplain/render/table"
)

// window is how long after a retransmission that the kernel logged its frame was captured.
type window struct{ from, to time.Duration }

// Measured in the lab: at the sender the frame is 1 to 25 µs earlier than the log's line,
// and the nearest other segment of its kind 255 µs away; elsewhere it came after 2.1 to
// 50.3 ms, where the shortest path takes 0.4 ms.
var (
	atSender  = window{-100 * time.Microsecond, 100 * time.Microsecond}
	elsewhere = window{400 * time.Microsecond, 60 * time.Millisecond}
)

// segments are those of one direction and one kind: "SYN", "SYN-ACK", or "data", which is
// also a FIN.
type segments struct {
	of   pairOf
	kind string
}

// sent is a segment of a capture: what it is, and when it was captured after the first frame.
type sent struct {
	segments
	at    time.Duration
	frame string
}

// kernelLog is what the kernel says of one capture.
type kernelLog struct {
	events  map[segments][]time.Duration // retransmissions
	traced  map[pairOf]bool
	openers map[pairOf]bool
	vantage string
}

// TestRetransmits counts which of the retransmissions that we are not guessing at are the
// kernel's own: none is false, and at the sender none is missed.
func TestRetransmits(t *testing.T) {
	vantage := map[string]string{}
	for _, r := range readTSV(t, inLab(t, "INDEX.tsv")) {
		vantage[r["name"]] = r["vantage"]
	}
	var events, claims, wrong, missed, unjudged int
	for _, name := range names(t, inLab(t, "*.kevents.tsv"), ".kevents.tsv") {
		if strings.HasPrefix(name, "two-interfaces") { // the same segment is captured twice
			continue
		}
		frames := sentSegments(t, readTSV(t, oracle(t, name+".pcapng.tsv")))
		k := readKernelLog(t, name, frames)
		k.vantage = vantage[name]
		_, facts := parseTSV(t, list(t, labCapture(t, name), table.FactColumns, factsOf))
		c := k.sort(facts, frames)
		all := len(c.wrong)
		for _, l := range c.right {
			all += len(l)
		}
		lost := k.pairOff(&c)
		for _, frame := range c.wrong {
			t.Errorf("%s: no such retransmission: frame %s", name, frame)
		}
		for _, l := range lost {
			t.Errorf("%s: not found: %s", name, l)
		}
		for _, l := range k.events {
			events += len(l)
		}
		claims, wrong, missed, unjudged = claims+all, wrong+len(c.wrong), missed+len(lost), unjudged+c.unjudged
	}
	figures(t, "%d retransmissions of the kernel, %d claimed, %d false, %d missed at the sender; %d on connections that were not traced",
		events, claims, wrong, missed, unjudged)
	if events == 0 {
		t.Error("the kernel logged nothing")
	}
}

// seconds is "0.434078" as a duration.
func seconds(t testing.TB, s string) time.Duration {
	t.Helper()
	n := number(s)
	if n == nil {
		t.Fatalf("%q is no time", s)
	}
	n.Mul(n, number("1000000000"))
	d, err := strconv.ParseInt(n.FloatString(0), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return time.Duration(d)
}

func sentSegments(t *testing.T, rows []row) map[string]sent {
	t.Helper()
	m := map[string]sent{}
	for _, r := range rows {
		if r["tcp.srcport"] == "" || r["quoted"] != "" {
			continue
		}
		bits, err := strconv.ParseUint(r["tcp.flags"], 0, 16)
		if err != nil {
			t.Fatal(err)
		}
		kind := map[uint64]string{2: "SYN", 18: "SYN-ACK"}[bits&18]
		switch {
		case kind != "":
		case bits&1 != 0, r["tcp.len"] != "" && r["tcp.len"] != "0":
			kind = "data"
		default:
			kind = "no data"
		}
		at := seconds(t, r["frame.time_epoch"]) - seconds(t, rows[0]["frame.time_epoch"])
		m[r["frame.number"]] = sent{segments{ends(r), kind}, at, r["frame.number"]}
	}
	return m
}

func readKernelLog(t *testing.T, name string, frames map[string]sent) kernelLog {
	t.Helper()
	k := kernelLog{map[segments][]time.Duration{}, map[pairOf]bool{}, map[pairOf]bool{}, ""}
	for _, r := range readTSV(t, inLab(t, name+".states.tsv")) {
		p := pairOfRow(r)
		k.traced[p], k.traced[p.reverse()] = true, true
		if r["old"] == "CLOSED" && r["new"] == "SYN-SENT" {
			k.openers[p] = true
		}
	}
	present := map[pairOf]bool{}
	for _, s := range frames {
		present[s.of], present[s.of.reverse()] = true, true
	}
	for _, r := range readTSV(t, inLab(t, name+".kevents.tsv")) {
		if s, ok := retransmission(r); ok && present[s.of] {
			k.events[s] = append(k.events[s], seconds(t, r["t"]))
		}
	}
	return k
}

// retransmission reads a line of the kernel's log; false where it tells of something else.
func retransmission(r row) (segments, bool) {
	if r["event"] != "tcp_retransmit_skb" && r["event"] != "tcp_retransmit_synack" {
		return segments{}, false
	}
	d := map[string]string{}
	for _, word := range strings.Fields(r["detail"]) {
		if name, value, ok := strings.Cut(word, "="); ok {
			d[name] = value
		}
	}
	six := ""
	if d["family"] == "AF_INET6" {
		six = "v6"
	}
	kind := "data"
	switch {
	case r["event"] == "tcp_retransmit_synack", d["state"] == "TCP_SYN_RECV":
		kind = "SYN-ACK"
	case d["state"] == "TCP_SYN_SENT":
		kind = "SYN"
	}
	return segments{ends(row{"src": d["saddr"+six], "dst": d["daddr"+six], "tcp.srcport": d["sport"], "tcp.dstport": d["dport"]}), kind}, true
}

// claimed are our claims of retransmissions.
type claimed struct {
	right    map[segments][]sent // as far as the frame itself shows
	wrong    []string            // frames
	unjudged int
}

// sort picks the claims out of the facts; a frame is claimed once.
func (k *kernelLog) sort(facts []row, frames map[string]sent) claimed {
	c := claimed{right: map[segments][]sent{}}
	seen := map[string]bool{}
	for _, r := range facts {
		if !strings.HasPrefix(r["kind"], "tcp.retransmit") || r["sure"] == "guessed" {
			continue
		}
		s, ok := frames[r["frame"]]
		switch {
		case !ok || s.of != pairOfRow(r) || seen[s.frame]:
			c.wrong = append(c.wrong, r["frame"])
		case k.traced[s.of]:
			c.right[s.segments] = append(c.right[s.segments], s)
		default:
			c.unjudged++
		}
		seen[r["frame"]] = true
	}
	return c
}

// pairOff gives each of the kernel's retransmissions the earliest claim in its window. What
// is left of the claims is wrong; it returns what is left of the kernel's at the sender.
func (k *kernelLog) pairOff(c *claimed) (lost []string) {
	keys := slices.Concat(slices.Collect(maps.Keys(k.events)), slices.Collect(maps.Keys(c.right)))
	slices.SortFunc(keys, func(a, b segments) int {
		return strings.Compare(a.of.endpoint+a.of.peer+a.kind, b.of.endpoint+b.of.peer+b.kind)
	})
	for _, key := range slices.Compact(keys) {
		w, own := elsewhere, k.own(key.of)
		if own {
			w = atSender
		}
		left := slices.SortedFunc(slices.Values(c.right[key]), func(a, b sent) int { return int(a.at - b.at) })
		for _, at := range slices.Sorted(slices.Values(k.events[key])) {
			i := slices.IndexFunc(left, func(s sent) bool { return s.at-at >= w.from && s.at-at <= w.to })
			if i >= 0 {
				left = slices.Delete(left, i, i+1)
			} else if own {
				lost = append(lost, key.of.endpoint+" "+key.kind+" at "+at.String())
			}
		}
		for _, s := range left {
			c.wrong = append(c.wrong, s.frame)
		}
	}
	return lost
}

// own tells whether the capture was taken on the sender's machine.
func (k *kernelLog) own(p pairOf) bool {
	a, b := k.openers[p], k.openers[p.reverse()]
	return k.vantage == "lo" || a != b && k.vantage == map[bool]string{true: "client", false: "server"}[a]
}
