package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Unconfirmed is the last frame that repeats what was sent before, where the other end is heard
// and never confirms all of it; 0 otherwise.
func (t *talk) Unconfirmed() int {
	for _, f := range slices.Backward(t.Facts) {
		if f.Kind != fact.TCPRetransmit {
			continue
		}
		s := t.step(f.Frames[0])
		if t.Sent(int(s.Side.Other())).Frames > 0 && !t.confirms(s) {
			return s.Frame
		}
		return 0
	}
	return 0
}

// Fins are the ends' first FINs, up to the reset that breaks the connection off.
func (t *talk) Fins() []*Scene {
	reset := t.CountingReset()
	var l []*Scene
	for _, f := range t.Facts {
		if fin, ok := f.What.(fact.Fin); ok && !fin.Taken && (reset == nil || f.Frames[0] < reset.N()) {
			l = append(l, &Scene{t: t, step: t.step(f.Frames[0]), fact: f})
		}
	}
	return l
}

// confirms tells that some frame confirms all that a segment carries.
func (t *talk) confirms(s *fact.Step) bool {
	const half = 1 << 31
	return slices.ContainsFunc(t.Steps, func(o fact.Step) bool {
		return o.Side != s.Side && o.TCP.Flags.Has(fact.ACK) && o.TCP.Ack-s.TCP.End() < half
	})
}

// AckOfUnheard tells that nothing of the end whose numbers an ACK confirms was captured: which of
// them are bytes, and which a SYN or a FIN, is unknown.
func (s *Scene) AckOfUnheard() bool { return s.t.Sent(int(s.step.Side.Other())).Frames == 0 }

// What the opening paragraph says of a connection before its close.

// OnlyFrom is the end whose segments alone were captured, where there are several; nil otherwise.
func (t *talk) OnlyFrom() *Scene {
	for side := range t.Row.Frames {
		if t.Row.Frames[side] > 1 && t.Row.Frames[1-side] == 0 {
			return &Scene{t: t, step: &t.Steps[0], fact: fact.Fact{Side: fact.Side(side)}}
		}
	}
	return nil
}

// Rejection is the first reset that rejects an answer to a SYN, LoneReset the first other one;
// nil where there is none.
func (t *talk) Rejection() *Scene { return t.reset(func(r fact.Reset) bool { return r.Rejects != 0 }) }
func (t *talk) LoneReset() *Scene { return t.reset(func(r fact.Reset) bool { return r.Rejects == 0 }) }

func (t *talk) reset(fits func(fact.Reset) bool) *Scene {
	for _, f := range t.Facts {
		if r, ok := f.What.(fact.Reset); ok && fits(r) && t.step(f.Frames[0]) != nil {
			return &Scene{t: t, step: t.step(f.Frames[0]), fact: f}
		}
	}
	return nil
}

// LateSyn is the frame of the SYN, where it was recorded after its answer; 0 otherwise.
func (t *talk) LateSyn() int {
	if s := t.Fact(string(fact.TCPSynAck)); s != nil && s.fact.What.(fact.Syn).Of == 0 {
		return s.SynLater()
	}
	return 0
}

// BadSums are the segments with a wrong checksum, where others are right: else the file was
// changed, or what was captured had none yet.
func (t *talk) BadSums() []int {
	if !t.rightSums() {
		return nil
	}
	return t.frames(func(s *fact.Step) bool { return s.TCP.Verdict == fact.Bad })
}

// rightSums tells that some segment has a right checksum.
func (t *talk) rightSums() bool {
	f, _ := t.find(fact.TCPChecksum)
	sums, _ := f.What.(fact.Checksums)
	return sums.Count[fact.Good] != [2]int{}
}

// badSum is the frame’s segment where its checksum is wrong among right ones, and no fact of it
// says so; nil otherwise.
func (t *talk) badSum(s *fact.Step) *Scene {
	if t.ID.Proto != fact.TCP || s.TCP.Verdict != fact.Bad || t.has(s.Frame, fact.TCPOverlap) || !t.rightSums() {
		return nil
	}
	return &Scene{t: t, step: s, fact: fact.Fact{Side: s.Side}}
}

// DamagedBefore is the frame that tells where what is missing begins, where its checksum is
// wrong and its numbers may be; 0 otherwise.
func (s *Scene) DamagedBefore() int {
	g, _ := s.fact.What.(fact.Gap)
	if before := s.t.step(g.Before); before != nil && before.TCP.Verdict == fact.Bad && s.t.rightSums() {
		return g.Before
	}
	return 0
}
