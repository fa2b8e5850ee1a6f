package figure

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Ruler is the numbers of each direction, what each of them counts, and the frames that
// sent and confirmed it. Long data and many segments are folded, with their count.
type Ruler struct {
	Common
	Directions [2]Direction
	Words      RulerWords
	Plain      RulerWords // the same for the text drawing, whose columns have to stand one below the other; a word that is empty: that of Words
}

// RulerWords are a ruler's labels.
type RulerWords struct {
	Number, Counts, Sent, Acked string // "number", "counts", "sent in", "acked by"
	Next                        string // "next", over the first number not used
	Bytes                       string // "%s more bytes"
	Pieces                      string // "%s more segments"
}

// Direction is one direction. Numbers are relative. One without a name is not drawn:
// nothing was sent in it.
type Direction struct {
	Side      int    // who sends: 0 or 1
	Apart     bool   // each stretch is a datagram whose bytes are counted anew: no number follows the last
	Name      string // "client → server"
	Plain     string // the same in the text drawing, "C -> S"; empty: Name
	Zero      string // "number 0 is raw 3152091036"
	PlainZero string // Zero in the text drawing; empty: Zero
	Spans     []Stretch
	Next      uint32 // the number after the last
}

// Stretch is a run of numbers that one frame first carried.
type Stretch struct {
	From  uint32
	Len   uint32 // numbers; of a SYN or FIN 1
	Word  string // "SYN", "FIN"; empty: data
	Data  []byte // its bytes as far as known, from the first
	Sent  []int  // the frames that carried it; more than one where it was sent again
	Acked int    // the frame that first confirmed all of it; 0: none
}

// Kind is "ruler".
func (Ruler) Kind() string { return "ruler" }

// mostCells is how many cells a stretch has at most, fewCells how many where its numbers
// have more than fewDigits digits or it is one of more than fewPieces; mostPieces is how
// many stretches a direction shows.
const (
	mostCells  = 8
	fewCells   = 4
	fewDigits  = 5
	fewPieces  = 4
	mostPieces = 8
	headPieces = 4
	tailPieces = 2
	mostSent   = 6  // frames named for a stretch
	widestSent = 26 // columns for their numbers, in the text drawing
)

// Folded tells that the i-th of n stretches of a direction is not drawn: no more than its
// place and length have to be known.
func Folded(i, n int) bool { return n > mostPieces && i >= headPieces && i < n-tailPieces }

// tick is one cell of a ruler.
type tick struct {
	number, label, hex string
	class              string // "ctl", "d", "more", "next"
}

// block is a stretch as it is drawn.
type block struct {
	cells []tick
	sent  []int
	acked int
	plain bool // no frame sent it: a fold, or the number after the last
}

// blocks are the stretches of a direction, the middle of many folded.
func (l Direction) blocks(w RulerWords) (bs []block) {
	spans := slices.DeleteFunc(slices.Clone(l.Spans), func(s Stretch) bool { return s.Word == "" && s.Len == 0 })
	for i, s := range spans {
		if Folded(i, len(spans)) {
			if i == headPieces {
				n := len(spans) - headPieces - tailPieces
				bs = append(bs, block{cells: []tick{{number: "...", label: count(w.Pieces, n), class: "more"}}, plain: true})
			}
			continue
		}
		bs = append(bs, block{cells: s.cells(len(spans) > fewPieces, w.Bytes), sent: s.Sent, acked: s.Acked})
	}
	if l.Apart {
		return bs
	}
	return append(bs, block{cells: []tick{{number: strconv.FormatUint(uint64(l.Next), 10), label: w.Next, class: "next"}}, plain: true})
}

func count(words string, n int) string { return strings.ReplaceAll(words, "%s", comma(n)) }

// cells are the numbers of a stretch; of long data the first ones and the last.
func (s Stretch) cells(few bool, more string) []tick {
	if s.Word != "" {
		return []tick{{number: strconv.FormatUint(uint64(s.From), 10), label: s.Word, class: "ctl"}}
	}
	most, n := uint32(mostCells), s.Len
	if few && n > mostCells || len(strconv.FormatUint(uint64(s.From+n), 10)) > fewDigits {
		most = fewCells
	}
	if n <= most {
		return s.run(0, n)
	}
	head := s.run(0, most-2)
	head = append(head, tick{number: "...", label: count(more, int(n-most+1)), class: "more"})
	return append(head, s.run(n-1, n)...)
}

// run are the cells of the bytes from i to before n.
func (s Stretch) run(i, n uint32) (l []tick) {
	for ; i < n; i++ {
		t := tick{number: strconv.FormatUint(uint64(s.From+i), 10), class: "d", label: "·"} // a byte that is not known
		if int(i) < len(s.Data) {
			t.label, t.hex = character(s.Data[i]), fmt.Sprintf("%02x", s.Data[i])
			if s.Data[i] == ' ' {
				t.label = "␣"
			}
		}
		l = append(l, t)
	}
	return l
}

// frames names the frames that sent a block.
func (b block) frames() []int { return b.sent[:min(len(b.sent), mostSent)] }

func (b block) sentText() string {
	l, used := make([]string, 0, mostSent+1), 0
	for _, n := range b.frames() {
		word := strconv.Itoa(n)
		if used += len(word) + 1; used > widestSent {
			break
		}
		l = append(l, word)
	}
	if len(b.sent) > len(l) {
		l = append(l, "...")
	}
	return strings.Join(l, ",")
}

