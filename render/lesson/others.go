package lesson

import (
	"fmt"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// grouped are the frames outside conversations by protocol alone.
func (b *builder) grouped() (l []*fact.Other) {
	at := map[string]*fact.Other{}
	for i := range b.c.Others {
		o := b.c.Others[i]
		g := at[o.Protocol]
		if g == nil {
			at[o.Protocol] = &o
			l = append(l, &o)
			continue
		}
		g.Frames += o.Frames
		g.Bytes += o.Bytes
		g.Last = max(g.Last, o.Last)
	}
	return l
}

// otherName is what a protocol's frames are called.
func (b *builder) otherName(protocol string) string {
	for _, set := range []string{"other.", "layer."} {
		if s, ok := b.words[set+protocol]; ok {
			return s
		}
	}
	return protocol
}

// maxOthers is how many kinds of frames outside conversations are told apart.
const maxOthers = 32

// OtherRow is a line of the table of frames outside conversations.
type OtherRow struct {
	Name, Frames string
	Count        int
	Size         int64
}

// Others are the frames that belong to no conversation, by kind: one row for what has one name
// behind different headers.
func (v *view) Others() (rows []OtherRow) {
	b := v.b
	all := b.named()
	for i := range all {
		o := &all[i].Other
		if i >= maxOthers {
			rest := &rows[maxOthers]
			rest.Count += o.Frames
			rest.Size += o.Bytes
			continue
		}
		rows = append(rows, OtherRow{Name: all[i].name, Frames: b.between(o), Count: o.Frames, Size: o.Bytes})
		if i == maxOthers-1 && len(all) > maxOthers {
			rows = append(rows, OtherRow{Name: b.labelf("other.rest", len(all)-maxOthers), Frames: "–"})
		}
	}
	return rows
}

// namedOther are frames outside conversations, with what they are called.
type namedOther struct {
	name string
	fact.Other
}

// named are the frames outside conversations by name, in the order of their first frames.
func (b *builder) named() (l []namedOther) {
	at := map[string]int{}
	for _, o := range b.c.Others {
		name := b.kindName(&o.OtherKind)
		if i, ok := at[name]; ok {
			l[i].add(&o)
			continue
		}
		at[name] = len(l)
		l = append(l, namedOther{name, o})
	}
	return l
}

// add counts another kind with this one.
func (n *namedOther) add(o *fact.Other) {
	n.Frames += o.Frames
	n.Bytes += o.Bytes
	n.Last = max(n.Last, o.Last)
}

// between is where frames of a kind lie: all of a run, else between the first and the last.
func (b *builder) between(o *fact.Other) string {
	switch {
	case o.Frames == o.Last-o.First+1:
		return text.Range(o.First, o.Last)
	case o.Frames == 2:
		return text.Frames([]int{o.First, o.Last})
	}
	return b.labelf("between", o.First, o.Last)
}

// kindName is what a frame is that belongs to no conversation: its name and number, and why no
// more of it was read.
func (b *builder) kindName(k *fact.OtherKind) string {
	name := b.otherName(k.Protocol)
	switch k.By {
	case fact.ByOpcode, fact.ByType:
		name = b.typeName(name, k)
	case fact.ByProtocol:
		name = b.registered("by.protocol", b.protoName(uint8(k.Number)), k.Number)
	case fact.ByEtherType:
		name = b.registered("by.ethertype", etherName(uint16(k.Number)), k.Number)
	case fact.ByDSAP:
		name = b.registered("by.dsap", known(accessPoints, k.Number), k.Number)
	case fact.BySNAP:
		name = b.labelf("by.snap", known(snapTypes, k.Number), k.Number>>16, k.Number&0xffff)
	case fact.ByPPP:
		name = b.registered("by.ppp", known(pppProtocols, k.Number), k.Number)
	case fact.ByWLAN:
		name = b.labelf("by.wlan", known(wlanFrames, k.Number), k.Number>>4, k.Number&15)
	case fact.ByLink:
		name = b.labelf("by.link", k.Number)
	case fact.ByBlock:
		name = b.label("by.block")
	}
	if k.Protocol == "data" && k.By == fact.NoNumber && k.Fault == fact.Unreadable {
		return b.label("unread.all")
	}
	if k.Fault != fact.Whole {
		name += b.label([...]string{"", "unread.cut", "unread.damaged", "unread.deep", "unread.version", "unread.header.short", "unread.header.long", "unread.total", "unread.length"}[k.Fault])
	}
	return name
}

// typeName is a message of ARP, ICMP, ICMPv6 or IGMP.
func (b *builder) typeName(protocol string, k *fact.OtherKind) string {
	if s, ok := b.words[fmt.Sprintf("message.%s.%d", k.Protocol, k.Number)]; ok {
		return s
	}
	return b.labelf("message.other", protocol, k.Number)
}

// registered is a number behind its name in its registry, or alone.
func (b *builder) registered(key, name string, number int64) string {
	if name == "?" {
		return capital(b.labelf(key, number))
	}
	return fmt.Sprintf("%s (%s)", name, b.labelf(key, number))
}

// known is a number's name, "?" where it has none here.
func known(names map[int64]string, number int64) string {
	if s, ok := names[number]; ok {
		return s
	}
	return "?"
}

// Account is how the frames of the capture are told: each is counted once.
type Account struct{ Told, Counted, Outside int }

// Account adds up to the capture's frames.
func (v *view) Account() Account {
	a := Account{Told: v.ToldFrames()}
	outside := 0
	for i := range v.b.c.Others {
		outside += v.b.c.Others[i].Frames
	}
	a.Outside = outside - v.ToldOutside()
	a.Counted = v.b.c.Frames - a.Told - a.Outside
	return a
}

// Others are the frames that are not told.
func (a Account) Others() int { return a.Counted + a.Outside }
