package rule

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// ecn is what is kept of one side's explicit congestion notification.
type ecn struct {
	asked   fact.Feedback // by its SYN
	mixed   bool          // by not all of its SYNs
	sent    fact.ECN      // the IP header of the latest SYN
	ace     uint8         // the latest ACE field
	counts  bool          // ace is known
	spoke   bool          // it sent a segment without SYN
	answer  fact.Flags    // of its SYN-ACK
	asking  int32         // the frame of the latest SYN; 0
	marks   int32         // packets with CE
	mark    int32         // the frame of the latest that was not reported; 0: none
	markEnd uint32        // the number after it
	echoing int32         // the first frame of a series with ECE; 0
}

// initialACE is what the count of marked packets begins with (RFC 9768 §3.2.1).
const initialACE = 5

// ecnRules tell what the ECN bits of both headers say.
func (c *Connection) ecnRules(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	switch {
	case s.Flags.Has(fact.RST):
	case s.Flags.Has(fact.SYN | fact.ACK):
		out = c.ecnAnswer(s, me, peer, out)
	case s.Flags.Has(fact.SYN):
		out = c.ecnOffer(s, me, out)
	default:
		out = c.ecnReport(s, me, peer, out)
	}
	if s.ECN == fact.CE {
		out = c.ecnMark(s, me, out)
	}
	return out
}

// ecnOffer is a SYN with ECN flags, or one that has them no longer (RFC 3168 §6.1.1.1).
func (c *Connection) ecnOffer(s *Segment, me *half, out []fact.Fact) []fact.Fact {
	e := &me.ecn
	asked, before := asks(s.Flags), e.asking
	news := before == 0 && asked != fact.FeedbackNone || before != 0 && asked != e.asked
	e.mixed = e.mixed || before != 0 && asked != e.asked
	e.asked, e.asking, e.sent = asked, int32(s.Frame), s.ECN
	if asked == fact.FeedbackNone && c.ecnMode == fact.FeedbackUnknown {
		c.ecnMode = fact.FeedbackNone
	}
	if !news {
		return out
	}
	return append(out, fact.Fact{Kind: fact.TCPECN, Side: s.Side, Frames: with(s.Frame, int(before)), Sure: fact.Seen,
		What: fact.ECNOffer{Asked: asked, Flags: s.Flags & fact.ECNFlags, Mixed: e.mixed, Sent: s.ECN}})
}

// ecnAnswer is a SYN-ACK, which accepts an offer or does not.
func (c *Connection) ecnAnswer(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	flags, again := s.Flags&fact.ECNFlags, me.synAck != 0 && me.synAck != s.Frame
	if again && flags == me.ecn.answer {
		return out
	}
	me.ecn.answer = flags
	o := fact.ECNOffer{Asked: peer.ecn.asked, Answered: true, Flags: flags, Mixed: peer.ecn.mixed, Sent: peer.ecn.sent}
	o.Agreed, o.Arrived, o.Tells = agreed(peer.ecn.asked, flags)
	if o.Agreed == fact.FeedbackClassic && (o.Mixed || again) {
		o.Agreed = fact.FeedbackNone // RFC 3168 §6.1.1: all SYNs and SYN-ACKs must be of the kind
	}
	if c.ecnMode = o.Agreed; flags == 0 && o.Asked < fact.FeedbackClassic && !o.Mixed {
		return out
	}
	sure := fact.Inferred
	if peer.ecn.asking != 0 {
		sure = fact.Derived
	}
	return append(out, fact.Fact{Kind: fact.TCPECN, Side: s.Side, Frames: with(s.Frame, int(peer.ecn.asking)), Sure: sure, What: o})
}

// asks is what the flags of a SYN offer.
func asks(flags fact.Flags) fact.Feedback {
	switch flags & fact.ECNFlags {
	case 0:
		return fact.FeedbackNone
	case fact.ECE | fact.CWR:
		return fact.FeedbackClassic
	case fact.ECE | fact.CWR | fact.AE:
		return fact.FeedbackAccurate
	}
	return fact.FeedbackReserved
}

