package lesson

import (
	"fmt"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// Scene is what a kind's text may ask: one fact, the frame that decides it, and what goes
// on around. Texts of both languages, and an author's own, use these calls and no others.
type Scene struct {
	t    *talk
	step *fact.Step
	fact fact.Fact
}

// Move is a change of state, in words.
type Move struct {
	New   string // the state
	Doubt string // " (inferred)" where it is; else empty
	Proof int
}

func (s *Scene) N() int                 { return s.step.Frame }
func (s *Scene) Frames() []int          { return s.fact.Frames }
func (s *Scene) Fact() fact.Particulars { return s.fact.What }
func (s *Scene) Me() string             { return s.t.me(s.side()) }
func (s *Scene) Peer() string           { return s.t.me(s.side().Other()) }
func (s *Scene) My() (string, error)    { return s.t.b.word(s.side().String() + ".of") }
func (s *Scene) Your() (string, error)  { return s.t.b.word(s.side().Other().String() + ".of") }
func (s *Scene) Seq() uint32            { return s.step.TCP.RelSeq }
func (s *Scene) Ack() uint32            { return s.step.TCP.RelAck }
func (s *Scene) Next() uint32           { return s.step.TCP.RelSeq + (s.step.TCP.End() - s.step.TCP.Seq) }
func (s *Scene) ToEnd() string          { return s.t.b.duration(s.t.b.c.Last.Sub(s.step.Time)) }

// side is who does it: the fact's, since a reset by a device in between is still in an end's name.
func (s *Scene) side() fact.Side { return s.fact.Side }

// Len is the length of the data in bytes.
func (s *Scene) Len() int {
	if s.t.ID.Proto == fact.UDP {
		return int(s.step.UDP.Len)
	}
	return int(max(s.step.TCP.Len, 0))
}

// Pieces are the frames whose fragments hold the segment or datagram; nil where it was not fragmented.
func (s *Scene) Pieces() []int {
	if x := s.t.Excerpts[s.step.Frame]; x != nil {
		return x.Pieces
	}
	return nil
}

// Conflict tells that the fragments disagree, Overlap that bytes came in several.
func (s *Scene) Conflict() bool {
	x := s.t.Excerpts[s.step.Frame]
	return x != nil && x.Conflict
}

// Clash is where they do; nil where they agree.
func (s *Scene) Clash() *Clash {
	x := s.t.Excerpts[s.step.Frame]
	if x == nil || x.Clash == nil {
		return nil
	}
	return &Clash{*x.Clash}
}
func (s *Scene) Overlap() bool {
	x := s.t.Excerpts[s.step.Frame]
	return x != nil && x.Overlap
}

// Beyond is how many bytes of the data the frame lacks by its own length on the wire; of a
// datagram, the IP packet.
func (s *Scene) Beyond() int { return int(max(s.step.TCP.Beyond, s.step.UDP.Beyond)) }

// Fits is how many bytes of data the IP packet of a datagram holds.
func (s *Scene) Fits() int { return s.Len() - int(s.step.UDP.Beyond) }

// Six tells that the ends talk over IPv6.
func (s *Scene) Six() bool { return s.t.Six() }

// Length is the UDP header's field.
func (s *Scene) Length() uint16 { return s.step.UDP.Length }

// FromPort and ToPort are the frame's ports.
func (s *Scene) FromPort() uint16 { return s.t.Ends[s.step.Side].Port() }
func (s *Scene) ToPort() uint16   { return s.t.Ends[s.step.Side.Other()].Port() }

// From and Last are the relative numbers of the first and the last byte of data.
func (s *Scene) From() uint32 {
	from := s.step.TCP.RelSeq
	if s.step.TCP.Flags.Has(fact.SYN) {
		from++
	}
	return from
}
func (s *Scene) Last() uint32 { return s.From() + uint32(s.Len()) - 1 }

// Pure tells a segment that only acknowledges.
func (s *Scene) Pure() bool {
	return s.Len() == 0 && s.step.TCP.Flags&(fact.SYN|fact.FIN|fact.RST) == 0
}

// NextSum is the sum that leads to the next number: "7 + 1 (FIN) = 8".
func (s *Scene) NextSum() string {
	sum := fmt.Sprint(s.Seq())
	for _, term := range s.t.uses(s.step) {
		sum += " + " + term.value
		if term.word != "" {
			sum += " (" + term.word + ")"
		}
	}
	return fmt.Sprintf("%s = %d", sum, s.Next())
}

// MyNext is the frame of the sender's next segment, where that begins at the number that this one ended with.
func (s *Scene) MyNext() int {
	for i := range s.t.Steps {
		o := &s.t.Steps[i]
		if o.Frame > s.step.Frame && o.Side == s.step.Side {
			if o.TCP.Len > 0 && o.TCP.Seq == s.step.TCP.End() {
				return o.Frame
			}
			return 0
		}
	}
	return 0
}

// MyMove is the state that the sender reached by sending the frame; PeerMove the one that the other end reached by receiving it.
func (s *Scene) MyMove() *Move   { return s.t.moved(s.step.Side, fact.Sent, s.step.Frame) }
func (s *Scene) PeerMove() *Move { return s.t.moved(s.step.Side.Other(), fact.Received, s.step.Frame) }

func (t *talk) moved(side fact.Side, cause fact.Cause, frame int) *Move {
	var found *Move
	for _, m := range t.Moves {
		if m.Side == side && m.Cause == cause && m.Frame == frame {
			found = &Move{New: stateName(m.New), Doubt: t.b.doubt(m.Sure)}
			if m.Sure == fact.Derived {
				found.Proof = m.Proof
			}
		}
	}
	return found
}

// ends tells whether an end's connection is over by sending or receiving the frame.
func (t *talk) ends(frame int) bool {
	return slices.ContainsFunc(t.Moves, func(m fact.Move) bool {
		return m.Frame == frame && m.Cause != fact.NoFrame && (m.New == fact.Closed || m.New == fact.Listen)
	})
}

// Ends tells whether the frame ends the connection for one of its ends, Ended names an
// earlier reset that did so for the end that this one goes to; 0.
func (s *Scene) Ends() bool { return s.t.ends(s.step.Frame) }
func (s *Scene) Ended() int {
	for _, m := range s.t.Moves {
		if m.Side != s.side() && m.Cause == fact.Received && m.Frame < s.step.Frame && (m.New == fact.Closed || m.New == fact.Listen) && s.t.isReset(m.Frame) {
			return m.Frame
		}
	}
	return 0
}

// Unmet tells that its sender had asked to connect and, instead of confirming the answer, resets.
func (s *Scene) Unmet() bool {
	return slices.ContainsFunc(s.t.Moves, func(m fact.Move) bool {
		return m.Side == s.side() && m.Cause == fact.Sent && m.Frame == s.step.Frame && m.Old == fact.SynSent && m.New == fact.Closed
	})
}

func (t *talk) isReset(frame int) bool {
	s := t.step(frame)
	return s != nil && s.TCP.Flags.Has(fact.RST)
}

// GoesOn is the first later frame in which the other end sends something that is no reset; 0.
func (s *Scene) GoesOn() int {
	for i := range s.t.Steps {
		if o := &s.t.Steps[i]; o.Frame > s.step.Frame && o.Side != s.side() && !o.TCP.Flags.Has(fact.RST) {
			return o.Frame
		}
	}
	return 0
}

// doubt is the remark behind what no frame shows.
func (b *builder) doubt(sure fact.Certainty) string {
	if sure < fact.Inferred {
		return ""
	}
	return b.label("doubt." + sure.String())
}

// ProvedBy is the frame that proves that this one arrived; 0 where none does.
func (s *Scene) ProvedBy() int {
	if m := s.PeerMove(); m != nil {
		return m.Proof
	}
	return 0
}

// MyStateIs tells whether the sender is in the state, by its RFC name, when the frame has done its work.
func (s *Scene) MyStateIs(name string) bool {
	for i := len(s.t.Moves) - 1; i >= 0; i-- {
		if m := s.t.Moves[i]; m.Side == s.step.Side && m.At <= s.step.Frame {
			return m.New.String() == name
		}
	}
	return false
}

// MyDoubt is the remark on the sender's state where no frame shows it.
func (s *Scene) MyDoubt() string {
	for i := len(s.t.Moves) - 1; i >= 0; i-- {
		if m := s.t.Moves[i]; m.Side == s.step.Side && m.At <= s.step.Frame {
			return s.t.b.doubt(m.Sure)
		}
	}
	return ""
}

// WaitCut is the frame by which the sender left TIME-WAIT; 0: none.
func (s *Scene) WaitCut() int {
	for _, m := range s.t.Moves {
		if m.Side == s.step.Side && m.Old == fact.TimeWait {
			return m.Frame
		}
	}
	return 0
}

// Reopened is the first frame of the next connection between the same ends; 0: none.
func (s *Scene) Reopened() int {
	ends := s.t.Ends
	for i := range s.t.b.c.Rows {
		r := &s.t.b.c.Rows[i]
		if r.ID.Proto == fact.TCP && r.First > s.step.Frame && (r.Ends == ends || r.Ends == fact.Ends{ends[1], ends[0]}) {
			return r.First
		}
	}
	return 0
}

// OwnSyn is the frame in which the sender of a SYN-ACK had sent its SYN before: a
// simultaneous open. 0 otherwise.
func (s *Scene) OwnSyn() int {
	for i := range s.t.Steps {
		if o := &s.t.Steps[i]; o.Frame < s.step.Frame && o.Side == s.step.Side && o.TCP.Flags&(fact.SYN|fact.ACK) == fact.SYN && o.TCP.Seq == s.step.TCP.Seq {
			return o.Frame
		}
	}
	return 0
}

// SynFrames are the frames before it that hold the SYN which a SYN-ACK confirms: one of them arrived.
func (s *Scene) SynFrames() []int {
	return s.t.frames(func(o *fact.Step) bool {
		return o.Frame < s.step.Frame && o.Side != s.step.Side && o.Dup == 0 && o.TCP.Flags.Has(fact.SYN) && o.TCP.Seq+1 == s.step.TCP.Ack-s.AckBytes()
	})
}

// SynLater is the later frame that holds the SYN which a SYN-ACK confirms: the capture, or
// the tool that wrote the file, put them in the wrong order. 0 otherwise.
func (s *Scene) SynLater() int {
	for i := range s.t.Steps {
		if o := &s.t.Steps[i]; o.Frame > s.step.Frame && o.Side != s.step.Side && o.TCP.Flags.Has(fact.SYN) && o.TCP.Seq+1 == s.step.TCP.Ack {
			return o.Frame
		}
	}
	return 0
}

// Also is the conversation's first fact of another kind; nil where there is none.
func (s *Scene) Also(kind string) *Scene { return s.t.Fact(kind) }

// After is the time that the fact's particulars hold.
func (s *Scene) After() string {
	switch w := s.fact.What.(type) {
	case fact.Refused:
		return s.t.b.duration(w.After)
	case fact.Echo:
		return s.t.b.duration(w.After)
	case fact.Retransmit:
		return s.t.b.duration(w.After)
	case fact.Overlap:
		return s.t.b.duration(w.After)
	case fact.OutOfOrder:
		return s.t.b.duration(w.Late)
	case fact.Answer:
		return s.t.b.duration(w.After)
	case fact.Retry:
		return s.t.b.duration(w.After)
	case fact.ZeroWindow:
		return s.t.b.duration(w.After)
	case fact.WindowProbe:
		return s.t.b.duration(w.After)
	case fact.Apart:
		return s.t.b.duration(w.After)
	case fact.Reply:
		return s.t.b.duration(w.After)
	}
	return ""
}

// OtherNumbers tells that this segment and the one whose data it echoes show the same
// relative number, which readers take for the same one.
func (s *Scene) OtherNumbers() bool {
	of, ok := s.of()
	return ok && of.TCP.RelSeq == s.step.TCP.RelSeq
}

// OfSeq is the number of the segment that is echoed.
func (s *Scene) OfSeq() uint32 {
	of, ok := s.of()
	if !ok {
		return 0
	}
	return of.TCP.RelSeq
}

func (s *Scene) of() (*fact.Step, bool) {
	e, ok := s.fact.What.(fact.Echo)
	if !ok {
		return nil, false
	}
	st := s.t.step(e.Of)
	return st, st != nil
}

// SynFlag and FinFlag tell what a retransmission sends again.
func (s *Scene) SynFlag() bool { return s.again().Has(fact.SYN) }
func (s *Scene) FinFlag() bool { return s.again().Has(fact.FIN) }
func (s *Scene) again() fact.Flags {
	r, _ := s.fact.What.(fact.Retransmit)
	return r.Flags
}

// Before are the frames that sent before what a retransmission sends again.
func (s *Scene) Before() []int {
	l := slices.Clone(s.fact.Frames[1:])
	slices.Sort(l)
	return l
}

// LastAgain is the relative number of the last byte sent again, Hull how many numbers lie
// between the first and the last.
func (s *Scene) LastAgain() uint32 {
	r, _ := s.fact.What.(fact.Retransmit)
	return r.Next - 1
}
func (s *Scene) Hull() int {
	r, _ := s.fact.What.(fact.Retransmit)
	return int(r.Next - r.From)
}

// What an acknowledgment newly confirms: a SYN, and the bytes from AckFrom to AckLast.
func (s *Scene) AckSyn() bool { return s.step.NewFlags.Has(fact.SYN) }
func (s *Scene) AckBytes() uint32 {
	n := s.step.NewAck
	if s.step.NewFlags.Has(fact.SYN) {
		n--
	}
	if s.step.NewFlags.Has(fact.FIN) {
		n--
	}
	return n
}
func (s *Scene) AckLast() uint32 {
	last := s.step.TCP.RelAck - 1
	if s.step.NewFlags.Has(fact.FIN) {
		last--
	}
	return last
}
func (s *Scene) AckFrom() uint32 { return s.AckLast() + 1 - s.AckBytes() }

// NewWindow is the window in bytes, where these are known and it differs from the one in the sender's segment before.
func (s *Scene) NewWindow() string {
	var before *fact.Step
	for i := range s.t.Steps {
		o := &s.t.Steps[i]
		if o.Frame >= s.step.Frame {
			break
		}
		if o.Side == s.step.Side && o.TCP.Flags&fact.SYN == 0 {
			before = o
		}
	}
	if before == nil || before.TCP.Window == s.step.TCP.Window || s.step.TCP.Scale == fact.UnknownShift {
		return ""
	}
	return text.Count(int64(s.step.TCP.WindowSize))
}

// The data: how many bytes were captured, whether they read as text, the beginning that is
// shown and whether that is all. Kept tells that there is something to show: of a long
// capture not every frame's bytes are kept.
func (s *Scene) Captured() int { return int(s.step.Held) }
func (s *Scene) Text() bool    { return text.IsText(text.Of(s.t.payload(s.step))) }
func (s *Scene) Shown() text.Captured {
	start, _ := text.Preview(text.Of(s.t.payload(s.step)), maxShown)
	return start
}
func (s *Scene) Kept() bool  { return len(s.t.payload(s.step)) > 0 }
func (s *Scene) Whole() bool { return s.Captured() <= maxShown }
func (s *Scene) Hex() string {
	h, _ := text.Hex(text.Of(s.t.payload(s.step)), 16)
	return h
}

// maxShown is how many bytes of data a sentence shows.
const maxShown = 64

// payload are the captured bytes of a step's data, as far as they are kept.
func (t *talk) payload(s *fact.Step) []byte {
	if x := t.Excerpts[s.Frame]; x != nil {
		return x.Payload
	}
	return nil
}

// How, First and Second tell how the connection was closed.
func (s *Scene) How() string {
	c, _ := s.fact.What.(fact.Close)
	return map[fact.Ending]string{fact.FourSegments: "four", fact.ThreeSegments: "three", fact.HalfClose: "half", fact.BothAtOnce: "both"}[c.How]
}
func (s *Scene) First() string  { return s.t.me(s.fact.Side) }
func (s *Scene) Second() string { return s.t.me(s.fact.Side.Other()) }

// Units is what a conversation's frames are called.
func (s *Scene) Units() string { return s.t.b.label("units." + s.t.ID.Proto.String()) }

// Sums are the verdicts on the checksums.
type Sums struct {
	Total, Good, Partial, Bad, Unchecked, Absent int
	FirstPartial, FirstBad                       int  // frames
	Both                                         bool // ends sent partial ones
}

// AllGood tells that every checksum is right.
func (s Sums) AllGood() bool { return s.Good == s.Total }

// Sums counts the verdicts of the fact.
func (s *Scene) Sums() Sums {
	c, _ := s.fact.What.(fact.Checksums)
	n := func(v fact.Verdict) int { return c.Count[v][0] + c.Count[v][1] }
	sums := Sums{Good: n(fact.Good), Partial: n(fact.Partial), Bad: n(fact.Bad), Unchecked: n(fact.Unchecked), Absent: n(fact.Absent)}
	sums.Both = c.Count[fact.Partial][0] > 0 && c.Count[fact.Partial][1] > 0
	sums.FirstPartial, sums.FirstBad = c.First[fact.Partial], c.First[fact.Bad]
	sums.Total = sums.Good + sums.Partial + sums.Bad + sums.Unchecked + sums.Absent
	return sums
}

// Tries are the frames that an answer may answer, where there are several.
func (s *Scene) Tries() []int {
	l := slices.Sorted(slices.Values(s.fact.Frames[1:]))
	if len(l) < 2 {
		return nil
	}
	return l
}

// UDP tells that the conversation is a UDP exchange.
func (s *Scene) UDP() bool { return s.t.ID.Proto == fact.UDP }

// Inferred tells that no frame proves the fact.
func (s *Scene) Inferred() bool { return s.fact.Sure >= fact.Inferred }

// Answering are the frames that answer from elsewhere.
func (s *Scene) Answering() []int { return s.fact.Frames[1:] }

// ServerIP is the server's address, or the group's.
func (s *Scene) ServerIP() string { return s.t.ServerIP() }

// IDName is what the application calls the id by which an answer was found.
func (s *Scene) IDName() (string, error) {
	if a, ok := s.fact.What.(fact.Apart); ok {
		return s.t.b.word("app." + string(a.By))
	}
	a, _ := s.fact.What.(fact.Answer)
	return s.t.b.word("app." + string(a.By))
}

// order is which kind gives a frame its title, and the order of its sentences.
var order = []fact.Kind{
	fact.TCPTwice,
	fact.TCPRefused,
	fact.TCPReset,
	fact.TCPSyn,
	fact.TCPSynAck,
	fact.TCPOverlap,
	fact.TCPRetransmit,
	fact.TCPResent,
	fact.TCPOutOfOrder,
	fact.TCPFin,
	fact.TCPOpened,
	fact.TCPEcho,
	fact.TCPWindowProbe,
	fact.TCPKeepAlive,
	fact.TCPUrgent,
	fact.TCPData,
	fact.TCPWindowFull,
	fact.TCPPAWS,
	fact.TCPFastOpen,
	fact.TCPSynData,
	fact.TCPECN,
	fact.TCPECNMark,
	fact.TCPECNEcho,
	fact.TCPECNCut,
	fact.TCPOdd,
	fact.TCPFinAck,
	fact.TCPDSack,
	fact.TCPSpurious,
	fact.TCPWindowProbeAck,
	fact.TCPKeepAliveAck,
	fact.TCPZeroWindow,
	fact.TCPWindowShrunk,
	fact.TCPWindowUpdate,
	fact.TCPAckDup,
	fact.TCPSack,
	fact.TCPAck,
	fact.TCPAckAgain,
	fact.TCPGap,
	fact.TCPAckUnseen,
	fact.TCPBare,
	fact.TCPIdle,
	fact.UDPEcho,
	fact.UDPAnswer,
	fact.UDPApart,
	fact.UDPRetry,
	fact.UDPQUIC,
	fact.UDPDatagram,
	fact.UDPLength,
}

// silent are the kinds that say nothing beside another.
var silent = map[fact.Kind][]fact.Kind{
	fact.TCPTwice:      {fact.TCPData, fact.TCPAck, fact.TCPAckAgain, fact.TCPFinAck, fact.TCPFin, fact.TCPSyn, fact.TCPSynAck, fact.TCPAckDup},
	fact.TCPRefused:    {fact.TCPReset, fact.TCPAck, fact.TCPAckAgain},
	fact.TCPOverlap:    {fact.TCPRetransmit, fact.TCPData},
	fact.TCPRetransmit: {fact.TCPData, fact.TCPSyn, fact.TCPSynAck},
	fact.TCPOpened:     {fact.TCPAck},
	fact.TCPAckDup:     {fact.TCPAckAgain},
	fact.TCPFinAck:     {fact.TCPAck},

	fact.TCPWindowShrunk:   {fact.TCPAckAgain},
	fact.TCPWindowUpdate:   {fact.TCPAckAgain},
	fact.TCPWindowProbe:    {fact.TCPData, fact.TCPAckAgain},
	fact.TCPWindowProbeAck: {fact.TCPAckAgain},
	fact.TCPKeepAlive:      {fact.TCPData, fact.TCPAckAgain, fact.TCPIdle},
	fact.TCPKeepAliveAck:   {fact.TCPAckAgain},
}

// scenes are a frame's facts in the order in which they are told.
func (t *talk) scenes(s *fact.Step) []*Scene {
	facts := slices.AppendSeq(fact.OfStep(t.ID.Proto, s), t.at(s.Frame))
	there := map[fact.Kind]bool{}
	for _, f := range facts {
		there[f.Kind] = true
	}
	var list []*Scene
	for _, kind := range order {
		for _, f := range facts {
			if f.Kind == kind && !hushed(kind, there) {
				list = append(list, &Scene{t: t, step: s, fact: f})
			}
		}
	}
	return list
}

func hushed(kind fact.Kind, there map[fact.Kind]bool) bool {
	for loud, quiet := range silent {
		if there[loud] && slices.Contains(quiet, kind) {
			return true
		}
	}
	return false
}

// AfterData tells that the frame whose acknowledgment this one repeats confirmed data.
func (s *Scene) AfterData() bool {
	of := s.t.step(int(s.step.Repeats))
	return of != nil && of.NewAck > 0 && of.NewFlags == 0
}

// FinFrames are the frames in which the other side sent the FIN that this one confirms.
func (s *Scene) FinFrames() []int {
	return s.t.frames(func(o *fact.Step) bool {
		return o.Side != s.step.Side && o.Frame < s.step.Frame && o.Dup == 0 && o.TCP.Flags.Has(fact.FIN)
	})
}

// AnswersFin tells that the sender of a FIN had confirmed the other side's by then.
func (s *Scene) AnswersFin() bool {
	for i := range s.t.Steps {
		o := &s.t.Steps[i]
		if o.Frame <= s.step.Frame && o.Side == s.step.Side && o.NewFlags.Has(fact.FIN) {
			return true
		}
	}
	return false
}

// Opens tells a segment with SYN.
func (s *Scene) Opens() bool { return s.step.TCP.Flags.Has(fact.SYN) }

// Fins tells a segment with FIN, whose text gives the next number.
func (s *Scene) Fins() bool { return s.step.TCP.Flags.Has(fact.FIN) && !s.again().Has(fact.FIN) }

// OverMSS is the other end's MSS, where the segment holds more than that; 0 otherwise.
func (s *Scene) OverMSS() int {
	for i := range s.t.Steps {
		o := &s.t.Steps[i]
		if o.Side != s.step.Side && o.TCP.Flags.Has(fact.SYN) && o.TCP.Options.Has&fact.HasMSS != 0 {
			if mss := int(o.TCP.Options.MSS); s.Len() > mss {
				return mss
			}
			return 0
		}
		if o.Frame > s.step.Frame {
			break
		}
	}
	return 0
}

// IsLast tells that nothing in the capture comes after the frame.
func (s *Scene) IsLast() bool { return s.step.Frame >= s.t.b.c.Frames }

// Guessed tells that the ports were all there was to find the client by, Given that the user
// named the server, ServerEnd is that end.
func (s *Scene) Guessed() bool     { return s.t.Guessed() }
func (s *Scene) Given() bool       { return s.t.Roles < fact.Inferred }
func (s *Scene) ServerEnd() string { return s.t.Ends[fact.Server].String() }

// PortsTell tells that one of the ports lies below the dynamic range (RFC 6335 §6) and so suggests a server.
func (s *Scene) PortsTell() bool { return s.t.PortsTell() }

// ClientEnd is the end that the page calls the client.
func (s *Scene) ClientEnd() string { return s.t.Ends[fact.Client].String() }
