package lesson

import (
	"fmt"
	"slices"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// maxLadder is how many bytes of a datagram a ladder shows.
const maxLadder = 15

// pauseFrom is the silence from which on a ladder says so.
const pauseFrom = time.Second

// pauses tells a silence long in itself or in its conversation.
func (p *phase) pauses(d time.Duration) bool {
	return fact.Measured(d) && (d >= pauseFrom || d >= pauseFrom/10 && 4*d >= p.Row.End.Sub(p.Row.Start))
}

// instant is a frame of a ladder, and how long it came after the conversation's first.
type instant struct {
	frame int
	since time.Duration
}

func (t *talk) instant(s *fact.Step) instant { return instant{s.Frame, s.Time.Sub(t.Row.Start)} }

// ladder draws a phase: the frames told one by one, ICMP errors, pauses, and what is folded.
func (p *phase) ladder() figure.Ladder {
	d := drawing{phase: p, Ladder: figure.Ladder{Common: p.b.common(p.Ladder()), No: "No.", T: "t (s)",
		Ends: [2]figure.End{p.end(fact.Client), p.end(fact.Server)}}}
	if p.ID.Proto == fact.TCP {
		d.Before = [2]figure.State{p.state(fact.Client, p.First()-1), p.state(fact.Server, p.First()-1)}
	}
	if before := p.beside(p.First(), -1); before != nil {
		d.last, d.follows = p.instant(before), true
	}
	steps := p.steps
	for _, f := range p.drawnErrors() {
		n, _ := slices.BinarySearchFunc(steps, f.Frames[0], func(s fact.Step, frame int) int { return s.Frame - frame })
		d.steps(steps[:n])
		d.row(instant{f.Frames[0], f.What.(fact.Error).At}, p.errorRow(f))
		steps = steps[n:]
	}
	d.steps(steps)
	if d.drawn == nil {
		d.drawn = p.Frames()
	}
	d.Name = p.b.labelf("frames.named", text.Frames(d.drawn))
	return d.Ladder
}

// drawnErrors are the first few ICMP errors that came while the phase went on, or before the next one.
func (p *phase) drawnErrors() (l []fact.Fact) {
	next := p.beside(p.Last(), +1)
	for _, e := range p.errors() {
		n := e.fact.Frames[0]
		early := p.beside(p.First(), -1) != nil && n < p.First()
		if late := next != nil && n > next.Frame; !early && !late && e.fact.Kind == fact.ICMPError && len(l) < maxErrors {
			l = append(l, e.fact)
		}
	}
	return l
}

// drawing is a ladder that is being drawn.
type drawing struct {
	*phase
	figure.Ladder
	drawn   []int
	last    instant // the one before …
	follows bool    // … where it is there, and not folded
}

// steps draws some of the phase's, one after the other.
func (d *drawing) steps(steps []fact.Step) {
	for run, told := range parted(steps, d.b.cards) {
		if !told {
			d.Rows, d.follows = append(d.Rows, d.foldRow(run)), false
			continue
		}
		d.row(d.instant(&run[0]), d.stepRow(&run[0]))
	}
}

// row draws a frame, and a pause before it.
func (d *drawing) row(at instant, r figure.Row) {
	if d.follows && d.pauses(at.since-d.last.since) {
		d.Rows = append(d.Rows, d.pauseRow(d.last, at))
	}
	d.Rows, d.drawn = append(d.Rows, r), append(d.drawn, at.frame)
	d.last, d.follows = at, true
}

// errorRow draws an ICMP error: it goes to the end whose packet it quotes.
func (p *phase) errorRow(f fact.Fact) figure.Row {
	e := f.What.(fact.Error)
	row := figure.Row{Frame: f.Frames[0], Time: "–", Side: int(f.Side), Flags: []string{"ICMP"}, Moves: p.moves(f.Frames[0]),
		Nums: []string{fmt.Sprintf("Type=%d", e.Type), fmt.Sprintf("Code=%d", e.Code)}, Trouble: []string{p.b.icmpName(e.Six, e.Type, e.Code)}}
	if e.Six {
		row.Flags = []string{"ICMPv6"}
	}
	if p.Row.Start.Known() {
		row.Time = text.Seconds(p.Row.Start.Sub(p.b.c.First)+e.At, min(p.b.digits, 6))
	}
	if e.From != p.Ends[f.Side].Addr().Unmap().String() {
		row.Between = e.From
	}
	return row
}

func (p *phase) stepRow(s *fact.Step) figure.Row {
	r := figure.Row{Frame: s.Frame, Time: p.b.at(s.Time), Side: int(s.Side), Trouble: p.trouble(s)}
	if p.ID.Proto == fact.UDP {
		r.Flags = []string{"UDP"}
		r.Nums = []string{"Length=" + text.Count(int64(s.UDP.Length))}
		if data := text.Of(p.payload(s)); text.IsText(data) && data.Len() > 0 {
			shown, rest := text.Preview(data, maxLadder)
			word := "\"" + text.Block(shown) + "\""
			if rest > 0 {
				word = text.Block(shown) + "..."
			}
			r.Nums = append(r.Nums, word)
		}
		return r
	}
	r.Flags = p.flags(s)
	r.Nums = []string{fmt.Sprintf("Seq=%d", s.TCP.RelSeq)}
	if s.TCP.Flags.Has(fact.ACK) {
		r.Nums = append(r.Nums, fmt.Sprintf("Ack=%d", s.TCP.RelAck))
	}
	if s.TCP.Len > 0 {
		r.Nums = append(r.Nums, "Len="+text.Count(int64(s.TCP.Len)))
	}
	r.Moves = p.moves(s.Frame)
	return r
}

// moves are the changes of state that are drawn at the frame.
func (p *phase) moves(frame int) (l []figure.RowMove) {
	for _, m := range p.Moves {
		if m.At == frame {
			l = append(l, figure.RowMove{Side: int(m.Side), To: p.stateOf(m, frame), Frame: m.Frame, Received: m.Cause == fact.Received})
		}
		if m.Certain == frame && m.At < frame && p.state(m.Side, frame).Name == stateName(m.New) {
			l = append(l, figure.RowMove{Side: int(m.Side), To: p.stateOf(m, frame), Frame: frame})
		}
	}
	return l
}

func (p *phase) pauseRow(before, at instant) figure.Row {
	words := []string{p.b.span(at.since - before.since)}
	plain := words[:1:1]
	if n := at.frame - before.frame - 1; n > 0 {
		words = append(words, p.b.labelf("others", text.Count(int64(n))))
		plain = append(plain, p.b.labelf("plain.others", text.Count(int64(n))))
	}
	return figure.Row{Words: words, Plain: plain}
}

func (p *phase) foldRow(folded []fact.Step) figure.Row {
	first, last := folded[0].Frame, folded[len(folded)-1].Frame
	n := text.Count(int64(len(folded)))
	r := figure.Row{Fold: true, Words: []string{p.b.labelf("frames.named", text.Range(first, last)), p.b.labelf("folded."+p.ID.Proto.String(), n)},
		Plain: []string{text.Range(first, last), p.b.labelf("plain.folded", n)}}
	for i := range folded {
		r.Moves = append(r.Moves, p.moves(folded[i].Frame)...)
	}
	return r
}
