package lesson

import (
	"net/netip"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/lab"
)

// contradicted are the hosts that some signs put near the place of the capture, and others,
// of the same or another conversation, far from it.
func (b *builder) contradicted() []netip.Addr {
	var near, far []netip.Addr
	for _, t := range b.talks {
		for _, f := range t.Facts {
			if side, ok := nearest(f); ok && !t.OneHost() {
				near = append(near, t.Ends[side].Addr())
				far = append(far, t.Ends[side.Other()].Addr())
			}
		}
	}
	return slices.DeleteFunc(near, func(host netip.Addr) bool { return !slices.Contains(far, host) })
}

// nearest is the side near which a fact would have the capture made; false where it tells none.
func nearest(f fact.Fact) (fact.Side, bool) {
	switch w := f.What.(type) {
	case fact.Nearness:
		return f.Side, true
	case fact.Offload:
		switch w.Where {
		case fact.BeforeCut:
			return f.Side, true
		case fact.AfterJoin:
			return f.Side.Other(), true
		}
	}
	return 0, false
}

// Torn tells that the page's signs of where the capture was made contradict each other about
// one of the conversation's hosts.
func (t *talk) Torn() bool {
	return slices.ContainsFunc(t.Ends[:], func(end netip.AddrPort) bool { return slices.Contains(t.b.torn, end.Addr()) })
}

// Torn is the same of the scene's conversation.
func (s *Scene) Torn() bool { return s.t.Torn() }

// Vantage is where the lab says that the capture was taken; empty where it does not.
func (v *view) Vantage() string {
	switch v.b.opt.Lab.Vantage {
	case lab.AtClient:
		return v.b.label("vantage.client")
	case lab.AtServer:
		return v.b.label("vantage.server")
	case lab.Between:
		return v.b.label("vantage.between")
	}
	return ""
}
