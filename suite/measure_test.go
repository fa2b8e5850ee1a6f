package suite_test

import (
	"context"
	"encoding/gob"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	memoryLimit = 256 << 20        // of any input under 1 MB
	hangLimit   = 20 * time.Second // of processor time, so that a busy machine accuses nobody
	wallLimit   = 2 * time.Minute  // after which a command that only waits is stopped, too
)

// order is a command to run, and where its output goes; usage is what the run needed.
type (
	order struct {
		Args           []string
		Dir, Out, Errs string
	}
	usage struct {
		Code      int
		Memory    int64 // bytes, the most at any time; 0 where the system does not tell
		CPU, Wall time.Duration
		Failure   string // of starting it
	}
)

// A child's maximum begins with its parent's, which here is a whole test's. So a small
// process stands between that does nothing but run commands: this test binary, in a process of
// its own, with orders in its fourth file and answers in its fifth.
const measureEnv = "PCAPLAIN_MEASURE"

// measureOthers is all that such a process does; elsewhere it returns at once.
func measureOthers() {
	if os.Getenv(measureEnv) == "" {
		return
	}
	orders, answers := gob.NewDecoder(os.NewFile(3, "orders")), gob.NewEncoder(os.NewFile(4, "answers"))
	for {
		var o order
		if orders.Decode(&o) != nil {
			os.Exit(0)
		}
		if answers.Encode(o.run()) != nil {
			os.Exit(1)
		}
	}
}

func (o *order) run() (u usage) {
	out, err := os.Create(o.Out)
	if err != nil {
		return usage{Failure: err.Error()}
	}
	defer out.Close()
	errs, err := os.Create(o.Errs)
	if err != nil {
		return usage{Failure: err.Error()}
	}
	defer errs.Close()
	ctx, stop := context.WithTimeout(context.Background(), wallLimit)
	defer stop()
	cmd := exec.CommandContext(ctx, o.Args[0], o.Args[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = o.Dir, out, errs
	began := time.Now()
	if err := cmd.Run(); cmd.ProcessState == nil {
		return usage{Failure: err.Error()}
	}
	ps := cmd.ProcessState
	return usage{Code: ps.ExitCode(), Memory: maximum(ps), CPU: ps.UserTime() + ps.SystemTime(), Wall: time.Since(began)}
}

// maximum is the most memory that a process had, which not every system tells.
func maximum(ps *os.ProcessState) int64 {
	field := reflect.Indirect(reflect.ValueOf(ps.SysUsage())).FieldByName("Maxrss")
	switch {
	case !field.IsValid():
		return 0
	case runtime.GOOS == "darwin" || runtime.GOOS == "ios":
		return field.Int()
	}
	return field.Int() << 10
}

// measurer is a process that measures others.
type measurer struct {
	orders  *gob.Encoder
	answers *gob.Decoder
}

// measurers are as many as run side by side. They end with this process.
var measurers = sync.OnceValues(func() (chan *measurer, error) {
	pool := make(chan *measurer, min(runtime.GOMAXPROCS(0), 4))
	for range cap(pool) {
		m, err := newMeasurer()
		if err != nil {
			return nil, err
		}
		pool <- m
	}
	return pool, nil
})

func newMeasurer() (*measurer, error) {
	orders, give, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	take, answers, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), measureEnv+"=1", "LC_ALL=C")
	cmd.ExtraFiles = []*os.File{orders, answers}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	orders.Close()
	answers.Close()
	return &measurer{gob.NewEncoder(give), gob.NewDecoder(take)}, nil
}

// runMeasured is run with the memory and the time it took. It fails where the command ran on
// for ever or said what only a panic says, recovered or not.
func runMeasured(t testing.TB, dir string, args ...string) (ran, usage) {
	t.Helper()
	name, err := command()
	if err != nil {
		t.Fatal(err)
	}
	pool, err := measurers()
	if err != nil {
		t.Fatal(err)
	}
	m := <-pool
	defer func() { pool <- m }()
	to := t.TempDir()
	o, u := order{append([]string{name}, args...), dir, filepath.Join(to, "out"), filepath.Join(to, "errors")}, usage{}
	if err := m.orders.Encode(o); err != nil {
		t.Fatal(err)
	}
	if err := m.answers.Decode(&u); err != nil || u.Failure != "" {
		t.Fatalf("pcaplain %s: %v %s", strings.Join(args, " "), err, u.Failure)
	}
	r := ran{u.Code, read(t, o.Out), read(t, o.Errs)}
	calm(t, "pcaplain "+strings.Join(args, " "), r, u)
	return r, u
}

// panics are words of a Go program in trouble.
var panics = []string{"goroutine ", "panic:", "runtime error", "fatal error"}

func calm(t testing.TB, what string, r ran, u usage) {
	t.Helper()
	for _, word := range panics {
		if strings.Contains(string(r.errors), word) {
			t.Errorf("%s: %s", what, r.errors)
			break
		}
	}
	if u.CPU > hangLimit || u.Wall > wallLimit {
		t.Errorf("%s: runs %v, %v of the processor", what, u.Wall, u.CPU)
	}
}
