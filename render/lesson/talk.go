package lesson

import (
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
)

// talk is a conversation as the lesson tells it.
type talk struct {
	*fact.Conversation
	b       *builder
	name    string  // "tcp0", "tcp3-2", "udp6": the beginning of its sections' ids
	facts   []int32 // places in Facts, by deciding frame
	phases  []*phase
	shown   map[int]bool    // frames that are told one by one; the others are folded
	shared  bool            // another conversation lies in the same stream
	usedBy  *[2]used        // by Side; nil until they are added up
	strips  map[int][]strip // that are drawn with a frame
	flights []string        // the names of those that are drawn with the sums
}

func newTalk(b *builder, c *fact.Conversation) *talk {
	t := &talk{Conversation: c, b: b, name: strings.NewReplacer(":", "", ".", "-").Replace(c.ID.String()),
		facts: make([]int32, len(c.Facts)), shown: map[int]bool{}, strips: map[int][]strip{}}
	for i := range t.facts {
		t.facts[i] = int32(i)
	}
	slices.SortStableFunc(t.facts, func(a, b int32) int { return c.Facts[a].Frames[0] - c.Facts[b].Frames[0] })
	t.cut()
	t.choose()
	return t
}

// at are the facts that a frame decides.
func (t *talk) at(frame int) iter.Seq[fact.Fact] {
	return func(yield func(fact.Fact) bool) {
		i, _ := slices.BinarySearchFunc(t.facts, frame, func(f int32, n int) int { return t.Facts[f].Frames[0] - n })
		for ; i < len(t.facts) && t.Facts[t.facts[i]].Frames[0] == frame; i++ {
			if !yield(t.Facts[t.facts[i]]) {
				return
			}
		}
	}
}

// find is the conversation's first fact of the kind.
func (t *talk) find(kind fact.Kind) (fact.Fact, bool) {
	for _, f := range t.Facts {
		if f.Kind == kind {
			return f, true
		}
	}
	return fact.Fact{}, false
}

func (t *talk) has(frame int, kind fact.Kind) bool {
	for f := range t.at(frame) {
		if f.Kind == kind {
			return true
		}
	}
	return false
}

// me is the name of a side in a sentence: a role, since both may be one host. role is the
// same in a figure.
func (t *talk) me(side fact.Side) string   { return t.b.label("the." + side.String()) }
func (t *talk) role(side fact.Side) string { return t.b.label(side.String()) }

// end is an end as figures draw it.
func (t *talk) end(side fact.Side) figure.End {
	return figure.End{Name: t.role(side), Plain: t.b.label("plain." + side.String()), Addr: t.short(t.Ends[side])}
}

// short leaves out what both addresses have in common, where that is an IPv4 network's part.
func (t *talk) short(end netip.AddrPort) string {
	return shortAddr(t.Ends, end.Addr(), end.String(), fmt.Sprint(":", end.Port()))
}

func shortAddr(ends fact.Ends, a netip.Addr, whole, port string) string {
	x, y := ends[0].Addr(), ends[1].Addr()
	if !x.Is4() || !y.Is4() || x == y {
		return whole
	}
	p, q, self := x.As4(), y.As4(), a.As4()
	if p[0] != q[0] || p[1] != q[1] || p[2] != q[2] {
		return whole
	}
	return fmt.Sprintf(".%d%s", self[3], port)
}

func (t *talk) Name() string           { return t.name }
func (t *talk) Key() string            { return t.ID.String() }
func (t *talk) Stream() int            { return t.ID.Stream }
func (t *talk) IsTCP() bool            { return t.ID.Proto == fact.TCP }
func (t *talk) Count() int             { return len(t.Steps) }
func (t *talk) Guessed() bool          { return t.Roles == fact.Guessed }
func (t *talk) ClientIP() string       { return t.Ends[fact.Client].Addr().String() }
func (t *talk) ServerIP() string       { return t.Ends[fact.Server].Addr().String() }
func (t *talk) ClientPort() int        { return int(t.Ends[fact.Client].Port()) }
func (t *talk) ServerPort() int        { return int(t.Ends[fact.Server].Port()) }
func (t *talk) Phase(id string) *phase { return t.phase(id) }

// Alone tells that no other conversation of the protocol is told.
func (t *talk) Alone() bool { return len((&view{t.b}).of(t.ID.Proto)) == 1 }

// IsLead tells that this conversation's headers are explained.
func (t *talk) IsLead() bool { return t == t.b.lead(t.ID.Proto) }

// Short is both ends in short, for headings: ".164:51112 → .113:65432".
func (t *talk) Short() string {
	return t.short(t.Ends[fact.Client]) + " → " + t.short(t.Ends[fact.Server])
}

// Twin tells that another conversation told goes to the same port between the same hosts, so
// that only the client's port tells them apart.
func (t *talk) Twin() bool {
	return slices.ContainsFunc(t.b.talks, func(o *talk) bool {
		return o != t && o.ID.Proto == t.ID.Proto && o.Ends[fact.Server] == t.Ends[fact.Server] && o.ClientIP() == t.ClientIP()
	})
}

// Hidden counts the frames that are folded: those without a card on this page.
func (t *talk) Hidden() int {
	return len(t.frames(func(s *fact.Step) bool { return !t.b.cards[s.Frame] }))
}

// ClientFirst tells that the conversation's first frame is the client's.
func (t *talk) ClientFirst() bool { return len(t.Steps) > 0 && t.Steps[0].Side == fact.Client }

// OneWay tells that only the client sent.
func (t *talk) OneWay() bool { return t.Row.Frames[fact.Server] == 0 }

// Title names a conversation among others: "3: .164:51112 → .113:65432".
func (t *talk) Title() string {
	return t.Label() + ": " + t.Short()
}

// Label is the conversation's number among those of its protocol: "3", "3.2".
func (t *talk) Label() string { return strings.TrimPrefix(t.ID.String(), t.ID.Proto.String()+":") }

// Suffix keeps the headings of several conversations apart.
func (t *talk) Suffix() string {
	if t.Alone() {
		return ""
	}
	return fmt.Sprintf(" (%s %s)", strings.ToUpper(t.ID.Proto.String()), t.Label())
}

// End is an end's address and port.
func (t *talk) End(side int) string { return t.Ends[side].String() }

// Pushed is the first frame with PSH and a card; 0: none.
func (t *talk) Pushed() int {
	return frameOf(first(t.Steps, func(s *fact.Step) bool { return s.TCP.Flags.Has(fact.PSH) && t.shown[s.Frame] }))
}
