package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/table"
)

// glance are the columns of a table for people where none are asked for: as many as fit
// the width of a screen.
var glance = []string{"frame.number", "frame.time_epoch", "src", "dst", "tcp.stream", "udp.stream",
	"tcp.flags", "tcp.seq", "tcp.ack", "tcp.len", "tcp.window_size", "frame.len"}

// frames lists every frame of the capture.
func (a *app) frames() *cobra.Command {
	var l listing
	var fields []string
	cmd := l.command(a, "frames", "List the frames, under Wireshark's field names", func(src analyze.Source) error {
		if len(fields) == 0 && table.Format(l.format) == table.Table {
			fields = glance
		}
		columns, err := table.Choose(table.FrameColumns, fields)
		var unknown *table.UnknownField
		if errors.As(err, &unknown) {
			return &failure{a.say(noField, unknown.Name, strings.Join(unknown.Near, ", ")), a.say(fieldsHint)}
		}
		l.complete = slices.ContainsFunc(columns, table.TwoPasses)
		l.streams = !l.sessions.incarnations()
		return list(a, src, &l, columns, l.frameRow, nothingLast)
	})
	cmd.Flags().StringSliceVar(&fields, "fields", nil, "`columns`, by their names, with commas between them (default: all; in a table a few)")
	complete(cmd, "fields", fieldNames()...)
	return cmd
}

func (l *listing) frameRow(s *analyze.Settled, put func(*fact.Frame) error) error {
	if s.Frame == nil || !l.choice.frame(s) {
		return nil
	}
	return put(s.Frame)
}

func fieldNames() []string {
	var names []string
	for _, c := range table.FrameColumns {
		names = append(names, c.Name)
	}
	return names
}
