package rule

import "github.com/pcaplain/pcaplain/analyze/fact"

// early is the data of a SYN until something answers.
type early struct {
	frame int  // the first such SYN; 0
	open  bool // it has the Fast Open option
	asked bool // … without a cookie
	data  int  // bytes
	told  bool // a SYN-ACK answered
}

// synDataRules tell of data on a SYN, with Fast Open (RFC 7413) and without.
func synDataRules(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	switch {
	case !s.Flags.Has(fact.SYN) || s.Flags.Has(fact.RST):
		return out
	case s.Flags.Has(fact.ACK):
		if me.synAck != s.Frame {
			return out // told before
		}
		if peer.early == nil && s.Len == 0 && s.Options.Has&fact.HasFastOpen == 0 {
			return out
		}
		if peer.early == nil {
			peer.early = &early{}
		}
		out = peer.early.answered(s, peer, out)
		if s.Len > 0 && s.Options.Has&fact.HasFastOpen == 0 && !peer.early.open {
			out = append(out, onSynData(s))
		}
		return out
	case me.early != nil && me.early.frame != 0:
		return out
	case s.Options.Has&fact.HasFastOpen != 0:
		o := cookie(s)
		o.Data = int(s.Len)
		me.early = &early{frame: s.Frame, open: true, asked: o.Cookie == 0, data: o.Data}
		return append(out, fact.Fact{Kind: fact.TCPFastOpen, Side: s.Side, Frames: []int{s.Frame}, Sure: fact.Seen, What: o})
	case s.Len > 0:
		me.early = &early{frame: s.Frame, data: int(s.Len)}
		out = append(out, onSynData(s))
	}
	return out
}

func onSynData(s *Segment) fact.Fact {
	return fact.Fact{Kind: fact.TCPSynData, Side: s.Side, Frames: []int{s.Frame}, Sure: fact.Seen, What: fact.SynData{Bytes: int(s.Len)}}
}

// answered is a SYN-ACK: what it has of the option, and how much of the data it confirms.
func (e *early) answered(s *Segment, peer *half, out []fact.Fact) []fact.Fact {
	option := s.Options.Has&fact.HasFastOpen != 0
	if e.told || e.frame == 0 && !option {
		return out
	}
	e.told = true
	taken := 0
	if e.frame != 0 {
		taken = min(max(int(int32(s.Ack-peer.isn))-1, 0), e.data)
	}
	f := fact.Fact{Side: s.Side, Frames: with(s.Frame, e.frame), Sure: fact.Derived}
	if e.frame != 0 && !e.open && !option {
		f.Kind, f.What = fact.TCPSynData, fact.SynData{Bytes: e.data, Answered: true, Taken: taken}
		return append(out, f)
	}
	o := cookie(s)
	o.Answered, o.Asked, o.Data, o.Taken = true, e.asked, e.data, taken
	f.Kind, f.What = fact.TCPFastOpen, o
	return append(out, f)
}

// cookie is what a SYN has of the Fast Open option: its cookie has 4 to 16 bytes, an even
// number, or none (RFC 7413 §4.1.1).
func cookie(s *Segment) fact.FastOpen {
	o := &s.Options
	f := fact.FastOpen{Option: o.Has&fact.HasFastOpen != 0, Cookie: int(o.Cookie), Trial: o.Has&fact.FastOpenTrial != 0}
	f.Misfit = f.Cookie != 0 && (f.Cookie < 4 || f.Cookie > 16 || f.Cookie%2 != 0)
	return f
}
