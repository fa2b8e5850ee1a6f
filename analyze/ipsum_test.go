package analyze

import (
	"slices"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/frame"
	"github.com/pcaplain/pcaplain/analyze/internal/packet"
)

// TestIPSums counts a frame by its worst IPv4 header, and none that an error quotes.
func TestIPSums(t *testing.T) {
	right := []byte{0x45, 0, 0, 20, 0, 0, 0, 0, 64, 6, 0xf6, 0xe0, 192, 0, 2, 1, 192, 0, 2, 2}
	zero, wrong := slices.Clone(right), slices.Clone(right)
	zero[10], zero[11] = 0, 0
	wrong[11]++
	var e engine
	count := func(number int, layers ...[]byte) {
		e.in, e.pkt = &decoded{Frame: frame.Frame{Number: number}}, &packet.Packet{IPSum: fact.Good}
		for _, b := range layers {
			layer := fact.LayerIPv4
			if len(b) == 8 {
				layer = fact.LayerICMP
			}
			e.pkt.Layers = append(e.pkt.Layers, fact.Span{Layer: layer, Off: len(e.in.Data), Len: len(b)})
			e.in.Data = append(e.in.Data, b...)
		}
		e.countIPSums()
	}
	count(1, right)
	count(2, zero)
	count(3, wrong, right)
	count(4, zero, wrong)
	count(5, right, make([]byte, 8), wrong)
	if s := e.survey.IPSums; s.Right != 2 || !slices.Equal(s.Zero.Frames(), []int{2}) || !slices.Equal(s.Wrong.Frames(), []int{3, 4}) {
		t.Errorf("%+v", s)
	}
}
