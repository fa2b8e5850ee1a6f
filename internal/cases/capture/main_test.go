package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/internal/cases"
)

// TestWrite reads every case's capture back: it holds as many frames as the case has packets.
func TestWrite(t *testing.T) {
	names, err := filepath.Glob("../../../testdata/cases/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases (%v)", err)
	}
	folder := t.TempDir()
	for _, name := range names {
		if err := write(name, folder); err != nil {
			t.Error(err)
		}
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		c, err := cases.Parse(string(text))
		if err != nil {
			t.Fatal(err)
		}
		base := strings.TrimSuffix(filepath.Base(name), ".txt")
		if n := frames(t, filepath.Join(folder, base+".pcapng")); n != len(c.Packets) {
			t.Errorf("%s holds %d frames of %d packets", base, n, len(c.Packets))
		}
	}
}

func frames(t *testing.T, name string) int {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	src := analyze.Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }}
	survey, err := analyze.Survey(src, analyze.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return survey.Frames
}

// TestMistake writes nothing of what is no case, and names the file.
func TestMistake(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "odd.txt")
	if err := os.WriteFile(name, []byte("Odd.\n-- packets --\n+0 C ? S\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := write(name, folder); err == nil || !strings.Contains(err.Error(), "odd.txt") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(folder, "odd.pcapng")); err == nil {
		t.Error("a capture was written")
	}
}
