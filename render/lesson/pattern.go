package lesson

import (
	"net/netip"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Vain are connections that were asked for and did not come about, where there are more than
// are told one by one.
type Vain struct {
	Refused, Unanswered    int
	Askers, Hosts, Ports   int // different addresses of clients, addresses and ports of servers
	Asker, Host            netip.Addr
	Port                   uint16
	First, Last, ToldBelow int
}

// N is how many there are.
func (p *Vain) N() int { return p.Refused + p.Unanswered }

// Vain is nil where these connections are few.
func (v *view) Vain() *Vain {
	p := &Vain{}
	askers, hosts, ports := map[netip.Addr]bool{}, map[netip.Addr]bool{}, map[uint16]bool{}
	for i := range v.b.c.Rows {
		r := &v.b.c.Rows[i]
		switch {
		case r.ID.Proto != fact.TCP:
			continue
		case r.Kinds.Has(fact.TCPRefused):
			p.Refused++
		case r.Kinds.Has(fact.TCPUnanswered):
			p.Unanswered++
		default:
			continue
		}
		if p.N() == 1 {
			p.First = r.First
		}
		p.Last = max(p.Last, r.Last)
		p.Asker, p.Host, p.Port = r.Ends[fact.Client].Addr(), r.Ends[fact.Server].Addr(), r.Ends[fact.Server].Port()
		askers[p.Asker], hosts[p.Host], ports[p.Port] = true, true, true
	}
	if p.N() <= maxTCP {
		return nil
	}
	p.Askers, p.Hosts, p.Ports = len(askers), len(hosts), len(ports)
	for _, t := range v.b.talks {
		if t.vain() {
			p.ToldBelow++
		}
	}
	return p
}

// vain tells a connection that was refused or not answered.
func (t *talk) vain() bool { return t.Kinds.Has(fact.TCPRefused) || t.Kinds.Has(fact.TCPUnanswered) }

// Again are connections between the same two addresses and ports, one after the other.
type Again struct {
	N    int
	Ends fact.Ends
}

// manyAgain is from how many on they are worth a sentence.
const manyAgain = 3

// Again is the pair of ends with the most connections; nil where no pair has many.
func (v *view) Again() *Again {
	count := map[fact.Ends]int{}
	var most Again
	for i := range v.b.c.Rows {
		r := &v.b.c.Rows[i]
		if r.ID.Proto != fact.TCP {
			continue
		}
		ends := r.Ends
		if ends[1].Compare(ends[0]) < 0 {
			ends[0], ends[1] = ends[1], ends[0]
		}
		if count[ends]++; count[ends] > most.N {
			most = Again{count[ends], r.Ends}
		}
	}
	if most.N < manyAgain {
		return nil
	}
	return &most
}
