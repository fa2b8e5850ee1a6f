//go:build unix

package main

import (
	"bytes"
	"io"
	"os"
	"os/signal"
	"syscall"
	"testing"
)

// silent is an input that says when it is first read and then stays silent.
type silent struct{ asked chan struct{} }

func (s *silent) Read([]byte) (int, error) {
	close(s.asked)
	select {}
}

// stops are the signals that ask a run to stop, and the exit codes that shells expect.
var stops = map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129}

// heeded are the stops, none of them ignored, whatever the shell or nohup began the tests with.
func heeded() map[syscall.Signal]int {
	for sig := range stops {
		signal.Notify(make(chan os.Signal, 1), sig)
	}
	return stops
}

// TestInterrupt stops runs that wait for a pipe: nothing printed, no temporary file and no
// page left.
func TestInterrupt(t *testing.T) {
	for sig, want := range heeded() {
		for _, args := range [][]string{{"frames", "-"}, {"sessions", "-"}, {"states", "-"}, {"facts", "-"}, {"-"}, {"report", "-", "-o", "page.md"}} {
			t.Chdir(t.TempDir())
			t.Setenv("TMPDIR", t.TempDir())
			in := &silent{make(chan struct{})}
			go func() {
				<-in.asked
				syscall.Kill(os.Getpid(), sig)
			}()
			var out, talk bytes.Buffer
			if code := run(args, in, &out, &talk); code != want {
				t.Errorf("%v, %v: exit code %d, want %d", sig, args, code, want)
			}
			if out.Len() > 0 || talk.Len() > 0 {
				t.Errorf("%v, %v: printed %q and %q", sig, args, &out, &talk)
			}
			mustBeEmpty(t, ".")
			mustBeEmpty(t, os.TempDir())
		}
	}
}

// TestInterruptWhileWriting stops a run in the middle of its second page: what was there
// before stays as it was.
func TestInterruptWhileWriting(t *testing.T) {
	for sig, want := range heeded() {
		t.Chdir(t.TempDir())
		if err := os.WriteFile("lab.md", []byte("the page before"), 0o666); err != nil {
			t.Fatal(err)
		}
		ctx, stop := untilSignal()
		a := &app{ctx: ctx, out: io.Discard, err: io.Discard}
		err := a.write(both("", "lab"), func(w io.Writer, p page) error {
			if p.format == "html" {
				syscall.Kill(os.Getpid(), sig)
				<-ctx.Done()
			}
			_, err := io.WriteString(w, "half a page")
			return err
		})
		stop()
		if code := a.exitCode(err); code != want {
			t.Errorf("%v: exit code %d (%v), want %d", sig, code, err, want)
		}
		if page, err := os.ReadFile("lab.md"); string(page) != "the page before" {
			t.Errorf("%v: lab.md is %q (%v)", sig, page, err)
		}
		os.Remove("lab.md")
		mustBeEmpty(t, ".")
	}
}

// TestInterruptWhatNeverEnds stops a run in work that does not look at the clock.
func TestInterruptWhatNeverEnds(t *testing.T) {
	heeded()
	ctx, stop := untilSignal()
	defer stop()
	a := &app{ctx: ctx}
	err := a.unlessStopped(func() error {
		syscall.Kill(os.Getpid(), syscall.SIGTERM)
		select {}
	})
	if code := a.exitCode(err); code != 143 {
		t.Errorf("exit code %d (%v)", code, err)
	}
}

func mustBeEmpty(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		t.Errorf("%s was left in %s", e.Name(), dir)
	}
}
