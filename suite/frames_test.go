package suite_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render/table"
)

// compared are the captures that are held to tshark's columns: the lab's, and those that
// others made but for those of which something else is expected, since they are damaged.
func compared(t *testing.T) (files []string) {
	t.Helper()
	damaged := map[string]bool{}
	for _, r := range readTSV(t, filepath.Join(corpus.Dir(t), "oracle", "hostile", "EXPECT.tsv")) {
		damaged[r["file"]] = true
	}
	for _, set := range []string{"lab", "public", "hostile"} {
		for _, file := range glob(t, filepath.Join(corpus.Dir(t), "captures", set, "*")) {
			if _, err := os.Stat(oracleOf(t, file, ".tsv")); err == nil && !damaged[filepath.Base(file)] {
				files = append(files, file)
			}
		}
	}
	return files
}

// oracleOf is the oracle's file about a capture of the corpus.
func oracleOf(t *testing.T, file, ending string) string {
	return filepath.Join(corpus.Dir(t), "oracle", filepath.Base(filepath.Dir(file)), filepath.Base(file)+ending)
}

// TestColumns holds every frame and every stream to tshark's columns, cell by cell. Where a
// cell differs a rule of testdata/differences.tsv covers it, and every line of that file covers one.
func TestColumns(t *testing.T) {
	var frames, streams cells
	frames.rules = differences(t)
	streams.rules = frames.rules
	files := compared(t)
	for _, file := range files {
		src := capture(filepath.Base(file), read(t, file))
		survey, err := analyze.Survey(src, analyze.Options{})
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(filepath.Dir(file)) + "/" + src.Name
		compareRows(t, &frames, name, 1, oracleOf(t, file, ".tsv"), frameRows(t, src, survey.Completeness))
		compareRows(t, &streams, name, 2, oracleOf(t, file, ".conv.tsv"), streamRows(t, survey))
	}
	for what, c := range map[string]*cells{"frames": &frames, "streams": &streams} {
		figures(t, "%d captures, %d %s: %d cells compared, %d equal, %d covered by a rule", len(files), c.rows, what, c.compared, c.equal, c.excused)
		if c.compared != c.equal || c.compared == 0 {
			t.Errorf("%d cells of %s differ", c.compared-c.equal, what)
		}
	}
	for _, d := range frames.rules {
		if d.used == 0 {
			t.Errorf("a line of rule %s covers nothing: %v", d.rule, d.columns)
		}
	}
}

// compareRows holds rows of ours to a file of the oracle's; the first columns are the key.
func compareRows(t *testing.T, c *cells, name string, keys int, oracle string, tsv []byte) {
	t.Helper()
	head, want := parseTSV(t, read(t, oracle))
	_, got := parseTSV(t, tsv)
	c.compare(t, name, head[:keys], head[keys:], got, want)
	c.rows += len(want)
}

// frameRows is what `pcaplain frames` prints: completeness is of a pass before.
func frameRows(t *testing.T, src analyze.Source, completeness []fact.Completeness) []byte {
	t.Helper()
	var b bytes.Buffer
	w := table.NewWriter(&b, table.TSV, table.FrameColumns)
	for s, err := range analyze.Walk(src, analyze.Options{Completeness: completeness}, nil) {
		if err == nil && s.Frame != nil {
			err = w.Row(s.Frame)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// streamRows is what `pcaplain sessions` prints.
func streamRows(t *testing.T, survey *fact.Survey) []byte {
	t.Helper()
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
	return []byte(b.String())
}
