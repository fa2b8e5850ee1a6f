package lesson

import (
	"fmt"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

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
		case cut || bad:
			return b.label("result.most")
		case (a.Options[0].Has|a.Options[1].Has)&has == 0:
			return b.label("result.none")
		}
		return b.label("result.one")
	}
	mss := cell(fact.HasMSS, func(o fact.Options) string { return fmt.Sprint(o.MSS) })
	sack := cell(fact.HasSackOK, yes)
	ts := cell(fact.HasTimestamps, func(o fact.Options) string { return fmt.Sprintf("TSval %d", o.TSval) })
	ws := cell(fact.HasShift, func(o fact.Options) string { return fmt.Sprint(o.Shift) })
	return []OptionRow{
		{"MSS", mss[0], mss[1], b.label("result.mss")},
		{b.label("option.sack"), sack[0], sack[1], used("sack", a.SACK, fact.HasSackOK)},
		{b.label("option.ts"), ts[0], ts[1], used("ts", a.Timestamps, fact.HasTimestamps)},
		{b.label("option.ws"), ws[0], ws[1], used("ws", a.Scale, fact.HasShift)},
	}
}

// otherOptions are the rows of the options that no row of their own explains, by kind.
func (t *talk) otherOptions(f fact.Fact) (rows []OptionRow) {
	var cells [2][256]string
	var has [256]option
	var kinds []byte
	for _, n := range f.Frames {
		s := t.step(n)
		if s == nil {
			continue
		}
		list, _ := options(headerBytes(t.Excerpts[n]))
		for _, o := range list {
			switch o.kind {
			case optEnd, optNOP, optMSS, optShift, optSackOK, optTimes, optFastOpen:
				continue
			}
			if isTrial(o) {
				continue
			}
			kinds = append(kinds, o.kind)
			has[o.kind], cells[s.Side][o.kind] = o, t.optionCell(o)
		}
	}
	slices.Sort(kinds)
	for _, kind := range slices.Compact(kinds) {
		c, s := cells[fact.Client][kind], cells[fact.Server][kind]
		rows = append(rows, OptionRow{t.b.optionName(kind), dash(c), dash(s), t.optionResult(has[kind], c != "" && s != "")})
	}
	return rows
}

// optionCell is what one SYN has of an option, and its length.
func (t *talk) optionCell(o option) string {
	size := t.b.size(len(o.bytes))
	if said := o.said(); said != "" {
		return said + ", " + size
	}
	return size
}

func dash(cell string) string {
	if cell == "" {
		return "–"
	}
	return cell
}

// optionResult is what comes of an option that both SYNs have, or one alone.
func (t *talk) optionResult(o option, both bool) string {
	switch {
	case o.kind == optMultipath && !both:
		return t.b.label("result.one")
	case o.kind == optMultipath && o.said() == multipath[1]:
		return t.b.label("result.join")
	}
	if s, ok := t.b.words[fmt.Sprintf("result.%d", o.kind)]; ok {
		return s
	}
	return t.b.label("result.unknown")
}

// isTrial tells the Fast Open option as it was before it had a kind (RFC 7413 §9).
func isTrial(o option) bool {
	v := o.value()
	return o.kind == optTrial && len(v) >= 2 && v[0] == 0xf9 && v[1] == 0x89
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
