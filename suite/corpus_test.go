package suite_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render"
	"github.com/pcaplain/pcaplain/render/lesson"
	"github.com/pcaplain/pcaplain/render/lesson/lab"
	"github.com/pcaplain/pcaplain/render/table"
)

// figures reports what a test measured, to the log and, in one line, to stdout.
func figures(t testing.TB, format string, args ...any) {
	t.Helper()
	line := fmt.Sprintf(format, args...)
	t.Log(line)
	fmt.Printf("%s: %s\n", t.Name(), line)
}

// inLab is a file beside the lab's captures, oracle one of tshark's beside its columns.
func inLab(t testing.TB, file string) string {
	return filepath.Join(corpus.Dir(t), "captures", "lab", file)
}

func oracle(t testing.TB, file string) string {
	return filepath.Join(corpus.Dir(t), "oracle", "lab", file)
}

// labCaptures are the names, without their ending, of the lab's captures.
func labCaptures(t testing.TB) []string { return names(t, inLab(t, "*.pcapng"), ".pcapng") }

// injections are the captures whose payloads, names and comments want to be more than text.
func injections(t testing.TB) []string {
	return glob(t, filepath.Join(corpus.Dir(t), "captures", "hostile-made", "inject", "*.pcapng"))
}

func glob(t testing.TB, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no file is like %s: %v", pattern, err)
	}
	return files
}

func names(t testing.TB, pattern, ending string) []string {
	t.Helper()
	files := glob(t, pattern)
	for i, f := range files {
		files[i] = strings.TrimSuffix(filepath.Base(f), ending)
	}
	return files
}

// inShort is list, or every n-th of it with -short.
func inShort(list []string, n int) []string {
	if !testing.Short() {
		return list
	}
	var some []string
	for i := 0; i < len(list); i += n {
		some = append(some, list[i])
	}
	return some
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// capture is a file that holds b.
func capture(name string, b []byte) analyze.Source {
	return analyze.Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }}
}

func labCapture(t testing.TB, name string) analyze.Source {
	return capture(name+".pcapng", read(t, inLab(t, name+".pcapng")))
}

// row is one line of a TSV file, by column name.
type row map[string]string

// parseTSV reads a header row, with or without a "#" before it, and what follows.
func parseTSV(t testing.TB, b []byte) (head []string, rows []row) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	head = strings.Split(strings.TrimPrefix(lines[0], "#"), "\t")
	for i, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) > len(head) {
			t.Fatalf("line %d has %d cells, the header %d", i+2, len(cells), len(head))
		}
		r := row{}
		for j, c := range cells {
			r[head[j]] = c
		}
		rows = append(rows, r)
	}
	return head, rows
}

func readTSV(t testing.TB, name string) []row {
	t.Helper()
	_, rows := parseTSV(t, read(t, name))
	return rows
}

// list is what a command that prints rows of src writes as TSV.
func list[T any](t testing.TB, src analyze.Source, columns []table.Column[T], of func(s *analyze.Settled) []T) []byte {
	t.Helper()
	b, _, err := walk(src, columns, of)
	if err != nil {
		t.Fatalf("%s: %v", src.Name, err)
	}
	return b
}

// walk is the same with the survey, for input that may be no capture.
func walk[T any](src analyze.Source, columns []table.Column[T], of func(s *analyze.Settled) []T) ([]byte, *fact.Survey, error) {
	var b bytes.Buffer
	var survey fact.Survey
	w := table.NewWriter(&b, table.TSV, columns)
	for settled, err := range analyze.Walk(src, analyze.Options{}, &survey) {
		if err != nil {
			return nil, nil, err
		}
		for _, r := range of(settled) {
			if err := w.Row(r); err != nil {
				return nil, nil, err
			}
		}
	}
	err := w.Close()
	return b.Bytes(), &survey, err
}

func framesOf(s *analyze.Settled) []*fact.Frame {
	if s.Frame == nil {
		return nil
	}
	return []*fact.Frame{s.Frame}
}

func movesOf(s *analyze.Settled) (l []table.MoveRow) {
	for _, m := range s.Moves {
		l = append(l, table.MoveRow{Conversation: m.Row, Move: m.Move})
	}
	return l
}

func factsOf(s *analyze.Settled) (l []table.FactRow) {
	for i := range s.Steps {
		for _, f := range fact.OfStep(s.Steps[i].Row.ID.Proto, &s.Steps[i].Step) {
			l = append(l, table.FactRow{Conversation: s.Steps[i].Row, Fact: f})
		}
	}
	for _, f := range s.Facts {
		l = append(l, table.FactRow{Conversation: f.Row, Fact: f.Fact})
	}
	return l
}

// told is a capture and its lesson in one language.
type told struct {
	*fact.Capture
	doc *render.Document
}

// tell reads a capture and tells its lesson, as the command does. The error is of input
// that is no capture.
func tell(src analyze.Source, lang string, known *lab.Lab) (told, error) {
	c, err := analyze.Read(src, analyze.Options{}, func(s *fact.Survey) []fact.ID { return lesson.Choose(s, known) })
	if err != nil {
		return told{}, err
	}
	doc, err := lesson.Build(c, lesson.Options{Lang: lang, Lab: known,
		Generator: fmt.Sprintf("pcaplain test, %s sha256 %s, --lang %s", src.Name, c.File.SHA256, lang)})
	return told{c, doc}, err
}

func mustTell(t testing.TB, src analyze.Source, lang string, known *lab.Lab) told {
	t.Helper()
	l, err := tell(src, lang, known)
	if err != nil {
		t.Fatalf("%s, %s: %v", src.Name, lang, err)
	}
	return l
}

// demoLab is what is known of the lab in which echo-lab was recorded.
func demoLab(t testing.TB, lang string) *lab.Lab {
	t.Helper()
	l, err := lab.Read(lang, os.DirFS("../cmd/pcaplain/demo"), "lab."+lang+".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func html(t testing.TB, d *render.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := render.HTML(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func markdown(t testing.TB, d *render.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := render.Markdown(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// command is the built command; it is built once for all tests.
var command = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "pcaplain-suite-")
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "pcaplain")
	out, err := exec.Command("go", "build", "-o", name, "github.com/pcaplain/pcaplain/cmd/pcaplain").CombinedOutput()
	if err != nil {
		return dir, fmt.Errorf("building the command: %w: %s", err, out)
	}
	return name, nil
})

func TestMain(m *testing.M) {
	measureOthers()
	code := m.Run()
	if name, err := command(); err == nil {
		os.RemoveAll(filepath.Dir(name))
	}
	os.Exit(code)
}

// ran is one run of the command.
type ran struct {
	code        int
	out, errors []byte
}

// run runs the command in dir, with env after the environment's own.
func run(t testing.TB, dir string, env []string, args ...string) ran {
	t.Helper()
	name, err := command()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &errs
	cmd.Env = slices.Concat(os.Environ(), []string{"LC_ALL=C"}, env)
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if bytes.Contains(errs.Bytes(), []byte("goroutine ")) {
		t.Errorf("pcaplain %s: %s", strings.Join(args, " "), errs.Bytes())
	}
	return ran{cmd.ProcessState.ExitCode(), out.Bytes(), errs.Bytes()}
}
