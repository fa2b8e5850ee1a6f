package main

import (
	"github.com/spf13/cobra"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/render/table"
)

// states lists every state transition of every TCP endpoint.
func (a *app) states() *cobra.Command {
	var l listing
	return l.command(a, "states", "List the state transitions of both ends of every TCP connection", func(src analyze.Source) error {
		return list(a, src, &l, table.MoveColumns, l.moveRows, nothingLast)
	})
}

func (l *listing) moveRows(s *analyze.Settled, put func(table.MoveRow) error) error {
	for i := range s.Moves {
		if !l.row(s.Moves[i].Row) || !l.move(&s.Moves[i].Move) {
			continue
		}
		if err := put(table.MoveRow{Conversation: s.Moves[i].Row, Move: s.Moves[i].Move}); err != nil {
			return err
		}
	}
	return nil
}
