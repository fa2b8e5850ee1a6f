package pcaplain_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/cases"
	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render/table"
)

// compared are the fields that tshark and pcaplain must give alike for the packets of a
// case: they hold the writer of the cases to someone else's reading, and the facts too.
var compared = []string{"frame.number", "frame.len", "frame.cap_len", "tcp.stream", "udp.stream", "tcp.flags", "tcp.seq", "tcp.seq_raw", "tcp.nxtseq",
	"tcp.ack", "tcp.ack_raw", "tcp.len", "tcp.hdr_len", "tcp.window_size_value", "tcp.window_size", "tcp.options.mss_val", "tcp.options.wscale.shift",
	"tcp.options.sack_le", "tcp.options.sack_re", "tcp.options.timestamp.tsval", "tcp.checksum.status", "udp.length", "udp.checksum.status", "ip.checksum.status"}

// TestCasesInWireshark reads the packets of every case with tshark as well.
func TestCasesInWireshark(t *testing.T) {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		corpus.Missing(t, "tshark")
	}
	for name, c := range allCases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := c.Capture()
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), name+".pcapng")
			if err := os.WriteFile(path, file, 0o666); err != nil {
				t.Fatal(err)
			}
			want := strings.Split(strings.TrimSuffix(dissect(t, tshark, path), "\n"), "\n")
			got := strings.Split(strings.TrimSuffix(frames(t, file), "\n"), "\n")
			if len(want) != len(c.Packets) || len(got) != len(want) {
				t.Fatalf("%d packets, %d frames, %d in tshark", len(c.Packets), len(got), len(want))
			}
			for i := range want {
				wantCells(t, original(c.Packets, i), want[i], got[i])
				wantNumbers(t, c, i, want[i])
			}
		})
	}
}

// original is a packet, or the one of which it is a copy.
func original(l []cases.Packet, i int) *cases.Packet {
	for l[i].Kind == "COPY" {
		i = l[i].Of - 1
	}
	return &l[i]
}

// quotedFrom is the first field that an ICMP error takes from the header it quotes, and in
// which tshark lists both.
const quotedFrom = 5

func wantCells(t *testing.T, p *cases.Packet, want, got string) {
	t.Helper()
	w, g := strings.Split(want, "\t"), strings.Split(got, "\t")
	for i, field := range compared {
		if w[i] != g[i] && (p.Kind != "ICMP" || i < quotedFrom) {
			t.Errorf("frame %s: %s is %q, in tshark %q", w[0], field, g[i], w[i])
		}
	}
}

// wantNumbers holds the bytes of a TCP segment with known ISNs to what its line says.
func wantNumbers(t *testing.T, c *cases.Case, i int, row string) {
	t.Helper()
	p := &c.Packets[i]
	if p.Kind != "TCP" || p.Offset != nil { // Wireshark shows little of such a header
		return
	}
	cell := map[string]string{}
	for j, s := range strings.Split(row, "\t") {
		cell[compared[j]] = s
	}
	ack := p.Ack
	if p.Flags&uint16(fact.ACK) != 0 {
		ack += c.Options.ISN[1-p.From]
	}
	for field, want := range map[string]uint32{"tcp.seq_raw": c.Options.ISN[p.From] + p.Seq, "tcp.ack_raw": ack,
		"tcp.len": uint32(len(p.Data)), "tcp.window_size_value": uint32(p.Window)} {
		if cell[field] != fmt.Sprint(want) {
			t.Errorf("frame %d: %s is %s, want %d", i+1, field, cell[field], want)
		}
	}
	if flags := fmt.Sprintf("0x%04x", p.Flags); cell["tcp.flags"] != flags {
		t.Errorf("frame %d: flags are %s, want %s", i+1, cell["tcp.flags"], flags)
	}
}

// dissect is what tshark says of the fields, a frame a line.
func dissect(t *testing.T, tshark, path string) string {
	t.Helper()
	args := []string{"-n", "-r", path, "-T", "fields", "-E", "occurrence=a", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"}
	for _, field := range compared {
		args = append(args, "-e", field)
	}
	cmd := exec.Command(tshark, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("tshark: %v: %s", err, stderr.String())
	}
	return string(out)
}

// frames is the same, as `pcaplain frames` prints it.
func frames(t *testing.T, file []byte) string {
	t.Helper()
	columns, err := table.Choose(table.FrameColumns, compared)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	w := table.NewWriter(&b, table.TSV, columns)
	src := analyze.Source{Name: "case", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file)), nil }}
	for settled, err := range analyze.Walk(src, analyze.Options{}, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if settled.Frame != nil {
			if err := w.Row(settled.Frame); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	_, rows, _ := strings.Cut(b.String(), "\n")
	return rows
}
