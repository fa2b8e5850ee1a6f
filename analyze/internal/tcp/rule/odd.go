package rule

import "github.com/pcaplain/pcaplain/analyze/fact"

// The bits of a TCP header, for what is odd about them.
const (
	reserved = fact.Flags(0xe00) // RFC 9293 §3.1, without AE (RFC 9768)
	controls = fact.FIN | fact.SYN | fact.RST | fact.PSH | fact.ACK | fact.URG
	xmas     = fact.FIN | fact.PSH | fact.URG
)

// oddRules tell what in the header breaks a rule, or is hardly ever written.
func oddRules(s *Segment, out []fact.Fact) []fact.Fact {
	add := func(is bool, what fact.Oddity, level fact.Level, value uint32, length int) {
		if is {
			out = append(out, fact.Fact{Kind: fact.TCPOdd, Side: s.Side, Frames: []int{s.Frame}, Sure: fact.Seen,
				What: fact.Odd{What: what, Level: level, Value: value, Length: length}})
		}
	}
	stub := s.Part == fact.Stub
	add(stub, fact.OddOffset, fact.Broken, uint32(s.HdrLen), 0)
	add(!stub && s.Len < 0, fact.OddBeyond, fact.Broken, uint32(s.HdrLen), 0)
	o := &s.Options
	add(o.Has&fact.OptionsBad != 0, fact.OddOptions, fact.Broken, uint32(o.BadKind), int(o.BadLen))
	add(o.Has&(fact.OptionsMisfit|fact.OptionsBad) == fact.OptionsMisfit, fact.OddOption, fact.Broken, uint32(o.BadKind), int(o.BadLen))
	add(s.Flags&reserved != 0, fact.OddReserved, fact.Forbidden, uint32(s.Flags&reserved), 0)
	add(s.SrcPort == 0 || s.DstPort == 0, fact.OddPort, fact.Unusual, 0, 0)
	add(o.Has&fact.HasMSS != 0 && o.MSS == 0, fact.OddMSS, fact.Unusual, 0, 0)
	add(s.Flags&fact.SYN != 0 && o.Has&fact.HasShift != 0 && o.Shift > fact.MaxShift, fact.OddShift, fact.Forbidden, uint32(o.Shift), 0)
	flags := s.Flags & controls
	switch {
	case flags == 0:
		add(true, fact.OddNull, fact.Forbidden, 0, 0)
	case flags == xmas:
		add(true, fact.OddXmas, fact.Forbidden, 0, 0)
	case flags&(fact.SYN|fact.RST|fact.ACK) == 0 && (s.Len > 0 || flags&fact.FIN != 0):
		add(true, fact.OddNoAck, fact.Forbidden, 0, 0)
	}
	add(flags.Has(fact.SYN|fact.FIN), fact.OddSynFin, fact.Unusual, 0, 0)
	add(flags.Has(fact.SYN|fact.RST), fact.OddSynReset, fact.Unusual, 0, 0)
	add(flags&fact.ACK == 0 && s.Ack != 0, fact.OddAckField, fact.Unusual, s.Ack, 0)
	add(flags&fact.URG == 0 && s.Urgent != 0, fact.OddUrgentField, fact.Unusual, uint32(s.Urgent), 0)
	add(flags&fact.RST != 0 && s.Len > 0, fact.OddResetData, fact.Unusual, uint32(s.Len), 0)
	return out
}

// The kinds of options, for what is odd about where they stand.
const (
	mss    = 2
	shift  = 3
	sackOK = 4
	stamps = 8
)

// placeRules tell of options that stand where none of their kind may, or lack where one must.
func placeRules(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	const unread = fact.OptionsCut | fact.OptionsBad
	sure := fact.Seen
	add := func(is bool, what fact.Oddity, option uint32) {
		if is {
			out = append(out, fact.Fact{Kind: fact.TCPOdd, Side: s.Side, Frames: []int{s.Frame}, Sure: sure,
				What: fact.Odd{What: what, Level: fact.Forbidden, Value: option}})
		}
	}
	has := s.Options.Has
	switch {
	case s.Flags&fact.SYN == 0: // RFC 9293 §3.2 (MUST-65), RFC 7323 §2.2, RFC 2018 §2
		add(has&fact.HasMSS != 0, fact.OddLate, mss)
		add(has&fact.HasShift != 0, fact.OddLate, shift)
		add(has&fact.HasSackOK != 0, fact.OddLate, sackOK)
	case s.Frame == me.synAck && me.syn == 0 && peer.syn != 0 && peer.options.Has&unread == 0: // RFC 7323 §2.2, §3.2
		asked := peer.options.Has
		sure = fact.Inferred // a SYN that repeats one from before the capture may have fewer options
		add(has&^asked&fact.HasShift != 0, fact.OddUnasked, shift)
		add(has&^asked&fact.HasTimestamps != 0, fact.OddUnasked, stamps)
	}
	if s.Part != fact.Header || s.Flags&(fact.SYN|fact.RST) != 0 || has&unread != 0 {
		return out
	}
	sure = fact.Seen
	lacks := has&fact.HasTimestamps == 0 && me.options.Has&peer.options.Has&fact.HasTimestamps != 0 // RFC 7323 §3.2
	add(lacks && !me.unstamped, fact.OddUnstamped, stamps)
	me.unstamped = lacks
	return out
}
