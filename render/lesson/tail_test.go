package lesson

import (
	"encoding/binary"
	"hash/crc32"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// TestTail tells what lies behind the packet: padding ends at 60 bytes, and only four bytes
// behind that lie where a frame check sequence does.
func TestTail(t *testing.T) {
	for _, tt := range []struct {
		name        string
		link        fact.Layer
		data, after int
		inside      int // of the bytes behind: within the IP packet
		checked     bool
		want        tail
	}{
		{"nothing", fact.LayerEthernet, 20, 0, 0, false, tail{}},
		{"padding", fact.LayerEthernet, 0, 6, 0, false, tail{padding: 6}},
		{"padding and four bytes", fact.LayerEthernet, 0, 10, 0, false, tail{padding: 6, fcs: 4, check: fact.Bad}},
		{"padding and its FCS", fact.LayerEthernet, 0, 10, 0, true, tail{padding: 6, fcs: 4, check: fact.Good}},
		{"a long frame and four bytes", fact.LayerEthernet, 648, 4, 0, false, tail{fcs: 4, check: fact.Bad}},
		{"a long frame and six bytes", fact.LayerEthernet, 648, 6, 0, false, tail{other: 6}},
		{"within the packet", fact.LayerEthernet, 0, 6, 6, false, tail{other: 6}},
		{"a radio's header that tells of an FCS", fact.LayerRadiotapFCS, 20, 4, 0, false, tail{fcs: 4, told: true, check: fact.Bad}},
		{"a radio's header that tells of an FCS, which is right", fact.LayerPPIFCS, 20, 4, 0, true, tail{fcs: 4, told: true, check: fact.Good}},
		{"a radio's header that tells of an FCS, and more", fact.LayerRadiotapFCS, 20, 6, 0, false, tail{fcs: 4, told: true, other: 2}},
		{"a radio's header that tells of none", fact.LayerRadiotap, 20, 4, 0, false, tail{other: 4}},
		{"no Ethernet", fact.LayerSLL, 0, 6, 0, false, tail{other: 6}},
	} {
		frame := make([]byte, 14+40+tt.data+tt.after)
		frame[14] = 0x45
		binary.BigEndian.PutUint16(frame[16:], uint16(40+tt.data+tt.inside))
		if n := len(frame) - 4; tt.checked {
			from := 0
			if tt.link != fact.LayerEthernet {
				from = 14 // a radio's header is none of what was sent
			}
			binary.LittleEndian.PutUint32(frame[n:], crc32.ChecksumIEEE(frame[from:n]))
		} else if n > 60 {
			frame[n] = 1
		}
		x := &fact.Excerpt{Len: len(frame), CapLen: len(frame), Bytes: frame, Layers: []fact.Span{{Layer: tt.link, Len: 14},
			{Layer: fact.LayerIPv4, Off: 14, Len: 20}, {Layer: fact.LayerTCP, Off: 34, Len: 20}, {Layer: fact.LayerData, Off: 54, Len: tt.data}}}
		if got := tailOf(x); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}
