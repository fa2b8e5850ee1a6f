package lesson

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/lab"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// ProgramRow is a line of the table of ends: the programs of both, by protocol.
type ProgramRow struct{ Kind, Client, Server string }

// Programs are the lab's programs of the conversations between the two main ends.
func (v *view) Programs() []ProgramRow {
	var rows []ProgramRow
	for _, proto := range []fact.Proto{fact.TCP, fact.UDP} {
		row := ProgramRow{Kind: strings.ToUpper(proto.String()), Client: "–", Server: "–"}
		for i := range v.b.opt.Lab.Programs {
			p := &v.b.opt.Lab.Programs[i]
			t := v.b.ran(p)
			if t == nil || t.ID.Proto != proto || p.File == "" {
				continue
			}
			name := text.Cell(text.Of(p.File))
			if v.b.sideOf(p, t) == fact.Client {
				row.Client = name
			} else {
				row.Server = name
			}
		}
		if row.Client != "–" || row.Server != "–" {
			rows = append(rows, row)
		}
	}
	return rows
}

// Vantage is where the lab says that the capture was taken; empty where it does not.
func (v *view) Vantage() string {
	switch v.b.opt.Lab.Vantage {
	case lab.AtClient:
		return v.b.label("vantage.client")
	case lab.AtServer:
		return v.b.label("vantage.server")
	case lab.Between:
		return v.b.label("vantage.between")
	}
	return ""
}

// Comparison are the two conversations that are compared.
type Comparison struct{ T, U *talk }

// Compare is there where both protocols are told and both carried data.
func (v *view) Compare() *Comparison {
	c := Comparison{v.Lead(), v.LeadUDP()}
	if c.T == nil || c.U == nil || c.T.Total().Data == 0 || c.U.Total().Data == 0 {
		return nil
	}
	return &c
}

// OneEcho tells that the TCP connection served one echo, and that a UDP datagram was echoed.
func (c *Comparison) OneEcho() bool {
	return c.T.WholeEcho() != nil && c.U.Fact(string(fact.UDPEcho)) != nil
}

// RoundTrip tells that the opening took a round trip before any data could go.
func (c *Comparison) RoundTrip() bool {
	open := c.T.phase("open")
	return c.T.Fact(string(fact.TCPOpened)) != nil && open != nil && open.steps[0].TCP.Len == 0
}

// Title names a conversation among others: "3: .164:51112 → .113:65432".
func (t *talk) Title() string {
	return t.Label() + ": " + t.Short()
}

// Label is the conversation's number among those of its protocol: "3", "3.2".
func (t *talk) Label() string { return strings.TrimPrefix(t.ID.String(), t.ID.Proto.String()+":") }

// Suffix keeps the headings of several conversations apart.
func (t *talk) Suffix() string {
	if t.Alone() {
		return ""
	}
	return fmt.Sprintf(" (%s %s)", strings.ToUpper(t.ID.Proto.String()), t.Label())
}

// Errors are the texts of the ICMP errors about the conversation.
func (t *talk) Errors() string {
	var out []string
	for _, f := range t.errors() {
		s := &Scene{t: t, step: &fact.Step{Frame: f.Frames[0], Side: f.Side}, fact: f}
		out = append(out, t.b.labelf("in.frame", f.Frames[0])+" "+t.b.paragraphs([]*Scene{s}))
	}
	return strings.Join(out, "\n\n")
}

// maxErrors is how many ICMP errors of one conversation are told.
const maxErrors = 4

// errors are the ICMP errors about the conversation that are told.
func (t *talk) errors() []fact.Fact {
	var l []fact.Fact
	for _, f := range t.Facts {
		if f.Kind == fact.ICMPError && len(l) < maxErrors {
			l = append(l, f)
		}
	}
	return l
}

// AgainBy counts an end's segments with numbers seen before.
func (t *talk) AgainBy(side int) int {
	n := 0
	for _, f := range t.Facts {
		if int(f.Side) == side && repeatsNumbers(f) {
			n++
		}
	}
	return n
}

