package analyze_test

import (
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
)

// TestServers proves that naming a server turns the sides of everything that is told and
// changes nothing else: the same endpoint makes the same moves and sends the same bytes.
func TestServers(t *testing.T) {
	file := filepath.Join(corpus.Dir(t), "captures/lab/midstream-start.pcapng")
	src := analyze.Source{Name: "x", Open: func() (io.ReadCloser, error) { return os.Open(file) }}
	server := netip.MustParseAddrPort("192.168.219.113:65432")
	type told struct {
		end, old, new, cause string
	}
	read := func(opt analyze.Options) (moves []told, data map[netip.AddrPort]int64, row fact.Row) {
		var survey fact.Survey
		for s, err := range analyze.Walk(src, opt, &survey) {
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range s.Moves {
				moves = append(moves, told{m.Row.Ends[m.Side].String(), m.Old.String(), m.New.String(), m.CauseText()})
			}
		}
		row = *survey.Rows[0]
		return moves, map[netip.AddrPort]int64{row.Ends[0]: row.Data[0], row.Ends[1]: row.Data[1]}, row
	}
	moves, data, row := read(analyze.Options{})
	named, namedData, namedRow := read(analyze.Options{Servers: []netip.AddrPort{server}})
	if row.Ends[fact.Server] == server || namedRow.Ends[fact.Server] != server {
		t.Fatalf("servers: %v, and named %v", row.Ends[fact.Server], namedRow.Ends[fact.Server])
	}
	if len(moves) == 0 || len(moves) != len(named) {
		t.Fatalf("%d moves, and %d", len(moves), len(named))
	}
	for i := range moves {
		if moves[i] != named[i] {
			t.Errorf("move %d: %v, and %v", i, moves[i], named[i])
		}
	}
	for end, n := range data {
		if namedData[end] != n {
			t.Errorf("%v sent %d bytes, and %d", end, n, namedData[end])
		}
	}
}
