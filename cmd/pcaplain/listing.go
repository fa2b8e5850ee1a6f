package main

import (
	"fmt"
	"iter"
	"net/netip"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/table"
)

// listing is what the commands that print rows have in common.
type listing struct {
	choice
	format   formatFlag
	servers  serversFlag
	limits   limitsFlag
	streams  bool // the rows need no conversation to be observed
	counts   bool // nor a checksum to be calculated again
	complete bool // they need what only a first pass over the file tells
}

// command is a command that prints rows of one capture.
func (l *listing) command(a *app, name, short string, list func(src analyze.Source) error) *cobra.Command {
	cmd := &cobra.Command{
		Use:               name + " CAPTURE|-",
		Short:             short,
		Args:              a.oneCapture,
		ValidArgsFunction: completeCapture,
		RunE: func(_ *cobra.Command, args []string) error {
			src, err := a.input(args[0])
			if err != nil {
				return err
			}
			return list(src)
		},
	}
	l.format = formatFlag(table.Table)
	cmd.Flags().Var(&l.format, "format", "table for people, tsv for programs, json: one object a line")
	complete(cmd, "format", formats...)
	l.choice.flags(cmd, "only these", "only what these frames show")
	l.servers.flag(cmd)
	l.limits.flag(cmd)
	return cmd
}

func (a *app) oneCapture(cmd *cobra.Command, args []string) error {
	switch len(args) {
	case 0:
		return &failure{a.say(noCapture), a.say(giveCapture, cmd.CommandPath())}
	case 1:
		return nil
	}
	return &failure{a.say(manyCaptures, args[1]), a.say(seeHelp, cmd.CommandPath())}
}

// list prints rows as they come and keeps none. of puts the rows of what a frame settled;
// last, where it is not nil, those that only the end of the file shows.
func list[T any](a *app, src analyze.Source, l *listing, columns []table.Column[T],
	of func(s *analyze.Settled, put func(T) error) error, last func(s *fact.Survey, put func(T) error) error) error {
	w := table.NewWriter(a.out, table.Format(l.format), columns)
	opt := analyze.Options{Servers: l.servers, StreamsOnly: l.streams, Unverified: l.counts, Limits: fact.Limits(l.limits)}
	if l.complete {
		first, err := a.walk(src, opt, func(*analyze.Settled) error { return nil })
		if err != nil {
			return err
		}
		opt.Completeness = first.Completeness
	}
	put := w.Row // once: each time it is named it is made anew, on the heap
	survey, err := a.walk(src, opt, func(s *analyze.Settled) error { return of(s, put) })
	if err == nil {
		err = a.unprintable(last(survey, put))
	}
	if err != nil {
		return err // of input that is no capture not even a header is printed
	}
	if err := w.Close(); err != nil {
		return a.unprintable(err)
	}
	a.warnLimits(survey.File.Name, &survey.Bounds)
	if err := a.partly(&survey.File); err != nil {
		return err
	}
	return a.allThere(l, survey)
}

// allThere is the error for a session that was asked for and is not in the capture.
func (a *app) allThere(l *listing, s *fact.Survey) error {
	there := rowIDs(s.Rows)
	if l.streams {
		there = streamIDs(s)
	}
	missing := l.sessions.missing(there)
	if missing == "" {
		return nil
	}
	return &failure{a.say(noSession, missing, s.File.Name), a.say(sessionsHint, s.File.Name)}
}

func streamIDs(s *fact.Survey) iter.Seq[fact.ID] {
	return func(yield func(fact.ID) bool) {
		for stream := range s.Streams {
			if !yield(fact.ID{Proto: stream.Proto, Stream: stream.Number}) {
				return
			}
		}
	}
}

// nothingLast is for lists that have no rows at the end.
func nothingLast[T any](*fact.Survey, func(T) error) error { return nil }

var formats = []string{"table", "tsv", "json"}

// formatFlag is --format.
type formatFlag table.Format

func (f *formatFlag) Set(s string) error {
	for _, name := range formats {
		if s == name {
			*f = formatFlag(s)
			return nil
		}
	}
	return wanted{wantFormat}
}

func (f *formatFlag) String() string { return string(*f) }
func (f *formatFlag) Type() string   { return strings.Join(formats, "|") }

// limitsFlag is --limit, as often as it is given; 0 is a default.
type limitsFlag fact.Limits

func (f *limitsFlag) flag(cmd *cobra.Command) {
	var names, values []string
	for _, l := range fact.AllLimits() {
		names = append(names, fmt.Sprintf("%s %d", l, fact.DefaultLimits[l]))
		values = append(values, l.String()+"=")
	}
	cmd.Flags().Var(f, "limit", "move a limit that bounds memory; may be repeated (defaults: "+strings.Join(names, ", ")+")")
	complete(cmd, "limit", values...)
}

func (f *limitsFlag) Set(s string) error {
	name, value, _ := strings.Cut(s, "=")
	n, err := strconv.Atoi(value)
	for _, l := range fact.AllLimits() {
		if l.String() == name && err == nil && n > 0 {
			f[l] = n
			return nil
		}
	}
	return wanted{wantLimit}
}

// String are the limits moved, as they go into the generator line.
func (f *limitsFlag) String() string {
	var moved []string
	for _, l := range fact.AllLimits() {
		if f[l] != 0 {
			moved = append(moved, fmt.Sprintf("%s=%d", l, f[l]))
		}
	}
	return strings.Join(moved, " --limit ")
}
func (f *limitsFlag) Type() string { return "NAME=N" }

// serversFlag is --role, as often as it is given.
type serversFlag []netip.AddrPort

func (f *serversFlag) flag(cmd *cobra.Command) {
	cmd.Flags().Var(f, "role", "say which end is the server; may be repeated")
	complete(cmd, "role", "server=")
}

func (f *serversFlag) Set(s string) error {
	role, end, _ := strings.Cut(s, "=")
	server, err := netip.ParseAddrPort(end)
	if role != "server" || err != nil {
		return wanted{wantRole}
	}
	*f = append(*f, server)
	return nil
}

func (f *serversFlag) String() string { return "" }
func (f *serversFlag) Type() string   { return "server=IP:PORT" }
