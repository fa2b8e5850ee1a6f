package analyze

import (
	"net/netip"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/packet"
)

// joined are the latest packets that were put together from fragments, for the ICMP errors
// that quote a fragment without ports. Its zero value is ready to use.
type joined struct {
	latest []joint
	place  int // of the next among them
}

// joint is one such packet.
type joint struct {
	part  packet.Fragment
	row   *fact.Row
	side  fact.Side
	frame int // that completed it
}

// maxJoined bounds them; of an error about an older packet nothing is told.
const maxJoined = 64

func (j *joined) note(t *packet.Transport, of joint) {
	of.part = packet.Fragment{Proto: t.Proto, Src: t.Src, Dst: t.Dst, ID: t.Joined}
	if len(j.latest) < maxJoined {
		j.latest = append(j.latest, of)
		return
	}
	j.latest[j.place] = of
	j.place = (j.place + 1) % maxJoined
}

// of is the latest packet that the fragment is a part of, nil where none is kept.
func (j *joined) of(part packet.Fragment) *joint {
	var latest *joint
	for i := range j.latest {
		if o := &j.latest[i]; o.part == part && (latest == nil || o.frame > latest.frame) {
			latest = o
		}
	}
	return latest
}

// quotedPart takes an ICMP error that quotes a fragment without ports. Where the rest of that
// packet does not come before, the error stays one of no conversation.
func (e *engine) quotedPart(c *packet.ICMP) {
	if of := e.joined.of(c.Part); of != nil {
		e.icmpError(of.row, of.side, of.frame)
		return
	}
	if len(e.joined.latest) == maxJoined { // it may be one of the packets that are forgotten
		return
	}
	e.keepOrphan(fact.Orphan{Proto: c.Part.Proto, From: netip.AddrPortFrom(c.Part.Src, 0), To: netip.AddrPortFrom(c.Part.Dst, 0)})
}
