package tcp

import (
	"slices"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// candidate is a captured frame that may have brought what an endpoint awaits.
type candidate struct {
	frame   int32
	seq     uint32
	end     uint32
	stamp   uint32        // TSval
	at      time.Duration // since the connection's first frame
	bits    candidateBits
	doubted bool // a later frame contradicts that it arrived, or its checksum is wrong
	spoiled bool // its checksum is wrong
}

type candidateBits uint8

const (
	stamped    candidateBits = 1 << iota // it carries a timestamp …
	freshStamp                           // … that no earlier frame of its sender carried
	fresh                                // it carries numbers that were not sent before
	carriesSYN
	carriesACK
	carriesFIN
	byError   // it is an ICMP error …
	hardError // … and a hard one
)

// takes tells whether the candidate cannot be a repetition, which its receiver drops.
func (c candidate) takes() bool { return c.end == c.seq || c.bits&fresh != 0 }

func (c candidate) finishes() bool { return c.bits&carriesFIN != 0 }

// maxCandidates is how many frames are kept for one awaited thing: the first ones, and
// the last. An answer takes one or two; more come where it is long in coming.
const maxCandidates = 4

// wait is one thing that an endpoint awaits, and the frames that may have brought it.
type wait struct {
	of      []candidate
	more    bool // some were not kept
	doubted bool // some were, and are doubted
}

func (w *wait) open() bool { return len(w.of) > 0 }

func (w *wait) clear() { *w = wait{} }

func (w *wait) all() []candidate { return w.of }

// add keeps a candidate. Beyond the limit the last place is overwritten. One with a wrong
// checksum counts as long as there is no other: a later frame may still prove it.
func (w *wait) add(c candidate) {
	if len(w.of) > 0 && c.spoiled != w.of[0].spoiled {
		if c.spoiled {
			w.more = true // should it have arrived all the same, it did the others' work
			return
		}
		w.of, w.more = w.of[:0], false
	}
	if len(w.of) == maxCandidates {
		w.more = true
		w.of = w.of[:maxCandidates-1]
	}
	w.of = append(w.of, c)
}

// again adds a candidate that repeats the ones before it: sending it again says that
// they did not arrive, unless it followed so soon that no answer can have been missed.
func (w *wait) again(c candidate, quick time.Duration) {
	w.doubt(c.at, quick)
	w.add(c)
}

// pardon takes back that candidates were doubted for their checksums.
func (e *end) pardon() {
	for _, w := range [...]*wait{&e.synIn, &e.synAcked, &e.finAcked, &e.finIn} {
		for i := range w.all() {
			if c := &w.of[i]; c.spoiled {
				c.spoiled, c.doubted = false, false
			}
		}
	}
}

// doubt contradicts every candidate that the endpoint would have received before it
// sent something at the moment now.
func (w *wait) doubt(now, quick time.Duration) {
	for i := range w.all() {
		if now-w.of[i].at >= quick {
			w.of[i].doubted = true
			w.doubted = true
		}
	}
}

// stamp notes that another frame carries the timestamp.
func (w *wait) stamp(stamp uint32) {
	for i := range w.all() {
		if w.of[i].stamp == stamp {
			w.of[i].bits &^= freshStamp
		}
	}
}

// recopy names a later copy of the same packet as the reception (rx is the last copy).
func (w *wait) recopy(original, again int32) {
	for i := range w.all() {
		if w.of[i].frame == original {
			w.of[i].frame = again
		}
	}
}

// first is the first candidate that nothing contradicts; nil if there is none.
func (w *wait) first() *candidate {
	for i := range w.all() {
		if !w.of[i].doubted {
			return &w.of[i]
		}
	}
	return nil
}

// likely is first; where all are doubted, the last of them.
func (w *wait) likely() *candidate {
	if c := w.first(); c != nil {
		return c
	}
	return w.last()
}

// last is the latest candidate, covered the first that carries numbers which the
// acknowledgment number ack confirms; nil if there is none.
func (w *wait) last() *candidate {
	if len(w.of) == 0 {
		return nil
	}
	return &w.of[len(w.of)-1]
}

func (w *wait) covered(ack uint32) *candidate {
	for i := range w.all() {
		c := &w.of[i]
		if c.bits&fresh != 0 && seq.AtMost(c.end, ack) {
			return c
		}
	}
	return nil
}

// keep drops the candidates that cannot be meant.
func (w *wait) keep(meant func(*candidate) bool) {
	if kept := slices.DeleteFunc(slices.Clone(w.of), func(c candidate) bool { return !meant(&c) }); len(kept) > 0 {
		w.of = kept
	}
}

// drop forgets the candidates that cannot have brought it.
func (w *wait) drop(vain func(candidate) bool) { w.of = slices.DeleteFunc(w.of, vain) }

// echoed is the only candidate whose timestamp the segment echoes (RFC 7323 §4.3); nil
// if there is none, or more than one.
func (w *wait) echoed(s *Segment) *candidate {
	if !s.hasTimestamps() || w.more {
		return nil
	}
	var found *candidate
	for i := range w.all() {
		c := &w.of[i]
		if c.bits&stamped == 0 || c.stamp != s.Options.TSecr {
			continue
		}
		if found != nil {
			return nil
		}
		found = c
	}
	return found
}

// foremost tells whether the segment, echoing the timestamp of the first candidate, shows
// that it came before the others. One that lies further on in the numbers may have come
// first all the same: its timestamp is not taken over (RFC 7323 §4.3, SEG.SEQ).
func (w *wait) foremost(s *Segment) bool {
	if w.echoed(s) != &w.of[0] || w.of[0].bits&freshStamp == 0 {
		return false
	}
	for _, c := range w.all()[1:] {
		if seq.After(c.seq, w.of[0].seq) || !seq.After(c.stamp, w.of[0].stamp) {
			return false
		}
	}
	return true
}

// alone tells whether no other frame can have brought it.
func (w *wait) alone() bool { return len(w.of) == 1 && !w.more }

// a ruling is what is known of one reception when it is settled.
type ruling struct {
	frame   int
	at      time.Duration
	sure    fact.Certainty
	proof   int
	certain int
}

// presumed rules that c arrived, for nothing says otherwise.
func presumed(c *candidate) ruling {
	return ruling{frame: int(c.frame), at: c.at, sure: fact.Inferred}
}

// ruled rules that c is the cause: only c, and the proof shows it; or one of them all,
// and the state is certain from the last on.
func (w *wait) ruled(c *candidate, only bool, proof *Segment) ruling {
	r := presumed(c)
	if only {
		r.sure, r.proof = fact.Derived, proof.Frame
	} else if len(w.of) > 0 {
		r.certain = int(w.last().frame)
	}
	return r
}

// doubtful takes back that the cause, or the state, is certain.
func (r *ruling) doubtful() { r.sure, r.certain = fact.Inferred, 0 }
