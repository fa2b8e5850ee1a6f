package lesson

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// Sent is how many frames, bytes of frames and bytes of data an end sent.
type Sent struct {
	Frames      int
	Bytes, Data int64
}

// Sent are the sums of an end.
func (t *talk) Sent(side int) Sent {
	return Sent{t.Row.Frames[side], t.Row.Bytes[side], t.Row.Data[side]}
}

// Fresh is how many different bytes of data of an end the capture shows or counts; Missing
// how many of the numbers that it used, as far as they can be told, no captured segment carries.
func (t *talk) Fresh(side int) int64 {
	if t.ID.Proto == fact.UDP {
		return t.Row.Data[side]
	}
	return t.used(side).data
}
func (t *talk) Missing(side int) int64 { return t.used(side).missing }

// Total are the sums of both.
func (t *talk) Total() Sent {
	a, b := t.Sent(0), t.Sent(1)
	return Sent{a.Frames + b.Frames, a.Bytes + b.Bytes, a.Data + b.Data}
}

// FirstFrame and LastFrame of the conversation.
func (t *talk) FirstFrame() int { return t.Row.First }
func (t *talk) LastFrame() int  { return t.Row.Last }

// HeaderBytes are the bytes of the transport headers.
func (t *talk) HeaderBytes() int64 {
	var n int64
	for i := range t.Steps {
		if t.ID.Proto == fact.UDP {
			n += 8
		} else {
			n += int64(t.Steps[i].TCP.HdrLen)
		}
	}
	return n
}

// RestBytes are the bytes of everything below the transport header.
func (t *talk) RestBytes() int64 {
	n := t.Total()
	return n.Bytes - n.Data - t.HeaderBytes()
}

// WithData counts the frames with data.
func (t *talk) WithData() int {
	n := 0
	for i := range t.Steps {
		if t.Steps[i].TCP.Len > 0 || t.ID.Proto == fact.UDP && t.Steps[i].UDP.Len > 0 {
			n++
		}
	}
	return n
}

// Pieced tells that some of the data lies in fragments: of their frames only the last is
// counted, so that the bytes of frames are no sum of headers and data.
func (t *talk) Pieced() bool {
	for _, x := range t.Excerpts {
		if x.Pieces != nil {
			return true
		}
	}
	return slices.ContainsFunc(t.Steps, func(s fact.Step) bool { return s.TCP.Beyond > 0 || int64(s.UDP.Len) > int64(s.Size) })
}

// Share is the data's share of all bytes.
func (t *talk) Share() string {
	n := t.Total()
	if n.Bytes == 0 || t.Pieced() {
		return "–"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(n.Data)/float64(n.Bytes))
}

// done tells that the capture holds all of what a check is about.
func (t *talk) done(key string) bool {
	kind, ok := map[string]fact.Kind{"check.open": fact.TCPOpened, "check.echo": fact.TCPEcho, "check.close": fact.TCPClosed}[key]
	if key == "check.toserver" {
		_, unanswered := t.find(fact.UDPUnanswered)
		return !unanswered && t.Number(string(fact.UDPAnswer))+t.Number(string(fact.UDPEcho)) == t.Sent(0).Frames
	}
	if !ok {
		return false
	}
	_, found := t.find(kind)
	return found
}

