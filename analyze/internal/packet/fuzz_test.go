package packet

import "testing"

// FuzzDecode: no frame of any link type makes the decoder panic, and what it tells of lies
// in the frame. Each comes twice, after another, as fragments of one datagram may.
func FuzzDecode(f *testing.F) {
	for _, tt := range encapsulations {
		f.Add(tt.link, unhex(f, tt.before+tt.inner+tt.after), unhex(f, head4+udp24))
	}
	f.Add(uint16(101), mend(unhex(f, head4+udp24)), mend(unhex(f, tail4+rest8)))
	f.Fuzz(func(t *testing.T, link uint16, one, other []byte) {
		var d Decoder
		var p Packet
		for i, data := range [][]byte{one, other, one, other} {
			d.Decode(i+1, link, data, len(data)+int(link)%3, &p)
			inside(t, &p, len(data))
		}
	})
}
