package figure

import (
	"cmp"
	"fmt"
	"strings"
)

// The ladder's SVG is 360 units wide, so that on a phone one unit is one pixel: margins
// with states, lifelines at lifeC and lifeS, 28 characters of 10 units between them.
const (
	lifeC, lifeS   = 94, 266
	middle         = (lifeC + lifeS) / 2
	stateW         = 88
	between        = 27 // characters that fit between the lifelines
	rowH, fall     = 50, 14
	lineH          = 12
	addressChars   = 28
	crossingExtra  = 26
	leastStateRoom = 15
)

// ladderSVG is a ladder being drawn for the page.
type ladderSVG struct {
	Ladder
	strings.Builder
	top     int         // where the lifelines begin
	y       []int       // of each row: where a frame leaves, where words begin
	bottom  int         // where the lifelines end
	arrive  map[int]int // frame: the row in which it arrives, where that is a later one
	landing map[int]int // frame: where it arrives
}

// HTML draws the ladder as one SVG.
func (l Ladder) HTML() string {
	d := &ladderSVG{Ladder: l, arrive: l.arrivals(), landing: map[int]int{}}
	names := d.names()
	d.place()
	fmt.Fprintf(d, `<svg class="ladder" viewBox="0 0 360 %d" role="group" aria-label="%s">`, d.bottom+2, esc(l.Name))
	d.WriteString(names)
	for _, x := range []int{lifeC, lifeS} {
		fmt.Fprintf(d, `<path class="life" d="M%d %dV%d"/>`, x, d.top, d.bottom)
	}
	d.states()
	for i, r := range l.Rows {
		if r.Frame == 0 {
			d.words(i)
		}
	}
	for i, r := range l.Rows {
		if r.Frame > 0 {
			d.frame(i)
		}
	}
	return d.String() + "</svg>"
}

// names draws both ends' names and addresses, and finds where the lifelines begin.
func (d *ladderSVG) names() string {
	var o strings.Builder
	for i, x := range []int{lifeC, lifeS} {
		e := d.Ends[i]
		o.WriteString(svgText("who", x, 13, e.Name) + " ")
		address, lines := svgAddress("ip", x, 27, lineH, addressChars, e.Addr)
		if lines > 0 {
			o.WriteString(address + " ")
		}
		d.top = max(d.top, 24+lines*lineH)
	}
	return o.String()
}

// place finds where each row stands.
func (d *ladderSVG) place() {
	y := d.top + 22
	for _, r := range d.Rows {
		if r.Frame == 0 {
			d.y = append(d.y, y-12)
			y += len(d.wordLines(r))*(lineH+2) + 14
			continue
		}
		late := 0
		for _, m := range r.Moves {
			if m.Frame != r.Frame {
				late++
			}
		}
		d.y = append(d.y, y)
		d.landing[r.Frame] = y + fall
		y += rowH + lineH*max(len(r.below())-1, 0) + crossingExtra*late
	}
	d.bottom = y - 12
	for i, r := range d.Rows {
		late := 0
		for _, m := range r.Moves {
			if m.Frame > 0 && d.arrive[m.Frame] == i && m.Frame != r.Frame && m.Received {
				late++
				d.landing[m.Frame] = d.y[i] + fall + crossingExtra*late
			}
		}
	}
}

// box is how wide the box of the frame's number is.
func (r Row) box() int { return 7*len(number(r.Frame)) + 12 }

// flagLines are the flags in lines that have room beside the number.
func (r Row) flagLines() []string {
	return wrap(r.Flags, " ", (lifeS-lifeC-r.box()-22)/7)
}

// head is what stands on the arrow, below what stands under it.
func (r Row) head() string { return nth(r.flagLines(), 0) }

func (r Row) below() []string {
	var l []string
	if flags := r.flagLines(); len(flags) > 1 {
		l = wrap([]string{strings.Join(flags[1:], " ")}, "", between)
	}
	l = append(l, wrap(r.Nums, " ", between)...)
	if r.Between != "" {
		l = append(l, wrap([]string{r.Between}, "", between)...)
	}
	for _, t := range r.trouble() {
		l = append(l, wrap([]string{t}, "", between)...)
	}
	return l
}

func (d *ladderSVG) wordLines(r Row) []string {
	var l []string
	for _, w := range r.allWords() {
		l = append(l, wrap([]string{w}, "", between-1)...)
	}
	return l
}

// words draws a pause, which cuts the lifelines, or a folded run.
func (d *ladderSVG) words(i int) {
	r, y := d.Rows[i], d.y[i]
	lines := d.wordLines(r)
	h := len(lines)*(lineH+2) + 6
	if r.Fold {
		fmt.Fprintf(d, `<rect class="fold" x="%d" y="%d" width="%d" height="%d" rx="6"/>`, lifeC+6, y, lifeS-lifeC-12, h)
	} else {
		fmt.Fprintf(d, `<rect class="cut" x="%d" y="%d" width="%d" height="%d"/>`, lifeC-1, y, lifeS-lifeC+2, h)
	}
	d.WriteString(svgLines("gapt", middle, y+14, lineH+2, lines))
}

