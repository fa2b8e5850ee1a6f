package main

import (
	"github.com/spf13/cobra"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/table"
)

// facts lists what happened, a row a fact.
func (a *app) facts() *cobra.Command {
	var l listing
	return l.command(a, "facts", "List what happened, and the frames that show it", func(src analyze.Source) error {
		return list(a, src, &l, table.FactColumns, factRows, nothingLast)
	})
}

// factRows puts what the frame shows by itself before what took history to see.
func factRows(s *analyze.Settled, put func(table.FactRow) error) error {
	for i := range s.Steps {
		for _, f := range fact.OfStep(s.Steps[i].Row.ID.Proto, &s.Steps[i].Step) {
			if err := put(table.FactRow{Conversation: s.Steps[i].Row, Fact: f}); err != nil {
				return err
			}
		}
	}
	for i := range s.Facts {
		if err := put(table.FactRow{Conversation: s.Facts[i].Row, Fact: s.Facts[i].Fact}); err != nil {
			return err
		}
	}
	return nil
}