// repeatsNumbers tells a fact of numbers that another frame before it had carried.
func repeatsNumbers(f fact.Fact) bool {
	switch w := f.What.(type) {
	case fact.Retransmit, fact.Twice:
		return true
	case fact.OutOfOrder:
		return w.Same
	case fact.KeepAlive:
		return w.Bytes > 0
	case fact.WindowProbe:
		return w.First != 0
	}
	return false
}

// Pushed is the first frame with PSH and a card; 0: none.
func (t *talk) Pushed() int {
	for i := range t.Steps {
		if s := &t.Steps[i]; s.TCP.Flags.Has(fact.PSH) && t.shown[s.Frame] {
			return s.Frame
		}
	}
	return 0
}

// Windows names a window of each end where they differ; empty otherwise.
func (t *talk) Windows() string {
	var last [2]*fact.Step
	for i := range t.Steps {
		if s := &t.Steps[i]; s.TCP.Flags&(fact.SYN|fact.RST) == 0 && last[s.Side] == nil {
			last[s.Side] = s
		}
	}
	if last[0] == nil || last[1] == nil || last[0].TCP.Scale == -1 || last[1].TCP.Scale == -1 || last[0].TCP.WindowSize == last[1].TCP.WindowSize {
		return ""
	}
	one := func(s *fact.Step) string {
		return t.b.labelf("window.in", text.Count(int64(s.TCP.WindowSize)), t.b.frameLink(s.Frame))
	}
	return one(last[0]) + ", " + one(last[1])
}

// InTimeWait tells that an end was last seen in TIME-WAIT.
func (t *talk) InTimeWait() bool {
	return (t.Row.States[0] == fact.TimeWait || t.Row.States[1] == fact.TimeWait) && (&Scene{t: t, step: &t.Steps[len(t.Steps)-1]}).Reopened() == 0
}

// LastIndex is the place of the fact's last frame.
func (s *Scene) LastIndex() int { return len(s.fact.Frames) - 1 }

// once says a sentence the first time it is asked for.
func (b *builder) once(key, sentence string) string {
	if b.said["once "+key] {
		return ""
	}
	b.said["once "+key] = true
	return sentence
}

// Silence is the pause between the opening and the first data, if it lasts a second; nil otherwise.
func (t *talk) Silence() *Pause {
	p := t.phase("data")
	if p == nil || t.phase("open") == nil {
		return nil
	}
	if pause := p.Pause(); pause != nil && pause.First {
		return pause
	}
	return nil
}

// WholeEcho is the only echo of a conversation in which all data was echoed; nil otherwise.
func (t *talk) WholeEcho() *Scene {
	s := t.Fact(string(fact.TCPEcho))
	if s == nil || t.Number(string(fact.TCPEcho)) != 1 {
		return nil
	}
	if n := int64(s.fact.What.(fact.Echo).Bytes); t.Fresh(0) != n || t.Fresh(1) != n {
		return nil
	}
	return s
}

// CountingReset is the first reset that takes effect; nil where there is none.
func (t *talk) CountingReset() *Scene {
	for _, f := range t.Facts {
		if _, ok := f.What.(fact.Reset); ok && t.step(f.Frames[0]) != nil && t.ends(f.Frames[0]) {
			return &Scene{t: t, step: t.step(f.Frames[0]), fact: f}
		}
	}
	return nil
}

// VainResets are the frames with resets that did not take effect, where something else ended the
// connection: of one alone, its close is told by it.
func (t *talk) VainResets() []int {
	if t.Fact(string(fact.TCPClosed)) == nil && t.CountingReset() == nil {
		return nil
	}
	var l []int
	for _, f := range t.Facts {
		if r, ok := f.What.(fact.Reset); ok && !r.Counts && r.After == 0 && r.Rejects == 0 {
			l = append(l, f.Frames[0])
		}
	}
	return l
}

// FinBefore is the first FIN that ends a direction before the frame; nil where there is none.
func (s *Scene) FinBefore() *Scene {
	for _, f := range s.t.Facts {
		if w, ok := f.What.(fact.Fin); ok && !w.Taken && f.Frames[0] < s.step.Frame && s.t.step(f.Frames[0]) != nil {
			return &Scene{t: s.t, step: s.t.step(f.Frames[0]), fact: f}
		}
	}
	return nil
}

