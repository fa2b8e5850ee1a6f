package lesson

import (
	"bytes"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// Settled are the options of both SYNs and what came of them; nil where not both SYNs are
// in the capture.
func (t *talk) Settled() []OptionRow {
	f, ok := t.find(fact.TCPOptions)
	if !ok {
		return nil
	}
	rows := t.Options()
	rows[0].Result = t.mss(f.What.(fact.Agreed).Options)
	for i := range rows {
		if r := &rows[i]; !t.beyondSyn() && (r.Result == t.b.label("result.ts") || r.Result == t.b.label("result.ws")) {
			r.Result = t.b.label("result.usable")
		}
	}
	if row, ok := t.fastOpen(f); ok {
		rows = append(rows, row)
	}
	return rows
}

// mss is what the two announcements come to (RFC 9293 §3.7.1).
func (t *talk) mss(o [2]fact.Options) string {
	switch has := o[0].Has & o[1].Has; {
	case has&fact.HasMSS != 0:
		return t.b.label("result.mss")
	case (o[0].Has|o[1].Has)&fact.OptionsCut != 0:
		return t.b.label("result.cut")
	}
	assumed := 536
	if t.Six() {
		assumed = 1220
	}
	return t.b.labelf("result.mss.none", text.Count(int64(assumed)))
}

// beyondSyn tells that a segment without SYN was captured, whose options can be used.
func (t *talk) beyondSyn() bool {
	return slices.ContainsFunc(t.Steps, func(s fact.Step) bool { return s.TCP.Flags&(fact.SYN|fact.RST) == 0 })
}

// fastOpen is the row of the Fast Open option (RFC 7413 §4.1); false where no SYN has it.
func (t *talk) fastOpen(f fact.Fact) (OptionRow, bool) {
	cookies := [2]cookie{t.cookie(fact.Client, f.Frames), t.cookie(fact.Server, f.Frames)}
	if cookies == [2]cookie{} {
		return OptionRow{}, false
	}
	result := "fastopen.none"
	switch {
	case cookies[1] == cookieGiven:
		result = "fastopen.later"
	case cookies[0] == cookieGiven:
		result = "fastopen.now"
	}
	show := func(side fact.Side) string {
		if cookies[side] == noCookie {
			return "–"
		}
		return t.b.label([...]string{"", "fastopen.asked", "fastopen.sent." + side.String()}[cookies[side]])
	}
	return OptionRow{t.b.label("opt.34"), show(fact.Client), show(fact.Server), t.b.label("result." + result)}, true
}

// cookie is what a SYN has of the Fast Open option.
type cookie int

const (
	noCookie cookie = iota
	cookieAsked
	cookieGiven
)

// cookie looks through the options of an end's SYN among the frames.
func (t *talk) cookie(side fact.Side, frames []int) cookie {
	const fastOpen, experiment = 34, 254
	for _, n := range frames {
		if s := t.step(n); s == nil || s.Side != side {
			continue
		}
		for _, o := range tcpOptions(headerBytes(t.Excerpts[n])) {
			value := o[2:]
			if o[0] == experiment && bytes.HasPrefix(value, []byte{0xf9, 0x89}) { // RFC 7413, appendix A
				value = value[2:]
			} else if o[0] != fastOpen {
				continue
			}
			if len(value) > 0 {
				return cookieGiven
			}
			return cookieAsked
		}
	}
	return noCookie
}

// tcpOptions are the options of a TCP header that have a length, whole.
func tcpOptions(header []byte) [][]byte {
	var l [][]byte
	for i := 20; i < len(header) && header[i] != 0; {
		if header[i] == 1 {
			i++
			continue
		}
		if i+1 >= len(header) || header[i+1] < 2 || i+int(header[i+1]) > len(header) {
			break
		}
		l = append(l, header[i:i+int(header[i+1])])
		i += int(header[i+1])
	}
	return l
}
