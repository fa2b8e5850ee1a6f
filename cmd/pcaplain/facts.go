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
		return list(a, src, &l, table.FactColumns, l.factRows, nothingLast)
	})
}

// factRows puts what the frame shows by itself before what took history to see.
func (l *listing) factRows(s *analyze.Settled, put func(table.FactRow) error) error {
	row := func(r *fact.Row, f fact.Fact) error {
		if !l.fact(&f) {
			return nil
		}
		return put(table.FactRow{Conversation: r, Fact: f})
	}
	for i := range s.Steps {
		if !l.row(s.Steps[i].Row) {
			continue
		}
		for _, f := range fact.OfStep(s.Steps[i].Row.ID.Proto, &s.Steps[i].Step) {
			if err := row(s.Steps[i].Row, f); err != nil {
				return err
			}
		}
	}
	for i := range s.Facts {
		if !l.row(s.Facts[i].Row) {
			continue
		}
		if err := row(s.Facts[i].Row, s.Facts[i].Fact); err != nil {
			return err
		}
	}
	return nil
}
