package analyze

import (
	"net/netip"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/packet"
	"github.com/pcaplain/pcaplain/analyze/internal/wireshark"
)

// pair is what is kept of one pair of ends.
type pair struct {
	shown    wireshark.Conversation
	number   int32 // udp.stream; −1 before the first datagram
	stream   int32 // place of the current stream in survey.Streams; −1
	exchange *exchange
	conn     *connection
}

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
	if e.pkt.HasMAC && row.MACs[step.Side] == [6]byte{} {
		row.MACs[step.Side] = e.pkt.SrcMAC
	}
	row.Frames[step.Side]++
	row.Bytes[step.Side] += int64(e.in.Len)
	row.Data[step.Side] += int64(max(data, 0))
	e.out.Steps = append(e.out.Steps, StepOf{row, t.Data(), *step})
}

// step is the frame as one step of a conversation.
func (e *engine) step(t *packet.Transport, side fact.Side) fact.Step {
	return fact.Step{Frame: e.in.Number, Time: e.in.Time, Size: int32(e.in.Len), Side: side, TTL: t.TTL, TCP: t.TCP, UDP: t.UDP}
}

// countStream adds a frame to its Wireshark stream.
func (e *engine) countStream(t *packet.Transport, p *pair, number int32) {
	s := &e.survey
	src, dst := t.Ends()
	if p.stream < 0 || s.Streams[p.stream].Number != int(number) {
		p.stream = int32(len(s.Streams))
		s.Streams = append(s.Streams, fact.Stream{Proto: t.Proto, Number: int(number), Ends: fact.Ends{src, dst}, First: e.in.Number, Start: e.in.Time})
	}
	st := &s.Streams[p.stream]
	from := 0
	if src != st.Ends[0] || dst != st.Ends[1] {
		from = 1
	}
	st.Last, st.End = e.in.Number, e.in.Time
	st.Frames[from]++
	st.Bytes[from] += int64(e.in.Len)
	if t.Proto == fact.UDP {
		st.Data[from] += int64(max(t.UDP.Len, 0))
		return
	}
	st.Data[from] += int64(max(t.TCP.Len, 0))
	countFlags(st, t.TCP.Flags, from)
}

func countFlags(st *fact.Stream, flags fact.Flags, from int) {
	if flags.Has(fact.SYN | fact.ACK) {
		st.SynAck++
	} else if flags.Has(fact.SYN) {
		st.Syn++
	}
	if flags.Has(fact.FIN) {
		st.Fin[from]++
	}
	if flags.Has(fact.RST) {
		st.Rst[from]++
	}
}

// settleFacts hands out the facts that an observer has just appended.
func (e *engine) settleFacts(row *fact.Row) {
	for _, f := range e.facts {
		row.Kinds.Add(f.Kind)
		e.out.Facts = append(e.out.Facts, FactOf{row, f})
	}
	e.facts = e.facts[:0]
}

// isServer tells whether the user named the end as a server.
func (e *engine) isServer(end netip.AddrPort) bool { return slices.Contains(e.opt.Servers, end) }
