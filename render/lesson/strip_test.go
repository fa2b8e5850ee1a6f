package lesson

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// acks makes a conversation of the server's acknowledgments: Ack, and the numbers reported
// to have arrived beyond it.
func acks(t *testing.T, l ...[]uint32) *talk {
	t.Helper()
	c := fact.Conversation{Row: fact.Row{ID: fact.ID{Proto: fact.TCP}}}
	for i, a := range l {
		s := fact.Step{Frame: i + 1, Side: fact.Server, TCP: fact.Segment{Flags: fact.ACK, RelAck: a[0]}}
		if i > 0 {
			s.NewAck = a[0] - l[i-1][0]
		}
		if len(a) > 1 {
			sack := fact.Sack{}
			for k := 1; k < len(a); k += 2 {
				sack.Arrived = append(sack.Arrived, [2]uint32{a[k], a[k+1]})
			}
			c.Facts = append(c.Facts, fact.Fact{Kind: fact.TCPSack, Side: fact.Server, Frames: []int{i + 1}, What: sack})
		}
		c.Steps = append(c.Steps, s)
	}
	b, err := newBuilder(&fact.Capture{Conversations: []fact.Conversation{c}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return newTalk(b, &b.c.Conversations[0])
}

// TestHoles draws two losses: in one the numbers begin anew, the other has more
// acknowledgments than are drawn, one of them a repetition of the one before.
func TestHoles(t *testing.T) {
	const end = 1<<32 - 10
	tk := acks(t, []uint32{end}, []uint32{end, 10, 20}, []uint32{30}, []uint32{100},
		[]uint32{100, 200, 210}, []uint32{100, 200, 220}, []uint32{100, 200, 230}, []uint32{100, 200, 230}, []uint32{100, 200, 235}, []uint32{100, 200, 240}, []uint32{150, 200, 250}, []uint32{900}, []uint32{1000})
	var got []string
	for _, l := range tk.losses() {
		f := tk.holes(l)
		words := fmt.Sprintf("from %d, %d numbers:", f.Zero, f.Len)
		for _, r := range f.Rows {
			words += fmt.Sprint(" ", r.Frame)
			for _, p := range r.Parts {
				words += fmt.Sprintf(" %s %d", p.Mark, p.From)
			}
		}
		got = append(got, words)
	}
	want := "from 4294967282, 34 numbers: 2 acked 4294967282 missing 4294967286 held 10 3 acked 4294967282\n" +
		"from 79, 171 numbers: 5 acked 79 missing 100 held 200 6 acked 79 missing 100 held 200 7 acked 79 missing 100 held 200 0 11 acked 79 missing 150 held 200 12 acked 79"
	if strings.Join(got, "\n") != want {
		t.Errorf("drawn\n%s\nwanted\n%s", strings.Join(got, "\n"), want)
	}
}
