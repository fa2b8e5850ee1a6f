package lesson

import (
	"fmt"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// report is what an acknowledgment tells of the other side's numbers.
type report struct {
	step  *fact.Step
	sack  fact.Sack  // empty where it reports nothing beyond its number
	twice fact.DSack // empty where it reports nothing twice
}

// loss is the acknowledgments from the first that reports a gap, or numbers that came twice, to
// the one that confirms all that was missing.
type loss []report

// losses are those of the conversation, in order.
func (t *talk) losses() (l []loss) {
	open := [2]int{-1, -1} // the places of those that go on, by the side that reports them
	for i := range t.Steps {
		s := &t.Steps[i]
		if s.Dup != 0 || s.TCP.Flags&(fact.ACK|fact.RST) != fact.ACK {
			continue
		}
		r, at := t.report(s), &open[s.Side]
		gap, twice := r.sack.Arrived != nil, r.twice.From != r.twice.Next
		switch {
		case *at < 0 && (gap || twice):
			if l = append(l, loss{r}); gap {
				*at = len(l) - 1
			}
		case *at >= 0 && (gap || twice || s.NewAck > 0):
			if l[*at] = append(l[*at], r); !gap {
				*at = -1
			}
		}
	}
	return l
}

func (t *talk) report(s *fact.Step) report {
	r := report{step: s}
	for f := range t.at(s.Frame) {
		switch w := f.What.(type) {
		case fact.Sack:
			r.sack = w
		case fact.DSack:
			r.twice = w
		}
	}
	return r
}

// from is the lowest number that it tells something about, to the one after the last.
func (r report) from() uint32 {
	if d := r.twice; d.From != d.Next && !d.Inside {
		return d.From
	}
	return r.step.TCP.RelAck
}
func (r report) to() uint32 {
	if l := r.sack.Arrived; l != nil {
		return l[len(l)-1][1]
	}
	return r.step.TCP.RelAck
}

// drawHoles draws the first losses whose first acknowledgment is told.
func (t *talk) drawHoles() {
	drawn := 0
	for _, l := range t.losses() {
		first := l[0].step
		if drawn == maxStrips || !t.shown[first.Frame] {
			continue
		}
		if f := t.holes(l); len(f.Rows[0].Parts) > 1 {
			t.place(first.Frame, "holes", f)
			drawn++
		}
	}
}

// Of a loss with more acknowledgments than these some are left out.
const maxReports, reportsHead, reportsTail = 6, 3, 2

// holes draws a loss. Numbers beyond the last that are reported to have arrived are left out.
func (t *talk) holes(l loss) figure.Strip {
	lo := l[0].from()
	length := l[0].to() - lo
	for _, r := range l {
		if n := r.to() - lo; r.sack.Arrived != nil && n < 1<<31 {
			length = max(length, n)
		}
	}
	f := t.strip(l[0].step.Side.Other(), lo, lo+length)
	for _, r := range l {
		row := figure.StripRow{Frame: r.step.Frame, Words: r.words(), Parts: parts(f.Zero, f.Len, r.layers(f.Zero))}
		if n := len(f.Rows); n == 0 || f.Rows[n-1].Words != row.Words {
			f.Rows = append(f.Rows, row)
		}
	}
	if n := len(f.Rows); n > maxReports {
		left := figure.StripRow{Words: t.b.labelf("strip.left", text.Count(int64(n-reportsHead-reportsTail)))}
		f.Rows = append(append(f.Rows[:reportsHead:reportsHead], left), f.Rows[n-reportsTail:]...)
	}
	f.Key = t.b.key(f.Rows)
	return f
}

// words are the numbers of the header: "Ack 101, SACK 201–300".
func (r report) words() string {
	words := fmt.Sprint("Ack ", r.step.TCP.RelAck)
	if d := r.twice; d.From != d.Next {
		words += ", D-SACK " + ranges([][2]uint32{{d.From, d.Next}})
	}
	if r.sack.Arrived != nil {
		words += ", SACK " + ranges(r.sack.Arrived)
	}
	return words
}

// layers are what it tells of the numbers from zero on.
func (r report) layers(zero uint32) []layer {
	ack := r.step.TCP.RelAck
	return []layer{{figure.Twice, [][2]uint32{{r.twice.From, r.twice.Next}}}, {figure.Acked, [][2]uint32{{zero, ack}}},
		{figure.Held, r.sack.Arrived}, {figure.Missing, [][2]uint32{{ack, r.to()}}}}
}
