package lesson

import (
	"fmt"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
)

// How many strips are drawn: of losses in a conversation, with frames on a page, and with the
// sums of conversations on a page.
const (
	maxStrips      = 2
	maxPageStrips  = 8
	maxPageFlights = 4
)

// strip is a drawing of what became of one side's numbers, and what its sentence may ask.
type strip struct {
	t    *talk
	What string // "holes", "window"
	ID   string // of the figure
	Rows int
	side fact.Side // whose numbers
}

// Whose numbers they are, and who reports what became of them.
func (s strip) Whose() (string, error) { return s.t.b.word(s.side.String() + ".of") }
func (s strip) Other() string          { return s.t.me(s.side.Other()) }

// place puts a strip below the sentences of a frame, as long as there are not too many.
func (t *talk) place(frame int, what string, f figure.Strip) {
	if t.b.strips == maxPageStrips {
		return
	}
	t.b.strips++
	f.ID = t.figureID(frame, what)
	t.b.doc.Figures[f.ID] = f
	t.strips[frame] = append(t.strips[frame], strip{t, what, f.ID, len(f.Rows), fact.Side(f.Side)})
}

// strip begins the drawing of a side's numbers from lo to before hi, which are relative ones,
// with some of those before that show where it stands.
func (t *talk) strip(side fact.Side, lo, hi uint32) figure.Strip {
	b := t.b
	lead := (hi - lo) / leadShare
	f := figure.Strip{Common: b.common(""), Side: int(side), Cut: lo > 1+lead,
		Name: t.role(side) + " → " + t.role(side.Other()), Plain: b.label("letter."+side.String()) + " -> " + b.label("letter."+side.Other().String())}
	if !f.Cut {
		lead = lo - min(lo, 1)
	}
	f.Zero, f.Len = lo-lead, hi-lo+lead
	return f
}

// leadShare is which part of what is drawn the numbers are that were confirmed before.
const leadShare = 7

// key says what the marks of a strip's rows mean.
func (b *builder) key(rows []figure.StripRow) (l []figure.StripKey) {
	for m := figure.Acked; m <= figure.Edge; m++ {
		if slices.ContainsFunc(rows, func(r figure.StripRow) bool {
			return slices.ContainsFunc(r.Parts, func(p figure.Part) bool { return p.Mark == m })
		}) {
			l = append(l, figure.StripKey{Mark: m, Words: b.label(fmt.Sprint("strip.", m))})
		}
	}
	return l
}

// layer is numbers of which the same is known, where no layer before says something else: runs
// from the first number to before the second.
type layer struct {
	mark figure.Mark
	runs [][2]uint32
}

// parts cuts size numbers from zero on by what the layers say of them; of some they may say nothing.
func parts(zero, size uint32, layers []layer) (l []figure.Part) {
	off := func(n uint32) uint32 {
		if n-zero < 1<<31 {
			return min(n-zero, size)
		}
		return 0 // it lies before
	}
	var edges []uint32
	for _, y := range layers {
		for _, r := range y.runs {
			edges = append(edges, off(r[0]), off(r[1]))
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	for i, from := range edges[:max(len(edges)-1, 0)] {
		k := slices.IndexFunc(layers, func(y layer) bool {
			return slices.ContainsFunc(y.runs, func(r [2]uint32) bool { return r[0] != r[1] && off(r[0]) <= from && from < off(r[1]) })
		})
		if k < 0 {
			continue
		}
		p := figure.Part{Mark: layers[k].mark, From: zero + from, Len: edges[i+1] - from}
		if n := len(l); n > 0 && l[n-1].Mark == p.Mark && l[n-1].From+l[n-1].Len == p.From {
			l[n-1].Len += p.Len
		} else {
			l = append(l, p)
		}
	}
	return l
}
