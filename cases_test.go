package pcaplain_test

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/cases"
	"github.com/pcaplain/pcaplain/render/lesson"
)

var update = flag.Bool("update", false, "rewrite the outputs in testdata/cases")

const caseFolder = "testdata/cases"

// TestCases holds what pcaplain makes of every case's packets to what the case says.
func TestCases(t *testing.T) {
	for name, c := range allCases(t) {
		t.Run(name, func(t *testing.T) {
			want := c.String()
			capture := readCase(t, name, c)
			for _, o := range outputs(c) {
				c.Set(o.section, o.write(t, c, capture))
			}
			golden(t, filepath.Join(caseFolder, name+".txt"), want, c.String())
		})
	}
}

// An output is a section of a case that pcaplain writes.
type output struct {
	section string
	write   func(*testing.T, *cases.Case, *fact.Capture) string
}

// outputs are those that the case has, and all of them where it has none yet.
func outputs(c *cases.Case) []output {
	all := []output{
		{"states", func(_ *testing.T, _ *cases.Case, capture *fact.Capture) string { return statesOf(capture) }},
		{"facts", func(_ *testing.T, _ *cases.Case, capture *fact.Capture) string { return factsOf(capture) }},
	}
	for _, lang := range lesson.Langs {
		all = append(all, output{lang + ".md", func(t *testing.T, c *cases.Case, capture *fact.Capture) string {
			return told(t, capture, lang, c.Options.Show)
		}})
	}
	held := slices.DeleteFunc(slices.Clone(all), func(o output) bool { return !c.Has(o.section) })
	if len(held) == 0 {
		return all
	}
	return held
}

// golden compares, and leaves what it got beside what it wanted.
func golden(t *testing.T, file, want, got string) {
	t.Helper()
	left := strings.TrimSuffix(file, ".txt") + ".got"
	os.Remove(left)
	if got == want {
		return
	}
	if *update {
		left = file
	} else {
		t.Errorf("%s has other outputs; see %s, and -update rewrites it", file, left)
	}
	if err := os.WriteFile(left, []byte(got), 0o666); err != nil {
		t.Fatal(err)
	}
}

// allCases reads the case files, by name.
func allCases(t *testing.T) map[string]*cases.Case {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(caseFolder, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in %s (%v)", caseFolder, err)
	}
	all := map[string]*cases.Case{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := cases.Parse(string(raw))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".txt")] = c
	}
	return all
}

// readCase reads the packets as any file is read.
func readCase(t *testing.T, name string, c *cases.Case) *fact.Capture {
	t.Helper()
	file, err := c.Capture()
	if err != nil {
		t.Fatal(err)
	}
	src := analyze.Source{Name: name + ".pcapng", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file)), nil }}
	return readCapture(t, src)
}

func readCapture(t *testing.T, src analyze.Source) *fact.Capture {
	t.Helper()
	capture, err := analyze.Read(src, analyze.Options{}, func(s *fact.Survey) []fact.ID { return lesson.Choose(s, nil) })
	if err != nil {
		t.Fatal(err)
	}
	return capture
}

// letter is how a case calls a side.
func letter(s fact.Side) string { return [...]string{"C", "S"}[s] }

