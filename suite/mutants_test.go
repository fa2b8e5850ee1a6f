package suite_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render"
	"github.com/pcaplain/pcaplain/render/lesson"
)

// campaign is how long the tests of hostile input run that can go on for ever: a bounded
// share where it is zero.
var campaign = minutes("PCAPLAIN_CAMPAIGN")

func minutes(env string) time.Duration {
	n, err := strconv.ParseFloat(os.Getenv(env), 64)
	if err != nil {
		return 0
	}
	return time.Duration(n * float64(time.Minute))
}

const (
	mutants      = 10_000
	mutantsShort = 500
	pageEvery    = 50 // mutants
	pageCampaign = 5  // … of a campaign
)

// seeds are captures to make mutants of: the lab's that are not large, and made ones with
// links, tunnels and fragments that the lab has none of.
func seeds(t testing.TB) (all [][]byte) {
	t.Helper()
	for _, name := range labCaptures(t) {
		if b := read(t, inLab(t, name+".pcapng")); len(b) < 12_000 {
			all = append(all, b)
		}
	}
	for _, file := range glob(t, filepath.Join(corpus.Dir(t), "captures", "hostile-made", "packet", "*.pcapng")) {
		if b := read(t, file); len(b) < 12_000 {
			all = append(all, b)
		}
	}
	return all
}

// TestMutants takes mutants of captures all the way: Walk, Read, the lesson in both languages
// in turn, and every fiftieth to its page, made twice, and to its JSON. Nothing panics, runs on without end or
// takes much memory, and what comes out is still ours.
func TestMutants(t *testing.T) {
	m := mutator{seeds(t)}
	first, want, every := uint64(0), uint64(mutants), uint64(pageEvery)
	if testing.Short() {
		want = mutantsShort
	}
	until := time.Now()
	if campaign > 0 {
		first, until, every = uint64(until.UnixNano()), until.Add(campaign), pageCampaign
		t.Logf("mutants from %d on", first)
	}
	var next, reports atomic.Uint64
	watch := newWatch(t)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for {
				n := next.Add(1) - 1
				if n >= want && !time.Now().Before(until) || watch.failures.Load() > 20 {
					return
				}
				b := m.mutant(first + n)
				watch.over(fmt.Sprintf("mutant %d", first+n), b, func() error {
					return wholeWay(b, lesson.Langs[n%uint64(len(lesson.Langs))], n%every == 0, &reports)
				})
			}
		})
	}
	all.Wait()
	watch.stop()
	figures(t, "%d mutants of %d captures, %d of them told, slowest %v, at most %d MiB for %d at once", next.Load(), len(m.seeds), reports.Load(),
		time.Duration(watch.slowest.Load()).Round(time.Millisecond), watch.most.Load()>>20, runtime.GOMAXPROCS(0))
}

// wholeWay reads a capture and tells it; with page, in every way there is, and twice.
func wholeWay(b []byte, lang string, page bool, reports *atomic.Uint64) error {
	full, err := walks(b, analyze.Options{})
	if err != nil || !full.capture {
		return err
	}
	reports.Add(1)
	c, doc, err := telling(b, lang, page)
	if err != nil || !page {
		return err
	}
	if err := fitSchemas(b, c); err != nil {
		return err
	}
	if _, again, err := telling(b, lang, page); err != nil || !bytes.Equal(doc, again) {
		return fmt.Errorf("told twice, two stories; %v", err)
	}
	streams, err := walks(b, analyze.Options{StreamsOnly: true})
	if err == nil && full != streams {
		err = fmt.Errorf("%+v with conversations, %+v without", full, streams)
	}
	return err
}

// walked is what a walk counted.
type walked struct {
	capture          bool
	frames, streams  int
	bytes, undecoded int
	damage           fact.Damage
}

// walks goes over a capture and holds what it yields to what a capture of that size can hold.
func walks(b []byte, opt analyze.Options) (w walked, err error) {
	var s fact.Survey
	for settled, err := range analyze.Walk(capture("mutant.pcapng", b), opt, &s) {
		var foreign *analyze.NotCapture
		switch {
		case errors.As(err, &foreign) && foreign.Hint() != "":
			return walked{}, nil
		case err != nil:
			return w, err
		}
		if err := sane(settled, w.frames, len(b)); err != nil {
			return w, err
		}
		if settled.Frame != nil {
			w.frames++
		}
	}
	if s.Frames != w.frames || s.File.Damage != nil && (s.File.Damage.Frame != w.frames+1 || s.File.Damage.Offset > int64(len(b))) {
		return w, fmt.Errorf("%d frames, the survey has %d, damage %+v", w.frames, s.Frames, s.File.Damage)
	}
	if s.File.Damage != nil {
		w.damage = *s.File.Damage
		w.damage.Detail = ""
	}
	for _, n := range s.Undecoded {
		w.undecoded += n
	}
	for range s.Streams {
		w.streams++
	}
	w.capture, w.bytes = true, int(s.Bytes)
	return w, nil
}

