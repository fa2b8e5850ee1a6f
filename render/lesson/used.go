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
	if u, ok := t.usedBy[side]; ok {
		return u
	}
	u := t.addUp(fact.Side(side))
	t.usedBy[side] = u
	return u
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

func (t *talk) addUp(side fact.Side) (u used) {
	var l *line
	var data, all []stretch
	var unfit []*fact.Step
	fits := t.fitting(side)
	for i := range t.Steps {
		s := &t.Steps[i]
		if s.Side != side || s.TCP.Len < 0 || s.TCP.Flags.Has(fact.RST) {
			continue
		}
		if !fits(s) {
			unfit = append(unfit, s)
			continue
		}
		if l == nil {
			l = &line{base: s.TCP.Seq}
		}
		r := l.run(s)
		l.high = max(l.high, r.next)
		if s.TCP.Flags.Has(fact.SYN) {
			all = slices.DeleteFunc(all, func(o stretch) bool { return o.next <= r.from }) // nothing comes before a SYN
		}
		all = append(all, r)
		if s.TCP.Flags.Has(fact.SYN) {
			r.from++
		}
		if s.TCP.Len > 0 {
			data = append(data, stretch{r.from, r.from + int64(s.TCP.Len)})
		}
	}
	if l == nil {
		return used{data: t.astray(unfit, fits), missing: t.confirmedAlone(side)}
	}
	covered(all) // sorts them
	first, end := all[0].from, t.confirmed(side, l)
	if !t.begins(side) {
		first = min(first, t.askedFirst(side, l))
	}
	unfit = slices.DeleteFunc(unfit, func(s *fact.Step) bool { // damaged, and yet under numbers that were used
		r := l.run(s)
		if s.TCP.Flags.Has(fact.SYN) || r.from < first || r.next > end {
			return false
		}
		all, data = append(all, r), append(data, stretch{r.from, r.from + int64(s.TCP.Len)})
		return true
	})
	u.data = covered(data) + t.astray(unfit, fits)
	u.missing = end - first - covered(all)
	return u
}

// astray is how much data is in a direction's segments that do not fit, but for those whose
// number a fitting one with data has too: there the same data was sent again.
func (t *talk) astray(unfit []*fact.Step, fits func(*fact.Step) bool) (n int64) {
	if len(unfit) == 0 {
		return 0
	}
	sound := map[uint32]bool{}
	for i := range t.Steps {
		if s := &t.Steps[i]; s.Side == unfit[0].Side && s.TCP.Len > 0 && fits(s) {
			sound[s.TCP.Seq] = true
		}
	}
	for _, s := range unfit {
		if !sound[s.TCP.Seq] {
			n += int64(s.TCP.Len)
		}
	}
	return n
}

// fitting tells the segments of a direction whose numbers are those of the connection: a SYN has
// the initial number that the other end confirmed, the first one where it confirmed none, and no
// segment is damaged among sound ones or of an older connection.
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
		return !(sound && s.TCP.Verdict == fact.Bad) && !t.has(s.Frame, fact.TCPHalfOpen) && (!s.TCP.Flags.Has(fact.SYN) || s.TCP.Seq == isn)
	}
}

// confirmedAlone is how many numbers the other end confirmed after its first confirmation,
// of a direction of which nothing was captured.
func (t *talk) confirmedAlone(side fact.Side) int64 {
	var l *line
	for i := range t.Steps {
		s := &t.Steps[i]
		if s.Side == side || !s.TCP.Flags.Has(fact.ACK) || s.TCP.Flags.Has(fact.RST) {
			continue
		}
		if l == nil {
			l = &line{base: s.TCP.Ack}
		}
		l.high = max(l.high, l.at(s.TCP.Ack))
	}
	if l == nil {
		return 0
	}
	return l.high
}

// confirmed is the largest number that the other end confirmed, and that may be one of this
// direction: no farther than the largest window from what is known.
func (t *talk) confirmed(side fact.Side, l *line) int64 {
	const reach = 1 << 30
	most := l.high
	fits := t.fitting(1 - side)
	for i := range t.Steps {
		s := &t.Steps[i]
		if s.Side == side || !s.TCP.Flags.Has(fact.ACK) || s.TCP.Flags.Has(fact.RST) || !fits(s) {
			continue
		}
		if ack := l.at(s.TCP.Ack); ack-l.high < reach {
			most = max(most, ack)
		}
	}
	return most
}

// begins tells whether a SYN of the direction was captured.
func (t *talk) begins(side fact.Side) bool {
	return slices.ContainsFunc(t.Steps, func(s fact.Step) bool { return s.Side == side && s.TCP.Flags.Has(fact.SYN) })
}

// askedFirst is the number that the other end's first ACK asks for, or 0, the first captured one:
// what it confirmed later was not captured from there on.
func (t *talk) askedFirst(side fact.Side, l *line) int64 {
	fits := t.fitting(1 - side)
	for i := range t.Steps {
		if s := &t.Steps[i]; s.Side != side && s.TCP.Flags&(fact.ACK|fact.RST) == fact.ACK && fits(s) {
			return min(l.at(s.TCP.Ack), 0)
		}
	}
	return 0
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
