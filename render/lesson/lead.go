package lesson

import (
	"fmt"
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

// Title names a conversation among others: "3: .164:51112 → .113:65432".
func (t *talk) Title() string {
	name := strings.TrimPrefix(t.ID.String(), t.ID.Proto.String()+":")
	return name + ": " + t.Short()
}

// Suffix keeps the headings of several conversations apart.
func (t *talk) Suffix() string {
	if t.Alone() {
		return ""
	}
	return fmt.Sprintf(" (%s %s)", strings.ToUpper(t.ID.Proto.String()), strings.TrimPrefix(t.ID.String(), t.ID.Proto.String()+":"))
}

// Errors are the texts of the ICMP errors about the conversation.
func (t *talk) Errors() string {
	var out []string
	for _, f := range t.Facts {
		if f.Kind != fact.ICMPError || len(out) == maxErrors {
			continue
		}
		s := &Scene{t: t, step: &fact.Step{Frame: f.Frames[0], Side: f.Side}, fact: f}
		out = append(out, t.b.labelf("in.frame", f.Frames[0])+" "+t.b.paragraphs([]*Scene{s}))
	}
	return strings.Join(out, "\n\n")
}

// maxErrors is how many ICMP errors of one conversation are told.
const maxErrors = 4

// AgainBy counts an end's retransmissions.
func (t *talk) AgainBy(side int) int {
	n := 0
	for _, f := range t.Facts {
		if f.Kind == fact.TCPRetransmit && int(f.Side) == side {
			n++
		}
	}
	return n
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
	if last[0] == nil || last[1] == nil || last[0].TCP.WindowSize == last[1].TCP.WindowSize {
		return ""
	}
	one := func(s *fact.Step) string {
		return t.b.labelf("window.in", text.Count(int64(s.TCP.WindowSize)), t.b.frameLink(s.Frame))
	}
	return one(last[0]) + ", " + one(last[1])
}

// InTimeWait tells that an end was last seen in TIME-WAIT.
func (t *talk) InTimeWait() bool {
	return t.Row.States[0] == fact.TimeWait || t.Row.States[1] == fact.TimeWait
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
