//go:build unix

package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestCommandFor holds the command lines to what a shell makes of them: the words that
// were meant, whatever a name holds.
func TestCommandFor(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"taken.pcapng", "taken-2.pcapng", "lab.pcapng"} {
		if err := os.WriteFile(name, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ line, path, in, out string }{
		{"editcap -F pcapng INPUT OUTPUT", "trace.ncf", "trace.ncf", "trace.pcapng"},
		{"editcap -F pcapng INPUT OUTPUT", "/some where/trace", "/some where/trace", "trace.pcapng"},
		{"editcap -F pcapng INPUT OUTPUT", "taken.ncf", "taken.ncf", "taken-3.pcapng"},
		{"editcap -F pcapng INPUT OUTPUT", "taken.pcapng", "taken.pcapng", "taken-3.pcapng"},
		{"editcap -F pcapng INPUT OUTPUT", ".ncf", ".ncf", ".ncf.pcapng"},
		{"editcap -F pcapng INPUT OUTPUT", "-o.ncf", "./-o.ncf", "./-o.pcapng"},
		{"editcap -F pcapng INPUT OUTPUT", "it's $(touch x) `y`; \"z\".cap", "it's $(touch x) `y`; \"z\".cap", "it's $(touch x) `y`; \"z\".pcapng"},
		{"editcap -F pcapng INPUT OUTPUT", "'", "'", "'.pcapng"},
		{"editcap -F pcapng INPUT OUTPUT", "~*?[a].cap", "~*?[a].cap", "~*?[a].pcapng"},
		{"editcap -F pcapng INPUT OUTPUT", "OUTPUT.cap", "OUTPUT.cap", "OUTPUT.pcapng"},
		{"editcap -F pcapng INPUT OUTPUT", "첫 번째 실습.cap", "첫 번째 실습.cap", "첫 번째 실습.pcapng"},
		{"lz4 -d INPUT OUTPUT", "a.pcap.lz4", "a.pcap.lz4", "a.pcap"},
		{"lz4 -d INPUT OUTPUT", "lab.pcapng.LZ4", "lab.pcapng.LZ4", "lab-2.pcapng"},
		{"lz4 -d INPUT OUTPUT", "a.pcap", "a.pcap", "a.pcap.pcapng"},
		// What cannot be printed stays out of it.
		{"editcap -F pcapng INPUT OUTPUT", "", "INPUT", "OUTPUT"},
		{"editcap -F pcapng INPUT OUTPUT", "a\x1b]0;x\a.cap", "INPUT", "OUTPUT"},
		{"editcap -F pcapng INPUT OUTPUT", "a\nb.cap", "INPUT", "OUTPUT"},
		{"editcap -F pcapng INPUT OUTPUT", "a\u202epac.cap", "INPUT", "OUTPUT"},
		{"editcap -F pcapng INPUT OUTPUT", "a\xff.cap", "INPUT", "OUTPUT"},
	} {
		line := commandFor(c.line, c.path)
		out, err := exec.Command("sh", "-c", "printf '%s\\n' "+line).Output()
		words := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
		if n := len(words); err != nil || n != len(strings.Fields(c.line)) || words[n-2] != c.in || words[n-1] != c.out {
			t.Errorf("%q: a shell makes %q of %s, want %q and %q (%v)", c.path, words, line, c.in, c.out, err)
		}
	}
	if entries, _ := os.ReadDir("."); len(entries) != 3 {
		t.Errorf("the shell did more than print: %v", entries)
	}
}
