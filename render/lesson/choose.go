package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/lab"
)

// How many conversations are told in full where nobody chose them.
const (
	maxTCP = 6
	maxUDP = 4
)

// worth are the kinds that make a conversation worth telling before its neighbours.
var worth = []fact.Kind{fact.TCPRetransmit, fact.TCPOverlap, fact.TCPResent, fact.TCPOutOfOrder, fact.TCPGap, fact.TCPAckUnseen, fact.TCPReset, fact.TCPRefused, fact.TCPUnanswered, fact.TCPSilent, fact.TCPAckDup, fact.TCPMidstream, fact.ICMPError,
	fact.TCPZeroWindow, fact.TCPWindowShrunk, fact.TCPBeyondWindow, fact.TCPUrgent}

// Choose picks the conversations to tell in full: those that the lab names, else the
// first few and those in which something happened.
func Choose(s *fact.Survey, l *lab.Lab) []fact.ID {
	if ids := named(s, l); len(ids) > 0 {
		return ids
	}
	tcp, udp := split(s.Rows)
	ids := pick(tcp, maxTCP)
	udp = slices.DeleteFunc(udp, func(r *fact.Row) bool { return onlyCarries(r) })
	answered := slices.DeleteFunc(slices.Clone(udp), func(r *fact.Row) bool {
		return !r.Kinds.Has(fact.UDPEcho) && !r.Kinds.Has(fact.UDPAnswer) && !r.Kinds.Has(fact.UDPApart) && !r.Kinds.Has(fact.UDPNamed) && !r.Kinds.Has(fact.UDPAnswered) && !r.Kinds.Has(fact.UDPQUIC) && !r.Kinds.Has(fact.ICMPError)
	})
	if len(answered) == 0 && len(ids) == 0 {
		answered = udp
	}
	ids = append(ids, pick(answered, maxUDP)...)
	return ids
}

// onlyCarries tells a conversation all of whose frames hold another one: a tunnel.
func onlyCarries(r *fact.Row) bool { return r.Carries > 0 && r.Carries == r.Frames[0]+r.Frames[1] }

// named are the conversations of the lab's programs.
func named(s *fact.Survey, l *lab.Lab) []fact.ID {
	if l == nil {
		return nil
	}
	var ids []fact.ID
	for _, r := range s.Rows {
		if slices.ContainsFunc(l.Programs, func(p lab.Program) bool { return runs(p, r) }) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// runs tells whether the program took part in the conversation.
func runs(p lab.Program, r *fact.Row) bool {
	return p.Session.Proto == r.ID.Proto.String() && p.Session.Port == r.Ends[fact.Server].Port()
}

func split(rows []*fact.Row) (tcp, udp []*fact.Row) {
	for _, r := range rows {
		if r.ID.Proto == fact.TCP {
			tcp = append(tcp, r)
		} else {
			udp = append(udp, r)
		}
	}
	return tcp, udp
}

// pick takes up to n rows: the first three, those in which something happened, then the
// next ones; in the order of the capture.
func pick(rows []*fact.Row, n int) []fact.ID {
	if len(rows) <= n {
		return ids(rows)
	}
	chosen := map[*fact.Row]bool{}
	take := func(ok func(i int, r *fact.Row) bool) {
		for i, r := range rows {
			if len(chosen) < n && ok(i, r) {
				chosen[r] = true
			}
		}
	}
	take(func(i int, _ *fact.Row) bool { return i < 3 })
	take(func(_ int, r *fact.Row) bool {
		return slices.ContainsFunc(worth, func(k fact.Kind) bool { return r.Kinds.Has(k) })
	})
	return ids(slices.DeleteFunc(slices.Clone(rows), func(r *fact.Row) bool { return !chosen[r] }))
}

func ids(rows []*fact.Row) []fact.ID {
	l := make([]fact.ID, len(rows))
	for i, r := range rows {
		l[i] = r.ID
	}
	return l
}
