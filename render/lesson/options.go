package lesson

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
)

// TCP option kinds that the lesson treats in a way of their own.
const (
	optEnd       = 0
	optNOP       = 1
	optMSS       = 2
	optShift     = 3
	optSackOK    = 4
	optTimes     = 8
	optTimeout   = 28
	optMultipath = 30
	optFastOpen  = 34
	optTrial     = 254
)

// option is one option of a header, a run of NOPs, or the list's end with the padding behind it.
type option struct {
	kind  byte
	bytes []byte // kind, length and value
}

func (o option) value() []byte { return o.bytes[min(2, len(o.bytes)):] }

// options cuts the options of a TCP header apart (RFC 9293 §3.1); rest is what makes none:
// a length that cannot be, and all behind it.
func options(header []byte) (list []option, rest []byte) {
	for b := header[min(20, len(header)):]; len(b) > 0; {
		n := 1
		switch {
		case b[0] == optEnd:
			n = len(b)
		case b[0] == optNOP:
			for n < len(b) && b[n] == optNOP {
				n++
			}
		case len(b) < 2 || b[1] < 2 || int(b[1]) > len(b):
			return list, b
		default:
			n = int(b[1])
		}
		list = append(list, option{b[0], b[:n]})
		b = b[n:]
	}
	return list, nil
}

// optionName is what an option is called.
func (b *builder) optionName(kind byte) string {
	if name, ok := b.words[fmt.Sprintf("opt.%d", kind)]; ok {
		return name
	}
	return b.labelf("opt.other", kind)
}

// optionList is a header's options as a list, each by its name and how many bytes it takes;
// show writes one of them, and rest is the word for what cannot be read.
func (b *builder) optionList(header []byte, rest string, show func(o option, name string) string) (l []string) {
	list, left := options(header)
	for _, o := range list {
		l = append(l, show(o, b.optionName(o.kind)))
	}
	if len(left) > 0 {
		l = append(l, show(option{bytes: left}, b.label(rest)))
	}
	return l
}

// term is an option in a sum: "MSS 1460 (4)".
func (o option) term(name string) string {
	if said := o.said(); said != "" {
		name += " " + said
	}
	return fmt.Sprintf("%s (%d)", name, len(o.bytes))
}

// multipath are the subtypes of the MPTCP option (RFC 8684 §3).
var multipath = [16]string{"MP_CAPABLE", "MP_JOIN", "DSS", "ADD_ADDR", "REMOVE_ADDR", "MP_PRIO", "MP_FAIL", "MP_FASTCLOSE", "MP_TCPRST", 15: "MP_EXPERIMENTAL"}

// said is what an option's value says, where few characters hold it: the bytes of MSS, the
// shift of the scale, the time of a user timeout (RFC 5482 §3.3), the subtype of MPTCP; else "".
func (o option) said() string {
	switch v := o.value(); {
	case o.kind == optMSS && len(v) == 2:
		return fmt.Sprint(binary.BigEndian.Uint16(v))
	case o.kind == optShift && len(v) == 1:
		return fmt.Sprint(v[0])
	case o.kind == optTimeout && len(v) == 2:
		unit := [2]string{"s", "min"}[v[0]>>7]
		return fmt.Sprintf("%d %s", binary.BigEndian.Uint16(v)&0x7fff, unit)
	case o.kind == optMultipath && len(v) > 1 && v[0]>>4 == 0:
		return fmt.Sprintf("%s v%d", multipath[0], v[0]&15)
	case o.kind == optMultipath && len(v) > 1:
		return multipath[v[0]>>4]
	}
	return ""
}

// headerSum works out the length of a header that settles or ends something by its options: of a
// SYN, and of a segment with MPTCP beside the mapping of its data; false of others, and where
// not all of it is kept.
func (t *talk) headerSum(s *fact.Step) (figure.Sum, bool) {
	header := headerBytes(t.Excerpts[s.Frame])
	v := t.multipathOption(s)
	settles := s.TCP.Flags.Has(fact.SYN) || v != nil && v[0]>>4 != subtypeMapping
	if !settles || len(header) <= 20 || len(header) != int(s.TCP.HdrLen) {
		return figure.Sum{}, false
	}
	terms := append([]string{"20"}, t.b.optionList(header, "opt.unreadable", option.term)...)
	return figure.Sum{Is: t.b.label("header"), Terms: terms, Total: fmt.Sprint(len(header))}, true
}

// OptionsCut is how many bytes of the header's options were not captured.
func (s *Scene) OptionsCut() int {
	return max(0, min(s.OptionBytes(), int(s.step.TCP.HdrLen)-len(headerBytes(s.t.Excerpts[s.step.Frame]))))
}

// OptionLengths are the header's options and their lengths as a sentence lists them.
func (s *Scene) OptionLengths() string {
	rest := "opt.unreadable"
	if s.OptionsCut() > 0 {
		rest = "opt.cut"
	}
	l := s.t.b.optionList(headerBytes(s.t.Excerpts[s.step.Frame]), rest, func(o option, name string) string {
		if last := name[len(name)-1]; '0' <= last && last <= '9' {
			return s.t.b.labelf("opt.length.digit", name, len(o.bytes))
		}
		return s.t.b.labelf("opt.length", name, len(o.bytes))
	})
	return strings.Join(l, ", ")
}
