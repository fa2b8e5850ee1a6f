package flow

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// A map of Go's own is the yardstick: the same pair the same number, whichever way a frame goes.
func TestFindAgreesWithAMap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	type pair struct {
		proto fact.Proto
		ends  fact.Ends
	}
	known := map[pair]int32{}
	table := NewTable()
	end := func(six bool) netip.AddrPort {
		a := netip.AddrFrom4([4]byte{10, 0, byte(r.IntN(3)), byte(r.IntN(40))})
		if six {
			a = netip.AddrFrom16([16]byte{0xfd, 15: byte(r.IntN(40))})
		}
		return netip.AddrPortFrom(a, uint16(r.IntN(4)))
	}
	for range 200000 {
		proto, six := fact.Proto(r.IntN(2)), r.IntN(3) == 0
		src, dst := end(six), end(six)
		id, from := table.Find(proto, src, dst)
		there, ok := known[pair{proto, fact.Ends{src, dst}}]
		back, turned := known[pair{proto, fact.Ends{dst, src}}]
		switch {
		case ok && (id != there || from != 0):
			t.Fatalf("%v %v > %v: pair %d from %d, want %d from 0", proto, src, dst, id, from, there)
		case !ok && turned && (id != back || from != 1):
			t.Fatalf("%v %v > %v: pair %d from %d, want %d from 1", proto, src, dst, id, from, back)
		case !ok && !turned:
			if int(id) != len(known) || from != 0 {
				t.Fatalf("%v %v > %v: pair %d from %d, want a new one, %d", proto, src, dst, id, from, len(known))
			}
			known[pair{proto, fact.Ends{src, dst}}] = id
			if got := table.Ends(id); got != (fact.Ends{src, dst}) {
				t.Fatalf("ends of pair %d: %v", id, got)
			}
		}
	}
	if len(known) < 1000 || table.Len() != len(known) {
		t.Fatalf("%d pairs in the table, %d known", table.Len(), len(known))
	}
}

func TestFindAllocatesNothingForAKnownPair(t *testing.T) {
	table := NewTable()
	a, b := netip.MustParseAddrPort("192.0.2.1:1"), netip.MustParseAddrPort("192.0.2.2:2")
	table.Find(fact.TCP, a, b)
	if n := testing.AllocsPerRun(100, func() { table.Find(fact.TCP, b, a) }); n != 0 {
		t.Fatalf("%v allocations", n)
	}
}