// agreed is what a SYN-ACK's flags come to (RFC 3168 §6.1.1, RFC 9768 §3.1.2, Table 2), and
// with which ECN field the SYN arrived, where they tell.
func agreed(asked fact.Feedback, flags fact.Flags) (mode fact.Feedback, arrived fact.ECN, tells bool) {
	if asked == fact.FeedbackNone {
		return fact.FeedbackNone, 0, false
	}
	if asked == fact.FeedbackClassic {
		flags &^= fact.AE
		if flags != fact.ECE {
			return fact.FeedbackNone, 0, false
		}
	}
	switch flags {
	case fact.ECE:
		if asked != fact.FeedbackReserved {
			return fact.FeedbackClassic, 0, false
		}
	case fact.CWR:
		return fact.FeedbackAccurate, fact.NotECT, true
	case fact.CWR | fact.ECE:
		if asked == fact.FeedbackUnknown { // or the flags of a classic offer, sent back as they came
			return fact.FeedbackUnknown, 0, false
		}
		return fact.FeedbackAccurate, fact.ECT1, true
	case fact.AE:
		return fact.FeedbackAccurate, fact.ECT0, true
	case fact.AE | fact.CWR:
		return fact.FeedbackAccurate, fact.CE, true
	case fact.AE | fact.ECE: // reserved, taken for an acceptance (RFC 9768 §3.1.3)
		return fact.FeedbackAccurate, 0, false
	}
	return fact.FeedbackNone, 0, false
}

// ecnMark is a packet that arrived, at least here, with CE.
func (c *Connection) ecnMark(s *Segment, me *half, out []fact.Fact) []fact.Fact {
	me.ecn.marks++
	me.ecn.mark, me.ecn.markEnd = int32(s.Frame), s.End()
	return append(out, fact.Fact{Kind: fact.TCPECNMark, Side: s.Side, Frames: []int{s.Frame}, Sure: fact.Seen,
		What: fact.ECNMark{Count: int(me.ecn.marks), Mode: c.ecnMode}})
}

// ecnReport is what the flags of a segment behind the opening report.
func (c *Connection) ecnReport(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	first := !me.ecn.spoke
	me.ecn.spoke = true
	if c.ecnMode == fact.FeedbackUnknown && s.Flags.Has(fact.AE) {
		c.ecnMode = fact.FeedbackAccurate // RFC 3168 leaves this bit zero
	}
	switch c.ecnMode {
	case fact.FeedbackAccurate:
		return countMarks(s, me, peer, first, out)
	case fact.FeedbackClassic, fact.FeedbackUnknown:
		return c.ecnFlags(s, me, peer, out)
	}
	return out
}

// ecnFlags are ECE and CWR (RFC 3168 §6.1.2, §6.1.3). A receiver repeats ECE in all its ACKs
// until it sees CWR; only the first of such a series is told. Without the SYNs the
// flags may as well be a count.
func (c *Connection) ecnFlags(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	sure := fact.Seen
	if c.ecnMode == fact.FeedbackUnknown {
		sure = fact.Guessed
	}
	switch e := &me.ecn; {
	case !s.Flags.Has(fact.ECE):
		e.echoing = 0
	case e.echoing == 0:
		e.echoing = int32(s.Frame)
		of := reported(s, peer)
		out = append(out, fact.Fact{Kind: fact.TCPECNEcho, Side: s.Side, Frames: with(s.Frame, of), Sure: sure, What: fact.ECNEcho{Of: of}})
	}
	if s.Flags.Has(fact.CWR) {
		of := int(peer.ecn.echoing)
		out = append(out, fact.Fact{Kind: fact.TCPECNCut, Side: s.Side, Frames: with(s.Frame, of), Sure: sure, What: fact.ECNCut{Of: of}})
	}
	return out
}

// countMarks compares the ACE field with the one before (RFC 9768 §3.2.2). The client's
// ACK of the SYN-ACK has another encoding (§3.2.2.1), and an older segment an older count.
func countMarks(s *Segment, me, peer *half, first bool, out []fact.Fact) []fact.Fact {
	e := &me.ecn
	if first {
		e.ace, e.counts = initialACE, me.syn+me.synAck != 0
		if s.Len == 0 && (peer.synAck != 0 || !e.counts) { // without the SYNs it may be that ACK as well
			return out
		}
	}
	if !s.Flags.Has(fact.ACK) || me.ackFrame != 0 && seq.Before(s.Ack, me.ack) {
		return out
	}
	ace := uint8(s.Flags >> 6 & 7)
	packets := int(ace-e.ace) & 7
	known := e.counts
	if e.ace, e.counts = ace, true; packets == 0 || !known {
		return out
	}
	of := reported(s, peer)
	return append(out, fact.Fact{Kind: fact.TCPECNEcho, Side: s.Side, Frames: with(s.Frame, of), Sure: fact.Derived,
		What: fact.ECNEcho{Of: of, Packets: packets, Counter: ace}})
}

// reported is the other side's latest marked frame that the segment confirms and that
// nothing reported yet; 0 where there is none.
func reported(s *Segment, peer *half) int {
	of := int(peer.ecn.mark)
	if of == 0 || seq.After(peer.ecn.markEnd, s.Ack) {
		return 0
	}
	peer.ecn.mark = 0
	return of
}

// with are the frame and the one that it belongs to, where there is one.
func with(frame, of int) []int {
	if of == 0 {
		return []int{frame}
	}
	return []int{frame, of}
}
