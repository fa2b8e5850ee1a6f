package tcp

import "github.com/pcaplain/pcaplain/analyze/fact"

// imply says the state that a segment shows of its sender where the frames that led to
// it were not captured.
func (c *conn) imply(e, other *end, s *Segment, out *Out) {
	switch e.state {
	case fact.SynSent: // RFC 9293 §3.10.7.3, fourth: it acknowledges a SYN that was not captured
		if s.hasACK() {
			c.sent(e, fact.Established, s, fact.Inferred, inSynSent, out)
		}
	case fact.Unknown:
		c.implyOpen(e, other, s, out)
	}
}

// implyOpen: who sends data is in ESTABLISHED or CLOSE-WAIT, who acknowledges data as
// well or has closed; the open connection is the best reading.
func (c *conn) implyOpen(e, other *end, s *Segment, out *Out) {
	if s.Len > 0 || !s.hasFIN() && other.is(sentAny) && s.hasACK() && s.acks(other.next) {
		c.sent(e, fact.Established, s, fact.Guessed, inOthers, out)
	}
}

// wellKnown is the first port that any program may listen on by chance (RFC 6335 §6).
const wellKnown = 1024

// guessClient reads the roles of a connection whose opening was not captured from its
// ports: servers listen on well-known or at least lower ones.
func guessClient(s *Segment) uint8 {
	from, to := s.Ports[s.From], s.Ports[1-s.From]
	switch {
	case (from < wellKnown) != (to < wellKnown):
		if from < wellKnown {
			return 1 - s.From
		}
		return s.From
	case from < to:
		return 1 - s.From
	}
	return s.From
}
