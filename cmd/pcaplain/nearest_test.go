package main

import (
	"slices"
	"testing"
)

func TestNearest(t *testing.T) {
	kinds := kindNames()
	for typed, want := range map[string]string{"retransmit": "tcp.retransmit", "tcp.retransmission": "tcp.retransmit", "TCP.RST": "tcp.reset", "tcp.sinack": "tcp.synack", "udp.eco": "udp.echo"} {
		if got := nearest(typed, kinds); !slices.Contains(got, want) || len(got) != 3 {
			t.Errorf("nearest to %q are %v, not %s", typed, got, want)
		}
	}
}
