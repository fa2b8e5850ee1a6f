package lesson

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/lab"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// What the sections' templates may ask of a conversation.

func (t *talk) Name() string           { return t.name }
func (t *talk) Key() string            { return t.ID.String() }
func (t *talk) Stream() int            { return t.ID.Stream }
func (t *talk) IsTCP() bool            { return t.ID.Proto == fact.TCP }
func (t *talk) Count() int             { return len(t.Steps) }
func (t *talk) Guessed() bool          { return t.Roles == fact.Guessed }
func (t *talk) ClientIP() string       { return t.Ends[fact.Client].Addr().String() }
func (t *talk) ServerIP() string       { return t.Ends[fact.Server].Addr().String() }
func (t *talk) ClientPort() int        { return int(t.Ends[fact.Client].Port()) }
func (t *talk) ServerPort() int        { return int(t.Ends[fact.Server].Port()) }
func (t *talk) Phase(id string) *phase { return t.phase(id) }

// Alone tells that no other conversation of the protocol is told.
func (t *talk) Alone() bool { return len((&view{t.b}).of(t.ID.Proto)) == 1 }

// IsLead tells that this conversation's headers are explained.
func (t *talk) IsLead() bool { return t == t.b.lead(t.ID.Proto) }

// Ends in short, for headings: ".164:51112 → .113:65432".
func (t *talk) Short() string {
	return t.short(t.Ends[fact.Client]) + " → " + t.short(t.Ends[fact.Server])
}

// Twin tells that another conversation told goes to the same port between the same hosts, so
// that only the client's port tells them apart.
func (t *talk) Twin() bool {
	return slices.ContainsFunc(t.b.talks, func(o *talk) bool {
		return o != t && o.ID.Proto == t.ID.Proto && o.Ends[fact.Server] == t.Ends[fact.Server] && o.ClientIP() == t.ClientIP()
	})
}

// MAC is the address that the link gives an end, as first seen: from its own frames, else
// from those that were sent to it; empty where the link has none.
func (t *talk) MAC(side int) string {
	if t.MACs[side] != [6]byte{} {
		return mac(t.MACs[side][:], 0)
	}
	for i := range t.Steps {
		if s := &t.Steps[i]; int(s.Side) != side {
			return t.destination(s)
		}
	}
	return ""
}

// destination is the MAC address that a frame was sent to, empty where it is a group's.
func (t *talk) destination(s *fact.Step) string {
	const group = 1 // IEEE 802: the first bit sent
	x := t.Excerpts[s.Frame]
	if x == nil || len(x.Bytes) < 6 || len(x.Layers) == 0 || x.Layers[0].Layer != fact.LayerEthernet || x.Bytes[0]&group != 0 {
		return ""
	}
	return mac(x.Bytes, 0)
}

// Simultaneous tells that both ends asked to connect.
func (t *talk) Simultaneous() bool {
	f, ok := t.find(fact.TCPOpened)
	return ok && f.What.(fact.Opened).How == fact.Simultaneous
}

// HasMAC tells whether an end's address was seen.
func (t *talk) HasMAC() bool { return t.MAC(0) != "" || t.MAC(1) != "" }

// Six tells that the ends talk over IPv6.
func (t *talk) Six() bool { return t.Ends[fact.Client].Addr().Unmap().Is6() }

// Hidden counts the frames that are folded.
func (t *talk) Hidden() int { return len(t.Steps) - len(t.shown) }

// Reset tells whether a frame has the RST flag.
func (t *talk) Reset(frame int) bool {
	s := t.step(frame)
	return s != nil && s.TCP.Flags.Has(fact.RST)
}

// ClientFirst tells that the conversation's first frame is the client's.
func (t *talk) ClientFirst() bool { return len(t.Steps) > 0 && t.Steps[0].Side == fact.Client }

// OneWay tells that only the client sent.
func (t *talk) OneWay() bool { return t.Row.Frames[fact.Server] == 0 }

// TTL is the time to live in an end's frames as captured, a range where they differ; empty where it sent none.
func (t *talk) TTL(side int) string {
	lo, hi := -1, -1
	for i := range t.Steps {
		if s := &t.Steps[i]; int(s.Side) == side {
			if lo < 0 || int(s.TTL) < lo {
				lo = int(s.TTL)
			}
			hi = max(hi, int(s.TTL))
		}
	}
	switch {
	case lo < 0:
		return "–"
	case lo == hi:
		return fmt.Sprint(lo)
	}
	return text.Range(lo, hi)
}

