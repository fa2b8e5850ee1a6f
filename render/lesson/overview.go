package lesson

import (
	"fmt"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// row is one line of the overview.
type row struct {
	b           *builder
	r           *fact.Row
	talk        *talk // nil: it is not told
	other       *fact.Other
	counts      [2][]int
	name        string
	plain       string // in the text drawing, where there is little room
	frames      int
	size        int64
	shownFrames string
}

// maxOverview is how many lines the overview has; what is beyond is summed up in one line.
const maxOverview = 24

// overview lists conversations and other traffic: those told first.
func (b *builder) overview() []*row {
	var told, rest []*row
	for i := range b.c.Rows {
		r := b.row(&b.c.Rows[i])
		if r.talk != nil {
			told = append(told, r)
		} else {
			rest = append(rest, r)
		}
	}
	for _, o := range b.grouped() {
		rest = append(rest, b.otherRow(o))
	}
	all := append(told, rest...)
	if len(all) <= maxOverview {
		return all
	}
	return append(all[:maxOverview:maxOverview], b.sumRow(all[maxOverview:]))
}

func (b *builder) row(r *fact.Row) *row {
	out := &row{b: b, r: r, counts: b.c.Activity.Rows[r.ID], frames: r.Frames[0] + r.Frames[1], size: r.Bytes[0] + r.Bytes[1]}
	for _, t := range b.talks {
		if t.ID == r.ID {
			out.talk = t
		}
	}
	arrow := " ↔ "
	if r.Frames[fact.Server] == 0 {
		arrow = " → "
	}
	short := func(e int) string {
		end := r.Ends[e]
		return shortAddr(r.Ends, end.Addr(), end.String(), fmt.Sprint(":", end.Port()))
	}
	out.name = map[fact.Proto]string{fact.TCP: "TCP ", fact.UDP: "UDP "}[r.ID.Proto] + short(0) + arrow + short(1)
	out.plain = fmt.Sprintf("%s %d-%d", strings.ToUpper(r.ID.Proto.String()), r.Ends[0].Port(), r.Ends[1].Port())
	out.shownFrames = b.frameList(out)
	return out
}

// frameList is where a conversation's frames lie: all of them where they are known, else from first to last.
func (b *builder) frameList(r *row) string {
	if r.talk != nil && len(r.talk.Steps) <= maxWhole {
		var l []int
		for i := range r.talk.Steps {
			l = append(l, r.talk.Steps[i].Frame)
		}
		return text.Frames(l)
	}
	if r.frames == r.r.Last-r.r.First+1 {
		return text.Range(r.r.First, r.r.Last)
	}
	return b.labelf("between", r.r.First, r.r.Last)
}

func (b *builder) otherRow(o *fact.Other) *row {
	out := &row{b: b, other: o, name: b.otherName(o.Protocol), frames: o.Frames, size: o.Bytes}
	out.counts[0] = b.c.Activity.Others[o.Protocol]
	if out.shownFrames = text.Range(o.First, o.Last); o.Frames != o.Last-o.First+1 {
		out.shownFrames = b.labelf("between", o.First, o.Last)
	}
	return out
}

func (b *builder) sumRow(rest []*row) *row {
	out := &row{b: b, name: b.labelf("rest", text.Count(int64(len(rest)))), shownFrames: "–"}
	for _, r := range rest {
		if r.r == nil || !onlyCarries(r.r) { // else the frames are those of the conversations within
			out.frames += r.frames
			out.size += r.size
		}
		for side := range r.counts {
			for i, n := range r.counts[side] {
				if out.counts[side] == nil {
					out.counts[side] = make([]int, len(r.counts[side]))
				}
				out.counts[side][i] += n
			}
		}
	}
	return out
}

func (r *row) glance() figure.GlanceRow {
	return figure.GlanceRow{Name: r.name, Plain: r.plain, Pick: r.talk != nil, Counts: r.counts, Total: text.Count(int64(r.frames))}
}

// Row's words for the table of all traffic.
func (r *row) Name() string   { return r.name }
func (r *row) Frames() string { return r.shownFrames }
func (r *row) Count() string  { return text.Count(int64(r.frames)) }
func (r *row) Size() string   { return text.Count(r.size) }
func (r *row) Talk() *talk    { return r.talk }

// Carries counts the frames that hold another conversation, Only tells that these are all.
func (r *row) Carries() int {
	if r.r == nil {
		return 0
	}
	return r.r.Carries
}
func (r *row) Only() bool { return r.r != nil && onlyCarries(r.r) }

// Explained counts the row's ICMP errors and fragments that belong to a conversation told,
// All tells that these are all of its frames.
func (r *row) Explained() int {
	seen := map[int]bool{}
	for _, t := range r.b.talks {
		for _, e := range t.errors() {
			f := e.fact
			if r.other != nil && r.other.Protocol == protocolOf(t.original(f)) {
				seen[f.Frames[0]] = true
			}
		}
		if a := t.asked(); a != nil && r.other != nil && r.other.Protocol == a.protocol() {
			for _, f := range a.frames() {
				seen[f] = true
			}
		}
		if r.other != nil && r.other.Protocol == "fragment" {
			for _, f := range t.pieces() {
				if t.step(f) == nil {
					seen[f] = true
				}
			}
		}
	}
	return len(seen)
}
func (r *row) All() bool { return r.Explained() == r.frames }
