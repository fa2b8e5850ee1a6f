package figure

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Strip is a stretch of one direction's numbers, drawn once for each frame that tells what
// has become of them: all rows have the same scale, on which no part is too short to be seen.
type Strip struct {
	Common
	Side  int    // whose numbers: 0 or 1
	Name  string // of the direction: "client → server"
	Plain string // the same in the text drawing, "C -> S"; empty: Name
	Zero  uint32 // the number at the left end, a relative one
	Len   uint32 // how many numbers are drawn
	Cut   bool   // others came before the left end
	Rows  []StripRow
	Key   []StripKey // a line for each mark
}

// StripRow is what one frame tells; frame 0 stands for frames left out.
type StripRow struct {
	Frame int
	Words string // "Ack 101, SACK 201–300"
	Parts []Part
}

// Part is a run of numbers of which the same is known. An Edge has no length.
type Part struct {
	Mark Mark
	From uint32
	Len  uint32
}

// StripKey says what a mark means.
type StripKey struct {
	Mark  Mark
	Words string
}

// Mark is what is known of numbers.
type Mark uint8

const (
	Acked   Mark = iota // confirmed by an acknowledgment number
	Missing             // below what arrived, and not reported as arrived
	Held                // reported as arrived, beyond what is missing
	Twice               // reported as arrived once more
	Flight              // sent and not confirmed
	Room                // in the window, and not sent
	Edge                // the end of the window
	marks
)

// How a mark is drawn: the character of the text drawing, the class of the page's.
var markChars, markClasses = [marks]byte{'=', '?', '#', '2', '>', '.', '|'}, [marks]string{"acked", "missing", "held", "twice", "flight", "room", "edge"}

func (m Mark) char() byte     { return markChars[m%marks] }
func (m Mark) String() string { return markClasses[m%marks] }

// Kind is "strip".
func (Strip) Kind() string { return "strip" }

// How wide a bar is.
const (
	stripColumns  = 44  // of the text drawing,
	fewestColumns = 2   // of its shortest part: an edge takes the first of them
	stripLetters  = 36  // of the numbers above it that a phone has room for
	thinnest      = 1.5 // hundredths that the page's shortest part takes
)

// axis is where numbers are drawn: each run between two of its edges has a least length.
type axis struct {
	edges []uint32 // from the left end, in order, without the two ends
	total uint32
}

// off is how far a number lies from the left end, no farther than the right one.
func (s Strip) off(number uint32) uint32 { return min(number-s.Zero, s.Len) }

// end is where a part ends.
func (s Strip) end(p Part) uint32 { return s.off(p.From) + min(p.Len, s.Len-s.off(p.From)) }

func (s Strip) axis() axis {
	c := axis{total: s.Len}
	for _, r := range s.Rows {
		for _, p := range r.Parts {
			c.edges = append(c.edges, s.off(p.From), s.end(p))
		}
	}
	slices.Sort(c.edges)
	c.edges = slices.DeleteFunc(slices.Compact(c.edges), func(e uint32) bool { return e == 0 || e == s.Len })
	return c
}

// at is where the number at off is drawn in a bar of a length of which each run has at least least.
func (c axis) at(off uint32, length, least float64) float64 {
	before, _ := slices.BinarySearch(c.edges, off)
	runs := len(c.edges) + 1
	if off > 0 {
		before++
	}
	if least*float64(runs) > length {
		least = length / float64(runs)
	}
	return float64(before)*least + (length-least*float64(runs))*float64(off)/float64(max(c.total, 1))
}

func (c axis) column(off uint32) int { return int(math.Round(c.at(off, stripColumns, fewestColumns))) }

func (c axis) percent(off uint32) float64 { return c.at(off, 100, thinnest) }

// label is a number above the bar: of the first number of a part, or the one after the last.
type label struct {
	off  uint32
	text string
}

// labels are the numbers for which there is room, given where each one begins and how far it
// reaches: those of the two ends first, the others from left to right.
func (s Strip) labels(c axis, place func(label) (from, to float64)) (l []label) {
	offs := append([]uint32{0, s.Len}, c.edges...)
	if s.Cut {
		offs = offs[1:]
	}
	for _, off := range offs {
		n := label{off, strconv.FormatUint(uint64(s.Zero+off), 10)}
		from, to := place(n)
		if !slices.ContainsFunc(l, func(o label) bool {
			a, z := place(o)
			return from < z && a < to
		}) {
			l = append(l, n)
		}
	}
	slices.SortFunc(l, func(a, b label) int { return cmp.Compare(a.off, b.off) })
	return l
}

