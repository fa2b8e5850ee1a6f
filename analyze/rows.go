package analyze

import (
	"net/netip"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/packet"
	"github.com/pcaplain/pcaplain/analyze/internal/wireshark"
)

// pair is what is kept of one pair of ends. A flood makes one a frame: none is wider than
// it must be.
type pair struct {
	shown wireshark.Conversation
	talk  int32 // place in the engine's talks, from 1 on; 0: none yet, or unobserved
}

// talk is the observer of a pair: of its connections or of its exchange.
type talk struct {
	conn     *connection
	exchange *exchange
}

// talk is the pair's observer; nil: none.
func (e *engine) talk(p *pair) *talk {
	if p.talk <= 0 {
		return nil
	}
	return e.talks.At(int(p.talk - 1))
}

// observes makes an observer for the pair, or finds that there may be no more.
func (e *engine) observes(p *pair) bool {
	switch {
	case p.talk != 0:
	case e.talks.Len() < e.bounds.Of(fact.MaxConversations):
		e.talks.Add()
		p.talk = int32(e.talks.Len())
	default:
		p.talk = unobserved
		e.bounds.Exceed(fact.MaxConversations, 1)
	}
	return p.talk > 0
}

// unobserved is the talk of a pair beyond the limit.
const unobserved = -1

// newRow begins a conversation.
func (e *engine) newRow(id fact.ID, ends fact.Ends, roles fact.Certainty) *fact.Row {
	row := &fact.Row{ID: id, Ends: ends, Roles: roles, First: e.in.Number, Last: e.in.Number, Start: e.in.Time, End: e.in.Time}
	e.survey.Rows = append(e.survey.Rows, row)
	return row
}

// countRow adds a frame to its conversation and settles the step.
func (e *engine) countRow(row *fact.Row, t *packet.Transport, step *fact.Step) {
	data := step.TCP.Len
	if t.Proto == fact.UDP {
		data = step.UDP.Len
	}
	row.Last, row.End = e.in.Number, e.in.Time
	if e.pkt.HasMAC && !t.Inner && row.MACs[step.Side] == [6]byte{} {
		row.MACs[step.Side] = e.pkt.SrcMAC
	}
	row.Frames[step.Side]++
	row.Bytes[step.Side] += int64(e.in.Len)
	row.Data[step.Side] += int64(max(data, 0))
	if t.Frames != nil {
		e.joined.note(t, joint{row: row, side: step.Side, frame: e.in.Number})
	}
	e.out.Steps = append(e.out.Steps, StepOf{Row: row, Header: t.Header(e.pkt.Layers), Data: t.Data(), Pieces: t.Frames,
		Overlap: t.Frames != nil && e.pkt.Overlap, Conflict: t.Frames != nil && e.pkt.Conflict, Clash: e.pkt.Clash, Payload: t.Payload, Step: *step})
}

// step is the frame as one step of a conversation.
func (e *engine) step(t *packet.Transport, side fact.Side) fact.Step {
	return fact.Step{Frame: e.in.Number, Time: e.in.Time, Size: uint32(e.in.Len), Side: side, TTL: t.TTL, Held: int32(len(t.Payload)), TCP: t.TCP, UDP: t.UDP}
}

// settleFacts hands out the facts that an observer has just appended.
func (e *engine) settleFacts(row *fact.Row) {
	for _, f := range e.facts {
		row.Kinds.Add(f.Kind)
		if f.Kind == fact.TCPEcho {
			row.Echoes[f.Side]++
		}
		e.out.Facts = append(e.out.Facts, FactOf{row, f})
	}
	e.facts = e.facts[:0]
}

// isServer tells whether the user named the end as a server.
func (e *engine) isServer(end netip.AddrPort) bool { return slices.Contains(e.opt.Servers, end) }