func (b block) ackedText() string {
	switch {
	case b.plain:
		return ""
	case b.acked == 0:
		return "-"
	}
	return strconv.Itoa(b.acked)
}

// plain are the words of the text drawing.
func (r Ruler) plain() RulerWords {
	p, w := r.Plain, r.Words
	return RulerWords{first(p.Number, w.Number), first(p.Counts, w.Counts), first(p.Sent, w.Sent), first(p.Acked, w.Acked),
		first(p.Next, w.Next), first(p.Bytes, w.Bytes), first(p.Pieces, w.Pieces)}
}

// Text draws each direction in four lines, and where they are too long, in several bands.
func (r Ruler) Text() string {
	var o sheet
	w := r.plain()
	labels := min(widest(w.Number, w.Counts, w.Sent, w.Acked), 20)
	for i, l := range r.Directions {
		if l.Name == "" {
			continue
		}
		if i > 0 && r.Directions[0].Name != "" {
			o.line()
		}
		o.lines([]string{first(l.Plain, l.Name), first(l.PlainZero, l.Zero)}, "   ", "  ")
		for k, band := range bands(l.blocks(w), maxColumns-labels-4) {
			if k > 0 {
				o.line()
			}
			for n, words := range []string{w.Number, w.Counts, w.Sent, w.Acked} {
				o.line("  ", left(clip(words, labels), labels), "  ", band[n])
			}
		}
	}
	return o.String()
}

// bands puts blocks side by side, in bands of at most n columns of four lines each.
func bands(bs []block, n int) (l [][4]string) {
	used := n + 1
	for _, b := range bs {
		lines := b.lines()
		if w := width(lines[0]); used+w > n {
			l, used = append(l, [4]string{}), w
		} else {
			used += w
		}
		for i, s := range lines {
			l[len(l)-1][i] += s
		}
	}
	return l
}

// lines are a block's four lines, equally wide.
func (b block) lines() (l [4]string) {
	for _, c := range b.cells {
		w := max(4, widest(c.number, clip(c.label, 30))+2)
		l[0] += centre(c.number, w)
		l[1] += centre(clip(c.label, 30), w)
	}
	sent, acked := clip(b.sentText(), 30), clip(b.ackedText(), 30)
	if len(b.cells) > 1 {
		n := max(width(l[0])-2, widest(sent, acked)+6)
		sent, acked = " "+bracket(sent, n), " "+bracket(acked, n)
	}
	w := max(width(l[0]), widest(sent, acked)+1)
	l[0], l[1] = left(l[0], w), left(l[1], w)
	if len(b.cells) > 1 {
		l[2], l[3] = left(sent, w), left(acked, w)
	} else {
		l[0], l[1] = centre(strings.TrimSpace(l[0]), w), centre(strings.TrimSpace(l[1]), w)
		l[2], l[3] = centre(sent, w), centre(acked, w)
	}
	return l
}

// bracket is "|--- 55 ---|", n columns wide.
func bracket(s string, n int) string {
	dashes := n - width(s) - 4
	return "|" + strings.Repeat("-", dashes/2) + " " + s + " " + strings.Repeat("-", dashes-dashes/2) + "|"
}

// HTML draws each direction as cells with a bracket below each stretch.
func (r Ruler) HTML() string {
	var o strings.Builder
	o.WriteString(`<div class="rul">`)
	for _, l := range r.Directions {
		if l.Name == "" {
			continue
		}
		fmt.Fprintf(&o, `<div class="rl %s">%s<ol class="spans">`, side(l.Side), role(l.Side, l.Name))
		for _, b := range l.blocks(r.Words) {
			o.WriteString(r.block(b))
		}
		o.WriteString(`</ol>`)
		if l.Zero != "" {
			fmt.Fprintf(&o, `<p class="m">%s</p>`, esc(l.Zero))
		}
		o.WriteString(`</div>`)
	}
	return o.String() + "</div>"
}

// block draws a stretch; the classes of its frames let the page mark it.
func (r Ruler) block(b block) string {
	var o strings.Builder
	class := fmt.Sprintf("n%d %s", len(b.cells), b.cells[0].class)
	for _, n := range b.frames() {
		class += fmt.Sprintf(" r%d", n)
	}
	fmt.Fprintf(&o, `<li class="%s"><ol class="cells">`, class)
	for _, c := range b.cells {
		number := c.number
		if c.class == "more" {
			number = "⋯"
		}
		fmt.Fprintf(&o, `<li class="%s"><span class="q">%s</span> <span class="b">%s</span> <span class="x">%s</span></li>`, c.class, number, esc(c.label), c.hex)
	}
	o.WriteString(`</ol>`)
	if !b.plain {
		sent, acked := r.chips(b.frames()), "–"
		if len(b.sent) > mostSent {
			sent += " ⋯"
		}
		if b.acked > 0 {
			acked = r.chips([]int{b.acked})
		}
		fmt.Fprintf(&o, `<p class="br">%s %s<br>%s %s</p>`, esc(r.Words.Sent), sent, esc(r.Words.Acked), acked)
	}
	return o.String() + "</li>"
}
