package tcp

import "github.com/pcaplain/pcaplain/analyze/fact"

// The rules that move an endpoint, by RFC 9293's sections.
var (
	byOpen    = fact.Ref{RFC: 9293, Section: "3.10.1"}
	byClose   = fact.Ref{RFC: 9293, Section: "3.10.4"}
	byAbort   = fact.Ref{RFC: 9293, Section: "3.10.5"}
	byReset   = fact.Ref{RFC: 9293, Section: "3.5.2"}
	inListen  = fact.Ref{RFC: 9293, Section: "3.10.7.2"}
	inSynSent = fact.Ref{RFC: 9293, Section: "3.10.7.3"}
	inOthers  = fact.Ref{RFC: 9293, Section: "3.10.7.4"}
)

// received says a move by a reception.
func (c *conn) received(e *end, to fact.State, r ruling, ref fact.Ref, out *Out) {
	c.say(e, fact.Move{
		Old: e.state, New: to, Cause: fact.Received, Frame: r.frame,
		Sure: r.sure, Proof: r.proof, Certain: r.certain, Ref: ref,
	}, out)
}

// sent says a move by a sending.
func (c *conn) sent(e *end, to fact.State, s *Segment, sure fact.Certainty, ref fact.Ref, out *Out) {
	c.say(e, fact.Move{Old: e.state, New: to, Cause: fact.Sent, Frame: s.Frame, Sure: sure, Ref: ref}, out)
}

// say draws a move beside its frame, or beside the endpoint's move before if that is
// drawn later: crossing segments. A FIN is taken after the last segment that does not confirm it.
func (c *conn) say(e *end, m fact.Move, out *Out) {
	m.Side = c.side(e)
	m.At = max(m.Frame, e.at)
	if m.Cause == fact.Received && (m.New == fact.CloseWait || m.New == fact.Closing || m.New == fact.TimeWait) {
		m.At = max(m.At, e.behind)
	}
	if m.Certain <= m.At {
		m.Certain = 0
	}
	e.at, e.state = m.At, m.New
	if !c.mute {
		out.Moves = append(out.Moves, Settled{c.incarnation, m})
	}
}