// sane tells what no frame can be, whatever the file says.
func sane(s *analyze.Settled, before, size int) error {
	f := s.Frame
	switch {
	case f == nil:
		return nil
	case f.Number != before+1:
		return fmt.Errorf("frame %d after %d", f.Number, before)
	case len(f.Bytes) > f.CapLen || len(f.Bytes) > size:
		return fmt.Errorf("frame %d: %d bytes of %d in a file of %d", f.Number, len(f.Bytes), f.CapLen, size)
	}
	for i := range s.Steps {
		if st := &s.Steps[i]; st.Data.Off < 0 || st.Data.Len < 0 || st.Data.Off > len(f.Bytes) {
			return fmt.Errorf("frame %d: payload at %+v of %d bytes", f.Number, st.Data, len(f.Bytes))
		}
	}
	for _, m := range s.Moves {
		if m.Frame > f.Number {
			return fmt.Errorf("frame %d settles a move of frame %d", f.Number, m.Frame)
		}
	}
	return nil
}

// telling is the Markdown of a capture, and its page where that is wanted.
func telling(b []byte, lang string, page bool) (*fact.Capture, []byte, error) {
	l, err := tell(capture("mutant.pcapng", b), lang, nil)
	if err != nil {
		return nil, nil, err
	}
	if err := sensible(l.doc.Markdown); err != nil {
		return nil, nil, err
	}
	var out bytes.Buffer
	if err := writeForms(&out, l, page); err != nil {
		return nil, nil, err
	}
	for i, r := range out.String() {
		if r == utf8.RuneError && !bytes.HasPrefix(out.Bytes()[i:], []byte("\uFFFD")) || obeyed(r) {
			return nil, nil, fmt.Errorf("%U at %d: …%q…", r, i, out.Bytes()[max(0, i-40):min(out.Len(), i+40)])
		}
	}
	return l.Capture, out.Bytes(), nil
}

func writeForms(w io.Writer, l told, page bool) error {
	if _, err := io.WriteString(w, l.doc.Markdown); err != nil || !page {
		return err
	}
	return render.HTML(w, l.doc)
}

// watch looks after jobs that run side by side: one that panics, does not end or takes too
// much memory is told with its input.
type watch struct {
	t             testing.TB
	mu            sync.Mutex
	jobs          map[*job]bool
	slowest, most atomic.Int64
	failures      atomic.Int32
	done          chan struct{}
	ended         sync.WaitGroup
}

type job struct {
	name  string
	input []byte
	began time.Time
}

func newWatch(t testing.TB) *watch {
	w := &watch{t: t, jobs: map[*job]bool{}, done: make(chan struct{})}
	w.ended.Go(func() {
		for {
			select {
			case <-w.done:
				return
			case <-time.After(50 * time.Millisecond):
				w.look()
			}
		}
	})
	return w
}

func (w *watch) stop() {
	close(w.done)
	w.ended.Wait()
}

// look ends the whole test where a job does not end: nothing else can stop it.
func (w *watch) look() {
	w.mu.Lock()
	defer w.mu.Unlock()
	held := inUse()
	if held > memoryLimit { // garbage of short jobs, and of earlier tests, or what one needs?
		debug.FreeOSMemory()
		held = inUse()
	}
	if old := w.most.Load(); held > old {
		w.most.Store(held)
		if held > memoryLimit && old <= memoryLimit {
			w.fail(fmt.Errorf("%d MiB in use", held>>20), slices.Collect(func(yield func(*job) bool) {
				for j := range w.jobs {
					if !yield(j) {
						return
					}
				}
			})...)
		}
	}
	for j := range w.jobs {
		if time.Since(j.began) > hangLimit {
			panic(fmt.Sprintf("%s runs for %v: %s", j.name, time.Since(j.began), keep(w.t, j.input)))
		}
	}
}

// inUse is the memory that the program has from the system.
func inUse() int64 {
	m := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(m)
	return int64(m[0].Value.Uint64() - m[1].Value.Uint64())
}

// over does a job.
func (w *watch) over(name string, input []byte, do func() error) {
	j := &job{name, input, time.Now()}
	w.mu.Lock()
	w.jobs[j] = true
	w.mu.Unlock()
	err := calmly(do)
	took := int64(time.Since(j.began))
	w.mu.Lock()
	delete(w.jobs, j)
	w.mu.Unlock()
	for old := w.slowest.Load(); took > old && !w.slowest.CompareAndSwap(old, took); old = w.slowest.Load() {
	}
	if err != nil {
		w.fail(err, j)
	}
}

func (w *watch) fail(err error, jobs ...*job) {
	w.failures.Add(1)
	for _, j := range jobs {
		w.t.Errorf("%s (%d bytes, %s): %v", j.name, len(j.input), keep(w.t, j.input), err)
	}
}

// calmly turns a panic into an error.
func calmly(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, ours(string(debug.Stack())))
		}
	}()
	return do()
}

// ours are the lines of a stack that name our files.
func ours(stack string) string {
	var b strings.Builder
	for line := range strings.Lines(stack) {
		if strings.Contains(line, ".go:") && !strings.Contains(line, "/runtime/") {
			b.WriteString(line)
		}
	}
	return b.String()
}
