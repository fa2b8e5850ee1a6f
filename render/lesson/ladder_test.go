package lesson

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// TestErrorRows draws ICMP errors between the datagrams: a router's, and after a pause the server's own.
func TestErrorRows(t *testing.T) {
	sent := func(frame int, at time.Duration) fact.Step {
		return fact.Step{Frame: frame, Time: fact.Time{Sec: int64(at / time.Second)}}
	}
	failed := func(frame int, from string, at time.Duration) fact.Fact {
		return fact.Fact{Kind: fact.ICMPError, Side: fact.Server, Frames: []int{frame}, What: fact.Error{Type: 3, Code: 3, From: from, At: at}}
	}
	c := fact.Conversation{Row: fact.Row{ID: fact.ID{Proto: fact.UDP}, Ends: fact.Ends{netip.MustParseAddrPort("192.0.2.10:5000"), netip.MustParseAddrPort("192.0.2.20:7000")}},
		Steps: []fact.Step{sent(1, 0), sent(3, time.Second)},
		Facts: []fact.Fact{failed(2, "198.51.100.1", time.Millisecond), failed(7, "192.0.2.20", 4*time.Second)}}
	b, err := newBuilder(&fact.Capture{Conversations: []fact.Conversation{c}, Frames: 7}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	b.digits, b.cards = 3, map[int]bool{1: true, 3: true}
	var got []string
	for _, r := range newTalk(b, &b.c.Conversations[0]).phases[0].ladder().Rows {
		got = append(got, fmt.Sprintf("%d %q %d %v %q %q", r.Frame, r.Time, r.Side, r.Flags, r.Between, r.Words))
	}
	want := `1 "0.000" 0 [UDP] "" []
2 "0.001" 1 [ICMP] "198.51.100.1" []
0 "" 0 [] "" ["999 ms"]
3 "1.000" 0 [UDP] "" []
0 "" 0 [] "" ["3.000 s" "3 frames of other traffic"]
7 "4.000" 1 [ICMP] "" []`
	if strings.Join(got, "\n") != want {
		t.Errorf("drawn\n%s\nwanted\n%s", strings.Join(got, "\n"), want)
	}
}
