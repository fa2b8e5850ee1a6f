package lesson

import (
	"fmt"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// term is something that uses up sequence numbers: "1 (SYN)" in a sentence, "SYN 1" in a sum.
type term struct{ word, value string }

// uses are what a segment's numbers went to (RFC 9293 §3.4).
func (t *talk) uses(s *fact.Step) []term {
	var l []term
	if s.TCP.Flags.Has(fact.SYN) {
		l = append(l, term{"SYN", "1"})
	}
	if s.TCP.Len > 0 {
		l = append(l, term{"", fmt.Sprint(s.TCP.Len)})
	}
	if s.TCP.Flags.Has(fact.FIN) {
		l = append(l, term{"FIN", "1"})
	}
	return l
}

// terms are the same as a sum in a card has them.
func (t *talk) terms(s *fact.Step) []string {
	var l []string
	for _, u := range t.uses(s) {
		if u.word == "" {
			u.word, u.value = t.b.label("data"), text.Count(int64(s.TCP.Len))
		}
		l = append(l, u.word+" "+u.value)
	}
	if l == nil {
		l = []string{"0"}
	}
	return l
}

func (b *builder) common(id string) figure.Common {
	return figure.Common{ID: id, Frame: b.label("frame"), Cards: b.cards}
}

// card draws a frame.
func (t *talk) card(s *fact.Step, scenes []*Scene) figure.Card {
	b := t.b
	from, to := t.role(s.Side), t.role(s.Side.Other())
	c := figure.Card{Common: b.common(fmt.Sprintf("f%d", s.Frame)), N: s.Frame, From: from, To: to, Side: int(s.Side), Time: b.at(s.Time) + " s",
		Direct: b.labelf("direct", from, to), FilterIs: b.label("filter"), Copy: b.label("page.copy"), Refs: refs(scenes)}
	if t.ID.Proto == fact.UDP {
		t.udpCard(&c, s)
		return c
	}
	for _, name := range t.flags(s) {
		c.Flags = append(c.Flags, figure.Flag{Name: name, New: name != "ACK" || s.NewAck > 0})
	}
	c.Trouble = t.trouble(s)
	c.Nums = t.nums(s)
	c.Sums = t.sums(s)
	c.Moves = t.cardMoves(s)
	c.Stay = b.label("stay")
	c.Filter = t.filter(s)
	return c
}

// troubles are the kinds that warn in one word.
var troubles = map[fact.Kind]string{
	fact.TCPReset:      "reset",
	fact.TCPRefused:    "reset",
	fact.TCPOutOfOrder: "order",
	fact.TCPResent:     "resent",
	fact.TCPGap:        "gap",
	fact.TCPAckDup:     "dup",
	fact.TCPZeroWindow: "shut",

	fact.TCPBeyondWindow: "beyond",
}

// trouble are the words of warning beside a frame.
func (t *talk) trouble(s *fact.Step) []string {
	var l []string
	for f := range t.at(s.Frame) {
		r, ok := f.What.(fact.Retransmit)
		switch word := troubles[f.Kind]; {
		case word != "":
			l = append(l, t.b.label("trouble."+word))
		case f.Kind == fact.TCPTwice, f.Kind == fact.UDPTwice:
			l = append(l, t.b.labelf("trouble.twice", f.Frames[1]))
		case f.Kind == fact.TCPOverlap:
			l = append(l, t.b.labelf("trouble.differs", f.Frames[1]))
		case !ok || t.has(s.Frame, fact.TCPOverlap):
		case r.New > 0:
			l = append(l, t.b.ofFrames("trouble.partly", f.Frames[1:]))
		default:
			l = append(l, t.b.ofFrames("trouble.again", f.Frames[1:]))
		}
	}
	return l
}

// ofFrames is a word with the frames that it is about.
func (b *builder) ofFrames(key string, frames []int) string {
	if len(frames) > 1 {
		key += ".many"
	}
	return b.labelf(key, text.Frames(frames))
}

func (t *talk) nums(s *fact.Step) []figure.Num {
	b, seg := t.b, &s.TCP
	raw := func(n uint32) string { return b.labelf("raw", n) }
	nums := []figure.Num{{Name: "Seq", Value: fmt.Sprint(seg.RelSeq), Small: raw(seg.Seq)}}
	if seg.Flags.Has(fact.ACK) {
		nums = append(nums, figure.Num{Name: "Ack", Value: fmt.Sprint(seg.RelAck), Small: raw(seg.Ack)})
	} else {
		nums = append(nums, figure.Num{Name: "Ack", Value: b.label("none")})
	}
	win := figure.Num{Name: "Win", Value: text.Count(int64(seg.WindowSize))}
	if seg.Scale == fact.UnknownShift && seg.Window != 0 && !seg.Flags.Has(fact.SYN) {
		win.Small = b.label("win.unknown")
	}
	return append(nums, figure.Num{Name: "Len", Value: lenOf(seg)}, win)
}

// sums work out the acknowledgment number and the next sequence number.
func (t *talk) sums(s *fact.Step) []figure.Sum {
	b := t.b
	var l []figure.Sum
	if of := t.step(int(s.Confirms)); s.Confirms != 0 && of != nil && of.TCP.End() == s.TCP.Ack {
		terms := append([]string{b.labelf("seqof", of.TCP.RelSeq, of.Frame)}, t.terms(of)...)
		l = append(l, figure.Sum{Is: "Ack", Terms: terms, Total: fmt.Sprint(s.TCP.RelAck)})
	} else if s.Repeats != 0 {
		l = append(l, figure.Sum{Is: "Ack", Total: fmt.Sprint(s.TCP.RelAck), Same: b.labelf("asin", s.Repeats)})
	}
	if s.TCP.Len < 0 || s.TCP.Len == 0 && (t.has(s.Frame, fact.TCPKeepAlive) || t.has(s.Frame, fact.TCPWindowProbe)) {
		return l // whose number is none that its sender has yet to use
	}
	if sum, ok := t.headerSum(s); ok {
		l = append(l, sum)
	}
	next := s.TCP.RelSeq + (s.TCP.End() - s.TCP.Seq)
	return append(l, figure.Sum{Is: b.label("next"), Terms: append([]string{t.first(s)}, t.terms(s)...), Total: fmt.Sprint(next)})
}

func (t *talk) first(s *fact.Step) string { return fmt.Sprint(s.TCP.RelSeq) }

func (t *talk) cardMoves(s *fact.Step) []figure.CardMove {
	b := t.b
	var l []figure.CardMove
	for _, m := range t.Moves {
		if m.At != s.Frame {
			continue
		}
		old := figure.State{Name: stateName(m.Old), Inferred: m.Old != fact.Unknown && t.wasInferred(m)}
		cm := figure.CardMove{End: t.role(m.Side), Old: old, New: t.stateOf(m, s.Frame), How: b.labelf("by."+m.Cause.String(), m.Frame),
			Sure: b.label("sure." + m.Sure.String()), Unsure: m.Sure >= fact.Inferred}
		if m.Proof != 0 && m.Sure == fact.Derived {
			cm.Proof = b.labelf("proof", m.Proof)
		}
		l = append(l, cm)
	}
	return l
}

// wasInferred tells whether the state before a move was inferred just before it.
func (t *talk) wasInferred(m fact.Move) bool {
	inferred := true
	for _, o := range t.Moves {
		if o.Side != m.Side {
			continue
		}
		if o == m {
			return inferred
		}
		inferred = o.Sure >= fact.Inferred && (o.Certain == 0 || m.At < o.Certain)
	}
	return inferred
}

// stateOf is the state a move leads to, as drawn beside frame n.
func (t *talk) stateOf(m fact.Move, n int) figure.State {
	return figure.State{Name: stateName(m.New), Inferred: m.Sure >= fact.Inferred && (m.Certain == 0 || n < m.Certain)}
}

// refs are the rules of a frame's facts, each once, at most three.
func refs(scenes []*Scene) []figure.Ref {
	var l []figure.Ref
	seen := map[fact.Ref]bool{}
	for _, sc := range scenes {
		info, ok := fact.Of(sc.fact.Kind)
		if !ok {
			continue
		}
		if r := info.Refs[0]; !seen[r] && len(l) < 3 {
			seen[r] = true
			l = append(l, figure.Ref{RFC: r.RFC, Section: r.Section})
		}
	}
	return l
}

// condition is a part of a display filter, and what it tells of a frame.
type condition struct {
	text  string
	holds func(o *fact.Step) bool
}

// filter is a display filter that finds the frame, and no other of its conversation.
func (t *talk) filter(s *fact.Step) string {
	seg := &s.TCP
	text := fmt.Sprintf("tcp.stream == %d", seg.Stream)
	found := make([]*fact.Step, len(t.Steps))
	for i := range t.Steps {
		found[i] = &t.Steps[i]
	}
	for i, c := range t.conditions(s) {
		before := len(found)
		found = slices.DeleteFunc(found, func(o *fact.Step) bool { return !c.holds(o) })
		if i < telling || len(found) < before {
			text += " and " + c.text
		}
	}
	return text
}

// telling is how many conditions say what kind of segment it is; the others are added
// where they tell it from one like it.
const telling = 2

func (t *talk) conditions(s *fact.Step) (l []condition) {
	seg := &s.TCP
	add := func(holds func(o *fact.Step) bool, format string, v ...any) {
		l = append(l, condition{fmt.Sprintf(format, v...), holds})
	}
	flag := func(f fact.Flags, name string) {
		add(func(o *fact.Step) bool { return o.TCP.Flags.Has(f) == seg.Flags.Has(f) }, "tcp.flags.%s == %d", name, bit(seg.Flags.Has(f)))
	}
	from := func() {
		add(func(o *fact.Step) bool { return o.Side == s.Side }, "%s", t.from(s.Side))
	}
	length := func() {
		if seg.Len < 0 {
			return
		}
		add(func(o *fact.Step) bool { return o.TCP.Len == seg.Len }, "tcp.len == %d", seg.Len-seg.Beyond)
	}
	switch {
	case seg.Flags.Has(fact.SYN):
		flag(fact.SYN, "syn")
		flag(fact.ACK, "ack")
		from()
	case seg.Flags.Has(fact.RST):
		from()
		flag(fact.RST, "reset")
	case seg.Flags.Has(fact.FIN):
		from()
		flag(fact.FIN, "fin")
	default:
		from()
		length()
	}
	if seg.Len > 0 {
		add(func(o *fact.Step) bool { return o.TCP.RelSeq == seg.RelSeq }, "tcp.seq == %d", seg.RelSeq)
	}
	if seg.Flags.Has(fact.ACK) {
		add(func(o *fact.Step) bool { return o.TCP.RelAck == seg.RelAck }, "tcp.ack == %d", seg.RelAck)
	}
	if seg.Len >= 0 {
		length()
	}
	flag(fact.FIN, "fin")
	flag(fact.RST, "reset")
	add(func(o *fact.Step) bool { return o.Frame == s.Frame }, "frame.number == %d", s.Frame)
	return l
}

func bit(set bool) int {
	if set {
		return 1
	}
	return 0
}

func (t *talk) udpCard(c *figure.Card, s *fact.Step) {
	b, u := t.b, &s.UDP
	c.Flags = []figure.Flag{{Name: "UDP"}}
	c.Nums = []figure.Num{{Name: b.label("ports"), Value: fmt.Sprintf("%d → %d", u.SrcPort, u.DstPort)}, {Name: "Length", Value: text.Count(int64(u.Length))}}
	data := text.Of(t.payload(s))
	shown, rest := text.Preview(data, maxCard)
	value := text.Count(int64(u.Len))
	if text.IsText(data) && data.Len() > 0 {
		value += ": \"" + text.Block(shown) + "\""
		if rest > 0 {
			value += " …"
		}
	}
	hex, more := text.Hex(data, 8)
	if more > 0 {
		hex += " …"
	}
	c.Nums = append(c.Nums, figure.Num{Name: b.label("data"), Value: value, Small: hex})
	c.Sums = []figure.Sum{{Is: "Length", Terms: []string{b.label("header") + " 8", b.label("data") + " " + text.Count(int64(u.Len))}, Total: text.Count(int64(u.Length))}}
	if int(u.Length) != 8+int(u.Len) {
		c.Sums = nil
	}
	c.Filter = fmt.Sprintf("udp.stream == %d and %s and udp.length == %d", u.Stream, t.from(s.Side), u.Length)
	if len(t.frames(func(o *fact.Step) bool { return o.Side == s.Side && o.UDP.Length == u.Length })) > 1 {
		c.Filter += fmt.Sprintf(" and frame.number == %d", s.Frame)
	}
}

// maxCard is how many bytes of data a card shows.
const maxCard = 24
