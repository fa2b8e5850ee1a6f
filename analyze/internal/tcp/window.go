package tcp

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// offer is what an endpoint was seen to offer to its peer: the window that reached farthest.
type offer struct {
	frame   int32        // in which it stands; 0: none
	edge    uint32       // the first number beyond it
	syn     int32        // its SYN without ACK, whose window begins where the other side's numbers do; 0: none
	first   uint16       // that window
	lost    bool         // windows came of which the scale is not known: one of them may have reached farther
	scaling fact.Scaling // as its own SYN has it
}

// offers notes the window of a segment that the endpoint sent.
func (e *end) offers(other *end, s *Segment) {
	if s.Part < fact.Numbers {
		return
	}
	if s.Flags&fact.SYN != 0 {
		e.offer.scaling = s.Scaling()
		if other.offer.syn != 0 {
			other.offer.reach(other.offer.syn, s.Seq+1+uint32(other.offer.first))
		}
	}
	switch w := s.Offers(e.offer.scaling.Shift(other.offer.scaling)); {
	case s.isSYN():
		e.offer.syn, e.offer.first = int32(s.Frame), s.Window
	case !s.hasACK():
	case w.Shift != fact.UnknownShift:
		e.offer.reach(int32(s.Frame), s.Ack+uint32(w.Bytes()))
	default:
		e.offer.lost = true
	}
}

// reach notes a window of the frame.
func (o *offer) reach(frame int32, edge uint32) {
	if o.frame == 0 || seq.After(edge, o.edge) {
		o.frame, o.edge = frame, edge
	}
}

// beyond tells that the segment does not continue what its sender was seen to send, and begins
// beyond every window that its receiver was seen to offer: it is not acceptable (RFC 9293
// §3.10.7.4, first). Where frames are missing from the capture, so may be the one that allows it.
func (e *end) beyond(receiver *end, s *Segment) bool {
	o := &receiver.offer
	if o.frame == 0 || o.lost || !e.is(sentAny) || !s.numbered() || s.Flags&fact.SYN != 0 || s.Part < fact.Numbers {
		return false
	}
	return seq.After(s.Seq, e.next) && !seq.Before(s.Seq, o.edge)
}

// putAside keeps a FIN beyond the windows, until an acknowledgment says that it was taken.
func (e *end) putAside(s *Segment) {
	if e.ahead == nil && s.hasFIN() {
		kept := *s
		kept.Payload = nil
		e.ahead = &kept
	}
}

// catchUp takes the FIN that was put aside, where the other side's segment confirms it: the
// frame that offered a larger window is missing.
func (c *conn) catchUp(e, other *end, s *Segment, out *Out) {
	if kept := e.ahead; kept != nil && s.acks(kept.End()) {
		e.ahead = nil
		c.play(e, other, kept, out)
	}
}

// forget drops the FIN where its sender goes on past its number.
func (e *end) forget() {
	if e.ahead != nil && seq.After(e.next, e.ahead.Seq) {
		e.ahead = nil
	}
}
