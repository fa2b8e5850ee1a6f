package analyze

import (
	"net/netip"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// dynamic is the first port of the range from which clients take theirs (RFC 6335 §6).
const dynamic = 49152

// servers are the ends that are servers of connections whose opening was not captured, as
// the rest of the capture shows: a SYN went to them in another connection between the same
// two ends or, where neither port tells, they send back what they get.
func servers(s *fact.Survey) (l []netip.AddrPort) {
	opened := map[fact.Ends]bool{}
	for _, r := range s.Rows {
		if r.ID.Proto == fact.TCP && r.Roles < fact.Guessed {
			opened[r.Ends] = true
		}
	}
	for _, r := range s.Rows {
		if r.ID.Proto != fact.TCP || r.Roles != fact.Guessed {
			continue
		}
		client, server := r.Ends[fact.Client], r.Ends[fact.Server]
		there, back := opened[r.Ends], opened[fact.Ends{server, client}]
		if there == back && min(client.Port(), server.Port()) >= dynamic {
			there, back = r.Echoes[fact.Server] > 0, r.Echoes[fact.Client] > 0
		}
		switch {
		case there && !back:
			l = append(l, server)
		case back && !there:
			l = append(l, client)
		}
	}
	return l
}
