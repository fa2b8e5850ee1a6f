package lesson

import (
	"cmp"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// used is what became of the sequence numbers of one direction.
type used struct{ data, missing int64 }

// used adds up an end's numbers, from its SYN or else the first one captured, to the last
// one sent or confirmed.
func (t *talk) used(side int) used {
	if t.usedBy == nil {
		d := t.directions()
		t.usedBy = &[2]used{d[0].addUp(), d[1].addUp()}
	}
	return t.usedBy[side]
}

// direction is the segments that tell of one direction's numbers, resets apart.
type direction struct {
	sent, unfit []*fact.Step // its sender's: those with numbers of the connection, and the others
	acks        []*fact.Step // the other end's that confirm, those that fit
	begins      bool         // a SYN was captured
}

func (t *talk) directions() (d [2]direction) {
	fits := [2]func(*fact.Step) bool{t.fitting(fact.Client), t.fitting(fact.Server)}
	for i := range t.Steps {
		s := &t.Steps[i]
		out, back := &d[s.Side], &d[s.Side.Other()]
		out.begins = out.begins || s.TCP.Flags.Has(fact.SYN)
		if s.TCP.Flags.Has(fact.RST) {
			continue
		}
		fit := fits[s.Side](s)
		if fit && s.TCP.Flags.Has(fact.ACK) {
			back.acks = append(back.acks, s)
		}
		switch {
		case s.TCP.Len < 0:
		case fit:
			out.sent = append(out.sent, s)
		default:
			out.unfit = append(out.unfit, s)
		}
	}
	return d
}

// fitting tells the segments of a direction whose numbers are those of the connection: a SYN has
// the initial number that the other end confirmed, the first one where it confirmed none, no
// segment is damaged among sound ones or of an older connection, and none lies beyond the window.
func (t *talk) fitting(side fact.Side) func(*fact.Step) bool {
	var isns []uint32
	sound := false
	confirmed := map[uint32]bool{}
	for i := range t.Steps {
		switch s := &t.Steps[i]; {
		case s.Side != side:
			confirmed[s.TCP.Ack] = confirmed[s.TCP.Ack] || s.TCP.Flags.Has(fact.ACK)
		case s.TCP.Flags.Has(fact.SYN):
			isns = append(isns, s.TCP.Seq)
			fallthrough
		default:
			sound = sound || s.TCP.Verdict == fact.Good
		}
	}
	isn := uint32(0)
	if len(isns) > 0 {
		isn = isns[max(slices.IndexFunc(isns, func(n uint32) bool { return confirmed[n+1] }), 0)]
	}
	return func(s *fact.Step) bool {
		foreign := t.has(s.Frame, fact.TCPBeyondWindow) || t.has(s.Frame, fact.TCPHalfOpen)
		return !(sound && s.TCP.Verdict == fact.Bad) && !foreign && (!s.TCP.Flags.Has(fact.SYN) || s.TCP.Seq == isn)
	}
}

// stretch is a run of numbers, counted from the first one captured of the direction.
type stretch struct{ from, next int64 }

// line counts numbers on beyond 2^32, from the first one on.
type line struct {
	base uint32
	high int64
}

func (l *line) at(seq uint32) int64 { return l.high + int64(int32(seq-l.base-uint32(l.high))) }

// run is the numbers of a segment.
func (l *line) run(s *fact.Step) stretch {
	from := l.at(s.TCP.Seq)
	return stretch{from, from + int64(s.TCP.End()-s.TCP.Seq)}
}

// data is those of them that are its data's.
func (r stretch) data(s *fact.Step) stretch {
	if s.TCP.Flags.Has(fact.SYN) {
		r.from++
	}
	return stretch{r.from, r.from + int64(s.TCP.Len)}
}

func (d *direction) addUp() (u used) {
	if d.sent == nil {
		return used{data: d.astray(), missing: d.confirmedAlone()}
	}
	l := &line{base: d.sent[0].TCP.Seq}
	var data, all []stretch
	for _, s := range d.sent {
		r := l.run(s)
		l.high = max(l.high, r.next)
		if s.TCP.Flags.Has(fact.SYN) {
			all = slices.DeleteFunc(all, func(o stretch) bool { return o.next <= r.from }) // nothing comes before a SYN
		}
		all, data = append(all, r), append(data, r.data(s))
	}
	covered(all) // sorts them
	first, end := all[0].from, d.confirmed(l)
	if !d.begins {
		first = min(first, d.askedFirst(l))
	}
	d.unfit = slices.DeleteFunc(d.unfit, func(s *fact.Step) bool { // damaged, and yet under numbers that were used
		r := l.run(s)
		if s.TCP.Flags.Has(fact.SYN) || r.from < first || r.next > end {
			return false
		}
		all, data = append(all, r), append(data, r.data(s))
		return true
	})
	u.data = covered(data) + d.astray()
	u.missing = end - first - covered(all)
	return u
}

// astray is how much data is in the segments that do not fit, but for those whose number a
// fitting one with data has too: there the same data was sent again.
func (d *direction) astray() (n int64) {
	sound := map[uint32]bool{}
	for _, s := range d.sent {
		if s.TCP.Len > 0 {
			sound[s.TCP.Seq] = true
		}
	}
	for _, s := range d.unfit {
		if !sound[s.TCP.Seq] {
			n += int64(s.TCP.Len)
		}
	}
	return n
}

// confirmedAlone is how many numbers the other end confirmed after its first confirmation,
// of a direction of which nothing was captured.
func (d *direction) confirmedAlone() int64 {
	if d.acks == nil {
		return 0
	}
	l := &line{base: d.acks[0].TCP.Ack}
	for _, s := range d.acks {
		l.high = max(l.high, l.at(s.TCP.Ack))
	}
	return l.high
}

// confirmed is the largest number that the other end confirmed, and that may be one of this
// direction: no farther than the largest window from what is known.
func (d *direction) confirmed(l *line) int64 {
	const reach = 1 << 30
	most := l.high
	for _, s := range d.acks {
		if ack := l.at(s.TCP.Ack); ack-l.high < reach {
			most = max(most, ack)
		}
	}
	return most
}

// askedFirst is the number that the other end's first ACK asks for, or 0, the first captured one:
// what it confirmed later was not captured from there on.
func (d *direction) askedFirst(l *line) int64 {
	if d.acks == nil {
		return 0
	}
	return min(l.at(d.acks[0].TCP.Ack), 0)
}

// covered is how many numbers lie in the runs.
func covered(runs []stretch) (n int64) {
	slices.SortFunc(runs, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	end := int64(0)
	for i, r := range runs {
		if i == 0 || r.from > end {
			end = r.from
		}
		if r.next > end {
			n += r.next - end
			end = r.next
		}
	}
	return n
}
