package main

import (
	"slices"
	"testing"
)

func TestEdits(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "syn", 3}, {"syn", "", 3}, {"kitten", "sitting", 3}, {"fin", "fin", 0}, {"패킷", "패킹", 1}} {
		if got := edits(c.a, c.b); got != c.want {
			t.Errorf("from %q to %q are %d edits, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	kinds := kindNames()
	for typed, want := range map[string]string{"retransmit": "tcp.retransmit", "tcp.retransmission": "tcp.retransmit", "TCP.RST": "tcp.reset", "tcp.sinack": "tcp.synack", "udp.eco": "udp.echo"} {
		if got := nearest(typed, kinds); !slices.Contains(got, want) || len(got) != 3 {
			t.Errorf("nearest to %q are %v, not %s", typed, got, want)
		}
	}
}
