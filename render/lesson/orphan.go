package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// Orphan is an ICMP error of no conversation.
type Orphan struct{ fact.Orphan }

// Orphans are the first few of them, Orphaned how many there are, MoreOrphans how many beyond these.
func (v *view) Orphans() (l []Orphan) {
	for _, o := range v.b.c.Orphans {
		l = append(l, Orphan{o})
	}
	return l
}
func (v *view) Orphaned() int    { return v.b.c.Orphaned }
func (v *view) MoreOrphans() int { return v.b.c.Orphaned - len(v.b.c.Orphans) }

// Fact is what its header says, as texts about ICMP errors have it.
func (o Orphan) Fact() fact.Error { return o.Error }

// UDP tells that it quotes a datagram, and no segment. Source and Destination are of that,
// with ports where those are known.
func (o Orphan) UDP() bool           { return o.Proto == fact.UDP }
func (o Orphan) Source() string      { return o.end(o.From.Addr().String(), o.From.String()) }
func (o Orphan) Destination() string { return o.end(o.To.Addr().String(), o.To.String()) }

func (o Orphan) end(addr, port string) string {
	if o.Error.Fragment {
		return addr
	}
	return port
}
