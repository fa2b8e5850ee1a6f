package tcp

import (
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// end is one endpoint as seen from outside: its state so far, the numbers it used, and
// what it awaits.
type end struct {
	state fact.State
	at    int // where its last move is drawn

	latest   int           // the last frame it sent …
	latestAt time.Duration // … and when it was captured
	behind   int           // the last one after the other side's FIN that does not confirm it

	has     has
	isn     uint32
	next    uint32 // after the last number it sent: SND.NXT as far as captured
	carried uint32 // after the last number that a captured segment carried
	ack     uint32 // highest acknowledgment number it sent: RCV.NXT at least
	synAck  uint32 // the acknowledgment number of its SYN-ACK
	rival   uint32 // the initial number of another SYN-ACK, from before anything confirmed its own
	fin     uint32 // the number of its FIN
	stray   uint32 // the acknowledgment number with which it answered the other side's SYN as if another connection were open
	ackedBy uint32 // the sequence number of the segment that acknowledged its FIN
	stamp   uint32 // TSval of the last frame it sent
	dataTS  uint32 // TSval of the last frame with data before its FIN

	// quick is the shortest time in which it was seen to answer at this point of the
	// path. What it sends sooner after a frame cannot show whether that frame arrived.
	quick time.Duration

	synIn    wait // the other side's SYN
	synAcked wait // the ACK of its own SYN
	finAcked wait // the ACK of its own FIN
	finIn    wait // the other side's FIN, and what fills the holes before it
	rstIn    wait // a reset

	abort abort // the reset it sent

	offer offer
	ahead *Segment // a FIN that it sent beyond the other side's windows; nil: none
}

// has are the things an endpoint was seen to do, and the numbers that are known for it.
type has uint32

const (
	sentAny    has = 1 << iota // next is known
	carriedAny                 // carried is known
	sentSYN                    // isn is known
	sentACK                    // ack is known
	sentFIN                    // fin is known
	sentRST                    // it reset the connection
	ackedSYN                   // it sent a SYN-ACK
	sentEarly                  // its SYN carried data (RFC 7413)
	finLoose                   // when it sent its FIN, data before it was on the way
	active                     // it opened actively
	stampKnown                 // stamp is known
	dataStamp                  // dataTS is known
	strayed                    // stray is known
	goodSum                    // a checksum of its was right
	badSum                     // one was wrong …
	badSums                    // … and another
	twoISNs                    // rival is known
)

func (e *end) is(h has) bool { return e.has&h != 0 }

// known is its state; that it listens, without a sign of it, is none.
func (e *end) known() fact.State {
	if e.at == 0 {
		return fact.Unknown
	}
	return e.state
}

// answered notes how long the endpoint took to answer.
func (e *end) answered(took time.Duration) {
	if took > 0 && (e.quick == 0 || took < e.quick) {
		e.quick = took
	}
}

// overtaken tells whether the endpoint had sent the segment before one captured earlier:
// it shows nothing of what arrived since.
func (e *end) overtaken(s *Segment) bool { return e.is(sentACK) && seq.Before(s.Ack, e.ack) }

// skips tells whether the segment lies beyond the numbers that were seen: a FIN may have
// been sent that was not captured, or not yet.
func (e *end) skips(s *Segment) bool { return e.is(carriedAny) && seq.After(s.Seq, e.carried) }

// resent tells whether the endpoint had sent the FIN before: what it sent since came
// after that number.
func (e *end) resent(fin *Segment) bool { return e.is(sentAny) && seq.AtMost(fin.End(), e.next) }

// accepts tells whether the endpoint can have taken the segment's acknowledgment: an old
// segment is dropped before that (RFC 9293 §3.10.7.4, first).
func (e *end) accepts(s *Segment) bool {
	if !e.is(sentACK) {
		return true
	}
	if s.numbered() {
		return seq.After(s.End(), e.ack)
	}
	return !seq.Before(s.Seq, e.ack)
}

// spoiled tells a segment that its receiver must have discarded, its checksum being wrong
// (RFC 9293 §3.1). Where none of the sender's is right, the file was changed, not the segment.
func (e *end) spoiled(s *Segment) bool {
	return s.Verdict == fact.Bad && (e.is(goodSum) || !e.is(badSums))
}

// record takes the numbers of a segment that the endpoint sent (RFC 9293 §3.3.1).
func (e *end) record(s *Segment, now time.Duration) {
	e.latest, e.latestAt = s.Frame, now
	if s.Flags&fact.SYN != 0 && !e.is(sentSYN) {
		e.isn = s.Seq
		e.has |= sentSYN
		if s.Len > 0 {
			e.has |= sentEarly
		}
	}
	if s.isSYNACK() && s.Seq != e.isn && e.state == fact.SynReceived {
		e.rival = s.Seq
		e.has |= twoISNs
	}
	switch {
	case s.Verdict == fact.Good:
		e.has |= goodSum
	case s.Verdict == fact.Bad && e.is(badSum):
		e.has |= badSums
	case s.Verdict == fact.Bad:
		e.has |= badSum
	}
	if next := s.End(); !e.is(sentAny) || seq.After(next, e.next) {
		e.next = next
		e.has |= sentAny
	}
	if s.numbered() && (!e.is(carriedAny) || seq.After(s.End(), e.carried)) {
		e.carried = s.End()
		e.has |= carriedAny
	}
	if s.hasACK() && (!e.is(sentACK) || seq.After(s.Ack, e.ack)) {
		e.ack = s.Ack
		e.has |= sentACK
	}
	if s.hasTimestamps() {
		e.stamp = s.Options.TSval
		e.has |= stampKnown
		if s.Len > 0 && !e.is(sentFIN) && !s.hasFIN() {
			e.dataTS = s.Options.TSval
			e.has |= dataStamp
		}
	}
}
