package lesson

import (
	"slices"
	"strings"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// view is what the document's template may ask of the whole lesson.
type view struct{ b *builder }

// Title is the author's, the lab's, or ours.
func (v *view) Title() string {
	given := v.b.opt.Title
	if given == "" {
		given = v.b.opt.Lab.Title
	}
	if given != "" {
		v.b.doc.Title = text.Visible(text.Of(given))
		return text.Plain(text.Of(given))
	}
	title := v.b.run("title", v)
	v.b.doc.Title = strings.ReplaceAll(title, v.File(), text.Visible(text.Of(v.b.c.File.Name)))
	return title
}

// File is the capture's name.
func (v *view) File() string { return text.Cell(text.Of(v.b.c.File.Name)) }

// TCP and UDP are the conversations told in full.
func (v *view) TCP() []*talk { return v.of(fact.TCP) }
func (v *view) UDP() []*talk { return v.of(fact.UDP) }

func (v *view) of(proto fact.Proto) []*talk {
	var l []*talk
	for _, t := range v.b.talks {
		if t.ID.Proto == proto {
			l = append(l, t)
		}
	}
	return l
}

// Lead and LeadUDP are the conversations whose headers are explained; nil: none.
func (v *view) Lead() *talk    { return v.b.lead(fact.TCP) }
func (v *view) LeadUDP() *talk { return v.b.lead(fact.UDP) }

// maxIntro is how many conversations the first paragraph names.
const maxIntro = 3

// Few are the conversations that the first paragraph names one by one, More how many it leaves out.
func (v *view) Few() []*talk { l := v.named(); return l[:min(len(l), maxIntro)] }
func (v *view) More() int    { return max(0, len(v.named())-maxIntro) }

// named are the conversations told, without those that one sentence tells together.
func (v *view) named() []*talk {
	if v.Vain() == nil {
		return v.b.talks
	}
	return slices.DeleteFunc(slices.Clone(v.b.talks), (*talk).vain)
}

// How many frames, bytes and conversations the capture has, and how many of these are told.
func (v *view) Frames() int        { return v.b.c.Frames }
func (v *view) Bytes() int64       { return v.b.c.Bytes }
func (v *view) Conversations() int { return len(v.b.c.Rows) }
func (v *view) Told() int          { return len(v.b.talks) }

// ToldFrames are the frames of the conversations told, their fragments and the ICMP errors explained there,
// OtherFrames the rest.
func (v *view) ToldFrames() int {
	n, _ := v.told()
	return n
}

// ToldOutside are the fragments and the ICMP errors among these.
func (v *view) ToldOutside() int {
	_, n := v.told()
	return n
}

// told counts the frames told, and those of them that have no step of a conversation.
func (v *view) told() (all, outside int) {
	own := map[int]bool{}
	for _, t := range v.b.talks {
		for i := range t.Steps {
			own[t.Steps[i].Frame] = true
		}
	}
	all = len(own)
	for _, t := range v.b.talks {
		for _, n := range errorFrames(t.errors()) {
			own[n] = true
		}
		for _, n := range t.pieces() {
			own[n] = true
		}
		if a := t.asked(); a != nil {
			for _, n := range a.frames() {
				own[n] = true
			}
		}
	}
	return len(own), len(own) - all
}
func (v *view) OtherFrames() int { return v.b.c.Frames - v.ToldFrames() }

// Chosen is how the conversations were chosen; empty where nobody did. OneByOne tells
// that frames were chosen too.
func (v *view) Chosen() string {
	if v.b.opt.Chosen == "" {
		return ""
	}
	return text.Cell(text.Of(v.b.opt.Chosen))
}
func (v *view) OneByOne() bool { return v.b.opt.Frames != nil }

// Overview are the lines of the table of all traffic.
func (v *view) Overview() []*row { return v.b.overview() }

// Damage is where reading stopped; nil where the file was read whole.
func (v *view) Damage() *fact.Damage { return v.b.c.File.Damage }

// DamageWhy is the reason in words.
func (v *view) DamageWhy() string {
	return v.b.label([...]string{"fault.cut", "fault.length", "fault.block", "fault.stream", "fault.toomuch"}[v.b.c.File.Damage.Why])
}

// Date is the first frame's moment, UTC unless a zone is asked for; empty where the file has no times.
func (v *view) Date() string {
	t := v.b.c.First
	if !t.Known() || v.b.c.Frames == 0 || t.Sec < 0 || t.Sec > lastSecond {
		return ""
	}
	zone := v.b.opt.Zone
	if zone == nil {
		zone = time.UTC
	}
	return text.Moment(time.Unix(t.Sec, int64(t.Nano)).In(zone), min(v.b.digits, 3))
}

// Fragments are what is to be said of the IP fragments, and the frames with the last one of those
// packets told of which the fragments contradict each other.
type Fragments struct {
	fact.Fragments
	Clashing []int
}

// Fragments is there for the templates to ask.
func (v *view) Fragments() Fragments {
	f := Fragments{Fragments: v.b.c.Fragments}
	for _, t := range v.b.talks {
		for i := range t.Steps {
			if x := t.Excerpts[t.Steps[i].Frame]; x != nil && x.Conflict {
				f.Clashing = append(f.Clashing, x.Frame)
			}
		}
	}
	slices.Sort(f.Clashing)
	f.Clashing = slices.Compact(f.Clashing)
	return f
}

// Limits are those that were reached.
func (v *view) Limits() (l []Reached) {
	b := &v.b.c.Bounds
	for _, x := range fact.AllLimits() {
		if n := b.Beyond[x]; n > 0 && x != fact.MaxExpansion { // of which the damage tells
			l = append(l, Reached{x.String(), n, b.Of(x), v.untold()})
		}
	}
	return l
}

// Reached is a limit that was reached, and how much lay beyond.
type Reached struct {
	Name   string
	N, Max int
	Untold string // the conversations that have too many frames to be told, the first ones
}

func (v *view) untold() string {
	var names []string
	for _, id := range v.b.c.Untold[:min(len(v.b.c.Untold), 4)] {
		names = append(names, "`"+id.String()+"`")
	}
	return strings.Join(names, ", ")
}

// Undecoded counts the frames whose link type is not read.
func (v *view) Undecoded() int {
	n := 0
	for _, c := range v.b.c.Undecoded {
		n += c
	}
	return n
}

// Web tells that a conversation told goes to a port of web servers.
func (v *view) Web() bool {
	return slices.ContainsFunc(v.b.talks, func(t *talk) bool {
		port := t.ServerPort()
		return port == 443 || t.ID.Proto == fact.TCP && (port == 80 || port == 8080)
	})
}

// Same tells that the TCP and the UDP conversation explained are between the same two hosts.
func (v *view) Same() bool {
	t, u := v.Lead(), v.LeadUDP()
	return t != nil && u != nil && t.Ends[0].Addr() == u.Ends[0].Addr() && t.Ends[1].Addr() == u.Ends[1].Addr()
}

// Main is the conversation whose ends the lab's table shows; nil: none is told.
func (v *view) Main() *talk {
	if t := v.Lead(); t != nil {
		return t
	}
	return v.LeadUDP()
}
