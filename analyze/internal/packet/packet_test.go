package packet

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Fragments of one IPv4 datagram (UDP, 1000 to 2000, length 24) and of one IPv6 packet.
const (
	head4 = "4500002400072000401146c00a0000010a000002" // not last, offset 0, 16 bytes
	tail4 = "4500001c00070002401166c60a0000010a000002" // last, offset 16, 8 bytes
	udp24 = "03e807d000180000" + "3031323334353637"
	rest8 = "3839616263646566"
)

// mend writes the right sum into an IPv4 header.
func mend(b []byte) []byte {
	binary.BigEndian.PutUint16(b[10:], 0)
	binary.BigEndian.PutUint16(b[10:], ^fold(sum(b[:20])))
	return b
}

func TestFragments(t *testing.T) {
	first, last := mend(unhex(t, head4+udp24)), mend(unhex(t, tail4+rest8))
	var d Decoder
	var p Packet
	d.Decode(3, 101, first, len(first), &p)
	if !p.Fragment || len(p.Transports) != 0 {
		t.Fatalf("first fragment: %+v", p)
	}
	d.Decode(7, 101, last, len(last), &p)
	if p.Fragment || len(p.Transports) != 1 {
		t.Fatalf("last fragment: %+v", p)
	}
	u := &p.Transports[0]
	if !slices.Equal(u.Frames, []int{3, 7}) || u.UDP.Len != 16 || string(u.Payload) != "0123456789abcdef" || u.Data().Len != 0 {
		t.Errorf("%+v", u)
	}
	inside(t, &p, len(last))
}

// A fragment that was not captured whole, or whose header is damaged, is put together with
// nothing; a first one is read as far as it goes.
func TestUnsoundFragment(t *testing.T) {
	first := mend(unhex(t, head4+udp24))
	last := mend(unhex(t, tail4+rest8))
	bad := slices.Clone(first)
	bad[10]++
	var d Decoder
	var p Packet
	for name, data := range map[string][]byte{"cut": first[:30], "damaged": bad} {
		d.Decode(1, 101, data, len(first), &p)
		if len(p.Transports) != 1 || p.Transports[0].UDP.Verdict != fact.Absent {
			t.Errorf("%s: %+v", name, p.Transports)
		}
		if d.Decode(2, 101, last, len(last), &p); len(p.Transports) != 0 || !p.Fragment {
			t.Errorf("%s: put together", name)
		}
		d = Decoder{}
	}
}

func TestTooDeep(t *testing.T) {
	for _, most := range []int{0, 10, 300} { // 0: the default
		bounds := fact.Bounds{Max: fact.Limits{fact.MaxHeaders: most}}
		var d Decoder
		d.Limit(&bounds)
		var p Packet
		data := unhex(t, "020000000001020000000002"+strings.Repeat("81000001", 250)+"0800"+packet4)
		d.Decode(1, 1, data, len(data), &p)
		if deep := most < 250; bounds.Beyond[fact.MaxHeaders] == 1 != deep || deep && len(p.Layers) > bounds.Of(fact.MaxHeaders)+1 || deep == (len(p.Transports) == 1) {
			t.Errorf("at most %d: %d layers, beyond %v", most, len(p.Layers), bounds.Beyond)
		}
	}
}

// RFC 8200 §8.1: the checksum of a packet still on its way through a routing header is about
// its final destination, while the end is the one that Wireshark shows; RFC 791: with a source
// route both are the final one.
func TestFinalDestination(t *testing.T) {
	var d Decoder
	var p Packet
	route := "6000000000282b40fe800000000000000000000000000001fe800000000000000000000000000002" +
		"1102000100000000fe800000000000000000000000000009" + "0001000200100000" + "6162636465666768"
	data := unhex(t, route)
	u := data[64:]
	copy(u[6:], checksum(t, "fe80::1", "fe80::9", u))
	d.Decode(1, 101, data, len(data), &p)
	if got := &p.Transports[0]; got.Dst.String() != "fe80::2" || p.Dst != got.Dst || got.UDP.Verdict != fact.Good {
		t.Errorf("routing header: %s, %s, checksum %s", got.Dst, p.Dst, got.UDP.Verdict)
	}
	data = mend(unhex(t, "4700002c0001000040110000"+"0a0000010a000002"+"8307040102030400"+"0001000200100000"+"6162636465666768"))
	d.Decode(1, 101, data, len(data), &p)
	if got := p.Transports[0].Dst.String(); got != "1.2.3.4" || p.Dst != p.Transports[0].Dst {
		t.Errorf("source route: %s", got)
	}
}

// An IPv6 length of zero with RFC 2675's option is a jumbogram.
func TestJumbogram(t *testing.T) {
	var d Decoder
	var p Packet
	head := unhex(t, "600000000000"+"0040"+"fe800000000000000000000000000001fe800000000000000000000000000002"+
		"0600c20400013880"+"0457"+"08ae"+"00000001"+"00000000"+"5010"+"03e8"+"00000000")
	data := append(head, make([]byte, 80000-28)...)
	d.Decode(1, 101, data, len(data), &p)
	if got := int(p.Transports[0].TCP.Len); got != len(data)-40-8-20 {
		t.Errorf("length %d of %d bytes", got, len(data))
	}
}

// checksum is that of a UDP datagram over IPv6 (RFC 8200 §8.1), added up two bytes at a time.
func checksum(t *testing.T, src, dst string, datagram []byte) []byte {
	t.Helper()
	a, b := netip.MustParseAddr(src).As16(), netip.MustParseAddr(dst).As16()
	pseudo := append(append(a[:], b[:]...), 0, 0, 0, byte(len(datagram)), 0, 0, 0, 17)
	total := 0
	for bytes := append(pseudo, datagram...); len(bytes) >= 2; bytes = bytes[2:] {
		total += int(bytes[0])<<8 | int(bytes[1])
	}
	for total > 0xffff {
		total = total>>16 + total&0xffff
	}
	return []byte{byte(^total >> 8), byte(^total)}
}

// A fragment that an ICMP error quotes does not make a fragment of the packet that reports it.
func TestQuotedFragment(t *testing.T) {
	head := mend(unhex(t, "4500003800080000400166c60a0000020a000001"))
	data := slices.Concat(head, unhex(t, "0b01000000000000"), mend(unhex(t, tail4+rest8)))
	var d Decoder
	var p Packet
	if d.Decode(1, 101, data, len(data), &p); p.Fragment || p.Layers[2].Layer != fact.LayerICMP {
		t.Errorf("fragment %v, layers %v", p.Fragment, p.Layers)
	}
}

// Of a first fragment that an ICMP error quotes whole Wireshark waits for the rest; of one that
// is cut it shows the header.
func TestQuotedWhole(t *testing.T) {
	fragment := mend(unhex(t, "450000200007200040110000c0000201c0000202")) // 12 bytes, more follow
	ports := unhex(t, "13881b5800180000"+"61626364")
	for quoted, held := range map[int]bool{12: true, 8: false} {
		head := mend(unhex(t, "4500003800080000400166c6c0000202c0000201"))
		head[3] = byte(20 + 8 + 20 + quoted)
		data := slices.Concat(head, unhex(t, "0b01000000000000"), fragment, ports[:quoted])
		var d Decoder
		var p Packet
		if d.Decode(1, 101, data, len(data), &p); len(p.Transports) != 1 || p.Transports[0].Held != held {
			t.Errorf("%d bytes quoted: %+v", quoted, p.Transports)
		}
	}
}