// checks are what a reader can look up about the conversation.
func (t *talk) checks(named bool) []Check {
	b := t.b
	var l []Check
	who := ""
	if named {
		who = strings.ToUpper(t.ID.Proto.String()) + " " + fmt.Sprint(t.ID.Stream) + ": "
	}
	put := func(key, frames, filter string) {
		if len(frames) > maxFrameList {
			frames = b.labelf("between", t.FirstFrame(), t.LastFrame())
		}
		l = append(l, Check{who + b.label(key), frames, "`" + filter + "`", t.done(key)})
	}
	stream := fmt.Sprintf("%s.stream == %d", t.ID.Proto, t.ID.Stream)
	put("check.all."+t.ID.Proto.String(), text.Frames(t.frames(func(*fact.Step) bool { return true })), stream)
	if t.ID.Proto == fact.UDP {
		put("check.toserver", text.Frames(t.frames(func(s *fact.Step) bool { return s.Side == fact.Client })), fmt.Sprintf("%s and udp.dstport == %d", stream, t.ServerPort()))
		return l
	}
	opening := t.frames(func(s *fact.Step) bool { return s.TCP.RelSeq <= 1 && s.TCP.RelAck <= 1 && s.TCP.Len == 0 })
	if _, ok := t.find(fact.TCPOpened); ok {
		put("check.open", text.Frames(opening), stream+" and tcp.seq <= 1 and tcp.ack <= 1 and tcp.len == 0")
	}
	data := t.frames(func(s *fact.Step) bool { return s.TCP.Len > 0 })
	if len(data) > 0 {
		put("check.data", text.Frames(data), stream+" and tcp.len > 0")
	}
	if f, ok := t.find(fact.TCPEcho); ok {
		put("check.echo", text.Frames([]int{f.Frames[1], f.Frames[0]}), fmt.Sprintf("%s and (frame.number == %d or frame.number == %d)", stream, f.Frames[1], f.Frames[0]))
	}
	end := t.frames(func(s *fact.Step) bool { return s.TCP.Flags&(fact.FIN|fact.RST) != 0 })
	if len(end) > 0 {
		put("check.close", text.Frames(end), stream+" and (tcp.flags.fin == 1 or tcp.flags.reset == 1)")
	}
	return l
}

// maxFrameList is how long a list of frames in a table may be, in bytes.
const maxFrameList = 60

// frames are those of the steps that fit.
func (t *talk) frames(fits func(*fact.Step) bool) []int {
	var l []int
	for i := range t.Steps {
		if fits(&t.Steps[i]) {
			l = append(l, t.Steps[i].Frame)
		}
	}
	return l
}

// Pair is a request and its answer.
type Pair struct {
	Request, Answer, Sent, Received, Time, Verdict string
	frame                                          int // the request's
}

// ByID counts the answers that an application's id tells, ByOrder the others.
func (t *talk) ByID() int {
	n := 0
	for _, f := range t.Facts {
		if a, ok := f.What.(fact.Answer); ok && a.By != "" {
			n++
		}
	}
	return n
}
func (t *talk) ByOrder() int {
	return t.Number(string(fact.UDPAnswer)) + t.Number(string(fact.UDPEcho)) - t.ByID()
}

// Pairs are the requests and answers of a UDP exchange; a request without an answer has dashes.
func (t *talk) Pairs() []Pair {
	b := t.b
	var l []Pair
	answered := map[int]bool{}
	for _, f := range t.Facts {
		a, ok := f.What.(fact.Answer)
		if !ok || t.step(a.Of) == nil || t.step(f.Frames[0]) == nil {
			continue
		}
		answered[a.Of] = true
		verdict := b.label("verdict.other")
		if a.By != "" {
			verdict = b.label("verdict.id")
		}
		if f.Kind == fact.UDPEcho {
			verdict = b.label("verdict.same")
		}
		l = append(l, Pair{b.frameLink(a.Of), b.frameLink(f.Frames[0]), t.data(t.step(a.Of)), t.data(t.step(f.Frames[0])), b.gap(a.After), verdict, a.Of})
	}
	l = append(append(l, t.rejected()...), t.apart()...)
	for _, f := range t.Facts {
		r, ok := f.What.(fact.Retry)
		if s := t.step(r.Of); ok && s != nil && !answered[r.Of] {
			answered[r.Of] = true
			l = append(l, Pair{b.frameLink(r.Of), "–", t.data(s), "–", "–", b.labelf("verdict.again", b.frameLink(f.Frames[0])), r.Of})
		}
	}
	if f, ok := t.find(fact.UDPUnanswered); ok {
		for _, n := range f.Frames {
			if s := t.step(n); s != nil && !answered[n] {
				l = append(l, Pair{b.frameLink(n), "–", t.data(s), "–", "–", t.unanswered(n), n})
			}
		}
	}
	slices.SortStableFunc(l, func(a, c Pair) int { return a.frame - c.frame })
	if len(l) > maxPairs {
		l = l[:maxPairs]
	}
	return l
}

