package wireshark

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
)

// remain are the cells that the header columns cannot give: two data streams that FTP's
// control connection announced (Wireshark does not count their SYN), and a frame with
// several TCP headers, of which its row shows the last.
var remain = map[string]int{"tcp.completeness": 16, "tcp.stream": 1}

// tally counts the cells of a column that are not empty on both sides.
type tally struct{ compared, equal int }

// TestOracle gives the header columns of tshark's rows to Conversation and holds what it
// says to the others.
func TestOracle(t *testing.T) {
	dir := corpus.Dir(t)
	counts := map[string]*tally{}
	for _, c := range columns {
		counts[c.name] = &tally{}
	}
	rows := 0
	for _, set := range []string{"lab", "public"} {
		files, err := filepath.Glob(filepath.Join(dir, "oracle", set, "*.tsv"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if base := filepath.Base(file); strings.HasSuffix(base, ".conv.tsv") || base == "INDEX.tsv" || base == "EXPECT.tsv" {
				continue
			}
			table := read(t, file)
			rows += len(table)
			replay(t, filepath.Base(file), table, counts)
		}
	}
	t.Logf("%d frames with TCP", rows)
	var all tally
	for _, c := range columns {
		n := counts[c.name]
		all.compared += n.compared
		all.equal += n.equal
		t.Logf("%-40s %6d compared %6d equal", c.name, n.compared, n.equal)
		if n.compared-n.equal > remain[c.name] {
			t.Errorf("%s: %d cells differ, expected at most %d", c.name, n.compared-n.equal, remain[c.name])
		}
	}
	t.Logf("%-40s %6d compared %6d equal", "all", all.compared, all.equal)
	if all.compared == 0 {
		t.Error("nothing was compared")
	}
}

type row map[string]string

// read gives the rows of a file that have a TCP stream.
func read(t *testing.T, name string) (rows []row) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var head []string
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if head == nil {
			head = cells
			continue
		}
		r := row{}
		for i, c := range cells {
			r[head[i]] = c
		}
		if r["tcp.stream"] != "" {
			rows = append(rows, r)
		}
	}
	return rows
}

// replay goes over the rows twice, as tshark did for the completeness.
func replay(t *testing.T, file string, rows []row, counts map[string]*tally) {
	t.Helper()
	var streams Streams
	for pass := range 2 {
		streams = Streams{Final: streams.Complete()}
		pairs := map[[2]string]*Conversation{}
		for _, r := range rows {
			ends, at := where(r)
			c := pairs[ends]
			if c == nil {
				c = &Conversation{}
				pairs[ends] = c
			}
			seg := segment(r)
			c.See(&seg, at, &streams)
			if pass == 1 {
				compare(t, file, r, &seg, counts)
			}
		}
	}
}

// where sorts the ends, so that both directions have one key.
func where(r row) (ends [2]string, at Where) {
	a, b := r["src"]+" "+r["tcp.srcport"], r["dst"]+" "+r["tcp.dstport"]
	at.Frame, at.Quoted, at.Self = int(field(r, "frame.number")), r["quoted"] == "1", a == b
	sec, frac, _ := strings.Cut(r["frame.time_epoch"], ".")
	s, _ := strconv.ParseInt(sec, 10, 64)
	n, _ := strconv.ParseInt((frac + "000000000")[:9], 10, 32)
	at.Time = fact.Time{Sec: s, Nano: int32(n)}
	if a > b {
		a, b, at.From = b, a, 1
	}
	return [2]string{a, b}, at
}

func field(r row, name string) uint64 {
	n, _ := strconv.ParseUint(r[name], 0, 64)
	return n
}

// segment builds a header from a row.
func segment(r row) fact.Segment {
	seg := fact.Segment{Part: fact.Header, HdrLen: uint8(field(r, "tcp.hdr_len")), Flags: fact.Flags(field(r, "tcp.flags")),
		Seq: uint32(field(r, "tcp.seq_raw")), Ack: uint32(field(r, "tcp.ack_raw")), Window: uint16(field(r, "tcp.window_size_value")), Len: -1}
	if r["tcp.seq_raw"] == "" { // quoted
		seg.Seq = uint32(field(r, "tcp.seq"))
	}
	if r["tcp.len"] != "" {
		seg.Len = int32(field(r, "tcp.len"))
	}
	if r["tcp.urgent_pointer"] == "" {
		seg.Part = fact.Numbers
	}
	if cutOptions(r, seg.Len) {
		seg.Options.Has |= fact.OptionsFault
	}
	if r["tcp.options.wscale.shift"] != "" {
		seg.Options.Has |= fact.HasShift
		seg.Options.Shift = uint8(field(r, "tcp.options.wscale.shift"))
	}
	left, right := strings.Split(r["tcp.options.sack_le"], ","), strings.Split(r["tcp.options.sack_re"], ",")
	for i := 0; i < min(len(left), len(right), len(seg.Options.Sack)) && left[i] != ""; i++ {
		seg.Options.Sack[i] = [2]uint32{number(left[i]), number(right[i])}
		seg.Options.Blocks++
	}
	return seg
}

func number(s string) uint32 {
	n, _ := strconv.ParseUint(s, 10, 32)
	return uint32(n)
}

// cutOptions guesses from what the row says whether tshark could read the options: they
// were not captured, or its TCP layer gave up after it had read the fixed header.
func cutOptions(r row, size int32) bool {
	captured, whole := int64(field(r, "frame.cap_len")), int64(field(r, "frame.len"))
	end := whole - int64(max(size, 0))
	if r["frame.protocols"] == "eth:ethertype:ip:tcp" { // it may be padded
		end = 34 + int64(field(r, "tcp.hdr_len"))
	}
	return captured < whole && captured < end || r["_ws.malformed"] == "1" && strings.HasSuffix(r["frame.protocols"], ":tcp")
}

func compare(t *testing.T, file string, r row, seg *fact.Segment, counts map[string]*tally) {
	t.Helper()
	for _, c := range columns {
		if r["quoted"] == "1" && c.name != "tcp.stream" && c.name != "tcp.completeness" && c.name != "tcp.analysis.reused_ports" {
			continue
		}
		got, want := c.cell(seg), r[c.name]
		if seg.Len < 0 && (c.name == "tcp.nxtseq" || c.name == "tcp.seq" && seg.HdrLen < 20) {
			got = ""
		}
		if got == "" && want == "" {
			continue
		}
		n := counts[c.name]
		n.compared++
		if got == want {
			n.equal++
		} else if n.compared-n.equal > remain[c.name] {
			t.Errorf("%s frame %s %s: %q, tshark has %q", file, r["frame.number"], c.name, got, want)
		}
	}
}
