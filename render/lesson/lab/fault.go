package lab

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pcaplain/pcaplain/internal/spell"
)

// fault is one thing wrong with a lab file. The line is 0 where it is the file as
// a whole.
type fault struct {
	name string
	line int
	err  error
}

func (f *fault) Error() string {
	if f.line == 0 {
		return fmt.Sprintf("%s: %v", f.name, f.err)
	}
	return fmt.Sprintf("%s:%d: %v", f.name, f.line, f.err)
}

func (f *fault) Unwrap() error { return f.err }

// fault notes what is wrong at a line and goes on, so that an author sees all of
// it at once.
func (r *reader) fault(line int, format string, args ...any) {
	r.faults = append(r.faults, &fault{r.name, line, fmt.Errorf(r.in(format), args...)})
}

// err is all faults in the order of the file.
func (r *reader) err() error {
	slices.SortStableFunc(r.faults, func(a, b *fault) int { return cmp.Compare(a.line, b.line) })
	errs := make([]error, len(r.faults))
	for i, f := range r.faults {
		errs[i] = f
	}
	return errors.Join(errs...)
}

// suggestion ends a message about an unknown word: the known one that comes
// closest, else all of them.
func (r *reader) suggestion(word string, known []string) string {
	if len(known) == 0 {
		return ""
	}
	best := slices.MinFunc(known, func(a, b string) int { return cmp.Compare(spell.Distance(word, a), spell.Distance(word, b)) })
	// A third of the letters wrong, and one more, is still a slip of the pen.
	if spell.Distance(word, best) <= len([]rune(best))/3+1 {
		return r.say("; did you mean %q?", best)
	}
	return r.say("; known here: %s", r.list(known, "and"))
}

// list is "a, b or c"; in Korean "a, b, c".
func (r *reader) list(words []string, last string) string {
	if r.korean {
		return strings.Join(words, ", ")
	}
	out := ""
	for i, word := range words {
		switch {
		case i > 0 && i == len(words)-1:
			out += " " + last + " "
		case i > 0:
			out += ", "
		}
		out += word
	}
	return out
}
