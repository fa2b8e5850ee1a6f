package suite_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
)

// labHosts are the ends of the lab's captures, by where a capture was made.
var labHosts = map[string]string{
	"192.168.219.164": "client", "192.168.219.113": "server",
	"fd00:219::164": "client", "fd00:219::113": "server",
}

// TestTimes holds the shortest and the longest round trip of each side of each connection to
// tshark's tcp.analysis.ack_rtt of the same frame, and the end near which a capture seems to
// have been made to the place where it was.
func TestTimes(t *testing.T) {
	var trips, vantages int
	for _, r := range readTSV(t, inLab(t, "INDEX.tsv")) {
		name := r["name"] + ".pcapng"
		seen := map[int]row{}
		for _, f := range readTSV(t, oracle(t, name+".tsv")) {
			seen[integer(f["frame.number"])] = f
		}
		for s, err := range analyze.Walk(capture(name, read(t, inLab(t, name))), analyze.Options{}, nil) {
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range s.Facts {
				switch w := f.What.(type) {
				case fact.RoundTrips:
					trips += 2
					sameTrip(t, name, seen[w.MinAck], w.MinOf, w.Min)
					sameTrip(t, name, seen[w.MaxAck], w.MaxOf, w.Max)
				case fact.Nearness:
					vantages++
					host := labHosts[f.Row.Ends[f.Side].Addr().String()]
					if v := r["vantage"]; host != v && (v == "client" || v == "server") {
						t.Errorf("%s, %s: seems to be captured near the %s and was at the %s", name, f.Row.ID, host, v)
					}
				}
			}
		}
	}
	if trips < 200 || vantages < 100 {
		t.Errorf("only %d round trips and %d vantage points", trips, vantages)
	}
	t.Logf("%d round trips are tshark's, %d vantage points are where the captures were made", trips, vantages)
}

func sameTrip(t *testing.T, name string, f row, of int, took time.Duration) {
	t.Helper()
	seconds, err := strconv.ParseFloat(f["tcp.analysis.ack_rtt"], 64)
	if err != nil && took == 0 {
		return // tshark shows none of 0
	}
	if got := time.Duration(seconds*1e9 + 0.5); f["tcp.analysis.acks_frame"] != strconv.Itoa(of) || got != took {
		t.Errorf("%s, frame %s: %v after frame %d, where tshark has %q after frame %s", name, f["frame.number"], took, of, f["tcp.analysis.ack_rtt"], f["tcp.analysis.acks_frame"])
	}
}

func integer(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
