package frame

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
)

// columns are tshark's, and how a frame of ours is written in them.
var columns = []struct {
	name string
	cell func(f *Frame) string
}{
	{"frame.number", func(f *Frame) string { return strconv.Itoa(f.Number) }},
	{"frame.time_epoch", func(f *Frame) string {
		if !f.Time.Known() {
			return ""
		}
		return fmt.Sprintf("%d.%09d", f.Time.Sec, f.Time.Nano)
	}},
	{"frame.len", func(f *Frame) string { return strconv.Itoa(f.Len) }},
	{"frame.cap_len", func(f *Frame) string { return strconv.Itoa(f.CapLen) }},
	{"frame.interface_id", func(f *Frame) string {
		if f.Interface < 0 {
			return ""
		}
		return strconv.Itoa(f.Interface)
	}},
	{"frame.comment", func(f *Frame) string {
		escape := strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)
		return escape.Replace(strings.Join(f.Comments, "\n"))
	}},
}

// TestLab and TestPublic compare every frame with what tshark says of it.
func TestLab(t *testing.T)    { againstOracle(t, "lab", "*.pcapng") }
func TestPublic(t *testing.T) { againstOracle(t, "public", "*") }

func againstOracle(t *testing.T, set, pattern string) {
	dir := corpus.Dir(t)
	files, _ := filepath.Glob(filepath.Join(dir, "captures", set, pattern))
	var captures, frames, cells int
	for _, file := range files {
		name := filepath.Base(file)
		rows := oracle(t, filepath.Join(dir, "oracle", set, name+".tsv"))
		if rows == nil {
			continue
		}
		got, r := read(t, file)
		if d := r.File().Damage; d != nil {
			t.Errorf("%s: damage %+v in a whole file", name, *d)
		}
		if len(got) != len(rows) {
			t.Errorf("%s: %d frames, tshark %d", name, len(got), len(rows))
			continue
		}
		captures++
		frames += len(got)
		for i := range got {
			cells += compare(t, name, &got[i], rows[i])
		}
	}
	if t.Logf("%s: %d captures, %d frames, %d cells equal", set, captures, frames, cells); captures < len(files)/4 {
		t.Errorf("only %d of %d files have an oracle", captures, len(files))
	}
}

func compare(t *testing.T, name string, f *Frame, row map[string]string) (equal int) {
	for _, c := range columns {
		if want, got := row[c.name], c.cell(f); got == want {
			equal++
		} else {
			t.Errorf("%s frame %d: %s is %q, tshark %q", name, f.Number, c.name, got, want)
		}
	}
	if len(f.Data) != f.CapLen && !f.NoPacket {
		t.Errorf("%s frame %d: %d bytes of %d captured", name, f.Number, len(f.Data), f.CapLen)
	}
	return equal
}

// TestHostile holds the reader to the frames that tshark finds in damaged files, or to
// what EXPECT says where tshark errs.
func TestHostile(t *testing.T) {
	dir := corpus.Dir(t)
	expect := map[string]map[string]string{}
	for _, row := range table(t, filepath.Join(dir, "oracle", "hostile", "EXPECT.tsv")) {
		expect[row["file"]] = row
	}
	checked := 0
	for _, row := range table(t, filepath.Join(dir, "oracle", "hostile", "INDEX.tsv")) {
		name := row["file"]
		rule, special := expect[name]
		if !special {
			rule = map[string]string{"expect": "report", "frames": row["frames"]}
			if row["tshark_rc"] != "0" {
				rule["expect"] = "prefix"
			}
		}
		obey(t, filepath.Join(dir, "captures", "hostile", name), rule)
		checked++
	}
	t.Logf("%d files", checked)
}

// TestHostileMade does the same for the files made for this project.
func TestHostileMade(t *testing.T) {
	dir := corpus.Dir(t)
	checked := 0
	for _, row := range table(t, filepath.Join(dir, "captures", "hostile-made", "MANIFEST.tsv")) {
		if strings.HasSuffix(row["file"], ".zip") {
			continue // a refusal by name: TestForeign
		}
		obey(t, filepath.Join(dir, "captures", "hostile-made", row["file"]), row)
		checked++
	}
	t.Logf("%d files", checked)
}

// obey checks one row: none and error want no report, prefix a report that tells of
// damage, report a whole one, - whatever does no harm.
func obey(t *testing.T, file string, rule map[string]string) {
	name := filepath.Base(file)
	got, r := read(t, file)
	var damage *fact.Damage
	if r != nil {
		damage = r.File().Damage
	}
	switch want := rule["expect"]; {
	case (want == "none" || want == "error") && r != nil:
		t.Errorf("%s: opened, want an error", name)
	case (want == "prefix" || want == "report") && r == nil:
		t.Errorf("%s: not opened", name)
	case want == "prefix" && damage == nil:
		t.Errorf("%s: no damage told", name)
	case want == "report" && damage != nil:
		t.Errorf("%s: damage %+v", name, *damage)
	}
	if damage != nil && damage.Frame != len(got)+1 {
		t.Errorf("%s: damage at frame %d after %d frames", name, damage.Frame, len(got))
	}
	low, high, ranged := strings.Cut(rule["frames"], "-")
	if low == "" || rule["expect"] == "error" {
		return
	}
	if !ranged {
		high = low
	}
	if n := len(got); n < number(low) || n > number(high) {
		t.Errorf("%s: %d frames, want %s", name, n, rule["frames"])
	}
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// read gives all frames of a file, and no reader where it is no capture.
func read(t *testing.T, file string) ([]Frame, *Reader) {
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	r, err := Open(in, filepath.Base(file), nil)
	if err != nil {
		if not := new(NotCapture); !errors.As(err, &not) || not.Hint() == "" {
			t.Errorf("%s: error without a hint: %v", file, err)
		}
		return nil, nil
	}
	return all(r), r
}

// all reads what is left, with copies of the data.
func all(r *Reader) (frames []Frame) {
	for f := new(Frame); r.Next(f); {
		g := *f
		g.Data = append([]byte(nil), f.Data...)
		frames = append(frames, g)
	}
	return frames
}

// oracle is table, or nil where there is none.
func oracle(t *testing.T, file string) []map[string]string {
	if _, err := os.Stat(file); err != nil {
		return nil
	}
	return append([]map[string]string{}, table(t, file)...)
}

// table reads a TSV with a header.
func table(t *testing.T, file string) (rows []map[string]string) {
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var header []string
	for s := bufio.NewScanner(in); s.Scan(); {
		cells := strings.Split(s.Text(), "\t")
		if header == nil {
			header = cells
			continue
		}
		row := map[string]string{}
		for i, c := range cells {
			row[header[i]] = c
		}
		rows = append(rows, row)
	}
	return rows
}
