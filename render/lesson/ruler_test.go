package lesson

import (
	"slices"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
)

// TestRuns orders the numbers by their place and names every frame that carried any of them:
// a segment from before the first captured, one sent again in part, a FIN on a byte's number. A
// reset's data is none of them.
func TestRuns(t *testing.T) {
	const isn = 4294967290 // the raw numbers begin anew
	conv := fact.Conversation{}
	step := func(frame int, side fact.Side, rel uint32, n int32, flags fact.Flags, ack, newly uint32) {
		seg := fact.Segment{Seq: isn + rel, RelSeq: rel, Len: n, Flags: flags | fact.ACK, Ack: isn + ack, RelAck: ack}
		conv.Steps = append(conv.Steps, fact.Step{Frame: frame, Side: side, TCP: seg, NewAck: newly})
	}
	step(1, fact.Client, 1, 10, 0, 0, 0)
	step(2, fact.Client, 4294967287, 10, 0, 0, 0) // −9
	step(3, fact.Client, 11, 10, 0, 0, 0)
	step(4, fact.Server, 1, 0, 0, 16, 15)
	step(5, fact.Client, 6, 10, 0, 0, 0)
	step(6, fact.Client, 20, 0, fact.FIN, 0, 0)
	step(7, fact.Client, 21, 8, fact.RST, 0, 0)
	m := (&talk{Conversation: &conv}).measure(fact.Client)
	type told struct {
		from, size uint32
		word       string
		sent       []int
		acked      int
	}
	want := []told{{4294967287, 10, "", []int{2}, 0}, {1, 5, "", []int{1}, 4}, {6, 5, "", []int{1, 5}, 4}, {11, 5, "", []int{3, 5}, 4},
		{16, 5, "", []int{3}, 0}, {20, 1, "FIN", []int{6}, 0}}
	var got []told
	for _, r := range m.runs() {
		st := figure.Stretch{}
		m.fill(&st, r)
		got = append(got, told{r.from.number, uint32(r.size), r.word, st.Sent, st.Acked})
	}
	if !slices.EqualFunc(got, want, func(a, b told) bool {
		return a.from == b.from && a.size == b.size && a.word == b.word && slices.Equal(a.sent, b.sent) && a.acked == b.acked
	}) || m.next.number != 21 || m.syn != nil || m.first.Frame != 1 {
		t.Errorf("got %v, next %d, want %v", got, m.next.number, want)
	}
}

// TestRulerOfNothing leaves out the direction, and the ruler, in which nothing takes a number.
func TestRulerOfNothing(t *testing.T) {
	reset := fact.Step{Frame: 1, TCP: fact.Segment{Len: 8, Flags: fact.RST | fact.ACK}}
	talk := &talk{Conversation: &fact.Conversation{Steps: []fact.Step{reset}}}
	if d := talk.direction(fact.Client); d.Name != "" || talk.Numbered() {
		t.Errorf("a reset alone is drawn as %q", d.Name)
	}
}
