package lesson

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// exampleScene is the Catalogue's example of a kind as a lesson in the language would tell it.
func exampleScene(info *fact.Info, lang string) (*builder, *Scene, error) {
	b, err := newBuilder(exampleCapture(info), Options{Lang: lang})
	if err != nil {
		return nil, nil, err
	}
	b.plan()
	clear(b.cards) // there is no page to link to
	t := b.talks[0]
	return b, &Scene{t: t, step: t.step(info.Example.Frames[0]), fact: info.Example}, nil
}

// exampleCapture is a conversation that ends with the last frame that the example names,
// a second before the capture does. Its segments and datagrams carry a few bytes each; the
// one that decides is as the example says.
func exampleCapture(info *fact.Info) *fact.Capture {
	example := &info.Example
	conv := fact.Conversation{Excerpts: map[int]*fact.Excerpt{}}
	conv.ID = fact.ID{Proto: exampleProto(info.Kind), Incarnation: 1}
	conv.Ends = fact.Ends{netip.MustParseAddrPort("192.0.2.10:51112"), netip.MustParseAddrPort("192.0.2.20:7000")}
	conv.Roles = example.Sure // an opening that is not seen leaves the roles as uncertain as itself
	conv.First, conv.Last = 1, slices.Max(example.Frames)
	for n := 1; n <= conv.Last; n++ {
		step := fact.Step{Frame: n, Time: fact.Time{Sec: int64(n)}, Side: fact.Side(n % 2)}
		step.TCP = fact.Segment{Flags: fact.ACK, RelSeq: 1, RelAck: 7, Len: 6}
		step.UDP.Len = 6
		if n == example.Frames[0] {
			step.Side = example.Side
			fit(&step, example.What)
		}
		if conv.ID.Proto == fact.TCP {
			step.Held = step.TCP.Len
		} else {
			step.Held, step.UDP.Length = step.UDP.Len, uint16(8+step.UDP.Len)
		}
		conv.Steps = append(conv.Steps, step)
		conv.Excerpts[n] = exampleExcerpt(n, int(step.Held))
	}
	if !info.OfStep {
		conv.Facts = []fact.Fact{*example}
	}
	end := fact.Time{Sec: int64(conv.Last) + 1}
	return &fact.Capture{Frames: conv.Last + 1, Last: end, Rows: []fact.Row{conv.Row}, Conversations: []fact.Conversation{conv}}
}

// exampleProto is the protocol whose conversation shows a kind. An ICMP error may be about either.
func exampleProto(k fact.Kind) fact.Proto {
	if strings.HasPrefix(string(k), "tcp.") {
		return fact.TCP
	}
	return fact.UDP
}

// exampleExcerpt is a frame of which the data alone was kept, so many bytes.
func exampleExcerpt(frame, size int) *fact.Excerpt {
	const words = "Hello? "
	data := []byte(strings.Repeat(words, size/len(words)+1)[:size])
	return &fact.Excerpt{Frame: frame, Len: size, CapLen: size, Bytes: data, Data: fact.Span{Len: size}, Payload: data}
}

// fit gives the frame that decides an example what that says of it. A frame of which the
// particulars say nothing keeps its bytes of data.
func fit(s *fact.Step, what fact.Particulars) {
	seg := &s.TCP
	bare := func(flags fact.Flags, seq, ack uint32) {
		seg.Flags, seg.RelSeq, seg.RelAck, seg.Len = flags, seq, ack, 0
	}
	switch w := what.(type) {
	case fact.Syn:
		bare(fact.SYN, 0, 0)
		if seg.Seq = w.ISN; w.Of != 0 {
			bare(fact.SYN|fact.ACK, 0, 1)
		}
	case fact.SynData:
		bare(fact.SYN, 0, 0)
		seg.Len = int32(w.Bytes)
	case fact.Opened:
		bare(fact.ACK, 1, 1)
	case fact.Refused:
		bare(fact.RST|fact.ACK, 1, 1)
	case fact.Data:
		seg.RelSeq, seg.Len = w.From, int32(w.Bytes)
		if w.Push {
			seg.Flags |= fact.PSH
		}
		if w.Bytes == 0 {
			bare(0, 1, 0)
		}
	case fact.Ack:
		bare(fact.ACK, 1, w.Number)
		s.NewAck, s.NewFlags = w.New, w.Flags
	case fact.DupAck:
		bare(fact.ACK, 1, 7)
	case fact.Echo:
		seg.Len = int32(w.Bytes)
	case fact.Fin:
		bare(fact.FIN|fact.ACK, w.Number, 7)
	case fact.Reset:
		bare(fact.RST|fact.ACK, 7, 1)
	case fact.WindowFull:
		seg.RelSeq, seg.Len = w.From, int32(w.Window.Field)
	case fact.Retransmit:
		seg.RelSeq, seg.Len = w.From, int32(w.Bytes+w.New)
	case fact.Message:
		s.UDP.Len = int32(w.Bytes)
	case fact.Answer:
		s.UDP.Len = int32(w.Bytes)
	case fact.Retry:
		s.UDP.Len = int32(w.Bytes)
	}
}
