package suite_test

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/render/table"
)

// cleanLabs begin the names of the captures in which every transition must be found and
// none invented; leastFound is how many must be found in the whole lab.
var cleanLabs = strings.Fields(`echo-lab blog- close- half-close rst- connection-refused ipv6- korean- hostile- many- http-
	loopback any-interface midstream-start`)

const leastFound = 1450

// TestStates holds what we say of both endpoints' states to the transitions that the
// kernel logged while the lab was recorded.
func TestStates(t *testing.T) {
	undecidable := readUndecidable(t)
	var found, missing, invented, unjudged, clean int
	kernel := names(t, inLab(t, "*.states.tsv"), ".states.tsv")
	for _, name := range kernel {
		_, product := parseTSV(t, list(t, labCapture(t, name), table.MoveColumns, movesOf))
		v := judge(product, readTSV(t, inLab(t, name+".states.tsv")), readTSV(t, oracle(t, name+".pcapng.tsv")), undecidable[name])
		found, missing, invented, unjudged = found+v.found, missing+len(v.missing), invented+len(v.invented), unjudged+v.unjudged
		wrong := len(v.missing) + len(v.invented)
		if wrong == 0 {
			clean++
		}
		for _, r := range v.missing {
			t.Logf("%s: missing %s", name, say(r))
		}
		for _, r := range v.invented {
			t.Logf("%s: invented %s", name, say(r))
		}
		if wrong > 0 && slices.ContainsFunc(cleanLabs, func(p string) bool { return strings.HasPrefix(name, p) }) {
			t.Errorf("%s: %d missing, %d invented", name, len(v.missing), len(v.invented))
		}
	}
	excused := 0
	for name, rows := range undecidable {
		for _, u := range rows {
			if excused += u.used; u.used == 0 {
				t.Errorf("%s: a row of undecidable.tsv excuses nothing: %s", name, say(u.row))
			}
		}
	}
	figures(t, "%d of %d captures clean; %d of %d transitions found, %d missing, %d invented; %d rows excused as undecidable; %d of connections that were not traced",
		clean, len(kernel), found, found+missing, missing, invented, excused, unjudged)
	if found < leastFound {
		t.Errorf("%d transitions found, want at least %d", found, leastFound)
	}
}

// readUndecidable reads the table, by capture; a row with a cause comes first, as the better fit.
func readUndecidable(t *testing.T) map[string][]*undecided {
	t.Helper()
	m := map[string][]*undecided{}
	for _, r := range readTSV(t, "../testdata/undecidable.tsv") {
		if r["why"] == "" {
			t.Errorf("undecidable.tsv: no reason for %s", say(r))
		}
		name := strings.TrimSuffix(r["capture"], filepath.Ext(r["capture"]))
		m[name] = append(m[name], &undecided{row: r})
	}
	for _, l := range m {
		slices.SortStableFunc(l, func(a, b *undecided) int {
			return cmp.Compare(len(b.row["cause"]), len(a.row["cause"]))
		})
	}
	return m
}
