package lesson

import (
	"fmt"
	"math/bits"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Mark is a remark that Wireshark makes on a frame, or does not make where ours would have
// it, beside what the facts say.
type Mark struct {
	*Scene
	Name    string // of the filter, without "tcp.analysis."
	Title   string // as the Info column has it
	Missing bool   // Wireshark does not make it
	Unlike  string // why the facts say something else; empty where they do not

	Nth, Of int // which of the frame's marks it is, from 1, and how many there are that are not missing
}

// markTitles are the words of the Info column, in the order of fact.MarkNames.
var markTitles = [...]string{
	"TCP Retransmission", "TCP Fast Retransmission", "TCP Spurious Retransmission", "TCP Out-Of-Order", "TCP Previous segment not captured",
	"TCP ACKed unseen segment", "TCP Dup ACK", "TCP Keep-Alive", "TCP Keep-Alive ACK", "TCP ZeroWindow", "TCP ZeroWindowProbe",
	"TCP ZeroWindowProbeAck", "TCP Window Update", "TCP Window Full", "TCP Port numbers reused",
}

// sentBefore are the marks on numbers below the highest.
const sentBefore = fact.MarkRetransmission | fact.MarkFastRetransmission | fact.MarkSpuriousRetransmission | fact.MarkOutOfOrder

// marks are Wireshark's remarks on a frame, and a missing one that the facts would have. Of
// a retransmission the narrower name is enough.
func (t *talk) marks(s *fact.Step) []Mark {
	set := s.TCP.Analysis.Marks
	if set&(fact.MarkFastRetransmission|fact.MarkSpuriousRetransmission) != 0 {
		set &^= fact.MarkRetransmission
	}
	scene := &Scene{t: t, step: s, fact: fact.Fact{Side: s.Side}}
	var l []Mark
	for i, name := range fact.MarkNames {
		if m := fact.Marks(1) << i; set&m != 0 {
			l = append(l, Mark{Scene: scene, Name: name, Title: scene.infoTitle(i), Unlike: scene.unlike(m), Nth: len(l) + 1, Of: bits.OnesCount16(uint16(set))})
		}
	}
	if t.has(s.Frame, fact.TCPRetransmit) && set&(sentBefore|fact.MarkKeepAlive|fact.MarkZeroWindowProbe) == 0 {
		l = append(l, Mark{Scene: scene, Name: fact.MarkNames[0], Title: markTitles[0], Missing: true, Unlike: scene.unmarked()})
	}
	if t.has(s.Frame, fact.TCPAckDup) && set&fact.MarkDuplicateAck == 0 {
		l = append(l, Mark{Scene: scene, Name: "duplicate_ack", Title: "TCP Dup ACK", Missing: true, Unlike: "repeat"})
	}
	return l
}

// infoTitle is a mark's words in the Info column; of a duplicate ACK with its two numbers.
func (s *Scene) infoTitle(i int) string {
	if a := &s.step.TCP.Analysis; a.DupAckNum != 0 && fact.Marks(1)<<i == fact.MarkDuplicateAck {
		return fmt.Sprintf("%s %d#%d", markTitles[i], a.DupAckFrame, a.DupAckNum)
	}
	return markTitles[i]
}

// unmarked is the reason why a repetition has no mark: of a byte that probed a window
// Wireshark takes no note.
func (s *Scene) unmarked() string {
	if of := s.t.step(s.SameSeq()); of != nil && of.TCP.Analysis.Marks&fact.MarkZeroWindowProbe != 0 {
		return "probe"
	}
	return "edge"
}

// unlike is the reason why a mark stands on a frame of which the facts say something else.
func (s *Scene) unlike(m fact.Marks) string {
	has := func(k fact.Kind) bool { return s.t.has(s.step.Frame, k) }
	switch {
	case has(fact.TCPTwice):
		return "twice"
	case m == fact.MarkDuplicateAck && !s.step.TCP.Flags.Has(fact.ACK):
		return "noack"
	case m == fact.MarkDuplicateAck && !has(fact.TCPAckDup):
		if s.repeatsLast() {
			return "settled"
		}
		return "other"
	case m&(fact.MarkKeepAlive|fact.MarkZeroWindowProbe) != 0 && has(fact.TCPRetransmit):
		return "byte"
	case m == fact.MarkKeepAlive && has(fact.TCPWindowProbe):
		return "window"
	case m == fact.MarkKeepAlive && s.step.NewAck > 0:
		return "news"
	case m == fact.MarkWindowUpdate && !has(fact.TCPWindowUpdate) && !has(fact.TCPWindowShrunk):
		return s.noUpdate()
	case m == fact.MarkOutOfOrder && (has(fact.TCPRetransmit) || has(fact.TCPResent)):
		return "clock"
	case m&sentBefore&^fact.MarkOutOfOrder != 0 && has(fact.TCPOutOfOrder):
		if s.Overtaken() {
			return "overtaken"
		}
		return "either"
	case m == fact.MarkReusedPorts && s.step.TCP.Flags.Has(fact.SYN|fact.ACK):
		return "anew"
	case m == fact.MarkReusedPorts && s.NewStream() > 0:
		return "stream"
	case m == fact.MarkLostSegment && !has(fact.TCPGap):
		return s.noGap()
	case m == fact.MarkAckLostSegment && !has(fact.TCPAckUnseen):
		return s.nothingUnseen()
	case m&sentBefore != 0 && !has(fact.TCPRetransmit) && !has(fact.TCPResent) && !has(fact.TCPOutOfOrder):
		return s.notAgain()
	}
	return ""
}

// notAgain is the reason why numbers below the highest are told neither as sent again nor as out of order.
func (s *Scene) notAgain() string {
	switch of := s.t.step(s.SameSeq()); {
	case of == nil && s.ResetBeyond() != 0:
		return "reset"
	case of == nil && s.Stray() != 0:
		return "stray"
	case of == nil:
		return "unseen"
	case s.OwnSyn() != 0 && s.step.TCP.Flags.Has(fact.SYN|fact.ACK):
		return "crossed"
	case (of.TCP.Flags^s.step.TCP.Flags)&(fact.SYN|fact.FIN) != 0:
		return "flag"
	case s.Rival() > of.Frame:
		return "rival"
	}
	return "other"
}

// SameSeq is the first frame before it in which its sender used numbers that begin at the
// same one, and SynAt tells that the first of them was a SYN's; 0 where there is none.
func (s *Scene) SameSeq() int {
	return frameOf(first(s.past(), func(o *fact.Step) bool {
		return o.Side == s.step.Side && o.TCP.Seq == s.step.TCP.Seq && o.TCP.Len >= 0 && o.TCP.End() != o.TCP.Seq
	}))
}
func (s *Scene) SynAt() bool {
	of := s.t.step(s.SameSeq())
	return of != nil && of.TCP.Flags.Has(fact.SYN)
}

// Rival is the latest frame before it in which its sender sent a SYN with another number; 0.
func (s *Scene) Rival() int {
	if !s.Opens() {
		return 0
	}
	return s.earlier(func(o *fact.Step) bool { return o.TCP.Flags.Has(fact.SYN) && o.TCP.Seq != s.step.TCP.Seq })
}

// ResetBeyond is the latest frame before it in which its sender sent a reset with a higher number; 0.
func (s *Scene) ResetBeyond() int {
	return s.earlier(func(o *fact.Step) bool {
		by := o.TCP.Seq - s.step.TCP.Seq
		return o.TCP.Flags.Has(fact.RST) && by > 0 && by < 1<<31
	})
}

// Stray is the latest frame before it in which its sender used a number that is counted apart; 0.
func (s *Scene) Stray() int {
	return s.earlier(func(o *fact.Step) bool {
		return s.t.has(o.Frame, fact.TCPBeyondWindow) || s.t.has(o.Frame, fact.TCPSynInside)
	})
}

// earlier is the latest frame of its sender before it that fits; 0.
func (s *Scene) earlier(fits func(*fact.Step) bool) int {
	return frameOf(last(s.past(), func(o *fact.Step) bool { return o.Side == s.step.Side && fits(o) }))
}

// noUpdate is the reason why another window than before is told as no update.
func (s *Scene) noUpdate() string {
	if of := s.t.step(int(s.step.Repeats)); of != nil && of.TCP.Flags.Has(fact.SYN) {
		return "syn"
	}
	if s.step.TCP.Options.Has&fact.HasSack != 0 {
		return "sack"
	}
	if before := s.before(); before != nil && before.TCP.Window > s.step.TCP.Window {
		return "earlier"
	}
	return ""
}

// noGap is the reason why a segment beyond the highest number tells no gap.
func (s *Scene) noGap() string {
	switch {
	case s.t.has(s.step.Frame, fact.TCPBeyondWindow):
		return "outside"
	case s.step.TCP.End() == s.step.TCP.Seq && !(s.follows() && s.t.beyond(s.step.Side, s.step.Frame)):
		return "bare"
	case s.t.beyond(s.step.Side, s.step.Frame):
		return "beyond"
	case s.Rival() != 0:
		return "rival"
	}
	return "other"
}

// follows tells that an earlier segment of its sender ends, by its headers, where this one begins.
func (s *Scene) follows() bool {
	return s.earlier(func(o *fact.Step) bool { return o.TCP.End() == s.step.TCP.Seq && o.TCP.End() != o.TCP.Seq }) != 0
}

// nothingUnseen is the reason why nothing that an acknowledgment newly confirms is missing.
func (s *Scene) nothingUnseen() string {
	if s.t.has(s.step.Frame, fact.TCPHalfOpen) {
		return "halfopen"
	}
	for _, f := range s.t.Facts {
		if f.Kind == fact.TCPAckUnseen && f.Side == s.step.Side && f.Frames[0] < s.step.Frame {
			return "hole"
		}
	}
	if s.t.beyond(s.step.Side.Other(), s.step.Frame) {
		return "beyond"
	}
	if s.t.frames(func(o *fact.Step) bool { return o.Side != s.step.Side && o.TCP.Len < 0 }) != nil {
		return "other"
	}
	return "run"
}

// beyond tells that before the frame an end sent a segment of which its frame, by its own
// length, holds less than the IP header says.
func (t *talk) beyond(side fact.Side, frame int) bool {
	return t.frames(func(o *fact.Step) bool { return o.Side == side && o.Frame < frame && o.TCP.Beyond > 0 }) != nil
}

// DupOf is the frame whose Ack Wireshark counts the repeats of.
func (s *Scene) DupOf() int { return int(s.step.TCP.Analysis.DupAckFrame) }

// repeatsLast tells that Ack and window are those of its sender's segment before.
func (s *Scene) repeatsLast() bool {
	before := s.t.step(s.earlier(func(o *fact.Step) bool { return o.Dup == 0 }))
	return before != nil && before.Frame == int(s.step.Repeats) && before.TCP.Window == s.step.TCP.Window
}

// wiresharkSays is what the page says of Wireshark's marks on a frame.
func (t *talk) wiresharkSays(s *fact.Step) string {
	if t.ID.Proto != fact.TCP {
		return ""
	}
	return t.b.run("marks", t.marks(s))
}
