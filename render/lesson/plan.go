package lesson

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson/lab"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// How many conversations are told in full where nobody chose them.
const (
	maxTCP = 6
	maxUDP = 4
)

// worth are the kinds that make a conversation worth telling before its neighbours.
var worth = []fact.Kind{fact.TCPRetransmit, fact.TCPOverlap, fact.TCPResent, fact.TCPOutOfOrder, fact.TCPGap, fact.TCPAckUnseen, fact.TCPReset, fact.TCPRefused, fact.TCPUnanswered, fact.TCPAckDup, fact.TCPMidstream, fact.ICMPError,
	fact.TCPZeroWindow, fact.TCPWindowShrunk, fact.TCPBeyondWindow, fact.TCPUrgent}

// Choose picks the conversations to tell in full: those that the lab names, else the
// first few and those in which something happened.
func Choose(s *fact.Survey, l *lab.Lab) []fact.ID {
	if ids := named(s, l); len(ids) > 0 {
		return ids
	}
	tcp, udp := split(s.Rows)
	ids := pick(tcp, maxTCP)
	udp = slices.DeleteFunc(udp, func(r *fact.Row) bool { return onlyCarries(r) })
	answered := slices.DeleteFunc(slices.Clone(udp), func(r *fact.Row) bool {
		return !r.Kinds.Has(fact.UDPEcho) && !r.Kinds.Has(fact.UDPAnswer) && !r.Kinds.Has(fact.UDPApart) && !r.Kinds.Has(fact.UDPNamed) && !r.Kinds.Has(fact.UDPAnswered) && !r.Kinds.Has(fact.UDPQUIC) && !r.Kinds.Has(fact.ICMPError)
	})
	if len(answered) == 0 && len(ids) == 0 {
		answered = udp
	}
	ids = append(ids, pick(answered, maxUDP)...)
	return ids
}

// onlyCarries tells a conversation all of whose frames hold another one: a tunnel.
func onlyCarries(r *fact.Row) bool { return r.Carries > 0 && r.Carries == r.Frames[0]+r.Frames[1] }

