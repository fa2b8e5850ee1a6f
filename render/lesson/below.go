package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// Below is a number that lies so many before the 0 from which its direction is counted, so that
// it is shown as 2³² less that.
type Below struct {
	Field string // "Seq" or "Ack"
	Shown uint32
	By    uint32
}

// below are the numbers of a segment's header that lie below 0.
func (t *talk) below(s *fact.Step) []Below {
	var l []Below
	add := func(field string, side fact.Side, shown uint32) {
		if int32(shown) < 0 && !t.climbed(side, s.Frame) {
			l = append(l, Below{field, shown, -shown})
		}
	}
	if t.ID.Proto == fact.UDP {
		return nil
	}
	add("Seq", s.Side, s.TCP.RelSeq)
	if s.TCP.Flags.Has(fact.ACK) {
		add("Ack", s.Side.Other(), s.TCP.RelAck)
	}
	return l
}

// climbed tells that the side's numbers had come near the middle of their range by a frame, so
// that one in the upper half need not lie below 0.
func (t *talk) climbed(side fact.Side, frame int) bool {
	return t.frames(func(o *fact.Step) bool { return o.Side == side && o.Frame < frame && o.TCP.RelSeq>>30 == 1 }) != nil
}
