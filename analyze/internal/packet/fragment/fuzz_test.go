package fragment

import "testing"

// FuzzAdd: no row of fragments makes the table panic or put together a datagram that is
// longer than the fragments reach, or that does not end with a last one. Of each four bytes
// the first two are the offset, the third the size, the fourth whether others follow.
func FuzzAdd(f *testing.F) {
	f.Add([]byte{0, 0, 32, 1, 0, 4, 32, 0})
	f.Add([]byte{0, 4, 32, 0, 0, 0, 32, 1})
	f.Add([]byte{0, 0, 48, 1, 0, 2, 8, 0})
	f.Add([]byte{0, 3, 8, 0, 0, 3, 16, 0, 0, 0, 24, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		var table Table
		reach, last := 0, false
		for i := 0; i+4 <= len(b); i += 4 {
			p := Piece{Frame: i, Offset: 8 * (int(b[i])<<8 | int(b[i+1])), More: b[i+3]&1 != 0, Data: b[:min(int(b[i+2]), len(b))]}
			reach, last = max(reach, p.Offset+len(p.Data)), last || !p.More
			done := table.Add(key(1), &p)
			if done == nil {
				continue
			}
			if len(done.Data) > reach || !last || len(done.Frames) == 0 {
				t.Fatalf("%d bytes of %d, last %v, frames %v", len(done.Data), reach, last, done.Frames)
			}
		}
		if table.Held() > 1 {
			t.Fatalf("%d datagrams of one key", table.Held())
		}
	})
}
