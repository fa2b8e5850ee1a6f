package analyze

import (
	"net/netip"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// TestNeighbor reads questions and answers, and nothing of what is neither or cut.
func TestNeighbor(t *testing.T) {
	ask := []byte{0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 192, 0, 2, 2}
	tell := append([]byte{0, 1, 8, 0, 6, 4, 0, 2, 2, 0, 0, 0, 0, 2}, append([]byte{192, 0, 2, 2}, ask[8:18]...)...)
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	var n fact.Neighbor
	if !arp(&n, ask) || n != (fact.Neighbor{Asks: true, By: a, Of: b}) {
		t.Errorf("%+v", n)
	}
	if n = (fact.Neighbor{}); !arp(&n, tell) || n != (fact.Neighbor{By: b, Of: b, MAC: [6]byte{2, 0, 0, 0, 0, 2}}) {
		t.Errorf("%+v", n)
	}
	six := netip.MustParseAddr("2001:db8::2").As16()
	advert := append(append([]byte{136, 0, 0, 0, 0x60, 0, 0, 0}, six[:]...), 2, 1, 2, 0, 0, 0, 0, 2)
	if n = (fact.Neighbor{}); !discovery(&n, advert) || n != (fact.Neighbor{Of: netip.AddrFrom16(six), MAC: [6]byte{2, 0, 0, 0, 0, 2}}) {
		t.Errorf("%+v", n)
	}
	for i := range ask {
		if arp(&n, ask[:i]) {
			t.Errorf("%d bytes of a question", i)
		}
	}
	ask[7] = 3
	if arp(&n, ask) || discovery(&n, advert[:23]) || discovery(&n, append([]byte{128}, advert[1:]...)) {
		t.Error("what is no question and no answer")
	}
}
