package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// slowly is an input that takes a while for every piece.
type slowly struct {
	pieces, size int
	pause        time.Duration
}

func (s *slowly) Read(p []byte) (int, error) {
	if s.pieces == 0 {
		return 0, io.EOF
	}
	s.pieces--
	time.Sleep(s.pause)
	return s.size, nil
}

// watch reads an input twice and returns what a terminal was given.
func watch(t *testing.T, l lang, pause time.Duration, size int64) string {
	var terminal bytes.Buffer
	a := &app{ctx: t.Context(), lang: l}
	a.progress = &progress{terminal: &terminal, line: a.progressLine}
	open := a.watched(func() (io.ReadCloser, error) { return io.NopCloser(&slowly{10, 1e5, pause}), nil }, size)
	for range 2 {
		r, err := open()
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, r)
	}
	a.progress.stop()
	return terminal.String()
}

// screen is what is left on a line of a terminal.
func screen(written string) string {
	line := []rune(strings.Repeat(" ", 80))
	column := 0
	for _, r := range written {
		if r == '\r' {
			column = 0
			continue
		}
		line[column] = r
		if column++; r >= 0x1100 {
			line[column] = 0 // Hangul takes two columns
			column++
		}
	}
	return strings.TrimRight(string(line), " ")
}

// TestProgress watches readings that take long, in a time of their own.
func TestProgress(t *testing.T) {
	for _, c := range []struct {
		lang   lang
		size   int64
		inside []string
	}{
		{english, 1e6, []string{"pcaplain: reading [######..............]  30 % (1.0 MB)", "reading [##########..........]  50 % (1.0 MB)", "reading again [##########..........]  50 % (1.0 MB)"}},
		{english, 5e5, []string{"reading [####################] 100 % (500.0 kB)"}}, // it has grown
		{english, 0, []string{"pcaplain: reading 500.0 kB"}},
		{korean, 1e6, []string{"pcaplain: 읽는 중 [##########..........]  50 % (1.0 MB)", "다시 읽는 중 ["}},
	} {
		synctest.Test(t, func(t *testing.T) {
			got := watch(t, c.lang, 150*time.Millisecond, c.size)
			for _, want := range c.inside {
				if !strings.Contains(got, want) {
					t.Errorf("%v, %d bytes: %q is missing in %q", c.lang, c.size, want, got)
				}
			}
			if left := screen(got); left != "" {
				t.Errorf("%v, %d bytes: %q stays on the terminal", c.lang, c.size, left)
			}
			for line := range strings.SplitSeq(got, "\r") {
				if len(strings.TrimRight(line, " ")) > 79 {
					t.Errorf("%q may need two lines", line)
				}
			}
		})
	}
}

// TestProgressOfLittle reads for less than half a second: nothing is written.
func TestProgressOfLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if got := watch(t, english, 10*time.Millisecond, 1e6); got != "" {
			t.Errorf("a short reading wrote %q", got)
		}
	})
}

// TestProgressMakesWay writes rows to the terminal that shows the progress.
func TestProgressMakesWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var terminal bytes.Buffer
		a := &app{}
		a.progress = &progress{terminal: &terminal, line: a.progressLine}
		a.progress.begin(10)
		a.progress.add(5)
		time.Sleep(time.Second)
		io.WriteString(curtain{&terminal, a.progress}, "rows\n")
		a.progress.add(5)
		a.progress.begin(10)
		time.Sleep(time.Second)
		got := strings.TrimSuffix(terminal.String(), "\n")
		if left := screen(got); !strings.Contains(got, "reading") || left != "rows" {
			t.Errorf("of %q the terminal shows %q", got, left)
		}
	})
}
