package fragment

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// payload is 64 bytes that differ.
func payload() []byte {
	b := make([]byte, 64)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

func key(id uint32) *Key {
	return &Key{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2"), ID: id, Proto: 17}
}

// Every expectation is what tshark 4.0 shows of the same fragments: ip.fragment,
// ip.fragment.overlap, …overlap.conflict, …multipletails, ip.reassembled.length.
func TestAdd(t *testing.T) {
	whole, other := payload(), slices.Repeat([]byte{'X'}, 64)
	tests := []struct {
		name              string
		pieces            []Piece
		at                int // the piece that completes it; −1 none
		size              int
		frames            []int
		overlap, conflict bool
		spoilt            int // a byte that is not the first one's; −1 none
	}{
		{"in order", []Piece{{1, 0, true, whole[:32]}, {2, 32, false, whole[32:]}}, 1, 64, []int{1, 2}, false, false, -1},
		{"reversed", []Piece{{1, 32, false, whole[32:]}, {2, 0, true, whole[:32]}}, 1, 64, []int{1, 2}, false, false, -1},
		{"a gap filled last", []Piece{{1, 0, true, whole[:16]}, {2, 32, false, whole[32:]}, {3, 16, true, whole[16:32]}}, 2, 64, []int{1, 2, 3}, false, false, -1},
		{"repeated", []Piece{{1, 0, true, whole[:32]}, {2, 0, true, whole[:32]}, {3, 32, false, whole[32:]}}, 2, 64, []int{1, 2, 3}, true, false, -1},
		{"overlapping alike", []Piece{{1, 0, true, whole[:32]}, {2, 24, false, whole[24:]}}, 1, 64, []int{1, 2}, true, false, -1},
		{"overlapping, other bytes: the lower offset counts", []Piece{{1, 24, false, append(other[:8:8], whole[32:]...)}, {2, 0, true, whole[:32]}}, 1, 64, []int{1, 2}, true, true, -1},
		{"overlapping, other bytes in the lower offset", []Piece{{1, 24, false, whole[24:]}, {2, 0, true, append(whole[:24:24], other[:8]...)}}, 1, 64, []int{1, 2}, true, true, 24},
		{"same offset, other bytes: the earlier counts", []Piece{{1, 0, true, whole[:32]}, {2, 0, true, other[:32]}, {3, 32, false, whole[32:]}}, 2, 64, []int{1, 2, 3}, true, true, -1},
		{"ends that disagree: the first counts", []Piece{{1, 32, false, whole[32:48]}, {2, 32, false, whole[32:]}, {3, 0, true, whole[:32]}}, 2, 48, []int{1, 2, 3}, true, true, -1},
		{"teardrop: the last inside the first", []Piece{{1, 0, true, whole[:48]}, {2, 16, false, whole[16:24]}}, 1, 24, []int{1, 2}, true, true, -1},
		{"empty ones do not count", []Piece{{1, 0, true, whole[:32]}, {2, 32, false, nil}}, -1, 0, nil, false, false, -1},
		{"only the last", []Piece{{1, 32, false, whole[32:]}}, -1, 0, nil, false, false, -1},
		{"past what a length can say", []Piece{{1, 1 << 17, false, whole}}, -1, 0, nil, false, false, -1},
	}
	for _, tt := range tests {
		var table Table
		for i := range tt.pieces {
			got := table.Add(key(7), &tt.pieces[i])
			if (got != nil) != (i == tt.at) {
				t.Errorf("%s: after piece %d complete %v", tt.name, i, got != nil)
			}
			if got == nil {
				continue
			}
			want := slices.Clone(whole[:tt.size])
			if tt.spoilt >= 0 {
				copy(want[tt.spoilt:], other[:8])
			}
			if !slices.Equal(got.Data, want) || !slices.Equal(got.Frames, tt.frames) || got.Overlap != tt.overlap || got.Conflict != tt.conflict {
				t.Errorf("%s: got %d bytes, frames %v, overlap %v, conflict %v", tt.name, len(got.Data), got.Frames, got.Overlap, got.Conflict)
			}
		}
	}
}

// Of bytes that came with two values both are kept, and where they lie.
func TestClash(t *testing.T) {
	whole, other := payload(), slices.Repeat([]byte{'X'}, 64)
	var table Table
	table.Add(key(7), &Piece{1, 0, true, whole[:32]})
	table.Add(key(7), &Piece{2, 24, true, append(whole[24:28:28], other[:12]...)})
	got := table.Add(key(7), &Piece{3, 32, false, whole[32:]})
	want := fact.Clash{Frames: [2]int{1, 2}, Offset: 28, Len: 4}
	copy(want.Bytes[0][:], whole[28:32])
	copy(want.Bytes[1][:], other[:4])
	if got == nil || got.Clash != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	table.Add(key(8), &Piece{4, 0, true, whole[:48]})
	if got = table.Add(key(8), &Piece{5, 16, false, whole[16:24]}); got == nil || got.Clash != (fact.Clash{Ends: true}) {
		t.Errorf("got %+v, want that the ends disagree", got)
	}
	table.Add(key(9), &Piece{6, 65520, false, whole})
	if got, want := table.Fragments(), (fact.Fragments{Unfinished: 1, Beyond: fact.Listed{N: 1, First: [8]int{6}}}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// A datagram that is complete is done with: the same fragments again make another.
func TestAgain(t *testing.T) {
	var table Table
	for n := range 3 {
		if table.Add(key(1), &Piece{Frame: 2 * n, More: true, Data: payload()[:32]}) != nil ||
			table.Add(key(1), &Piece{Frame: 2*n + 1, Offset: 32, Data: payload()[32:]}) == nil {
			t.Fatal("round", n)
		}
	}
	if table.Held() != 0 || table.bytes != 0 {
		t.Error("held", table.Held(), table.bytes)
	}
}

// What is held is bounded, the oldest goes first, and what went is counted.
func TestBounds(t *testing.T) {
	for _, limits := range []fact.Limits{{}, {fact.MaxDatagrams: 10, fact.MaxFragments: 3, fact.MaxFragmentBytes: 100_000}} {
		b := fact.Bounds{Max: limits}
		table := Table{Bounds: &b}
		datagrams, bytes, pieces := b.Of(fact.MaxDatagrams), b.Of(fact.MaxFragmentBytes), b.Of(fact.MaxFragments)
		big := make([]byte, 60000)
		for n := range 10 * datagrams {
			table.Add(key(uint32(n)), &Piece{Frame: n, More: true, Data: big[:8+n%2*59000]})
			if table.Held() > datagrams || table.bytes > bytes || table.spare > bytes {
				t.Fatal(table.Held(), table.bytes, table.spare)
			}
		}
		if b.Beyond[fact.MaxDatagrams]+b.Beyond[fact.MaxFragmentBytes] != 10*datagrams-table.Held() {
			t.Error(b.Beyond, table.Held())
		}
		for n := range pieces + 5 {
			table.Add(key(1<<20), &Piece{Frame: n, Offset: 16 * (n % 4000), More: true, Data: big[:8]})
		}
		if b.Beyond[fact.MaxFragments] != 5 {
			t.Error(b.Beyond)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	var table Table
	a, b := &Piece{More: true, Data: payload()[:32]}, &Piece{Offset: 32, Data: payload()[32:]}
	k := key(5)
	if n := testing.AllocsPerRun(100, func() { table.Add(k, a); table.Add(k, b) }); n != 0 {
		t.Error(n, "allocations")
	}
}