// unanswered is what the table says of a datagram without an answer.
func (t *talk) unanswered(frame int) string {
	for _, f := range t.Facts {
		if e, ok := f.What.(fact.Error); ok && e.Quoted == frame {
			return t.b.labelf("verdict.icmp", f.Frames[0])
		}
	}
	return t.b.label("verdict.none")
}

// rejected are the requests to which the server can say nothing.
func (t *talk) rejected() (l []Pair) {
	for _, f := range t.Facts {
		r, ok := f.What.(fact.Receipt)
		if of, s := t.step(r.Of), t.step(f.Frames[0]); ok && r.Reset && of != nil && s != nil && of.Side == fact.Client {
			l = append(l, Pair{t.b.frameLink(r.Of), t.b.frameLink(s.Frame), t.data(of), t.data(s), t.b.gap(r.After), t.b.label("verdict.reset"), r.Of})
		}
	}
	return l
}

// apart are the answers to what other exchanges ask, or to what no frame before asks.
func (t *talk) apart() (l []Pair) {
	for _, f := range t.Facts {
		s := t.step(f.Frames[0])
		of, after, verdict := 0, time.Duration(0), "verdict.unasked"
		switch a := f.What.(type) {
		case fact.Apart:
			if of, after = a.Of, a.After; of != 0 {
				verdict = "verdict.apart"
			}
		case fact.Named:
			if of, after, verdict = a.Of, a.After, "verdict.name"; of == 0 {
				continue // nobody need have asked
			}
		default:
			continue
		}
		if s == nil {
			continue
		}
		p := Pair{"–", t.b.frameLink(s.Frame), "–", t.data(s), "–", t.b.label(verdict), s.Frame}
		if of != 0 {
			p.Request, p.Time, p.frame = t.b.frameLink(of), t.b.gap(after), of
		}
		l = append(l, p)
	}
	return l
}

// maxPairs is how many pairs the table lists.
const maxPairs = 20

// data is a step's data in a table cell.
func (t *talk) data(s *fact.Step) string {
	n := s.UDP.Len
	if t.ID.Proto == fact.TCP {
		n = s.TCP.Len
	}
	size := t.b.labelf("bytes", text.Count(int64(n)))
	p := text.Of(t.payload(s))
	if !text.IsText(p) || p.Len() == 0 {
		return size
	}
	shown, rest := text.Preview(p, 24)
	cell := text.Quoted(shown)
	if rest > 0 {
		cell += " …"
	}
	return cell + ", " + size
}

// Field is a field of the header that is explained.
func (t *talk) Header() *Scene {
	s := t.headerStep()
	if s == nil || t.b.doc.Figures[t.figureID(s.Frame, "header")] == nil {
		return nil
	}
	return &Scene{t: t, step: s, fact: fact.Fact{Side: s.Side, Frames: []int{s.Frame}}}
}

// Bytes is the frame whose bytes are explained; nil: none.
func (t *talk) Bytes() *Scene {
	s := t.bytesStep()
	if s == nil || t.b.doc.Figures[t.figureID(s.Frame, "bytes")] == nil {
		return nil
	}
	return &Scene{t: t, step: s, fact: fact.Fact{Side: s.Side, Frames: []int{s.Frame}}}
}

// Held is how many bytes of the frame were captured.
func (s *Scene) Held() int {
	if x := s.t.Excerpts[s.step.Frame]; x != nil {
		return x.CapLen
	}
	return 0
}

// The header's fields, for the list below its drawing.
func (s *Scene) HdrLen() int      { return int(s.step.TCP.HdrLen) }
func (s *Scene) Offset() int      { return int(s.step.TCP.HdrLen) / 4 }
func (s *Scene) OptionBytes() int { return max(0, int(s.step.TCP.HdrLen)-20) }
func (s *Scene) RawSeq() uint32   { return s.step.TCP.Seq }
func (s *Scene) RawAck() uint32   { return s.step.TCP.Ack }
func (s *Scene) Window() int      { return int(s.step.TCP.Window) }
func (s *Scene) Urgent() int      { return int(s.step.TCP.Urgent) }
func (s *Scene) FlagsHex() string { return fmt.Sprintf("0x%03x", uint16(s.step.TCP.Flags)) }
func (s *Scene) IsSyn() bool {
	return s.step.TCP.Flags.Has(fact.SYN) && !s.step.TCP.Flags.Has(fact.ACK)
}
func (s *Scene) HasAck() bool              { return s.step.TCP.Flags.Has(fact.ACK) }
func (s *Scene) Size() int                 { return int(s.step.Size) }
func (s *Scene) Figure(kind string) string { return s.t.figureID(s.step.Frame, kind) }