// Text draws a row of characters for each frame, with the numbers above and the key below.
func (s Strip) Text() string {
	var o sheet
	frames := 3
	for _, r := range s.Rows {
		frames = max(frames, width(strconv.Itoa(r.Frame)))
	}
	c := s.axis()
	o.lines([]string{first(s.Plain, s.Name)}, "", "  ")
	above := ""
	for _, n := range s.labels(c, func(n label) (from, to float64) {
		at := float64(c.column(n.off))
		return at, at + float64(len(n.text)) + 1
	}) {
		at := c.column(n.off)
		if s.Cut && above == "" && at > 3 {
			above = "..."
		}
		above = left(above, at) + n.text
	}
	o.line(spaces(frames+2), above)
	for _, r := range s.Rows {
		frame, bar := strconv.Itoa(r.Frame), s.bar(c, r)
		if r.Frame == 0 {
			frame, bar = "...", ""
		}
		words := wrap([]string{r.Words}, "", maxColumns-frames-stripColumns-5)
		for i := range max(len(words), 1) {
			if i > 0 {
				frame, bar = "", ""
			}
			o.line(right(frame, frames), "  ", left(bar, stripColumns+1), "  ", nth(words, i))
		}
	}
	var key []string
	for _, k := range s.Key {
		key = append(key, string(k.Mark.char())+" "+k.Words)
	}
	if key != nil {
		o.line()
		o.lines(key, "   ", "")
	}
	return o.String()
}

// bar is a row in characters.
func (s Strip) bar(c axis, r StripRow) string {
	bar := []byte(spaces(stripColumns + 1))
	for _, p := range r.Parts {
		from, to := c.column(s.off(p.From)), c.column(s.end(p))
		if p.Mark == Edge {
			to = from + 1
		}
		for i := from; i < to; i++ {
			bar[i] = p.Mark.char()
		}
	}
	return string(bar)
}

// HTML draws a bar for each frame, and the numbers above.
func (s Strip) HTML() string {
	var o strings.Builder
	c := s.axis()
	fmt.Fprintf(&o, `<div class="sp %s">%s<svg class="ax" aria-hidden="true">`, side(s.Side), role(s.Side, s.Name))
	for _, n := range s.labels(c, func(n label) (from, to float64) {
		return s.reach(c, n)
	}) {
		anchor, at := s.anchor(c, n), c.percent(n.off)
		fmt.Fprintf(&o, `<text class="axt" x="%.2f%%" y="14" text-anchor="%s">%s</text> `, at, anchor, n.text)
	}
	o.WriteString(`</svg><ol>`)
	for _, r := range s.Rows {
		if r.Frame == 0 {
			fmt.Fprintf(&o, `<li class="gap"><span class="n">⋯</span><span class="w">%s</span></li>`, esc(r.Words))
			continue
		}
		fmt.Fprintf(&o, `<li class="r%d"><span class="n">%s</span><svg class="bar" aria-hidden="true">`, r.Frame, s.chips([]int{r.Frame}))
		for _, p := range r.Parts {
			o.WriteString(p.Mark.svg(c.percent(s.off(p.From)), c.percent(s.end(p))))
		}
		fmt.Fprintf(&o, `</svg><span class="w">%s</span></li>`, esc(r.Words))
	}
	o.WriteString(`</ol><ul class="marks">`)
	for _, k := range s.Key {
		from, to := 0.0, 100.0
		if k.Mark == Edge {
			from = 50
		}
		fmt.Fprintf(&o, `<li><svg class="bar" aria-hidden="true">%s</svg> %s</li>`, k.Mark.svg(from, to), esc(k.Words))
	}
	return o.String() + `</ul></div>`
}

// anchor is how a label stands to its number: at the ends of the bar within it.
func (s Strip) anchor(c axis, n label) string {
	half := float64(len(n.text)) * 50 / stripLetters
	switch at := c.percent(n.off); {
	case at < half:
		return "start"
	case at > 100-half:
		return "end"
	}
	return "middle"
}

// reach is from where to where a label goes on a phone, in hundredths of the bar.
func (s Strip) reach(c axis, n label) (from, to float64) {
	at, long := c.percent(n.off), float64(len(n.text)+1)*100/stripLetters
	switch s.anchor(c, n) {
	case "start":
		return at, at + long
	case "end":
		return at - long, at
	}
	return at - long/2, at + long/2
}

// svg draws a part from and to hundredths of the bar. What came twice is two lines.
func (m Mark) svg(from, to float64) string {
	class := m.String()
	box := func(y, height int) string {
		return fmt.Sprintf(`<rect class="%s" x="%.2f%%" y="%d" width="%.2f%%" height="%d"/>`, class, from, y, to-from, height)
	}
	switch m % marks {
	case Edge:
		return fmt.Sprintf(`<line class="%s" x1="%.2f%%" x2="%.2f%%" y1="0" y2="22"/>`, class, from, from)
	case Twice:
		return box(3, 7) + box(12, 7)
	}
	return box(3, 16)
}
