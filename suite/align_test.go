package suite_test

import (
	"fmt"
	"slices"
	"strings"
)

// pairOf is an endpoint and its peer.
type pairOf struct{ endpoint, peer string }

func (p pairOf) reverse() pairOf { return pairOf{p.peer, p.endpoint} }

// host is an endpoint without its port.
func host(endpoint string) string { return endpoint[:max(0, strings.LastIndexByte(endpoint, ':'))] }

func pairOfRow(r row) pairOf { return pairOf{r["endpoint"], r["peer"]} }

// ends are the sender and the receiver of a frame's TCP segment.
func ends(r row) pairOf {
	end := func(addr, port string) string {
		if strings.Contains(addr, ":") {
			return "[" + addr + "]:" + port
		}
		return addr + ":" + port
	}
	return pairOf{end(r["src"], r["tcp.srcport"]), end(r["dst"], r["tcp.dstport"])}
}

func say(r row) string {
	return fmt.Sprintf("%s: %s > %s by %s", r["endpoint"], r["old"], r["new"], r["cause"])
}

// inCapture tells whether a frame of the capture is the cause.
func inCapture(r row) bool {
	digits := strings.TrimPrefix(strings.TrimPrefix(r["cause"], "tx:"), "rx:")
	return digits != r["cause"] && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// byPair sorts transitions by endpoint and peer. FIN-WAIT-1 > FIN-WAIT-2 > TIME-WAIT on one
// frame is one step.
func byPair(rows []row) map[pairOf][]row {
	m := map[pairOf][]row{}
	for _, r := range rows {
		p := pairOfRow(r)
		l := m[p]
		if n := len(l) - 1; n >= 0 && r["new"] == "TIME-WAIT" && l[n]["new"] == "FIN-WAIT-2" && l[n]["cause"] == r["cause"] {
			l[n] = row{"endpoint": p.endpoint, "peer": p.peer, "old": l[n]["old"], "new": r["new"], "cause": r["cause"]}
			continue
		}
		m[p] = append(l, r)
	}
	return m
}

// verdict is what a comparison of transitions found.
type verdict struct {
	found             int
	missing, invented []row
	unjudged          int // of connections that the kernel did not report
}

// judge aligns our transitions with the kernel's, pair by pair. frames are the capture's.
func judge(product, kernel, frames []row, undecidable []*undecided) (v verdict) {
	have, want := byPair(product), byPair(kernel)
	traced := map[string]bool{}
	for p := range want {
		traced[host(p.endpoint)] = true
	}
	captured := map[pairOf]bool{}
	for _, r := range frames {
		if r["tcp.srcport"] != "" && r["quoted"] == "" {
			captured[ends(r)], captured[ends(r).reverse()] = true, true
		}
	}
	for p, every := range want {
		v.align(every, have[p], undecidable)
	}
	for p, rows := range have {
		switch {
		case want[p] != nil:
		case p.peer == "*", !captured[p], want[p.reverse()] != nil && traced[host(p.endpoint)]:
			v.invented = append(v.invented, rows...)
		default:
			v.unjudged += len(rows)
		}
	}
	v.missing, v.invented = excuse(v.missing, undecidable), excuse(v.invented, undecidable)
	return v
}

// align compares one endpoint's transitions: found has the same new state, cause and old
// state, in the same order. Invented is what the kernel did not do, not even without a frame
// of this capture.
func (v *verdict) align(every, ours []row, undecidable []*undecided) {
	var theirs []int // places in every of those that a frame caused
	for i, r := range every {
		if inCapture(r) {
			theirs = append(theirs, i)
		}
	}
	blind := func(i int) bool { // the old state need not be known
		return i == 0 || !inCapture(every[i-1]) || slices.ContainsFunc(undecidable, func(u *undecided) bool { return u.names(every[i-1]) })
	}
	found, matched := map[int]bool{}, map[int]bool{}
	step := func(r row) string { return r["new"] + " " + r["cause"] }
	for _, m := range matches(len(theirs), len(ours), func(i, j int) bool { return step(every[theirs[i]]) == step(ours[j]) }) {
		k, p := every[theirs[m[0]]], ours[m[1]]
		if sameOld(k["old"], p["old"]) || blind(theirs[m[0]]) && p["old"] == "UNKNOWN" {
			found[theirs[m[0]]], matched[m[1]] = true, true
		}
	}
	v.found += len(found)
	for _, i := range theirs {
		if !found[i] {
			v.missing = append(v.missing, every[i])
		}
	}
	v.invented = append(v.invented, strange(every, ours, matched)...)
}

// strange are our transitions that the kernel did not make.
func strange(every, ours []row, matched map[int]bool) (l []row) {
	unseen := map[string]int{}
	for _, r := range every {
		if !inCapture(r) {
			unseen[r["old"]+">"+r["new"]]++
		}
	}
	for j, r := range ours {
		move := r["old"] + ">" + r["new"]
		switch {
		case matched[j], j == 0 && r["old"] == "UNKNOWN" && !inCapture(every[0]):
		case unseen[move] > 0:
			unseen[move]--
		default:
			l = append(l, r)
		}
	}
	return l
}

// sameOld takes LISTEN and CLOSED for one: no frame moves a listener.
func sameOld(a, b string) bool {
	closed := func(s string) string { return strings.Replace(s, "LISTEN", "CLOSED", 1) }
	return closed(a) == closed(b)
}

// matches aligns 0…n with 0…m by the longest run that both have, and then what lies before
// and behind it likewise.
func matches(n, m int, same func(i, j int) bool) [][2]int {
	var in func(i0, i1, j0, j1 int) [][2]int
	in = func(i0, i1, j0, j1 int) [][2]int {
		bi, bj, size := 0, 0, 0
		for i := i0; i < i1; i++ {
			for j := j0; j < j1; j++ {
				k := 0
				for i+k < i1 && j+k < j1 && same(i+k, j+k) {
					k++
				}
				if k > size {
					bi, bj, size = i, j, k
				}
			}
		}
		if size == 0 {
			return nil
		}
		l := in(i0, bi, j0, bj)
		for k := range size {
			l = append(l, [2]int{bi + k, bj + k})
		}
		return append(l, in(bi+size, i1, bj+size, j1)...)
	}
	return in(0, n, 0, m)
}

// undecided is a row of testdata/undecidable.tsv: a transition that no observer at that
// place could tell, since a twin capture shows the same frames and has another history.
type undecided struct {
	row
	used int
}

func (u *undecided) names(r row) bool {
	for _, c := range []string{"endpoint", "peer", "old", "new"} {
		if u.row[c] != r[c] {
			return false
		}
	}
	return u.row["cause"] == "" || u.row["cause"] == r["cause"]
}

// excuse takes out of rows the first transition that each row of undecidable names.
func excuse(rows []row, undecidable []*undecided) []row {
	left := slices.Clone(rows)
	for _, u := range undecidable {
		if i := slices.IndexFunc(left, u.names); i >= 0 {
			left = slices.Delete(left, i, i+1)
			u.used++
		}
	}
	return left
}
