package main

import (
	"github.com/spf13/cobra"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/table"
)

// sessions lists Wireshark's streams, as its conversation windows count them.
func (a *app) sessions() *cobra.Command {
	l := listing{streams: true, counts: true}
	return l.command(a, "sessions", "List the TCP and UDP streams", func(src analyze.Source) error {
		return list(a, src, &l, table.SessionColumns, nothingYet, streamRows)
	})
}

func streamRows(s *fact.Survey, put func(*fact.Stream) error) error {
	for stream := range s.Streams {
		if err := put(stream); err != nil {
			return err
		}
	}
	return nil
}
