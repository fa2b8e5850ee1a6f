package lesson

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// How much of the file's word on itself a table has.
const (
	maxSaid       = 8   // programs, systems, machines; comments
	maxNames      = 8   // addresses with names; names of one
	maxInterfaces = 8   //
	maxNotes      = 16  // comments on packets
	maxComment    = 300 // bytes of one
)

// About are what the file says of itself: a name and a value a line, ready for a table cell.
func (v *view) About() [][2]string {
	a := &about{b: v.b}
	f := v.b.c.File
	if n := v.b.c.Cut; n > 0 {
		a.put("about.cut", v.b.labelf("cut.frames", text.Count(int64(n))))
	}
	if f.Sections > 1 {
		a.put("about.sections", text.Count(int64(f.Sections)))
	}
	a.said("about.application", f.Application)
	a.said("about.os", f.OS)
	a.said("about.hardware", f.Hardware)
	a.comments(f.Comments)
	a.interfaces(f.Interfaces)
	if names := v.b.names(f.Names); names != "" {
		a.put("about.names", names)
	}
	for _, s := range f.Secrets {
		a.put("about.secrets", v.b.labelf("secrets", s.Blocks, text.Count(s.Bytes)))
	}
	a.notes()
	return a.rows
}

// about collects the rows.
type about struct {
	b    *builder
	rows [][2]string
}

func (a *about) put(key, value string) { a.rows = append(a.rows, [2]string{a.b.label(key), value}) }

// said is a row for texts of which each is told once, and in which section it stands first
// where there are others.
func (a *about) said(key string, list []fact.Said) {
	var cells []string
	for i, s := range list {
		if i == maxSaid {
			cells = append(cells, a.b.labelf("more.names", len(list)-i))
			break
		}
		cell := a.b.cell(s.Text)
		if len(list) > 1 && a.b.c.File.Sections > 1 {
			cell += a.b.labelf("first.section", s.Section)
		}
		cells = append(cells, cell)
	}
	if cells != nil {
		a.put(key, strings.Join(cells, ", "))
	}
}

// comments are a row each.
func (a *about) comments(list []fact.Said) {
	for i, s := range list {
		if i == maxSaid {
			a.put("about.comments", a.b.labelf("more.names", len(list)-i))
			return
		}
		cell := a.b.comment(s.Text, a.b.cell)
		if a.b.c.File.Sections > 1 {
			cell += a.b.labelf("in.section", s.Section)
		}
		a.put("about.comments", cell)
	}
}

// notes are the comments on packets, a row each.
func (a *about) notes() {
	c := a.b.c
	for i, n := range c.Notes {
		if i == maxNotes {
			break
		}
		a.rows = append(a.rows, [2]string{a.b.labelf("about.note", a.b.frameLink(n.Frame)), a.b.comment(n.Text, a.b.cell)})
	}
	if len(c.Notes) > maxNotes {
		a.put("about.notes", a.b.labelf("noted", text.Count(int64(c.Noted))))
	}
}

// notesOn are the comments on a frame.
func (b *builder) notesOn(frame int) (l []string) {
	for _, n := range b.c.Notes {
		if n.Frame == frame {
			l = append(l, b.comment(n.Text, b.quoted))
		}
	}
	return l
}

// keyLog is a line of a TLS key log: the name of a secret, a random number, the secret.
var keyLog = regexp.MustCompile(`(?m)^\s*(?:RSA|[A-Z]+(?:_[A-Z0-9]+)+) [0-9a-fA-F]{16,} [0-9a-fA-F]{32,}`)

// comment is the beginning of a comment in the file, unless it is a key to encrypted data.
func (b *builder) comment(s string, show func(string) string) string {
	if keyLog.MatchString(s) {
		return b.labelf("keys", text.Count(int64(len(s))))
	}
	return show(s)
}

// cell is a text of the file's or the lab's in a table cell, its beginning where it is long.
func (b *builder) cell(s string) string {
	if p := text.Plain(text.Of(s)); p == s && len(s) <= maxComment {
		return p
	}
	return b.begin(s, maxComment, text.Cell)
}

// quoted is a text of the file's among our own words.
func (b *builder) quoted(s string) string { return b.begin(s, maxComment, text.Quoted) }

// begin takes the beginning of a text through a door, and says where it goes on.
func (b *builder) begin(s string, most int, door func(text.Captured) string) string {
	start, rest := text.Preview(text.Of(s), most)
	if rest > 0 {
		return door(start) + " …"
	}
	return door(start)
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
			names = append(names, b.begin(name, maxShown, text.Quoted))
		}
		parts = append(parts, n.Addr.String()+" = "+strings.Join(names, " = "))
	}
	return strings.Join(parts, ", ")
}

