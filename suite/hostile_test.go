package suite_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pcaplain/pcaplain/internal/corpus"
)

// hostileFile is a file that wants to hurt, and what has to become of it.
type hostileFile struct {
	name, path string
	// expect is report: read whole; prefix: read up to the damage; error: no capture; -: any of them.
	expect string
	frames string // N, or FROM-TO, or - where opinions differ
}

// hostileFiles are those made for the purpose, and those that broke other tools, whose
// answers are tshark's but for the exceptions in EXPECT.
func hostileFiles(t *testing.T) (files []hostileFile) {
	t.Helper()
	dir := corpus.Dir(t)
	made := filepath.Join(dir, "captures", "hostile-made")
	for _, r := range readTSV(t, filepath.Join(made, "MANIFEST.tsv")) {
		if r["class"] != "privacy" && r["class"] != "integrity" {
			files = append(files, hostileFile{r["file"], filepath.Join(made, r["file"]), r["expect"], r["frames"]})
		}
	}
	special := map[string]row{}
	for _, r := range readTSV(t, filepath.Join(dir, "oracle", "hostile", "EXPECT.tsv")) {
		special[r["file"]] = r
	}
	for _, r := range readTSV(t, filepath.Join(dir, "oracle", "hostile", "INDEX.tsv")) {
		f := hostileFile{r["file"], filepath.Join(dir, "captures", "hostile", r["file"]), "report", r["frames"]}
		if r["tshark_rc"] != "0" {
			f.expect = "prefix"
		}
		if s := special[f.name]; s != nil {
			f.expect, f.frames = strings.Replace(s["expect"], "none", "error", 1), s["frames"]
		}
		files = append(files, f)
	}
	return files
}

// heaviest is the run that needed most so far.
type heaviest struct {
	sync.Mutex
	runs            int
	memory          int64
	memoryOf, cpuOf string
	cpu             time.Duration
}

func (h *heaviest) add(what string, u usage) {
	h.Lock()
	defer h.Unlock()
	h.runs++
	if u.Memory > h.memory {
		h.memory, h.memoryOf = u.Memory, what
	}
	if u.CPU > h.cpu {
		h.cpu, h.cpuOf = u.CPU, what
	}
}

func (h *heaviest) String() string {
	return fmt.Sprintf("%d runs, at most %d MiB (%s) and %v of the processor (%s)", h.runs, h.memory>>20, h.memoryOf, h.cpu.Round(time.Millisecond), h.cpuOf)
}

// TestHostile runs every command over every hostile file: no panic, no run without an end,
// little memory, an exit code that tells what happened, as many frames as there are, and
// output that nothing obeys.
func TestHostile(t *testing.T) {
	var most heaviest
	files := hostileFiles(t)
	t.Run("all", func(t *testing.T) {
		for i, f := range files {
			if testing.Short() && i%4 != 0 {
				continue
			}
			t.Run(f.name, func(t *testing.T) {
				t.Parallel()
				f.list(t, &most)
				f.report(t, &most)
			})
		}
	})
	figures(t, "%d files: %s", len(files), &most)
}

func (f *hostileFile) list(t *testing.T, most *heaviest) {
	t.Helper()
	for i, verb := range strings.Fields("frames sessions states facts") {
		if campaign == 0 && i != len(f.name)%4 {
			continue // one of them for each file, which by the length of its name is any
		}
		r, u := runMeasured(t, "", verb, f.path, "--format", "tsv")
		f.obey(t, verb, r, u, most)
		if r.code > 1 && len(r.out) > 0 {
			t.Errorf("%s writes %q of what is no capture", verb, r.out[:min(len(r.out), 80)])
		}
		if r.code <= 1 {
			straight(t, verb, string(r.out))
		}
		if n := strings.Count(string(r.out), "\n") - 1; verb == "frames" && r.code <= 1 && !within(n, f.frames) {
			t.Errorf("%d frames, want %s", n, f.frames)
		}
	}
}

// report writes all three forms, as two runs.
func (f *hostileFile) report(t *testing.T, most *heaviest) {
	t.Helper()
	for _, out := range []string{"out" + string(filepath.Separator), "x.json"} {
		dir := t.TempDir()
		r, u := runMeasured(t, dir, f.path, "-o", out)
		f.obey(t, "report", r, u, most)
		pages, err := filepath.Glob(filepath.Join(dir, strings.TrimSuffix(out, "x.json"), "*"))
		if err != nil {
			t.Fatal(err)
		}
		if want := (r.code == 2); want != (len(pages) == 0) {
			t.Errorf("exit code %d, and the files %q", r.code, pages)
		}
		for _, p := range pages {
			f.page(t, p)
		}
	}
}

func (f *hostileFile) page(t *testing.T, name string) {
	t.Helper()
	b := read(t, name)
	switch filepath.Ext(name) {
	case ".html":
		onlyOurElements(t, b)
	case ".json":
		if !json.Valid(b) {
			t.Error("the JSON is none")
		}
	}
	inert(t, filepath.Ext(name), b)
	if strings.Contains(string(b), "runtime error") {
		t.Errorf("%s tells of our own troubles", filepath.Base(name))
	}
}

// named is an offset in a message.
var named = regexp.MustCompile(`\d`)

// obey holds a run to its exit code, to what it has to say and to its memory.
func (f *hostileFile) obey(t *testing.T, verb string, r ran, u usage, most *heaviest) {
	t.Helper()
	most.add(verb+" "+f.name, u)
	codes := map[string]string{"report": "0", "prefix": "1", "error": "2", "-": "012"}[f.expect]
	if verb == "report" && f.expect != "error" && f.expect != "prefix" {
		codes += "4"
	}
	if !strings.Contains(codes, strconv.Itoa(r.code)) {
		t.Errorf("%s exits with %d, want one of %s: %s", verb, r.code, codes, r.errors)
	}
	if r.code == 1 && !named.Match(r.errors) || r.code == 2 && strings.Count(string(r.errors), "\n") != 2 {
		t.Errorf("%s exits with %d and says %q", verb, r.code, r.errors)
	}
	if u.Memory > memoryLimit {
		t.Errorf("%s needs %d MiB", verb, u.Memory>>20)
	}
	inert(t, verb+", stderr", r.errors)
}

// within tells whether n is as a manifest says.
func within(n int, frames string) bool {
	low, high, ranged := strings.Cut(frames, "-")
	if low == "" {
		return true
	}
	if !ranged {
		high = low
	}
	from, err1 := strconv.Atoi(low)
	to, err2 := strconv.Atoi(high)
	return err1 == nil && err2 == nil && from <= n && n <= to
}

// keep writes an input that failed to where it can be looked at.
func keep(t testing.TB, b []byte) string {
	t.Helper()
	f, err := os.CreateTemp("", "pcaplain-hostile-*.pcapng")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(b); err != nil {
		t.Fatal(err)
	}
	return f.Name()
}
