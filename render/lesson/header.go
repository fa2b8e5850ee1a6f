package lesson

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// Header is the frame whose header is explained; nil: none.
func (t *talk) Header() *Scene {
	s := t.headerStep()
	if s == nil || t.b.doc.Figures[t.figureID(s.Frame, "header")] == nil {
		return nil
	}
	return &Scene{t: t, step: s, fact: fact.Fact{Side: s.Side, Frames: []int{s.Frame}}}
}

// headerStep is the frame whose header is explained: the first SYN, else the first frame.
func (t *talk) headerStep() *fact.Step {
	if len(t.Steps) == 0 {
		return nil
	}
	syn := first(t.Steps, func(s *fact.Step) bool { return t.ID.Proto == fact.TCP && s.TCP.Flags.Has(fact.SYN) })
	return cmp.Or(syn, &t.Steps[0])
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