// Checksum is the field, in hexadecimal, of either protocol; Verdict what it comes to.
func (s *Scene) Checksum() string {
	if s.t.ID.Proto == fact.UDP {
		return fmt.Sprintf("0x%04x", s.step.UDP.Checksum)
	}
	return fmt.Sprintf("0x%04x", s.step.TCP.Checksum)
}
func (s *Scene) Verdict() string {
	if s.t.ID.Proto == fact.UDP {
		return s.step.UDP.Verdict.String()
	}
	return s.step.TCP.Verdict.String()
}

// LayerSum adds up what was captured of the frame: "14 + 20 + 32 + 6 = 72".
func (s *Scene) LayerSum() string {
	x := s.t.Excerpts[s.step.Frame]
	if x == nil {
		return ""
	}
	var parts []string
	sum := 0
	for _, n := range terms(x) {
		if n > 0 {
			parts = append(parts, text.Count(int64(n)))
			sum += n
		}
	}
	return strings.Join(parts, " + ") + " = " + text.Count(int64(sum))
}

// OptionRow is a line of the table of options.
type OptionRow struct{ Name, Client, Server, Result string }

// Options are what both SYNs offered and what came of it; nil where not both SYNs are in the capture.
func (t *talk) Options() []OptionRow {
	f, ok := t.find(fact.TCPOptions)
	if !ok {
		return nil
	}
	a := f.What.(fact.Agreed)
	b := t.b
	cell := func(has fact.OptionBits, show func(o fact.Options) string) (l [2]string) {
		for side, o := range a.Options {
			switch {
			case o.Has&has != 0:
				l[side] = show(o)
			case o.Has&fact.OptionsBad != 0:
				l[side] = b.label("opt.broken")
			case o.Has&fact.OptionsCut != 0:
				l[side] = b.label("opt.uncaptured")
			default:
				l[side] = "–"
			}
		}
		return l
	}
	yes := func(fact.Options) string { return b.label("yes") }
	used := func(key string, both bool, has fact.OptionBits) string {
		cut, bad, without := false, false, false
		for _, o := range a.Options {
			bad = bad || o.Has&has == 0 && o.Has&fact.OptionsBad != 0
			cut = cut || o.Has&has == 0 && o.Has&fact.OptionsCut != 0
			without = without || o.Has&has == 0 && o.Has&fact.OptionsCut == 0
		}
		switch {
		case bad && !without:
			return b.label("result.bad")
		case cut && !without:
			return b.label("result.cut")
		case both:
			return b.label("result." + key)
		case (a.Options[0].Has|a.Options[1].Has)&has == 0:
			return b.label("result.none")
		}
		return b.label("result.one")
	}
	mss := cell(fact.HasMSS, func(o fact.Options) string { return fmt.Sprint(o.MSS) })
	ok1 := cell(fact.HasSackOK, yes)
	ts := cell(fact.HasTimestamps, func(o fact.Options) string { return fmt.Sprintf("TSval %d", o.TSval) })
	ws := cell(fact.HasShift, func(o fact.Options) string { return fmt.Sprint(o.Shift) })
	return []OptionRow{
		{"MSS", mss[0], mss[1], b.label("result.mss")},
		{b.label("option.sack"), ok1[0], ok1[1], used("sack", a.SACK, fact.HasSackOK)},
		{b.label("option.ts"), ts[0], ts[1], used("ts", a.Timestamps, fact.HasTimestamps)},
		{b.label("option.ws"), ws[0], ws[1], used("ws", a.Scale, fact.HasShift)},
	}
}

