package lesson

import (
	"strings"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

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
				st.By = strings.Join(t.flags(s), ", ")
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
	for i := int(a.Before/a.Column) % every; i < g.Columns; i += every {
		g.Ticks = append(g.Ticks, figure.Tick{Column: i, Label: tick(time.Duration(i)*a.Column-a.Before, time.Duration(every)*a.Column)})
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
