package suite_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render/table"
)

// core are the columns that a reader of headers must get right.
var core = strings.Fields(`frame.number frame.time_epoch frame.len frame.cap_len frame.protocols src dst tcp.stream udp.stream
	tcp.srcport tcp.dstport udp.srcport udp.dstport tcp.flags tcp.seq tcp.seq_raw tcp.nxtseq tcp.ack tcp.ack_raw tcp.len tcp.hdr_len
	tcp.window_size_value tcp.window_size tcp.window_size_scalefactor tcp.urgent_pointer tcp.options.mss_val tcp.options.wscale.shift
	tcp.options.sack_perm tcp.options.sack_le tcp.options.sack_re tcp.options.timestamp.tsval tcp.options.timestamp.tsecr
	tcp.checksum.status udp.length udp.checksum.status frame.comment`)

// TestFrames holds every frame of the lab to tshark's columns, cell by cell.
func TestFrames(t *testing.T) {
	columns, err := table.Choose(table.FrameColumns, core)
	if err != nil {
		t.Fatal(err)
	}
	var all cells
	files, frames := 0, 0
	for _, name := range labCaptures(t) {
		_, got := parseTSV(t, list(t, labCapture(t, name), columns, framesOf))
		want := readTSV(t, oracle(t, name+".pcapng.tsv"))
		all.compare(t, name, core[:1], core[1:], got, want)
		files++
		frames += len(want)
	}
	figures(t, "%d captures, %d frames: %d cells compared, %d equal", files, frames, all.compared, all.equal)
	if all.compared != all.equal || all.compared == 0 {
		t.Errorf("%d cells differ", all.compared-all.equal)
	}
}

// TestOthersFrames holds every frame of captures that others made to tshark's columns, but for
// those of which something else is expected, since they are damaged. Where
// a cell differs a rule of testdata/differences.tsv covers it, and every rule covers one.
func TestOthersFrames(t *testing.T) {
	columns, err := table.Choose(table.FrameColumns, core)
	if err != nil {
		t.Fatal(err)
	}
	all := cells{rules: differences(t)}
	files, frames := 0, 0
	damaged := map[string]bool{}
	for _, r := range readTSV(t, filepath.Join(corpus.Dir(t), "oracle", "hostile", "EXPECT.tsv")) {
		damaged[r["file"]] = true
	}
	for _, file := range append(glob(t, filepath.Join(corpus.Dir(t), "oracle", "public", "*.tsv")), glob(t, filepath.Join(corpus.Dir(t), "oracle", "hostile", "*.tsv"))...) {
		name, set := strings.TrimSuffix(filepath.Base(file), ".tsv"), filepath.Base(filepath.Dir(file))
		path := filepath.Join(corpus.Dir(t), "captures", set, name)
		if _, err := os.Stat(path); err != nil || damaged[name] {
			continue // its conversations, or a list of files
		}
		_, got := parseTSV(t, list(t, capture(name, read(t, path)), columns, framesOf))
		want := readTSV(t, file)
		all.compare(t, name, core[:1], core[1:], got, want)
		files++
		frames += len(want)
	}
	figures(t, "%d captures, %d frames: %d cells compared, %d equal, %d covered by a rule", files, frames, all.compared, all.equal, all.excused)
	if all.compared != all.equal || all.compared == 0 {
		t.Errorf("%d cells differ", all.compared-all.equal)
	}
	for _, d := range all.rules {
		if d.used == 0 {
			t.Errorf("rule %s covers nothing", d.rule)
		}
	}
}

// TestSessions holds the streams of the lab to tshark's conversations, in the columns that
// we have.
func TestSessions(t *testing.T) {
	var all cells
	files, streams := 0, 0
	for _, name := range labCaptures(t) {
		got := sessions(t, labCapture(t, name))
		head, want := parseTSV(t, read(t, oracle(t, name+".pcapng.conv.tsv")))
		var ours []string
		for _, c := range table.SessionColumns {
			if slices.Contains(head, c.Name) {
				ours = append(ours, c.Name)
			}
		}
		all.compare(t, name, ours[:2], ours[2:], got, want)
		files++
		streams += len(want)
	}
	figures(t, "%d captures, %d streams: %d cells compared, %d equal", files, streams, all.compared, all.equal)
	if all.compared != all.equal || all.compared == 0 {
		t.Errorf("%d cells differ", all.compared-all.equal)
	}
}

func sessions(t *testing.T, src analyze.Source) []row {
	t.Helper()
	survey, err := analyze.Survey(src, analyze.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	w := table.NewWriter[*fact.Stream](&b, table.TSV, table.SessionColumns)
	for stream := range survey.Streams {
		if err := w.Row(stream); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	_, rows := parseTSV(t, []byte(b.String()))
	return rows
}
