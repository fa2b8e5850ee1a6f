package lesson

import (
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
	return append(rows, t.otherOptions(f)...)
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
	for _, n := range frames {
		if s := t.step(n); s == nil || s.Side != side {
			continue
		}
		list, _ := options(headerBytes(t.Excerpts[n]))
		for _, o := range list {
			value := o.value()
			if isTrial(o) {
				value = value[2:]
			} else if o.kind != optFastOpen {
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
