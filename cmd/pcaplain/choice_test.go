package main

import (
	"bytes"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rowsOf runs a listing of lab.pcapng and returns its rows, each by the names of its columns.
func rowsOf(t *testing.T, args ...string) (rows []map[string]string) {
	t.Helper()
	var out, talk bytes.Buffer
	if code := run(append(args, "lab.pcapng", "--format", "tsv"), nil, &out, &talk); code != exitDone {
		t.Fatalf("%v: exit code %d: %s", args, code, &talk)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	names := strings.Split(lines[0], "\t")
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range strings.Split(line, "\t") {
			row[names[i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// end tells whether one of two ends of a row, "address:port", is at an address or a port.
func end(r map[string]string, address, port string) bool {
	return slices.ContainsFunc([]string{"endpoint", "peer"}, func(name string) bool {
		return strings.HasPrefix(r[name], address+":") || strings.HasSuffix(r[name], ":"+port)
	})
}

// between tells whether one of the numbers that stand in a cell lies in a range.
func between(cell string, first, last int) bool {
	for word := range strings.FieldsFuncSeq(cell, func(c rune) bool { return c < '0' || c > '9' }) {
		if n, err := strconv.Atoi(word); err == nil && first <= n && n <= last {
			return true
		}
	}
	return false
}

// TestChoiceLeavesOut holds every way to choose to the rows of the whole capture: those
// that its own words ask for stay, unchanged and in their order, and no others.
func TestChoiceLeavesOut(t *testing.T) {
	type row = map[string]string
	demo, err := demoFiles.ReadFile("demo/" + demoCapture)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("lab.pcapng", demo, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		command string
		flags   []string
		stays   func(r row) bool
	}{
		{"frames", []string{"--frames", "9-11,55"}, func(r row) bool { n := r["frame.number"]; return between(n, 9, 11) || n == "55" }},
		{"frames", []string{"--session", "tcp:1"}, func(r row) bool { return r["tcp.stream"] == "1" }},
		{"frames", []string{"--session", "tcp:1.1"}, func(r row) bool { return r["tcp.stream"] == "1" }},
		{"frames", []string{"--session", "udp:6,tcp:0"}, func(r row) bool { return r["udp.stream"] == "6" || r["tcp.stream"] == "0" }},
		{"frames", []string{"--session", "all"}, func(row) bool { return true }},
		{"frames", []string{"--host", "192.168.219.1"}, func(r row) bool { return r["src"] == "192.168.219.1" || r["dst"] == "192.168.219.1" }},
		{"frames", []string{"--host", "::ffff:224.0.0.251"}, func(r row) bool { return r["dst"] == "224.0.0.251" }},
		{"frames", []string{"--port", "8080", "--port", "53"}, func(r row) bool {
			return r["tcp.srcport"] == "8080" || r["tcp.dstport"] == "8080" || r["udp.dstport"] == "53"
		}},
		{"frames", []string{"--port", "65432", "--frames", "56-58"}, func(r row) bool { return between(r["frame.number"], 56, 58) }},
		{"frames", []string{"--port", "1"}, func(row) bool { return false }},
		{"sessions", []string{"--frames", "10,66-67"}, func(r row) bool { return r["a_port"] == "51112" || r["b_port"] == "5005" }},
		{"sessions", []string{"--session", "udp:3"}, func(r row) bool { return r["proto"] == "udp" && r["stream"] == "3" }},
		{"sessions", []string{"--host", "224.0.0.251"}, func(r row) bool { return r["b_addr"] == "224.0.0.251" }},
		{"sessions", []string{"--port", "8080,5005"}, func(r row) bool { return r["b_port"] == "8080" || r["b_port"] == "5005" }},
		{"states", []string{"--session", "tcp:1"}, func(r row) bool { return r["stream"] == "1" }},
		{"states", []string{"--session", "udp:6"}, func(row) bool { return false }},
		{"states", []string{"--frames", "9-10,60"}, func(r row) bool { return between(r["cause"], 9, 10) || between(r["cause"], 60, 60) }},
		{"states", []string{"--port", "65432"}, func(r row) bool { return end(r, "-", "65432") }},
		{"facts", []string{"--host", "192.168.219.1"}, func(r row) bool { return end(r, "192.168.219.1", "-") }},
		{"facts", []string{"--port", "5005"}, func(r row) bool { return end(r, "-", "5005") }},
		{"facts", []string{"--frames", "56-57"}, func(r row) bool { return between(r["frames"], 56, 57) }},
		{"facts", []string{"--session", "tcp:0,udp:6", "--frames", "61-70"}, func(r row) bool {
			return between(r["frames"], 61, 70) && (end(r, "-", "65432") || end(r, "-", "5005"))
		}},
	} {
		want := slices.DeleteFunc(rowsOf(t, c.command), func(r row) bool { return !c.stays(r) })
		got := rowsOf(t, append([]string{c.command}, c.flags...)...)
		if !slices.EqualFunc(got, want, func(a, b row) bool { return stringOf(a) == stringOf(b) }) {
			t.Errorf("%s %v: %d rows, want %d:\n%v\nwant\n%v", c.command, c.flags, len(got), len(want), got, want)
		}
	}
}

func stringOf(r map[string]string) string {
	var cells []string
	for name, cell := range r {
		cells = append(cells, name+"="+cell)
	}
	slices.Sort(cells)
	return strings.Join(cells, " ")
}
