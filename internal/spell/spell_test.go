package spell

import "testing"

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "syn", 3}, {"syn", "", 3}, {"kitten", "sitting", 3}, {"fin", "fin", 0}, {"패킷", "패킹", 1}} {
		if got := Distance(c.a, c.b); got != c.want {
			t.Errorf("from %q to %q are %d edits, want %d", c.a, c.b, got, c.want)
		}
	}
}