// interfaces are a row each, by Wireshark's number where there are several. Of many only
// those at which frames were captured are told.
func (a *about) interfaces(all []fact.Interface) {
	list := all
	if len(all) > maxInterfaces {
		list = slices.DeleteFunc(slices.Clone(all), func(in fact.Interface) bool { return in.Frames == 0 })
	}
	list = list[:min(len(list), maxInterfaces)]
	told := 0
	for i := range list {
		told += list[i].Frames
		line := a.b.interfaceLine(&list[i])
		switch {
		case len(all) == 1:
			a.put("about.interface", line)
		case a.b.c.File.Sections > 1:
			a.rows = append(a.rows, [2]string{a.b.labelf("about.interface.section", list[i].ID, list[i].Section), line})
		default:
			a.rows = append(a.rows, [2]string{a.b.labelf("about.interface.id", list[i].ID), line})
		}
	}
	if more := len(all) - len(list); more > 0 {
		for i := range all {
			told -= all[i].Frames
		}
		a.put("about.interface", a.b.labelf("more.interfaces", text.Count(int64(more)), text.Count(int64(-told))))
	}
}

// wholeFrames is from which snap length on every Ethernet and IP packet fits.
const wholeFrames = 65535

// interfaceLine is what the file tells of an interface.
func (b *builder) interfaceLine(in *fact.Interface) string {
	var parts []string
	put := func(s string) { parts = append(parts, s) }
	cell := func(key, s string) {
		if s != "" {
			put(b.labelf(key, b.quoted(s)))
		}
	}
	if in.Name != "" {
		put(b.quoted(in.Name))
	}
	if in.Description != "" && in.Description != in.Name {
		put(b.quoted(in.Description))
	}
	put(b.linkName(in.Link))
	if in.Binary {
		put(b.labelf("resolution.binary", in.Digits))
	} else {
		put(b.labelf("resolution", unitOf(in.Digits)))
	}
	if in.Speed > 0 {
		put(speedOf(in.Speed))
	}
	cell("capture.filter", in.Filter)
	cell("in.os", in.OS)
	cell("in.hardware", in.Hardware)
	if in.Snaplen > 0 && in.Snaplen < wholeFrames {
		put(b.labelf("snaplen", text.Count(int64(in.Snaplen))))
	}
	if len(b.c.File.Interfaces) > 1 {
		put(b.labelf("in.frames", text.Count(int64(in.Frames))))
	}
	parts = append(parts, b.counted(in)...)
	for _, s := range in.Comments[:min(len(in.Comments), maxSaid)] {
		put(b.labelf("in.comment", b.comment(s, b.quoted)))
	}
	return strings.Join(parts, ", ")
}

// counted is what the statistics of an interface say of all that passed it.
func (b *builder) counted(in *fact.Interface) (parts []string) {
	for _, c := range []struct {
		key string
		n   *uint64
	}{{"received", in.Received}, {"accepted", in.Accepted}, {"delivered", in.Delivered}, {"dropped", in.Dropped}, {"dropped.os", in.DroppedByOS}} {
		if c.n != nil {
			parts = append(parts, b.labelf("stats."+c.key, text.Count(clamped(*c.n))))
		}
	}
	if in.Lost > 0 {
		parts = append(parts, b.labelf("stats.lost", text.Count(clamped(in.Lost))))
	}
	return parts
}

// clamped is a count that a file may have made up.
func clamped(n uint64) int64 { return int64(min(n, 1<<63-1)) }

// linkName is what a LINKTYPE_ value is called.
func (b *builder) linkName(number uint16) string {
	if s := b.words[fmt.Sprintf("link.%d", number)]; s != "" {
		return s
	}
	return b.labelf("link.other", number)
}

// speedOf is a link's speed in the unit that keeps it whole.
func speedOf(bits uint64) string {
	for _, unit := range []struct {
		size uint64
		name string
	}{{1e9, "Gbit/s"}, {1e6, "Mbit/s"}, {1e3, "kbit/s"}} {
		if bits%unit.size == 0 {
			return text.Count(clamped(bits/unit.size)) + " " + unit.name
		}
	}
	return text.Count(clamped(bits)) + " bit/s"
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

// Dropped is how many frames the file says were lost while it was captured.
func (v *view) Dropped() int64 {
	var n uint64
	for _, in := range v.b.c.File.Interfaces {
		lost := in.Lost
		for _, count := range []*uint64{in.Dropped, in.DroppedByOS} {
			if count != nil {
				lost = max(lost, *count)
			}
		}
		n = min(n, 1<<62) + min(lost, 1<<62)
	}
	return clamped(n)
}
