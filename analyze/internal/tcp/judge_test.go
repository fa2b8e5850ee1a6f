package tcp_test

import (
	"fmt"
	"strings"
)

// tally counts what a comparison found.
type tally struct {
	found             int
	missing, invented []string
}

func (a *tally) add(b tally) {
	a.found += b.found
	a.missing = append(a.missing, b.missing...)
	a.invented = append(a.invented, b.invented...)
}

type pairOf struct{ endpoint, peer string }

func (p pairOf) reverse() pairOf { return pairOf{p.peer, p.endpoint} }

func hostOf(endpoint string) string { return endpoint[:strings.LastIndexByte(endpoint, ':')] }

// judge aligns our moves with the kernel's, endpoint by endpoint. Found is a
// transition with the same new state, cause and old state. Invented is what the kernel
// did not do, unless it did it without a frame of this capture. Endpoints that were
// not traced are not judged.
func judge(product, kernel, frames []row) tally {
	have, want := byPair(product), byPair(kernel)
	traced := map[string]bool{}
	for p := range want {
		traced[hostOf(p.endpoint)] = true
	}
	real := captured(frames)
	var all tally
	for p, rows := range want {
		all.add(align(have[p], rows))
	}
	for p, rows := range have {
		if want[p] != nil {
			continue
		}
		silent := want[p.reverse()] != nil && traced[hostOf(p.endpoint)]
		if silent || !real[p] {
			for _, r := range rows {
				all.invented = append(all.invented, r.say())
			}
		}
	}
	return all
}

// byPair sorts the rows by endpoint and peer, FIN-WAIT-1 > FIN-WAIT-2 > TIME-WAIT on
// one frame taken as one.
func byPair(rows []row) map[pairOf][]row {
	m := map[pairOf][]row{}
	for _, r := range rows {
		p := pairOf{r["endpoint"], r["peer"]}
		list := m[p]
		if n := len(list); n > 0 && r["new"] == "TIME-WAIT" && list[n-1]["new"] == "FIN-WAIT-2" && list[n-1]["cause"] == r["cause"] {
			one := row{}
			for k, v := range r {
				one[k] = v
			}
			one["old"] = list[n-1]["old"]
			list[n-1] = one
			continue
		}
		m[p] = append(list, r)
	}
	return m
}

// captured holds both directions of every TCP segment of the capture.
func captured(frames []row) map[pairOf]bool {
	m := map[pairOf]bool{}
	end := func(addr, port string) string {
		if strings.Contains(addr, ":") {
			return "[" + addr + "]:" + port
		}
		return addr + ":" + port
	}
	for _, r := range frames {
		if r["tcp.srcport"] != "" && r["quoted"] == "" {
			p := pairOf{end(r["src"], r["tcp.srcport"]), end(r["dst"], r["tcp.dstport"])}
			m[p], m[p.reverse()] = true, true
		}
	}
	return m
}

func (r row) say() string {
	return fmt.Sprintf("%s: %s > %s by %s", r["endpoint"], r["old"], r["new"], r["cause"])
}

// visible tells whether a frame of this capture is the cause.
func (r row) visible() bool {
	c := r["cause"]
	return (strings.HasPrefix(c, "tx:") || strings.HasPrefix(c, "rx:")) && c[3:] != "?"
}

func sameOld(a, b string) bool {
	if a == "LISTEN" {
		a = "CLOSED"
	}
	if b == "LISTEN" {
		b = "CLOSED"
	}
	return a == b
}

// align finds the longest common sequence of one endpoint.
func align(have, every []row) tally {
	var want []int // visible ones
	for i, r := range every {
		if r.visible() {
			want = append(want, i)
		}
	}
	match := func(i, j int) bool {
		k, p := every[want[i]], have[j]
		if k["new"] != p["new"] || k["cause"] != p["cause"] {
			return false
		}
		blind := want[i] == 0 || !every[want[i]-1].visible()
		return sameOld(k["old"], p["old"]) || blind && p["old"] == "UNKNOWN"
	}
	usedWant, usedHave := longest(len(want), len(have), match)
	var all tally
	unseen := map[[2]string]int{}
	for _, r := range every {
		if !r.visible() {
			unseen[[2]string{r["old"], r["new"]}]++
		}
	}
	for i, at := range want {
		if usedWant[i] {
			all.found++
		} else {
			all.missing = append(all.missing, every[at].say())
		}
	}
	for j, r := range have {
		move := [2]string{r["old"], r["new"]}
		switch {
		case usedHave[j]:
		case j == 0 && r["old"] == "UNKNOWN" && !every[0].visible():
		case unseen[move] > 0:
			unseen[move]--
		default:
			all.invented = append(all.invented, r.say())
		}
	}
	return all
}

// longest marks the members of a longest common subsequence of 0…n and 0…m.
func longest(n, m int, match func(i, j int) bool) (a, b []bool) {
	length := make([][]int, n+1)
	for i := range length {
		length[i] = make([]int, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			length[i][j] = max(length[i+1][j], length[i][j+1])
			if match(i, j) {
				length[i][j] = max(length[i][j], 1+length[i+1][j+1])
			}
		}
	}
	a, b = make([]bool, n), make([]bool, m)
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case match(i, j) && length[i][j] == 1+length[i+1][j+1]:
			a[i], b[j] = true, true
			i, j = i+1, j+1
		case length[i+1][j] >= length[i][j+1]:
			i++
		default:
			j++
		}
	}
	return a, b
}
