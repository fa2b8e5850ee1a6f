package main

import (
	"fmt"
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
	format   formatFlag
	servers  serversFlag
	most     mostFlag
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
	l.servers.flag(cmd)
	if !l.streams {
		l.most.flag(cmd)
	}
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
	opt := analyze.Options{Servers: l.servers, StreamsOnly: l.streams, Unverified: l.counts, MaxConversations: int(l.most)}
	if l.complete {
		first, err := a.walk(src, opt, func(*analyze.Settled) error { return nil })
		if err != nil {
			return err
		}
		opt.Completeness = first.Completeness
	}
	survey, err := a.walk(src, opt, func(s *analyze.Settled) error { return of(s, w.Row) })
	if err == nil {
		err = last(survey, w.Row)
	}
	if err != nil {
		return err // of input that is no capture not even a header is printed
	}
	if err := w.Close(); err != nil {
		return err
	}
	a.warnUnobserved(survey.File.Name, survey.Observable, survey.Unobserved)
	return a.partly(&survey.File)
}

// nothingLast and nothingYet are for lists that have no rows at the end, or none before it.
func nothingLast[T any](*fact.Survey, func(T) error) error    { return nil }
func nothingYet[T any](*analyze.Settled, func(T) error) error { return nil }

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

// mostFlag is --max-conversations; 0 is the default.
type mostFlag int

func (f *mostFlag) flag(cmd *cobra.Command) {
	cmd.Flags().Var(f, "max-conversations", fmt.Sprintf("observe at most so many conversations, to bound memory (default %d)", analyze.DefaultConversations))
}

func (f *mostFlag) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return wanted{wantMost}
	}
	*f = mostFlag(n)
	return nil
}

func (f *mostFlag) String() string {
	if *f == 0 {
		return ""
	}
	return strconv.Itoa(int(*f))
}
func (f *mostFlag) Type() string { return "N" }

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
