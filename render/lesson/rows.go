package lesson

import (
	"fmt"
	"math"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// Line is one row of the packet table: a frame, a run of frames that are folded, or ICMP errors.
type Line struct {
	No, T, Dir, Flags, Seq, Ack, Len, Win, What string
}

// fewOthers is how many frames of other traffic between two frames get a row of their own.
const fewOthers = 3

// Lines are the rows of the packet table.
func (t *talk) Lines() []Line {
	var l []Line
	var before *fact.Step
	for _, p := range t.passages(t.Steps, math.MaxInt, t.b.cards) {
		switch {
		case p.errors != nil:
			l = append(l, t.errorLine(p.errors))
		case p.folded != nil:
			l = append(l, t.foldLine(p.folded))
		default:
			if before != nil && p.told.Frame-before.Frame > fewOthers {
				l = append(l, Line{No: text.Range(before.Frame+1, p.told.Frame-1), What: t.b.labelf("others", text.Count(int64(p.told.Frame-before.Frame-1)))})
			}
			l = append(l, t.line(p.told))
		}
		before = p.told
	}
	return l
}

func (t *talk) errorLine(l []reported) Line {
	f := l[0].fact
	s := &Scene{t: t, step: &fact.Step{Frame: f.Frames[0], Side: f.Side}, fact: f}
	no := text.Frames(errorFrames(l))
	if len(l) > maxErrors {
		no = text.Range(f.Frames[0], l[len(l)-1].fact.Frames[0])
	}
	return Line{No: no, What: t.b.run(t.b.kinds[f.Kind].title, s)}
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
	line.Flags = strings.Join(t.flags(s), ", ")
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
