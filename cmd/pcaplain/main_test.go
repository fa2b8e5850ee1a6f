package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"pcaplain": main})
}

// TestScripts runs the command from outside, a script a topic.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:       "testdata/script",
		Setup:     scriptSetup(t),
		Condition: condition,
		Cmds:      map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// noFrames is a pcap file of Ethernet that holds nothing.
var noFrames = []byte("\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04\x00\x01\x00\x00\x00")

// scriptSetup gives scripts the demo's recording as lab.pcapng, the beginning of it as
// cut.pcapng, and none.pcap, without a frame.
func scriptSetup(t *testing.T) func(*testscript.Env) error {
	demo, err := demoFiles.ReadFile("demo/" + demoCapture)
	if err != nil {
		t.Fatal(err)
	}
	return func(env *testscript.Env) error {
		env.Setenv("ESC", "\x1b")
		env.Setenv("TMPDIR", env.WorkDir+"/.temp")
		return errors.Join(os.MkdirAll(env.WorkDir+"/.temp", 0o777), os.WriteFile(env.WorkDir+"/lab.pcapng", demo, 0o666),
			os.WriteFile(env.WorkDir+"/cut.pcapng", demo[:2000], 0o666), os.WriteFile(env.WorkDir+"/none.pcap", noFrames, 0o666))
	}
}

// exits runs pcaplain and wants this very exit code: exits 2 frames nowhere.pcapng.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if err != nil || neg {
		ts.Fatalf("usage: exits CODE ARGUMENTS")
	}
	err = ts.Exec("pcaplain", args[1:]...)
	var failed *exec.ExitError
	switch got := 0; {
	case err != nil && !errors.As(err, &failed):
		ts.Fatalf("running pcaplain: %v", err)
	default:
		if failed != nil {
			got = failed.ExitCode()
		}
		if got != want {
			ts.Fatalf("exit code %d, want %d; stderr: %s", got, want, ts.ReadFile("stderr"))
		}
	}
}

// condition knows [root]: a user to whom no file is closed.
func condition(name string) (bool, error) {
	if name == "root" {
		return os.Getuid() == 0, nil
	}
	return false, fmt.Errorf("no condition %q", name)
}
