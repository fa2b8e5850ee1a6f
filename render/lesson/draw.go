package lesson

import (
	"fmt"
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

// ladder draws a phase: the frames told one by one, pauses, and what is folded.
func (p *phase) ladder() figure.Ladder {
	b := p.b
	l := figure.Ladder{Common: b.common(p.Ladder()), No: "No.", T: "t (s)",
		Ends: [2]figure.End{p.end(fact.Client), p.end(fact.Server)}}
	if p.ID.Proto == fact.TCP {
		l.Before = [2]figure.State{p.state(fact.Client, p.First()-1), p.state(fact.Server, p.First()-1)}
	}
	var drawn []int
	folded := false
	for run, told := range p.runs(p.steps) {
		if !told {
			l.Rows, folded = append(l.Rows, p.foldRow(run)), true
			continue
		}
		s := &run[0]
		if before := p.beside(s.Frame, -1); before != nil && !folded && p.pauses(s.Time.Sub(before.Time)) {
			l.Rows = append(l.Rows, p.pauseRow(before, s))
		}
		l.Rows, folded = append(l.Rows, p.row(s)), false
		drawn = append(drawn, s.Frame)
	}
	if drawn == nil {
		drawn = p.Frames()
	}
	l.Name = b.labelf("frames.named", text.Frames(drawn))
	return l
}

func (p *phase) row(s *fact.Step) figure.Row {
	r := figure.Row{Frame: s.Frame, Time: p.b.at(s.Time), Side: int(s.Side), Trouble: p.trouble(s)}
	if p.ID.Proto == fact.UDP {
		r.Flags = []string{"UDP"}
		r.Nums = []string{"Length=" + text.Count(int64(s.UDP.Length))}
		if data := text.Of(p.payload(s)); text.IsText(data) && data.Len() > 0 {
			shown, rest := text.Preview(data, maxLadder)
			word := "\"" + text.Visible(shown) + "\""
			if rest > 0 {
				word = text.Visible(shown) + "..."
			}
			r.Nums = append(r.Nums, word)
		}
		return r
	}
	r.Flags = s.TCP.Flags.Names()
	r.Nums = []string{fmt.Sprintf("Seq=%d", s.TCP.RelSeq)}
	if s.TCP.Flags.Has(fact.ACK) {
		r.Nums = append(r.Nums, fmt.Sprintf("Ack=%d", s.TCP.RelAck))
	}
	if s.TCP.Len > 0 {
		r.Nums = append(r.Nums, "Len="+text.Count(int64(s.TCP.Len)))
	}
	r.Moves = p.moves(s)
	return r
}

// moves are the changes of state that are drawn at the step.
func (p *phase) moves(s *fact.Step) (l []figure.RowMove) {
	for _, m := range p.Moves {
		if m.At == s.Frame {
			l = append(l, figure.RowMove{Side: int(m.Side), To: p.stateOf(m, s.Frame), Frame: m.Frame, Received: m.Cause == fact.Received})
		}
		if m.Certain == s.Frame && m.At < s.Frame && p.state(m.Side, s.Frame).Name == stateName(m.New) {
			l = append(l, figure.RowMove{Side: int(m.Side), To: p.stateOf(m, s.Frame), Frame: s.Frame})
		}
	}
	return l
}

func (p *phase) pauseRow(before, s *fact.Step) figure.Row {
	words := []string{p.b.span(s.Time.Sub(before.Time))}
	plain := words[:1:1]
	if n := s.Frame - before.Frame - 1; n > 0 {
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
		r.Moves = append(r.Moves, p.moves(&folded[i])...)
	}
	return r
}

// path is the states one end went through.
func (t *talk) path(side fact.Side) figure.Path {
	p := figure.Path{End: t.end(side)}
	for _, m := range t.Moves {
		if m.Side != side {
			continue
		}
		if p.Steps == nil {
			p.Steps = append(p.Steps, figure.Step{State: figure.State{Name: stateName(m.Old), Inferred: m.Old != fact.Unknown}})
		}
		st := figure.Step{State: figure.State{Name: stateName(m.New), Inferred: m.Sure >= fact.Inferred}, At: m.At}
		if m.Cause != fact.NoFrame {
			st.Cause, st.Frame = m.CauseText(), m.Frame
			if s := t.step(m.Frame); s != nil {
				st.By = s.TCP.Flags.String()
			}
		}
		p.Steps = append(p.Steps, st)
	}
	if p.Steps == nil {
		p.Steps = []figure.Step{{State: figure.State{Name: stateName(fact.Unknown)}}}
	}
	return p
}

// header draws the transport header of a frame.
func (t *talk) header(s *fact.Step) (figure.Header, bool) {
	bytes := headerBytes(t.Excerpts[s.Frame])
	if len(bytes) < 8 {
		return figure.Header{}, false
	}
	b := t.b
	w := func(key string) string { return b.label("field." + key) }
	h := figure.Header{Common: b.common(t.figureID(s.Frame, "header")), UDP: t.ID.Proto == fact.UDP, Bytes: bytes,
		Words: figure.HeaderWords{SourcePort: w("sp"), DestinationPort: w("dp"), Sequence: w("seq"), Acknowledgment: w("ack"), DataOffset: w("off"), Reserved: w("rsv"),
			Window: w("win"), Checksum: w("sum"), Urgent: w("urg"), Kind: w("kind"), Length: w("len"), MSS: w("mss"), Shift: w("shift"), LeftEdge: w("le"), RightEdge: w("re"), Data: b.label("data")}}
	if h.UDP {
		h.Data = t.payload(s)
		if n := int(s.UDP.Len) - 16; n > 0 {
			h.Rest = b.labelf("more.bytes", text.Count(int64(n)))
		}
	}
	return h, true
}

// headerBytes are the captured bytes of the conversation's own header, which need not be the
// frame's only one; nil where they lie in several frames.
func headerBytes(x *fact.Excerpt) []byte {
	if x == nil {
		return nil
	}
	return part(x, x.Header)
}

// glance draws when each conversation was active.
func (b *builder) glance() (figure.Glance, bool) {
	a := b.c.Activity
	if a.Columns == 0 || b.c.Clock.Missing == b.c.Frames {
		return figure.Glance{}, false
	}
	g := figure.Glance{Common: b.common("glance"), T: "t (s)", Columns: min(a.Columns, figure.GlanceColumns), Ends: [2]string{b.label("client"), b.label("server")},
		Legend: b.labelf("glance.legend", tick(a.Column, a.Column)+" s")}
	if a.Columns == 1 {
		g.Legend = b.label("glance.moment")
	}
	every := tickEvery(a.Column)
	for i := 0; i < g.Columns; i += every {
		g.Ticks = append(g.Ticks, figure.Tick{Column: i, Label: tick(time.Duration(i)*a.Column, time.Duration(every)*a.Column)})
	}
	for _, r := range b.overview() {
		g.Rows = append(g.Rows, r.glance())
	}
	return g, true
}

// tickEvery is how many columns lie between two ticks, so that they stand at 1, 2 or 5
// times a power of ten and their labels have room.
func tickEvery(column time.Duration) int {
	for power := time.Duration(1); power < 1<<56; power *= 10 {
		for _, m := range []time.Duration{1, 2, 5} {
			if step := m * power; step%column == 0 && step >= 4*column {
				return int(step / column)
			}
		}
	}
	return 10
}

// tick is a time in seconds with as many decimals as the step between ticks needs.
func tick(at, step time.Duration) string {
	decimals := 0
	for unit := time.Second; decimals < 9 && step%unit != 0; unit /= 10 {
		decimals++
	}
	return text.Seconds(at, decimals)
}
