package udp

import "github.com/pcaplain/pcaplain/analyze/fact"

// note keeps a datagram for the errors that may quote it, and for its copies.
func (x *Exchange) note(s sent) {
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
