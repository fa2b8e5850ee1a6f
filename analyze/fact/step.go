package fact

// Step is one frame of a conversation. It holds no pointer, so that a million of
// them cost the collector nothing.
type Step struct {
	Frame    int
	Time     Time
	Size     uint32   // frame.len, bytes: what a damaged file claims may be beyond 2³¹
	Side     Side     // who sent it
	TTL      uint8    // of the IP header; IPv6's hop limit
	Held     int32    // bytes of its data that the file holds
	Dup      int32    // the earlier frame of which this is a copy captured twice; 0
	Confirms int32    // the frame whose end the acknowledgment number newly reaches; of a datagram, the one it answers; 0: none
	Repeats  int32    // the sender's latest earlier frame with the same acknowledgment number; 0
	NewAck   uint32   // how many numbers it newly confirms: bytes, SYN and FIN
	NewFlags Flags    // SYN and FIN, where these are among the numbers newly confirmed
	TCP      Segment  // of a TCP conversation
	UDP      Datagram // of a UDP exchange
}

// OfStep tells the kinds that a TCP step or datagram shows by itself, as facts. proto is
// the conversation's.
func OfStep(proto Proto, s *Step) []Fact {
	frames := []int{s.Frame}
	if s.Confirms != 0 {
		frames = append(frames, int(s.Confirms))
	} else if s.Repeats != 0 {
		frames = append(frames, int(s.Repeats))
	}
	if s.Dup != 0 {
		return nil
	}
	if proto == UDP {
		facts := []Fact{{Kind: UDPDatagram, Side: s.Side, Frames: frames[:1], Sure: Seen, What: Message{Bytes: int(s.UDP.Len)}}}
		if s.UDP.Beyond > 0 || s.UDP.Surplus > 0 {
			facts = append(facts, Fact{Kind: UDPLength, Side: s.Side, Frames: frames[:1], Sure: Seen, What: Length{int(s.UDP.Length), int(s.UDP.Beyond), int(s.UDP.Surplus)}})
		}
		return facts
	}
	if s.TCP.Len < 0 {
		return nil
	}
	var facts []Fact
	t := &s.TCP
	if t.Len > 0 {
		from := t.RelSeq
		if t.Flags.Has(SYN) {
			from++
		}
		facts = append(facts, Fact{Kind: TCPData, Side: s.Side, Frames: frames[:1], Sure: Seen,
			What: Data{From: from, Next: from + uint32(t.Len), Bytes: int(t.Len), Push: t.Flags.Has(PSH)}})
	}
	if t.Flags&(SYN|RST) != 0 {
		return facts
	}
	if !t.Flags.Has(ACK) {
		if t.Len <= 0 && !t.Flags.Has(FIN) {
			facts = append(facts, Fact{Kind: TCPBare, Side: s.Side, Frames: frames[:1], Sure: Seen, What: Data{}})
		}
		return facts
	}
	ack := Ack{Number: t.RelAck, New: s.NewAck, Of: int(s.Confirms), Flags: s.NewFlags}
	kind := TCPAck
	switch {
	case s.NewFlags.Has(FIN):
		kind = TCPFinAck
	case s.NewAck == 0 && s.Repeats == 0: // how much of it is new, the capture cannot tell
		if t.Len > 0 || t.Flags.Has(FIN) {
			return facts
		}
	case s.NewAck == 0:
		kind, ack.Of = TCPAckAgain, int(s.Repeats)
	}
	return append(facts, Fact{Kind: kind, Side: s.Side, Frames: frames, Sure: Derived, What: ack})
}
