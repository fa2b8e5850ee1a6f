//go:build unix

package main

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestKilled kills runs that write over older pages, soon after they begin to write: each
// page is the old one or the new one, whole, and what is left besides is hidden.
func TestKilled(t *testing.T) {
	const kills = 40
	t.Chdir(t.TempDir())
	demo, err := demoFiles.ReadFile("demo/" + demoCapture)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("lab.pcapng", demo, 0o666); err != nil {
		t.Fatal(err)
	}
	whole := map[string][][]byte{} // by file, of each title
	for _, title := range []string{"One", "Another"} {
		if out, err := writer(title).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		for _, name := range []string{"lab.md", "lab.html"} {
			whole[name] = append(whole[name], read(t, name))
		}
	}
	moments := rand.New(rand.NewPCG(1, 2))
	died := 0
	for i := range kills {
		before := listed(t)
		cmd := writer([]string{"One", "Another"}[i%2])
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		writing(before, ended)
		time.Sleep(time.Duration(moments.Int64N(int64(25 * time.Millisecond))))
		cmd.Process.Kill()
		if <-ended != nil {
			died++
		}
		for name, pages := range whole {
			if page := read(t, name); !bytes.Equal(page, pages[0]) && !bytes.Equal(page, pages[1]) {
				t.Fatalf("run %d left %s with %d bytes, of %d or %d", i, name, len(page), len(pages[0]), len(pages[1]))
			}
		}
	}
	t.Logf("%d of %d runs were killed before their end", died, kills)
	for name := range listed(t) {
		if name != "lab.pcapng" && whole[name] == nil && !strings.HasPrefix(name, ".") {
			t.Errorf("%s was left", name)
		}
	}
}

// writing waits until the folder is no more what it was before, or the run has ended.
func writing(before map[string]int64, ended chan error) {
	for {
		select {
		case err := <-ended:
			ended <- err
			return
		default:
		}
		if now, err := folder(); err == nil && !maps.Equal(now, before) {
			return
		}
	}
}

func listed(t *testing.T) map[string]int64 {
	t.Helper()
	files, err := folder()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// folder is the files here, and their sizes.
func folder() (map[string]int64, error) {
	entries, err := os.ReadDir(".")
	files := map[string]int64{}
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			files[e.Name()] = info.Size()
		}
	}
	return files, err
}

func writer(title string) *exec.Cmd {
	return exec.Command("pcaplain", "lab.pcapng", "--lang", "en", "--title", title)
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