// named are the conversations of the lab's programs.
func named(s *fact.Survey, l *lab.Lab) []fact.ID {
	if l == nil {
		return nil
	}
	var ids []fact.ID
	for _, r := range s.Rows {
		if slices.ContainsFunc(l.Programs, func(p lab.Program) bool { return runs(p, r) }) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// runs tells whether the program took part in the conversation.
func runs(p lab.Program, r *fact.Row) bool {
	return p.Session.Proto == r.ID.Proto.String() && p.Session.Port == r.Ends[fact.Server].Port()
}

func split(rows []*fact.Row) (tcp, udp []*fact.Row) {
	for _, r := range rows {
		if r.ID.Proto == fact.TCP {
			tcp = append(tcp, r)
		} else {
			udp = append(udp, r)
		}
	}
	return tcp, udp
}

// pick takes up to n rows: the first three, those in which something happened, then the
// next ones; in the order of the capture.
func pick(rows []*fact.Row, n int) []fact.ID {
	if len(rows) <= n {
		return ids(rows)
	}
	chosen := map[*fact.Row]bool{}
	take := func(ok func(i int, r *fact.Row) bool) {
		for i, r := range rows {
			if len(chosen) < n && ok(i, r) {
				chosen[r] = true
			}
		}
	}
	take(func(i int, _ *fact.Row) bool { return i < 3 })
	take(func(_ int, r *fact.Row) bool {
		return slices.ContainsFunc(worth, func(k fact.Kind) bool { return r.Kinds.Has(k) })
	})
	return ids(slices.DeleteFunc(slices.Clone(rows), func(r *fact.Row) bool { return !chosen[r] }))
}

func ids(rows []*fact.Row) []fact.ID {
	l := make([]fact.ID, len(rows))
	for i, r := range rows {
		l[i] = r.ID
	}
	return l
}

// plan lays out the lesson: who is told, which frames have cards, and the figures.
func (b *builder) plan() {
	for i := range b.c.Conversations {
		b.talks = append(b.talks, newTalk(b, &b.c.Conversations[i]))
	}
	for _, t := range b.talks {
		for frame := range t.shown {
			b.cards[frame] = true
		}
	}
	b.clashes()
	b.share()
	b.torn = b.contradicted()
	for _, t := range b.talks {
		b.draw(t)
	}
	b.drawSame()
	if g, ok := b.glance(); ok {
		b.doc.Figures["glance"] = g
	}
}

// clashes leaves a frame that lies in two conversations (a tunnel) its card in the first only.
func (b *builder) clashes() {
	owner := map[int]*talk{}
	for _, t := range b.talks {
		for frame := range t.shown {
			if o := owner[frame]; o != nil && o != t {
				delete(t.shown, frame)
				continue
			}
			owner[frame] = t
		}
	}
}

// share notes which conversations lie in one of Wireshark's streams with another.
func (b *builder) share() {
	type stream struct {
		proto  fact.Proto
		number int
	}
	rows := map[stream]int{}
	for _, t := range b.talks {
		for _, n := range t.streams() {
			rows[stream{t.ID.Proto, n}] = 0
		}
	}
	for i := range b.c.Rows {
		s := stream{b.c.Rows[i].ID.Proto, b.c.Rows[i].ID.Stream}
		if _, told := rows[s]; told {
			rows[s]++
		}
	}
	for _, t := range b.talks {
		for _, n := range t.streams()[1:] {
			rows[stream{t.ID.Proto, n}]++
		}
	}
	for _, t := range b.talks {
		t.shared = slices.ContainsFunc(t.streams(), func(n int) bool { return rows[stream{t.ID.Proto, n}] > 1 })
	}
}

// draw makes a conversation's figures.
func (b *builder) draw(t *talk) {
	put := func(id string, f figure.Figure) { b.doc.Figures[id] = f }
	for _, p := range t.phases {
		put(p.name+"-"+p.id+"-ladder", p.ladder())
	}
	if l, ok := t.layers(); ok {
		put(t.name+"-layers", l)
	}
	if t.ID.Proto == fact.TCP {
		t.drawHoles()
		t.drawWindow()
		t.drawFlights()
		put(t.name+"-states", figure.States{Common: b.common(t.name + "-states"), Paths: [2]figure.Path{t.path(fact.Client), t.path(fact.Server)}})
	}
	if t == b.lead(fact.TCP) {
		put(t.name+"-machine", figure.Machine{Common: b.common(t.name + "-machine"), Paths: [2]figure.Path{t.path(fact.Client), t.path(fact.Server)}})
		put(t.name+"-ruler", t.ruler())
	}
	if s := t.headerStep(); s != nil && t == b.lead(t.ID.Proto) {
		if h, ok := t.header(s); ok {
			put(t.figureID(s.Frame, "header"), h)
		}
		if t.ID.Proto == fact.UDP {
			if sum, ok := t.sumUp(s); ok {
				put(t.figureID(s.Frame, "sum"), sum)
			}
		}
	}
	if s := t.bytesStep(); s != nil && t == b.lead(fact.TCP) {
		if fig, ok := t.bytes(s); ok {
			put(t.figureID(s.Frame, "bytes"), fig)
		}
	}
}

// lead is the first conversation told of a protocol, whose headers are explained; nil: none.
func (b *builder) lead(proto fact.Proto) *talk {
	for _, t := range b.talks {
		if t.ID.Proto == proto {
			return t
		}
	}
	return nil
}

// headerStep is the frame whose header is explained: the first SYN, else the first frame.
func (t *talk) headerStep() *fact.Step {
	if len(t.Steps) == 0 {
		return nil
	}
	for i := range t.Steps {
		if t.ID.Proto == fact.TCP && t.Steps[i].TCP.Flags.Has(fact.SYN) {
			return &t.Steps[i]
		}
	}
	return &t.Steps[0]
}

// bytesStep is the frame whose bytes are explained: the first with data, all of it captured
// and in that frame where there is one.
func (t *talk) bytesStep() *fact.Step {
	var first *fact.Step
	for i := range t.Steps {
		s := &t.Steps[i]
		if s.TCP.Len <= 0 {
			continue
		}
		if len(t.payload(s)) == int(s.TCP.Len) && t.Excerpts[s.Frame].Pieces == nil {
			return s
		}
		if first == nil {
			first = s
		}
	}
	return first
}

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
