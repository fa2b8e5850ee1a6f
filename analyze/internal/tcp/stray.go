package tcp

import "github.com/pcaplain/pcaplain/analyze/internal/seq"

// farOff is further beyond a SYN than its sender can have sent by the time of the first answer.
const farOff = 1 << 24

// stray notes a segment that answers a SYN and confirms something else, so that for its sender
// an older connection between the same ends is open (RFC 9293 §3.5.1, Figure 9). What it
// confirms close behind the SYN may have been sent and not captured.
func (c *conn) stray(from, to *end, s *Segment) bool {
	if s.isSYN() || s.isSYNACK() || !s.hasACK() || !to.is(sentSYN) || from.is(sentAny) || to.is(sentACK) {
		return false
	}
	if seq.Within(s.Ack, to.isn+1, to.next-to.isn+farOff) {
		return false
	}
	from.stray = s.Ack
	from.has |= strayed
	return true
}

// rejects tells a reset that answers such a segment (RFC 9293 §3.10.7.3, first): its sender goes
// on waiting for the answer to its SYN.
func (e *end) rejects(other *end, s *Segment) bool {
	return !s.hasACK() && other.is(strayed) && s.Seq == other.stray
}
