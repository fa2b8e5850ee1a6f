package main

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
)

// failure is an error in the reader's language: what is wrong, and what to do about it.
type failure struct{ line, hint string }

func (f *failure) Error() string { return f.line }

// status is an exit code of which nothing more is to be said.
type status int

func (s status) Error() string { return fmt.Sprintf("exit code %d", int(s)) }

func (a *app) printFailure(f *failure) {
	for line := range strings.SplitSeq(f.line, "\n") {
		a.talk(errorLine, line)
	}
	if f.hint != "" {
		a.talk(hintLine, f.hint)
	}
}

// talk writes one line to stderr.
func (a *app) talk(m message, args ...any) {
	a.progress.stop()
	fmt.Fprintln(a.err, "pcaplain: "+visible(a.say(m, args...)))
}

// visible spells out what a terminal might obey: file names may hold anything.
func visible(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// badFlag says in the reader's language what pflag found wrong with a flag.
func (a *app) badFlag(cmd *cobra.Command, err error) error {
	if errors.Is(err, pflag.ErrHelp) {
		return err
	}
	return &failure{a.flagLine(err), a.say(seeHelp, cmd.CommandPath())}
}

func (a *app) flagLine(err error) string {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	var odd *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &odd):
		return a.say(badSyntax, odd.GetSpecifiedFlag())
	case errors.As(err, &unknown):
		return a.say(unknownFlag, dashed(unknown.GetSpecifiedName()))
	case errors.As(err, &bare):
		return a.say(flagWantsValue, dashed(bare.GetSpecifiedName()))
	case errors.As(err, &bad):
		return a.say(badValue, dashed(bad.GetFlag().Name), bad.GetValue(), a.expected(bad))
	}
	return err.Error()
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// wanted is the error of our own flag types: what they take.
type wanted struct{ what message }

func (w wanted) Error() string { return w.what[english] }

func (a *app) expected(err *pflag.InvalidValueError) string {
	var w wanted
	switch {
	case errors.As(err, &w):
		return a.say(w.what)
	case err.GetFlag().Value.Type() == "bool":
		return a.say(wantBool)
	case err.GetFlag().Value.Type() == "stringSlice":
		return a.say(wantNames)
	}
	return err.Unwrap().Error()
}

// foreign puts the error for input that is no capture into the reader's language.
func (a *app) foreign(e *analyze.NotCapture) *failure {
	command := commandFor(e.Command, a.path)
	if a.lang == english {
		return &failure{e.Error(), e.Hinted(e.Do.Form, command)}
	}
	return &failure{a.say(notCapture, e.Name, inKorean(e.Kind)), e.Hinted(koreanForms[e.Do.Form], command)}
}

// warnLimits says which limits were reached. Bytes that were not kept leave out figures,
// of which the page speaks, and no fact.
func (a *app) warnLimits(name string, b *fact.Bounds) {
	for _, l := range fact.AllLimits() {
		if n := b.Beyond[l]; n > 0 && l != fact.MaxBytes {
			a.talk(limitReached, name, l, b.Of(l), n)
		}
	}
}

// warnDamage says where reading stopped and why.
func (a *app) warnDamage(f *fact.File) {
	d := f.Damage
	a.talk(faults[d.Why], f.Name, d.Offset, a.framesBefore(d.Frame-1))
}
