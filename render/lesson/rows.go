package lesson

import (
	"fmt"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// Line is one row of the packet table: a frame, or a run of frames that are folded.
type Line struct {
	No, T, Dir, Flags, Seq, Ack, Len, Win, What string
}

// fewOthers is how many frames of other traffic between two frames get a row of their own.
const fewOthers = 3

// Lines are the rows of the packet table.
func (t *talk) Lines() []Line {
	var l []Line
	folded := true // or nothing, before the first
	for run, told := range t.runs(t.Steps) {
		if !told {
			l, folded = append(l, t.foldLine(run)), true
			continue
		}
		s := &run[0]
		if !folded {
			before := t.beside(s.Frame, -1).Frame
			if n := s.Frame - before - 1; n >= fewOthers {
				l = append(l, Line{No: text.Range(before+1, s.Frame-1), What: t.b.labelf("others", text.Count(int64(n)))})
			}
		}
		l, folded = append(l, t.line(s)), false
	}
	return l
}

func (t *talk) foldLine(folded []fact.Step) Line {
	return Line{No: text.Range(folded[0].Frame, folded[len(folded)-1].Frame), What: t.b.labelf("folded."+t.ID.Proto.String(), text.Count(int64(len(folded))))}
}

func (t *talk) line(s *fact.Step) Line {
	b := t.b
	line := Line{No: b.frameLink(s.Frame), T: b.at(s.Time), Dir: b.label("letter."+s.Side.String()) + " → " + b.label("letter."+s.Side.Other().String()), What: t.title(s)}
	if t.ID.Proto == fact.UDP {
		line.Len = text.Count(int64(max(s.UDP.Len, 0)))
		return line
	}
	line.Flags = s.TCP.Flags.String()
	line.Seq, line.Ack = fmt.Sprint(s.TCP.RelSeq), "–"
	if s.TCP.Flags.Has(fact.ACK) {
		line.Ack = fmt.Sprint(s.TCP.RelAck)
	}
	line.Len, line.Win = lenOf(&s.TCP), text.Count(int64(s.TCP.WindowSize))
	return line
}

// title is what a frame does, in a few words.
func (t *talk) title(s *fact.Step) string {
	scenes := t.scenes(s)
	if len(scenes) == 0 {
		return t.b.label("untitled")
	}
	return t.b.run(t.b.kinds[scenes[0].fact.Kind].title, scenes[0])
}

// lenOf is the length of a segment's data, a dash where its header does not tell.
func lenOf(s *fact.Segment) string {
	if s.Len < 0 {
		return "–"
	}
	return text.Count(int64(s.Len))
}