// InOrder tells that the numbers of both directions follow on with no gap and no overlap.
func (t *talk) InOrder() bool {
	var next [2]uint32
	var known [2]bool
	for i := range t.Steps {
		s := &t.Steps[i]
		if s.TCP.Len < 0 || s.Dup != 0 || s.TCP.End() == s.TCP.Seq {
			continue
		}
		if known[s.Side] && s.TCP.Seq != next[s.Side] {
			return false
		}
		known[s.Side], next[s.Side] = true, s.TCP.End()
	}
	return known[0] && known[1]
}

// AfterOpening is the frame that completes the opening, with the states beside it; nil where there is none.
func (t *talk) AfterOpening() *StatesAt {
	f, ok := t.find(fact.TCPOpened)
	if !ok {
		return nil
	}
	n := f.Frames[0]
	return &StatesAt{n, t.stateWord(fact.Client, n), t.stateWord(fact.Server, n)}
}

// stateWord is an end's state beside a frame, with the remark that it is inferred.
func (t *talk) stateWord(side fact.Side, frame int) string {
	for i := len(t.Moves) - 1; i >= 0; i-- {
		if m := t.Moves[i]; m.Side == side && m.At <= frame {
			return stateName(m.New) + t.b.doubt(m.Sure)
		}
	}
	return t.Began(int(side))
}

// End is an end's address and port.
func (t *talk) End(side int) string { return t.Ends[side].String() }

// StatesAt are both ends' states beside a frame.
type StatesAt struct {
	Frame          int
	Client, Server string
}

// AllUsed tells that window scale, SACK and timestamps are all in use.
func (t *talk) AllUsed() bool {
	f, ok := t.find(fact.TCPOptions)
	if !ok {
		return false
	}
	a := f.What.(fact.Agreed)
	return a.Scale && a.SACK && a.Timestamps
}

// Answered tells that the server sent a SYN-ACK.
func (s *Scene) Answered() bool { return s.t.Fact(string(fact.TCPSynAck)) != nil }

// BothDynamic tells that both ports lie in the dynamic range.
func (s *Scene) BothDynamic() bool { return !s.t.PortsTell() }

// Lasted is Lasts as a sentence says it; Spoken a list of times likewise.
func (t *talk) Lasted() string { return t.Spoken(t.Lasts()) }
func (t *talk) Spoken(times string) string {
	if t.b.lang != text.Korean {
		return times
	}
	l := strings.Split(times, ", ")
	for i, s := range l {
		if n, ok := strings.CutSuffix(s, " s"); ok {
			l[i] = n + "초"
		}
	}
	return strings.Join(l, ", ")
}

// FlagsListed are the flags as a sentence lists them: "SYN, ECE and CWR".
func (s *Scene) FlagsListed() (string, error) {
	l := s.step.TCP.Flags.Names()
	if len(l) < 2 {
		return strings.Join(l, ""), nil
	}
	before, last := strings.Join(l[:len(l)-1], ", "), l[len(l)-1]
	if s.t.b.lang == text.Korean {
		var err error
		if before, err = text.Josa(before, "과/와"); err != nil {
			return "", err
		}
	}
	return s.t.b.labelf("listed", before, last), nil
}

// minStart is how many bytes of characters make a beginning worth showing as text.
const minStart = 8

// Start is the beginning of data that begins with text and is not text throughout; empty
// where it does not.
func (s *Scene) Start() text.Captured {
	start := text.Readable(text.Of(s.t.payload(s.step)))
	if start.Len() < minStart {
		return text.Of("")
	}
	start, _ = text.Preview(start, maxShown)
	return start
}

// ScaleUnknown tells a window whose factor the capture does not hold.
func (s *Scene) ScaleUnknown() bool { return !s.Opens() && s.step.TCP.Scale == -1 }

// Ethernet tells a frame with an Ethernet header.
func (s *Scene) Ethernet() bool {
	x := s.t.Excerpts[s.step.Frame]
	return x != nil && slices.ContainsFunc(x.Layers, func(l fact.Span) bool {
		return l.Layer == fact.LayerEthernet || l.Layer == fact.LayerLength
	})
}