// Host is what the lab says of an end; nil where it says nothing.
func (t *talk) Host(side int) *lab.Host {
	for i := range t.b.opt.Lab.Hosts {
		h := &t.b.opt.Lab.Hosts[i]
		if slices.Contains(h.Addresses, t.Ends[side].Addr().Unmap()) {
			return h
		}
	}
	return nil
}

// OS is the lab's word of an end's system; empty where it says none.
func (t *talk) OS(side int) string {
	if h := t.Host(side); h != nil && h.OS != "" {
		return t.b.cell(h.OS)
	}
	return ""
}

// PortsTell tells that one of the ports lies below the dynamic range (RFC 6335 §6).
func (t *talk) PortsTell() bool { return t.ClientPort() < 49152 || t.ServerPort() < 49152 }

// Role is how the end's part is known, as a word.
func (t *talk) Role(side int) (string, error) {
	if t.Roles == fact.Guessed {
		if t.PortsTell() {
			return t.b.word("role.guessed")
		}
		return t.b.word("role.unknown")
	}
	if _, ok := t.find(fact.TCPMidstream); ok {
		if t.Roles == fact.Inferred {
			return t.b.word("role.inferred")
		}
		return t.b.word("role.given")
	}
	if t.ID.Proto == fact.UDP && !t.ClientFirst() {
		return t.b.word("role.inferred")
	}
	if _, ok := t.find(fact.TCPRefused); ok && side == int(fact.Server) {
		return t.b.word("role.refused")
	}
	if t.noSyn() {
		return t.b.word("role.synack." + fact.Side(side).String())
	}
	if t.Simultaneous() {
		return t.b.word([...]string{"role.first", "role.second"}[side])
	}
	return t.b.word(fmt.Sprintf("role.%s.%s", t.ID.Proto, fact.Side(side)))
}

// noSyn tells that of the opening the SYN-ACK was captured and the client's SYN was not.
func (t *talk) noSyn() bool {
	_, syn := t.find(fact.TCPSyn)
	_, synAck := t.find(fact.TCPSynAck)
	return synAck && !syn
}

// Fact is the conversation's first fact of a kind as a scene; nil where there is none.
func (t *talk) Fact(kind string) *Scene {
	f, ok := t.find(fact.Kind(kind))
	if !ok {
		return nil
	}
	step := t.step(f.Frames[0])
	if step == nil {
		step = &fact.Step{Frame: f.Frames[0], Side: f.Side}
	}
	return &Scene{t: t, step: step, fact: f}
}

// Number counts the conversation's facts of a kind.
func (t *talk) Number(kind string) int {
	n := 0
	for _, f := range t.Facts {
		if string(f.Kind) == kind {
			n++
		}
	}
	return n
}

// FactFrames are the deciding frames of the facts of a kind.
func (t *talk) FactFrames(kind string) []int {
	var l []int
	for _, f := range t.Facts {
		if string(f.Kind) == kind {
			l = append(l, f.Frames[0])
		}
	}
	return l
}

// Tell is the text of one or more kinds about the conversation as a whole: what is said
// every time, and once what is said once.
func (t *talk) Tell(kinds ...string) string {
	var scenes []*Scene
	for _, kind := range kinds {
		if s := t.Fact(kind); s != nil {
			scenes = append(scenes, s)
		}
	}
	return t.b.paragraphs(scenes)
}

// TellEach is Tell for a kind of which each side may have a fact.
func (t *talk) TellEach(kind string) string {
	var scenes []*Scene
	for _, f := range t.Facts {
		if s := t.step(f.Frames[0]); string(f.Kind) == kind && s != nil {
			scenes = append(scenes, &Scene{t: t, step: s, fact: f})
		}
	}
	return t.b.paragraphs(scenes)
}

// paragraphs are the sentences of a frame or a section.
func (b *builder) paragraphs(scenes []*Scene) string {
	var first []string
	var rest []string
	for _, s := range scenes {
		k, ok := b.kinds[s.fact.Kind]
		if !ok {
			continue
		}
		if p := b.run(k.first, s); p != "" {
			first = append(first, p)
		}
		for _, name := range k.rest {
			if b.said[name] {
				continue
			}
			if p := b.run(name, s); p != "" {
				b.said[name] = true
				rest = append(rest, p)
			}
		}
	}
	return strings.Join(append([]string{strings.Join(first, " ")}, rest...), "\n\n")
}

// Line is one row of the packet table: a frame, or a run of frames that are folded.
type Line struct {
	No, T, Dir, Flags, Seq, Ack, Len, Win, What string
}

// fewOthers is how many frames of other traffic between two frames get a row of their own.
const fewOthers = 3

