package lesson

import (
	"fmt"
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
		v.b.doc.Title = given
		return text.Plain(text.Of(given))
	}
	title := v.b.run("title", v)
	v.b.doc.Title = strings.ReplaceAll(title, v.File(), v.b.c.File.Name)
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

// Few are the conversations that the first paragraph names, More how many it leaves out.
func (v *view) Few() []*talk { return v.b.talks[:len(v.b.talks)-v.More()] }
func (v *view) More() int    { return max(0, len(v.b.talks)-maxIntro) }

// Count of the capture's frames, bytes and conversations.
func (v *view) Frames() int        { return v.b.c.Frames }
func (v *view) Bytes() int64       { return v.b.c.Bytes }
func (v *view) Conversations() int { return len(v.b.c.Rows) }
func (v *view) Told() int          { return len(v.b.talks) }

// ToldFrames are the frames of the conversations told, their fragments and the ICMP errors explained there,
// OtherFrames the rest.
func (v *view) ToldFrames() int {
	var seen []int
	for _, t := range v.b.talks {
		for i := range t.Steps {
			seen = append(seen, t.Steps[i].Frame)
		}
		for _, f := range t.errors() {
			seen = append(seen, f.Frames[0])
		}
		seen = append(seen, t.pieces()...)
	}
	slices.Sort(seen)
	return len(slices.Compact(seen))
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
	if !t.Known() || v.b.c.Frames == 0 || t.Sec < 0 || t.Sec > 253402300799 {
		return ""
	}
	zone := v.b.opt.Zone
	if zone == nil {
		zone = time.UTC
	}
	return text.Moment(time.Unix(t.Sec, int64(t.Nano)).In(zone), min(v.b.digits, 3))
}

// Length is how long the capture lasts.
func (v *view) Length() string { return v.b.span(v.b.c.Last.Sub(v.b.c.First)) }

// About are what the file says of itself: a name and a value a line, ready for a table cell.
func (v *view) About() [][2]string {
	f := v.b.c.File
	var l [][2]string
	put := func(key string, values []string) {
		var cells []string
		for _, s := range values {
			cells = append(cells, v.b.cell(s))
		}
		if len(cells) > 0 {
			l = append(l, [2]string{v.b.label(key), strings.Join(cells, ", ")})
		}
	}
	put("about.application", f.Application)
	put("about.os", f.OS)
	put("about.hardware", f.Hardware)
	put("about.comments", f.Comments)
	for i, in := range f.Interfaces {
		if i == maxInterfaces {
			l = append(l, [2]string{v.b.label("about.interface"), v.b.labelf("more.interfaces", len(f.Interfaces)-i)})
			break
		}
		l = append(l, [2]string{v.b.label("about.interface"), v.b.interfaceLine(in)})
	}
	if names := v.b.names(f.Names); names != "" {
		l = append(l, [2]string{v.b.label("about.names"), names})
	}
	for _, s := range f.Secrets {
		l = append(l, [2]string{v.b.label("about.secrets"), v.b.labelf("secrets", s.Blocks, text.Count(s.Bytes))})
	}
	return l
}

// names are what the file calls some addresses, the first few.
func (b *builder) names(all []fact.Name) string {
	var parts []string
	for i, n := range all {
		if i == maxNames {
			parts = append(parts, b.labelf("more.names", len(all)-i))
			break
		}
		var names []string
		for _, name := range n.Names[:min(len(n.Names), maxNames)] {
			start, rest := text.Preview(text.Of(name), maxShown)
			cell := text.Quoted(start)
			if rest > 0 {
				cell += " …"
			}
			names = append(names, cell)
		}
		parts = append(parts, n.Addr.String()+" = "+strings.Join(names, " = "))
	}
	return strings.Join(parts, ", ")
}

// maxNames is how many of the file's names a table has.
const maxNames = 8

const maxInterfaces = 4

// wholeFrames is from which snap length on every Ethernet and IP packet fits.
const wholeFrames = 65535

func (b *builder) interfaceLine(in fact.Interface) string {
	var parts []string
	if in.Name != "" {
		parts = append(parts, text.Cell(text.Of(in.Name)))
	}
	link := b.words[fmt.Sprintf("link.%d", in.Link)]
	if link == "" {
		link = b.labelf("link.other", in.Link)
	}
	parts = append(parts, link)
	if in.Binary {
		parts = append(parts, b.labelf("resolution.binary", in.Digits))
	} else {
		parts = append(parts, b.labelf("resolution", unitOf(in.Digits)))
	}
	if in.Filter != "" {
		parts = append(parts, b.labelf("capture.filter", text.Cell(text.Of(in.Filter))))
	}
	if in.Snaplen > 0 && in.Snaplen < wholeFrames {
		parts = append(parts, b.labelf("snaplen", text.Count(int64(in.Snaplen))))
	}
	if in.Dropped != nil && *in.Dropped > 0 {
		parts = append(parts, b.labelf("dropped", text.Count(int64(*in.Dropped))))
	}
	return strings.Join(parts, ", ")
}

// unitOf is the step of a clock of 10^−digits seconds.
func unitOf(digits uint8) string {
	switch digits {
	case 0:
		return "1 s"
	case 3:
		return "1 ms"
	case 6:
		return "1 µs"
	case 9:
		return "1 ns"
	}
	return fmt.Sprintf("10^−%d s", digits)
}

// cell is a text of the file's or the lab's in a table cell.
func (b *builder) cell(s string) string {
	if p := text.Plain(text.Of(s)); p == s {
		return p
	}
	return text.Cell(text.Of(s))
}

// Backwards counts the frames with an earlier time than the frame before.
func (v *view) Backwards() int { return v.b.c.Backwards }

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

// Row's words for the table of all traffic.
func (r *row) Name() string   { return r.name }
func (r *row) Frames() string { return r.shownFrames }
func (r *row) Count() string  { return text.Count(int64(r.frames)) }
func (r *row) Size() string   { return text.Count(r.size) }
func (r *row) Talk() *talk    { return r.talk }

// Explained counts the row's ICMP errors and fragments that belong to a conversation told,
// All tells that these are all of its frames.
func (r *row) Explained() int {
	seen := map[int]bool{}
	for _, t := range r.b.talks {
		for _, f := range t.errors() {
			if e := f.What.(fact.Error); r.other != nil && r.other.Protocol == protocolOf(e) {
				seen[f.Frames[0]] = true
			}
		}
		if r.other != nil && r.other.Protocol == "fragment" {
			for _, f := range t.pieces() {
				if t.step(f) == nil {
					seen[f] = true
				}
			}
		}
	}
	return len(seen)
}
func (r *row) All() bool { return r.Explained() == r.frames }

// pieces are the frames with the fragments of the conversation's datagrams.
func (t *talk) pieces() (l []int) {
	for _, x := range t.Excerpts {
		l = append(l, x.Pieces...)
	}
	return l
}

// protocolOf is the overview's name of an error's protocol.
func protocolOf(e fact.Error) string {
	if e.Six {
		return fact.LayerICMPv6.String()
	}
	return fact.LayerICMP.String()
}
