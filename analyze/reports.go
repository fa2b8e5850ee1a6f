package analyze

import (
	"net/netip"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// report is an ICMP error, by what tells it from others.
type report struct {
	row        *fact.Row
	from       netip.Addr
	rest       uint32
	typ, code  uint8
	id         uint16 // of its IPv4 header; 0: none
	quoted     int    // the frame of the packet that it quotes; 0: not known
	frame      int
	vantage    int
	seenBeside bool // its copy at another vantage was found
}

// maxReports bounds the latest errors among which an earlier copy is looked for.
const maxReports = 16

// reports are the latest ICMP errors. The zero value is ready to use.
type reports struct {
	latest []report
	place  int // of the next among them
}

// copy is the earlier frame with the same packet: with its identification, which its sender
// gives to that packet alone (RFC 791 §3.2), or where there is none at another vantage. 0 where
// none of those kept holds it, and the error is kept then.
func (l *reports) copy(r report) (of int, vantage bool) {
	for i := range l.latest {
		old := &l.latest[(l.place+i)%len(l.latest)]
		now := r
		now.frame, now.vantage, now.seenBeside = old.frame, old.vantage, old.seenBeside
		if now != *old || r.vantage == old.vantage && r.id == 0 || r.vantage != old.vantage && old.seenBeside {
			continue
		}
		old.seenBeside = old.seenBeside || r.vantage != old.vantage
		return old.frame, r.vantage != old.vantage
	}
	if len(l.latest) < maxReports {
		l.latest = append(l.latest, r)
		return 0, false
	}
	l.latest[l.place] = r
	l.place = (l.place + 1) % maxReports
	return 0, false
}
