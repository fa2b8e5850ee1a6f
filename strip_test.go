package pcaplain_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson"
)

// wireshark is what tshark says of a frame.
type wireshark struct {
	side        int // 0: from the port of the first frame
	ack, window uint32
	left, right []uint32 // edges of SACK blocks
	flight      uint32   // tcp.analysis.bytes_in_flight
}

// TestStrips holds the numbers of every strip of a few captures to tshark's.
func TestStrips(t *testing.T) {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		corpus.Missing(t, "tshark")
	}
	rows := map[string]int{}
	for _, name := range []string{"loss-fast-retransmit-client", "reordering-server", "fin-before-data-client", "lost-ack-dsack-server",
		"zero-window-client", "zero-window-server", "bulk-300k", "loss-no-sack", "small-mss"} {
		file := filepath.Join(corpus.Dir(t), "captures", "lab", name+".pcapng")
		frames := ask(t, tshark, file)
		doc, err := lesson.Build(readFile(t, file), lesson.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for id, f := range doc.Figures {
			s, ok := f.(figure.Strip)
			if !ok {
				continue
			}
			what := strings.Split(id, "-")[1]
			for _, r := range s.Rows {
				if rows[what]++; what == "holes" {
					reported(t, name, s, r, frames[r.Frame])
				} else {
					offered(t, name, s, r, frames)
				}
			}
		}
	}
	if rows["holes"] < 10 || rows["window"] < 10 || rows["flight"] < 5 {
		t.Errorf("rows compared: %v", rows)
	}
}

// ask reads a capture with tshark.
func ask(t *testing.T, tshark, file string) map[int]wireshark {
	t.Helper()
	out, err := exec.Command(tshark, "-r", file, "-Y", "tcp", "-T", "fields", "-e", "frame.number", "-e", "tcp.srcport", "-e", "tcp.ack", "-e", "tcp.window_size",
		"-e", "tcp.options.sack_le", "-e", "tcp.options.sack_re", "-e", "tcp.analysis.bytes_in_flight").Output()
	if err != nil {
		t.Fatal(err)
	}
	frames, client := map[int]wireshark{}, ""
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		number := func(s string) uint32 {
			n, _ := strconv.ParseUint(s, 10, 32)
			return uint32(n)
		}
		numbers := func(s string) (l []uint32) {
			for n := range strings.SplitSeq(s, ",") {
				if n != "" {
					l = append(l, number(n))
				}
			}
			return l
		}
		if client == "" {
			client = f[1]
		}
		side := 0
		if f[1] != client {
			side = 1
		}
		n, _ := strconv.Atoi(f[0])
		frames[n] = wireshark{side, number(f[2]), number(f[3]), numbers(f[4]), numbers(f[5]), number(f[6])}
	}
	return frames
}

// reported holds a row that tells of an acknowledgment to its number and its blocks: each
// number that is drawn is one of them.
func reported(t *testing.T, name string, s figure.Strip, r figure.StripRow, w wireshark) {
	t.Helper()
	var want []string
	for n := s.Zero; n != s.Zero+s.Len; n++ {
		mark, in := figure.Missing, 0
		for i := range w.left {
			if w.left[i] <= n && n < w.right[i] {
				in++
			}
		}
		switch {
		case n < w.ack && in > 0 || in > 1:
			mark = figure.Twice
		case n < w.ack:
			mark = figure.Acked
		case in > 0:
			mark = figure.Held
		case n >= slices.Max(append(w.right, w.ack)):
			continue // nothing is told of it
		}
		if l := len(want); l == 0 || !strings.HasPrefix(want[l-1], mark.String()+" ") {
			want = append(want, fmt.Sprint(mark, " ", n))
		}
	}
	var got []string
	for _, p := range r.Parts {
		got = append(got, fmt.Sprint(p.Mark, " ", p.From))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s, frame %d: drawn %q, in tshark %q", name, r.Frame, got, want)
	}
}

// offered holds a row that tells of a window to what tshark says of its frame: where this
// sends data, how much is on its way with it, else up to where all is confirmed and what is
// allowed beyond.
func offered(t *testing.T, name string, s figure.Strip, r figure.StripRow, frames map[int]wireshark) {
	t.Helper()
	w, length, acked, edge := frames[r.Frame], map[figure.Mark]uint32{}, s.Zero, uint32(0)
	for _, p := range r.Parts {
		switch length[p.Mark] += p.Len; p.Mark {
		case figure.Acked:
			acked = p.From + p.Len
		case figure.Edge:
			edge = p.From
		}
	}
	if w.side == s.Side {
		if length[figure.Flight] != w.flight {
			t.Errorf("%s, frame %d: drawn %d bytes on their way, in tshark %d", name, r.Frame, length[figure.Flight], w.flight)
		}
		return
	}
	if acked != w.ack || edge != w.ack+w.window || length[figure.Flight]+length[figure.Held]+length[figure.Room] != w.window {
		t.Errorf("%s, frame %d: drawn up to %d, from there %d to %d; in tshark Ack %d, window %d", name, r.Frame, acked, length[figure.Flight]+length[figure.Held]+length[figure.Room], edge, w.ack, w.window)
	}
}
