package udp

import "github.com/pcaplain/pcaplain/analyze/fact"

// sent is what an ICMP error's quote shows of a datagram.
type sent struct {
	frame int32
	len   int32
	id    uint16 // the identification of the IPv4 header; 0: none
	side  fact.Side
}

// maxSent bounds the latest datagrams of an exchange among which a quoted one is looked for.
const maxSent = 16

// note keeps a datagram for the errors that may quote it.
func (x *Exchange) note(m *Message) {
	s := sent{int32(m.Frame), int32(m.Len), m.ID, m.Side}
	if len(x.sent) < maxSent {
		x.sent = append(x.sent, s)
		return
	}
	x.sent[x.place] = s
	x.place = (x.place + 1) % maxSent
}

// Quoted is the latest datagram of the sender that has the quoted length and, where both
// have one, the quoted identification. 0 where none is kept.
func (x *Exchange) Quoted(sender fact.Side, size int, id uint16) int {
	x.quoted = true
	latest := int32(0)
	for _, s := range x.sent {
		if s.side == sender && int(s.len) == size && (s.id == id || s.id == 0 || id == 0) {
			latest = max(latest, s.frame)
		}
	}
	return int(latest)
}