// statesOf writes a line for each move: the endpoint, old and new state, the cause, and how
// sure we are; "by 5" is the frame that proves a reception, "certain 7" the one from which
// on there is no other way.
func statesOf(c *fact.Capture) string {
	var b strings.Builder
	for i := range c.Conversations {
		conv := &c.Conversations[i]
		begin(&b, c, conv)
		for _, m := range conv.Moves {
			fmt.Fprintf(&b, "%s %s > %s %s %s", letter(m.Side), m.Old, m.New, m.CauseText(), m.Sure)
			if m.Proof != 0 {
				fmt.Fprintf(&b, " by %d", m.Proof)
			}
			if m.Certain != 0 {
				fmt.Fprintf(&b, " certain %d", m.Certain)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// begin names the conversation where there are several.
func begin(b *strings.Builder, c *fact.Capture, conv *fact.Conversation) {
	if len(c.Conversations) > 1 {
		fmt.Fprintf(b, "%s:\n", conv.ID)
	}
}

// factsOf writes a line for each fact: its frames, the deciding one first, the kind, whose
// doing it is, how sure we are, and the particulars that are not zero.
func factsOf(c *fact.Capture) string {
	var b strings.Builder
	for i := range c.Conversations {
		conv := &c.Conversations[i]
		begin(&b, c, conv)
		for _, f := range factsIn(conv) {
			frames := strings.ReplaceAll(strings.Trim(fmt.Sprint(f.Frames), "[]"), " ", ",")
			fmt.Fprintf(&b, "%s %s %s %s%s\n", frames, f.Kind, letter(f.Side), f.Sure, particulars(reflect.ValueOf(f.What)))
		}
	}
	return b.String()
}

// factsIn are the facts of the steps and those that took history, by deciding frame.
func factsIn(conv *fact.Conversation) []fact.Fact {
	var all []fact.Fact
	for i := range conv.Steps {
		all = append(all, fact.OfStep(conv.ID.Proto, &conv.Steps[i])...)
	}
	all = append(all, conv.Facts...)
	slices.SortStableFunc(all, func(a, b fact.Fact) int { return cmp.Compare(a.Frames[0], b.Frames[0]) })
	return all
}

// particulars are the fields of a struct that are not zero.
func particulars(v reflect.Value) string {
	var b strings.Builder
	for i := range v.NumField() {
		if f := v.Field(i); !f.IsZero() || spoken[f.Type()] {
			fmt.Fprintf(&b, " %s=%s", strings.ToLower(v.Type().Field(i).Name), particular(f))
		}
	}
	return b.String()
}

// spoken are the types whose zero says as much as any other value.
var spoken = map[reflect.Type]bool{reflect.TypeFor[fact.Opening](): true, reflect.TypeFor[fact.Ending](): true}

func particular(f reflect.Value) string {
	switch v := f.Interface().(type) {
	case string: // of the capture's, maybe
		return strings.Trim(strconv.QuoteToASCII(v), `"`)
	case [5][2]int:
		var parts []string
		for verdict, n := range v {
			if n != [2]int{} {
				parts = append(parts, fmt.Sprintf("%s:C%d,S%d", fact.Verdict(verdict), n[0], n[1]))
			}
		}
		return strings.Join(parts, " ")
	case [5]int:
		var parts []string
		for verdict, frame := range v {
			if frame != 0 {
				parts = append(parts, fmt.Sprintf("%s:%d", fact.Verdict(verdict), frame))
			}
		}
		return strings.Join(parts, " ")
	case [2]fact.State:
		return fmt.Sprintf("C:%s,S:%s", v[0], v[1])
	case [2]fact.Options:
		return fmt.Sprintf("C{%s} S{%s}", options(v[0]), options(v[1]))
	case fact.Flags:
		return strings.Join(v.Names(), "+")
	case time.Duration:
		return v.String()
	}
	return fmt.Sprint(f.Interface())
}

func options(o fact.Options) string {
	var l []string
	for _, has := range []struct {
		bit  fact.OptionBits
		text string
	}{{fact.HasMSS, fmt.Sprintf("mss %d", o.MSS)}, {fact.HasSackOK, "sackOK"}, {fact.HasShift, fmt.Sprintf("ws %d", o.Shift)}, {fact.HasTimestamps, fmt.Sprintf("TS val %d ecr %d", o.TSval, o.TSecr)}} {
		if o.Has&has.bit != 0 {
			l = append(l, has.text)
		}
	}
	return strings.Join(l, ",")
}

// told is what the lesson says in the sections named, without drawings: those
// of the frames and of the conversations where none are named.
func told(t *testing.T, c *fact.Capture, lang string, show []string) string {
	t.Helper()
	doc, err := lesson.Build(c, lesson.Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	seen := map[string]bool{}
	for i, text := range sections(doc) {
		s := doc.Sections[i]
		seen[s.ID] = true
		if len(show) == 0 && (s.Frame != 0 || s.ID == "top" || ofConversation(c, s.ID)) || slices.Contains(show, s.ID) {
			parts = append(parts, text)
		}
	}
	for _, id := range show {
		if !seen[id] {
			t.Errorf("the lesson has no section %q", id)
		}
	}
	return strings.Join(parts, "\n\n")
}

// ofConversation tells the sections that tell a conversation as a whole.
func ofConversation(c *fact.Capture, id string) bool {
	return slices.ContainsFunc(c.Conversations, func(conv fact.Conversation) bool {
		name := strings.ReplaceAll(conv.ID.String(), ":", "")
		return id == name || slices.Contains([]string{"open", "data", "close", "sum"}, strings.TrimPrefix(id, name+"-"))
	})
}

// sections cuts a document at its headings: the text of each but for its drawings.
func sections(doc *lesson.Document) []string {
	var l []string
	fence := ""
	for line := range strings.SplitSeq(doc.Markdown, "\n") {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence != "":
			if line == fence {
				fence = ""
			}
		case len(ticks) >= 3:
			fence = ticks
		case strings.HasPrefix(line, "#"):
			l = append(l, line)
		case len(l) > 0 && !isTarget(line):
			l[len(l)-1] += "\n" + line
		}
	}
	for i := range l {
		l[i] = blankLines(l[i])
	}
	return l
}

// isTarget tells the line "[9]: #frame-9" that a link of the text points to.
func isTarget(line string) bool {
	_, target, ok := strings.Cut(line, "]: #")
	return ok && strings.HasPrefix(line, "[") && !strings.Contains(target, " ")
}

func blankLines(s string) string {
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return strings.TrimSpace(s)
}