// Lines are the rows of the packet table.
func (t *talk) Lines() []Line {
	var l []Line
	var folded []*fact.Step
	for i := range t.Steps {
		s := &t.Steps[i]
		if !t.shown[s.Frame] {
			folded = append(folded, s)
			continue
		}
		if folded != nil {
			l = append(l, t.foldLine(folded))
			folded = nil
		} else if i > 0 {
			if n := s.Frame - t.Steps[i-1].Frame - 1; n >= fewOthers {
				l = append(l, Line{No: text.Range(t.Steps[i-1].Frame+1, s.Frame-1), What: t.b.labelf("others", text.Count(int64(n)))})
			}
		}
		l = append(l, t.line(s))
	}
	if folded != nil {
		l = append(l, t.foldLine(folded))
	}
	return l
}

func (t *talk) foldLine(folded []*fact.Step) Line {
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

// Cards are the sections of the phase's frames, one after the other, and a line for each run that is folded.
func (p *phase) Cards(level int) string {
	var out []string
	var folded []*fact.Step
	flush := func() {
		if folded != nil {
			out = append(out, p.fold(folded))
			folded = nil
		}
	}
	for _, s := range p.steps {
		if !p.shown[s.Frame] {
			folded = append(folded, s)
			continue
		}
		flush()
		out = append(out, p.b.cardSection(p.talk, s, level))
	}
	flush()
	return strings.Join(out, "\n\n")
}

// cardSection is a frame's section: heading, sentences, card.
func (b *builder) cardSection(t *talk, s *fact.Step, level int) string {
	scenes := t.scenes(s)
	id := fmt.Sprintf("f%d", s.Frame)
	head := b.heading(level, id, b.labelf("frame.title", s.Frame, t.title(s)))
	sec := b.section()
	sec.Frame, sec.Class = s.Frame, [...]string{"c2s", "s2c"}[s.Side]
	if t.ID.Proto == fact.TCP {
		sec.States = [2]string{t.state(fact.Client, s.Frame).String(), t.state(fact.Server, s.Frame).String()}
	}
	card := t.card(s, scenes)
	b.doc.Figures[id] = card
	return head + "\n\n" + b.paragraphs(scenes) + "\n\n" + b.run("strips", t.strips[s.Frame]) + "\n\n" + b.run("below", t.below(s)) + "\n\n" + t.wiresharkSays(s) + "\n\n" + b.run("notes", b.notesOn(s.Frame)) + "\n\n" + b.fence(id)
}

// Folded is what the lesson says of a run that it does not tell.
type Folded struct {
	First, Last, Segments int
	Bytes                 string
	Again                 int
	TCP                   bool
}

func (p *phase) fold(folded []*fact.Step) string {
	f := &Folded{First: folded[0].Frame, Last: folded[len(folded)-1].Frame, Segments: len(folded), TCP: p.ID.Proto == fact.TCP}
	var bytes int64
	for _, s := range folded {
		if f.TCP {
			bytes += int64(max(s.TCP.Len, 0))
		} else {
			bytes += int64(max(s.UDP.Len, 0))
		}
		if p.has(s.Frame, fact.TCPRetransmit) || p.has(s.Frame, fact.TCPResent) {
			f.Again++
		}
	}
	f.Bytes = text.Count(bytes)
	return p.b.run("folded", f)
}

// First and Last frames of the phase, their number, and its frames for links.
func (p *phase) First() int    { return p.steps[0].Frame }
func (p *phase) Last() int     { return p.steps[len(p.steps)-1].Frame }
func (p *phase) Segments() int { return len(p.steps) }
func (p *phase) Frames() []int {
	var l []int
	for _, s := range p.steps {
		l = append(l, s.Frame)
	}
	return l
}

// Ladder is the name of the phase's drawing.
func (p *phase) Ladder() string { return p.name + "-" + p.id + "-ladder" }

// Pause is a silence.
type Pause struct {
	From, To int
	Time     string
	Others   int
	First    bool // it ends with the phase's first frame
}

// Pause is the longest silence before one of the phase's frames, if it lasts a second; nil otherwise.
func (p *phase) Pause() *Pause {
	var best *Pause
	var longest time.Duration = pauseFrom - 1
	for _, s := range p.steps {
		i, _ := p.index(s.Frame)
		if i == 0 {
			continue
		}
		before := &p.Steps[i-1]
		if d := s.Time.Sub(before.Time); d > longest && fact.Measured(d) {
			longest = d
			best = &Pause{From: before.Frame, To: s.Frame, Time: p.b.duration(d), Others: s.Frame - before.Frame - 1, First: s == p.steps[0]}
		}
	}
	return best
}

// OneHost tells that both ends have the same address.
func (t *talk) OneHost() bool { return t.Ends[0].Addr() == t.Ends[1].Addr() }
