package lesson

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson/lab"
	"github.com/pcaplain/pcaplain/render/lesson/syntax"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// Listing is a program of the lab and the frames that its calls were set beside.
type Listing struct {
	b    *builder
	p    *lab.Program
	t    *talk
	side fact.Side
	ID   string
}

// CallRow is a line of the table of calls.
type CallRow struct {
	Line               int
	Call, Frames, What string
}

// Listings are the lab's programs whose conversation is told.
func (v *view) Listings() []*Listing {
	var l []*Listing
	for i := range v.b.opt.Lab.Programs {
		p := &v.b.opt.Lab.Programs[i]
		t := v.b.ran(p)
		if t == nil || p.Source == "" {
			continue
		}
		li := &Listing{b: v.b, p: p, t: t, side: v.b.sideOf(p, t), ID: fmt.Sprintf("code-%d", i+1)}
		v.b.doc.Figures[li.ID] = li.figure()
		l = append(l, li)
	}
	return l
}

// Name is the program's file.
func (l *Listing) Name() string { return text.Prose(text.Of(l.p.File)) }

// Fence is the source in a fence of its language.
func (l *Listing) Fence() string {
	body := l.b.doc.Figures[l.ID].Text()
	mark := text.Fence(body)
	return mark + l.lang() + "\n" + body + mark
}

// lang is the one word behind the fence: what GitHub highlights by.
func (l *Listing) lang() string {
	for _, alias := range syntax.Of(l.p.File).Config().Aliases {
		if alias != "" && strings.Trim(alias, "abcdefghijklmnopqrstuvwxyz0123456789") == "" {
			return alias
		}
	}
	return "text"
}

// figure is the listing with its tokens and, beside a call's line, the frames.
func (l *Listing) figure() figure.Listing {
	fig := figure.Listing{Common: l.b.common(l.ID), Name: text.Block(text.Of(l.p.File))}
	tokens, err := chroma.Tokenise(syntax.Of(l.p.File), nil, l.p.Source)
	if err != nil { // what cannot be highlighted is still a listing
		tokens = []chroma.Token{{Type: chroma.Text, Value: l.p.Source}}
	}
	line := figure.Line{}
	for _, tok := range tokens {
		for i, part := range strings.Split(tok.Value, "\n") {
			if i > 0 {
				fig.Lines = append(fig.Lines, line)
				line = figure.Line{}
			}
			if part != "" {
				line.Spans = append(line.Spans, figure.Span{Class: class(tok.Type), Text: part})
			}
		}
	}
	if line.Spans != nil {
		fig.Lines = append(fig.Lines, line)
	}
	for _, c := range l.p.Calls {
		if c.Line <= len(fig.Lines) {
			fig.Lines[c.Line-1].Frames = l.frames(c.Does)
		}
	}
	return fig
}

func class(t chroma.TokenType) string {
	switch {
	case t.InCategory(chroma.Comment):
		return "c"
	case t.InSubCategory(chroma.LiteralString):
		return "s"
	case t.InCategory(chroma.Keyword):
		return "k"
	}
	return ""
}

// frames are those that a call of the kind lies beside: what its side sent or received, in order.
func (l *Listing) frames(does lab.Action) []int {
	mine := func(s *fact.Step) bool { return s.Side == l.side }
	data := func(s *fact.Step) bool { return s.TCP.Len > 0 || l.t.ID.Proto == fact.UDP }
	pick := func(fits func(s *fact.Step) bool) []int {
		list := l.t.frames(func(s *fact.Step) bool { return l.t.shown[s.Frame] && fits(s) })
		return list[:min(len(list), maxCallFrames)]
	}
	switch does {
	case lab.Connect:
		if f, ok := l.t.find(fact.TCPOpened); ok {
			return slices.Sorted(slices.Values(f.Frames))
		}
	case lab.Send:
		return pick(func(s *fact.Step) bool { return mine(s) && data(s) })
	case lab.Receive: // what came before this side closed
		closed := l.frames(lab.Close)
		return pick(func(s *fact.Step) bool {
			return !mine(s) && (data(s) || s.TCP.Flags.Has(fact.FIN)) && (len(closed) == 0 || s.Frame < closed[0])
		})
	case lab.Close:
		return pick(func(s *fact.Step) bool { return mine(s) && s.TCP.Flags&(fact.FIN|fact.RST) != 0 })
	}
	return nil
}

// maxCallFrames is how many frames stand beside one line.
const maxCallFrames = 6

// Calls are the rows of the table.
func (l *Listing) Calls() []CallRow {
	var rows []CallRow
	for _, c := range l.p.Calls {
		row := CallRow{Line: c.Line, Call: l.call(c), Frames: l.b.label("none"), What: l.b.label("does." + l.t.ID.Proto.String() + "." + string(c.Does))}
		if frames := l.frames(c.Does); len(frames) > 0 {
			row.Frames = l.b.each(frames)
		}
		rows = append(rows, row)
	}
	return rows
}

// leaving is a statement that leaves a block.
var leaving = regexp.MustCompile(`^(break|return|raise|continue)\b`)

// call is the line that makes the call. A socket that a block closes is given the line that
// leaves the block, or the one that comes next, which does not close it.
func (l *Listing) call(c lab.Call) string {
	line := l.source(c.Line)
	switch {
	case c.Does != lab.Close || strings.Contains(line, "close"):
		return line
	case leaving.MatchString(strings.TrimSpace(strings.Split(l.p.Source, "\n")[c.Line-1])):
		return l.b.labelf("with.line", line)
	}
	return l.b.labelf("before.line", line)
}

// source is a line of the program without its indentation; past the last, a dash.
func (l *Listing) source(line int) string {
	lines := strings.Split(l.p.Source, "\n")
	if line > len(lines) || strings.TrimSpace(lines[line-1]) == "" {
		return "–"
	}
	return text.Cell(text.Of(strings.TrimSpace(lines[line-1])))
}

// each links every frame by itself.
func (b *builder) each(frames []int) string {
	parts := make([]string, len(frames))
	for i, n := range frames {
		parts[i] = b.frameLink(n)
	}
	return strings.Join(parts, ", ")
}
