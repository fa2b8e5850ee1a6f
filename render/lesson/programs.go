package lesson

import (
	"slices"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/lab"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// ProgramRow is a line of the table of ends: the programs of both, by protocol.
type ProgramRow struct{ Kind, Client, Server string }

// Programs are the lab's programs of the conversations between the two main ends.
func (v *view) Programs() []ProgramRow {
	var rows []ProgramRow
	for _, proto := range []fact.Proto{fact.TCP, fact.UDP} {
		row := ProgramRow{Kind: strings.ToUpper(proto.String()), Client: "–", Server: "–"}
		for i := range v.b.opt.Lab.Programs {
			p := &v.b.opt.Lab.Programs[i]
			t := v.b.ran(p)
			if t == nil || t.ID.Proto != proto || p.File == "" {
				continue
			}
			name := text.Cell(text.Of(p.File))
			if v.b.sideOf(p, t) == fact.Client {
				row.Client = name
			} else {
				row.Server = name
			}
		}
		if row.Client != "–" || row.Server != "–" {
			rows = append(rows, row)
		}
	}
	return rows
}

// ran is the first conversation told in which the program took part; nil: none.
func (b *builder) ran(p *lab.Program) *talk {
	for _, t := range b.talks {
		if runs(*p, &t.Row) {
			return t
		}
	}
	return nil
}

// sideOf tells which end the program was, by its host's role or address.
func (b *builder) sideOf(p *lab.Program, t *talk) fact.Side {
	for _, h := range b.opt.Lab.Hosts {
		if h.Name != p.Host {
			continue
		}
		switch {
		case h.Role == lab.Client:
			return fact.Client
		case h.Role == lab.Server:
			return fact.Server
		case slices.Contains(h.Addresses, t.Ends[fact.Client].Addr()):
			return fact.Client
		}
	}
	return fact.Server
}