// frame draws row i: the arrow, the number of the frame where it leaves, and its words.
func (d *ladderSVG) frame(i int) {
	r, y := d.Rows[i], d.y[i]
	box := r.box()
	from, to, dir, nx, hx := lifeC, lifeS, 1, lifeC+5, middle
	if r.Side&1 == 1 {
		from, to, dir, nx = lifeS, lifeC, -1, lifeS-5-box
	}
	if r.Between != "" {
		from, nx = middle, middle-box/2
		hx = (middle + to) / 2
	} else if over := 7*len(r.head())/2 + box + 8 - (lifeS-lifeC)/2; over > 0 { // a long number: the words move over
		hx += dir * over
	}
	var g strings.Builder
	below := r.below()
	fmt.Fprintf(&g, `<g class="%s%s"><rect class="halo r%d" x="%d" y="%d" width="%d" height="%d" rx="6"/>`,
		side(r.Side), lostClass(r), r.Frame, lifeC+2, y-16, lifeS-lifeC-4, 44+lineH*max(len(below)-1, 0))
	g.WriteString(d.arrow(r, y, from, to, dir))
	fmt.Fprintf(&g, `<rect class="fb" x="%d" y="%d" width="%d" height="18" rx="5"/>%s %s `, nx, y-8, box, svgText("", nx+box/2, y+5, number(r.Frame)), svgText("", hx, y-3, r.head()))
	for k, b := range below {
		class := "sub"
		if k >= len(below)-len(r.Trouble) && strings.HasPrefix(b, "× ") {
			class = "sub bad"
		}
		g.WriteString(svgText(class, middle, y+24+k*lineH, b) + " ")
	}
	g.WriteString("</g>")
	name := d.Common.frame(r.Frame) + ": " + strings.Join(r.Flags, ", ") + " " + r.numbers()
	for _, t := range r.Trouble { // in the order of what is seen, for those who speak what they see (WCAG 2.5.3)
		name += " × " + t
	}
	name += ", " + cmp.Or(r.Between, d.Ends[r.Side&1].Name) + " → " + d.Ends[1-r.Side&1].Name
	d.WriteString(d.link(r.Frame, name, g.String(), true))
}

func lostClass(r Row) string {
	if r.Lost {
		return " lost"
	}
	return ""
}

// arrow draws the line of r and its head, or a cross where it got lost.
func (d *ladderSVG) arrow(r Row, y, from, to, dir int) string {
	end := d.landing[r.Frame]
	if r.Lost {
		x, ly := from+(to-from)*3/4, y+(end-y)*3/4
		return fmt.Sprintf(`<path class="a" d="M%d %dL%d %d"/><path class="x" d="M%d %dl10 10m0 -10l-10 10"/>`, from+2*dir, y, x-7*dir, ly, x-5, ly-5)
	}
	if end != y+fall { // it crosses others: straight into the lifeline, whatever the angle
		return fmt.Sprintf(`<path class="a" d="M%d %dL%d %d"/><path class="h" d="M%d %dl%d -8l%d 8z"/>`, from+2*dir, y, to-6*dir, end-2, to-2*dir, end, -10*dir, 2*dir)
	}
	return fmt.Sprintf(`<path class="a" d="M%d %dL%d %d"/><path class="h" d="M%d %dl%d -6l%d 9z"/>`, from+2*dir, y, to-9*dir, end-1, to-2*dir, end, -9*dir, dir)
}

// states draws the boxes beside the lifelines: one from each move to the next.
func (d *ladderSVG) states() {
	for end, x := range []int{lifeC - 3 - stateW, lifeS + 3} {
		now, top, frame := d.Before[end], d.top+2, 0
		for i, r := range d.Rows {
			for _, m := range r.Moves {
				if m.Side&1 != end || m.To == now {
					continue
				}
				at := max(d.moveY(i, m), top+leastStateRoom)
				d.state(now, x, top, at, frame)
				now, top, frame = m.To, at, m.Frame
			}
		}
		d.state(now, x, top, max(d.bottom, top+leastStateRoom), frame)
	}
}

// moveY is where a move of row i takes place.
func (d *ladderSVG) moveY(i int, m RowMove) int {
	switch landing, ok := d.landing[m.Frame]; {
	case d.Rows[i].Frame == 0:
		return d.y[i] + 10
	case m.Received && ok:
		return landing
	case m.Frame == d.Rows[i].Frame:
		return d.y[i]
	}
	return d.y[i] + fall + crossingExtra
}

func (d *ladderSVG) state(s State, x, top, bottom, frame int) {
	if s.Name == "" {
		return
	}
	fmt.Fprintf(d, `<rect class="sg %s r%d" x="%d" y="%d" width="%d" height="%d" rx="4"/>%s `, shade(s), frame, x, top+1, stateW, bottom-top-2,
		svgText("stt "+shade(s), x+stateW/2, (top+bottom)/2+4, clip(s.String(), 14)))
}
