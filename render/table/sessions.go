package table

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
)

type streamCell = func(dst []byte, s *fact.Stream) []byte

// of is a number of every stream, ofTCPStream one of TCP streams only.
func of[N int | int64](get func(s *fact.Stream) N) streamCell {
	return func(dst []byte, s *fact.Stream) []byte { return number(dst, get(s)) }
}

func ofTCPStream(get func(s *fact.Stream) int) streamCell {
	return func(dst []byte, s *fact.Stream) []byte {
		if s.Proto != fact.TCP {
			return dst
		}
		return number(dst, get(s))
	}
}

// SessionColumns are the columns of `sessions`: one row a Wireshark stream, a being the
// sender of its first frame.
var SessionColumns = append([]Column[*fact.Stream]{
	{"proto", func(dst []byte, s *fact.Stream) []byte { return append(dst, s.Proto.String()...) }},
	{"stream", of(func(s *fact.Stream) int { return s.Number })},
	{"a_addr", func(dst []byte, s *fact.Stream) []byte { return address(dst, s.Ends[0].Addr()) }},
	{"a_port", of(func(s *fact.Stream) int { return int(s.Ends[0].Port()) })},
	{"b_addr", func(dst []byte, s *fact.Stream) []byte { return address(dst, s.Ends[1].Addr()) }},
	{"b_port", of(func(s *fact.Stream) int { return int(s.Ends[1].Port()) })},
	{"first_frame", of(func(s *fact.Stream) int { return s.First })},
	{"last_frame", of(func(s *fact.Stream) int { return s.Last })},
	{"start_epoch", func(dst []byte, s *fact.Stream) []byte { return moment(dst, s.Start) }},
	{"duration", func(dst []byte, s *fact.Stream) []byte { return seconds(dst, s.End.Sub(s.Start)) }},
	{"frames_ab", of(func(s *fact.Stream) int { return s.Frames[0] })},
	{"bytes_ab", of(func(s *fact.Stream) int64 { return s.Bytes[0] })},
	{"payload_ab", of(func(s *fact.Stream) int64 { return s.Data[0] })},
	{"frames_ba", of(func(s *fact.Stream) int { return s.Frames[1] })},
	{"bytes_ba", of(func(s *fact.Stream) int64 { return s.Bytes[1] })},
	{"payload_ba", of(func(s *fact.Stream) int64 { return s.Data[1] })},
	{"syn", ofTCPStream(func(s *fact.Stream) int { return s.Syn })},
	{"synack", ofTCPStream(func(s *fact.Stream) int { return s.SynAck })},
	{"fin_ab", ofTCPStream(func(s *fact.Stream) int { return s.Fin[0] })},
	{"fin_ba", ofTCPStream(func(s *fact.Stream) int { return s.Fin[1] })},
	{"rst_ab", ofTCPStream(func(s *fact.Stream) int { return s.Rst[0] })},
	{"rst_ba", ofTCPStream(func(s *fact.Stream) int { return s.Rst[1] })},
	{"completeness", ofTCPStream(func(s *fact.Stream) int { return int(s.Completeness) })},
	{"initial_rtt", func(dst []byte, s *fact.Stream) []byte { return duration(dst, s.InitialRTT) }},
}, markCounts()...)

// markCounts are how many frames of a stream have each of Wireshark's marks.
func markCounts() (columns []Column[*fact.Stream]) {
	for i, name := range fact.MarkNames {
		columns = append(columns, Column[*fact.Stream]{name, ofTCPStream(func(s *fact.Stream) int { return int(s.Marks[i]) })})
	}
	return columns
}

// A MoveRow is one state transition of one endpoint.
type MoveRow struct {
	Conversation *fact.Row
	Move         fact.Move
}

// Members name the conversation, which in the other formats its stream has to do for.
func (m MoveRow) Members(dst []byte) []byte { return conversation(dst, m.Conversation) }

// List tells that no column is a list.
func (MoveRow) List(string) bool { return false }

// conversation is which one it is: its protocol, by which and the stream it is found among the
// sessions, and its name, which is that of --session.
func conversation(dst []byte, r *fact.Row) []byte {
	dst = append(append(dst, `,"proto":`...), quoted(nil, r.ID.Proto.String())...)
	return append(append(dst, `,"conversation":`...), quoted(nil, r.ID.String())...)
}

// MoveColumns are the columns of `states`.
var MoveColumns = []Column[MoveRow]{
	{"stream", func(dst []byte, m MoveRow) []byte { return number(dst, m.Conversation.ID.Stream) }},
	{"endpoint", func(dst []byte, m MoveRow) []byte {
		return append(dst, Endpoint(m.Conversation.Ends[m.Move.Side])...)
	}},
	{"peer", func(dst []byte, m MoveRow) []byte {
		return append(dst, Endpoint(m.Conversation.Ends[m.Move.Side.Other()])...)
	}},
	{"old", func(dst []byte, m MoveRow) []byte { return append(dst, m.Move.Old.String()...) }},
	{"new", func(dst []byte, m MoveRow) []byte { return append(dst, m.Move.New.String()...) }},
	{"cause", func(dst []byte, m MoveRow) []byte { return append(dst, m.Move.CauseText()...) }},
	{"sure", func(dst []byte, m MoveRow) []byte { return append(dst, m.Move.Sure.String()...) }},
	{"ref", func(dst []byte, m MoveRow) []byte { return append(dst, m.Move.Ref.String()...) }},
}

// A FactRow is one fact of one conversation.
type FactRow struct {
	Conversation *fact.Row
	Fact         fact.Fact
}

// FactColumns are the columns of `facts`.
var FactColumns = []Column[FactRow]{
	{"stream", func(dst []byte, f FactRow) []byte { return number(dst, f.Conversation.ID.Stream) }},
	{"kind", func(dst []byte, f FactRow) []byte { return append(dst, f.Fact.Kind...) }},
	{"endpoint", func(dst []byte, f FactRow) []byte {
		return append(dst, Endpoint(f.Conversation.Ends[f.Fact.Side])...)
	}},
	{"peer", func(dst []byte, f FactRow) []byte {
		return append(dst, Endpoint(f.Conversation.Ends[f.Fact.Side.Other()])...)
	}},
	{"frame", func(dst []byte, f FactRow) []byte { return number(dst, f.Fact.Frames[0]) }},
	{"frames", func(dst []byte, f FactRow) []byte {
		for i, n := range f.Fact.Frames {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = number(dst, n)
		}
		return dst
	}},
	{"sure", func(dst []byte, f FactRow) []byte { return append(dst, f.Fact.Sure.String()...) }},
}