// Scaled works out a window of each end: the first segment without SYN; nil where no scale is used.
func (t *talk) Scaled() []string {
	f, ok := t.find(fact.TCPOptions)
	if !ok || !f.What.(fact.Agreed).Scale {
		return nil
	}
	var l []string
	for _, side := range []fact.Side{fact.Client, fact.Server} {
		for i := range t.Steps {
			s := &t.Steps[i]
			if s.Side == side && s.TCP.Flags&(fact.SYN|fact.RST) == 0 && s.TCP.Scale >= 0 {
				l = append(l, t.b.labelf("scaled", t.me(side), s.Frame, s.TCP.Window, text.Count(1<<s.TCP.Scale), text.Count(int64(s.TCP.WindowSize))))
				break
			}
		}
	}
	return l
}

// Inferred are the moves that no frame proves, as lines of the list below the machine.
type InferredMove struct {
	Who, State, Cause string
	Frame, Certain    int
	Proof             int  // a frame that shows the number's arrival, though not this frame's
	Sent              bool // its own sending is the cause
	Error             bool // an ICMP error is the cause
	Last              int  // the last frame that the end sent; 0: none
	New               fact.State
}

func (m InferredMove) Is(state string) bool { return m.New.String() == state }

// Inferences are the inferred moves of both ends.
func (t *talk) Inferences() []InferredMove {
	var l []InferredMove
	for _, m := range t.Moves {
		if m.Sure == fact.Inferred {
			l = append(l, InferredMove{t.me(m.Side), stateName(m.New), m.CauseText(), m.Frame, m.Certain, m.Proof, m.Cause == fact.Sent, m.Cause == fact.Received && t.step(m.Frame) == nil, t.lastOf(m.Side), m.New})
		}
	}
	return l
}

func (t *talk) lastOf(side fact.Side) int {
	for i := len(t.Steps) - 1; i >= 0; i-- {
		if t.Steps[i].Side == side {
			return t.Steps[i].Frame
		}
	}
	return 0
}

// Began is the state an end was in before its first move, by its RFC name.
func (t *talk) Began(side int) string {
	for _, m := range t.Moves {
		if int(m.Side) == side {
			return stateName(m.Old)
		}
	}
	return stateName(fact.Unknown)
}

// Ended is the state an end was last known to be in.
func (t *talk) Ended(side int) string {
	return t.state(fact.Side(side), max(t.LastFrame(), t.b.c.Frames)).String()
}

// Pieced tells that header and data lie in several frames, the fragments of a datagram:
// they have no positions in this one.
func (s *Scene) Pieced() bool {
	x := s.t.Excerpts[s.step.Frame]
	return x != nil && x.Pieces != nil
}

// Piece is how many bytes of that datagram this frame carries.
func (s *Scene) Piece() int {
	if !s.Pieced() {
		return 0
	}
	x := s.t.Excerpts[s.step.Frame]
	return x.Layers[len(x.Layers)-1].Len
}

// Behind is how many bytes follow the data in the frame.
func (s *Scene) Behind() int {
	if x := s.t.Excerpts[s.step.Frame]; x != nil {
		return tailOf(x).size()
	}
	return 0
}

// The two bytes with the data offset and the flags: where they lie in the frame, and how
// they read. 0 where they do not lie in this frame.
func (s *Scene) FlagsAt() int {
	if x := s.t.Excerpts[s.step.Frame]; x != nil && x.Header.Len >= 14 {
		return x.Header.Off + 12
	}
	return 0
}
func (s *Scene) flagWord() uint16 { return uint16(s.step.TCP.HdrLen)/4<<12 | uint16(s.step.TCP.Flags) }
func (s *Scene) FlagBits() string {
	b := fmt.Sprintf("%016b", s.flagWord())
	return b[:4] + " " + b[4:8] + " " + b[8:12] + " " + b[12:]
}
func (s *Scene) FlagRaw() string { return fmt.Sprintf("%02x %02x", s.flagWord()>>8, s.flagWord()&0xff) }
func (s *Scene) FlagSum() string {
	var parts []string
	for f := fact.Flags(0x800); f > 0; f >>= 1 {
		if s.step.TCP.Flags.Has(f) {
			parts = append(parts, fmt.Sprintf("%s 0x%03x", s.t.b.flag(f), uint16(f)))
		}
	}
	if parts == nil {
		return s.t.b.label("none")
	}
	return strings.Join(parts, ", ")
}
