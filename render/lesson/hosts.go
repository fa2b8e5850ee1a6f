package lesson

import (
	"fmt"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/lab"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// SentRange are the first and the last frame that an end sent.
func (t *talk) SentRange(side int) string {
	sent := t.frames(func(s *fact.Step) bool { return int(s.Side) == side })
	switch len(sent) {
	case 0:
		return "–"
	case 1:
		return t.b.frameLink(sent[0])
	}
	return t.b.frameLink(sent[0]) + ", " + t.b.frameLink(sent[len(sent)-1])
}

// starts are the values that systems commonly begin a TTL or hop limit with, and longest is
// how many routers a path has at most, about: from farther away none of them comes.
var starts = []start{{32, "old"}, {64, "unix"}, {128, "windows"}, {255, "router"}}

const longest = 32

type start struct {
	value   uint8
	systems string
}

// TTLGuesses say which systems an end's TTL would fit, where lab.yaml tells none.
func (t *talk) TTLGuesses() (l []string) {
	ttl := [2]uint8{t.onlyTTL(fact.Client), t.onlyTTL(fact.Server)}
	for side, n := range ttl {
		if n == 0 || t.OS(side) != "" {
			continue
		}
		start := starts[slices.IndexFunc(starts, func(s start) bool { return n <= s.value })]
		if start.value-n > longest {
			continue
		}
		if ttl[0] == ttl[1] && t.OS(0) == t.OS(1) {
			return []string{t.b.labelf("ttl.both."+start.systems, n, start.value)}
		}
		l = append(l, t.b.labelf("ttl."+start.systems, t.role(fact.Side(side)), n, start.value))
	}
	return l
}

// onlyTTL is the TTL of all that an end sent; 0 where it sent with several, which fit no
// system, or nothing.
func (t *talk) onlyTTL(side fact.Side) (ttl uint8) {
	for i := range t.Steps {
		switch s := &t.Steps[i]; {
		case s.Side != side || s.Dup != 0:
		case ttl != 0 && s.TTL != ttl:
			return 0
		default:
			ttl = s.TTL
		}
	}
	return ttl
}

// MAC is the address that the link gives an end, as first seen: from its own frames, else
// from those that were sent to it; empty where the link has none.
func (t *talk) MAC(side int) string {
	if t.MACs[side] != [6]byte{} {
		return mac(t.MACs[side][:], 0)
	}
	to := first(t.Steps, func(s *fact.Step) bool { return int(s.Side) != side })
	if to == nil {
		return ""
	}
	return t.destination(to)
}

// HasMAC tells whether an end's address was seen.
func (t *talk) HasMAC() bool { return t.MAC(0) != "" || t.MAC(1) != "" }

// destination is the MAC address that a frame was sent to, empty where it is a group's.
func (t *talk) destination(s *fact.Step) string {
	const group = 1 // IEEE 802: the first bit sent
	x := t.Excerpts[s.Frame]
	if x == nil || len(x.Bytes) < 6 || len(x.Layers) == 0 || x.Layers[0].Layer != fact.LayerEthernet || x.Bytes[0]&group != 0 {
		return ""
	}
	return mac(x.Bytes, 0)
}

// Six tells that the ends talk over IPv6.
func (t *talk) Six() bool { return t.Ends[fact.Client].Addr().Unmap().Is6() }

// OneHost tells that both ends have the same address.
func (t *talk) OneHost() bool { return t.Ends[0].Addr() == t.Ends[1].Addr() }

// TTL is the time to live in an end's frames as captured, a range where they differ; empty where it sent none.
func (t *talk) TTL(side int) string {
	lo, hi := -1, -1
	for i := range t.Steps {
		if s := &t.Steps[i]; int(s.Side) == side {
			if lo < 0 || int(s.TTL) < lo {
				lo = int(s.TTL)
			}
			hi = max(hi, int(s.TTL))
		}
	}
	switch {
	case lo < 0:
		return "–"
	case lo == hi:
		return fmt.Sprint(lo)
	}
	return text.Range(lo, hi)
}

// Host is what the lab says of an end; nil where it says nothing.
func (t *talk) Host(side int) *lab.Host {
	for i := range t.b.opt.Lab.Hosts {
		h := &t.b.opt.Lab.Hosts[i]
		if slices.Contains(h.Addresses, t.Ends[side].Addr().Unmap()) {
			return h
		}
	}
	return nil
}

// OS is the lab's word of an end's system; empty where it says none.
func (t *talk) OS(side int) string {
	if h := t.Host(side); h != nil && h.OS != "" {
		return t.b.cell(h.OS)
	}
	return ""
}
