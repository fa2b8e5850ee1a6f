package figure

import (
	"fmt"
	"strings"
)

// GlanceColumns is how many columns a time line has at most; what lies beyond is not drawn.
const GlanceColumns = 60

// Glance is a time line: a row for each conversation, a column for each piece of time.
type Glance struct {
	Common
	T       string // "t (s)"
	Columns int    // at most GlanceColumns
	Ticks   []Tick // in order
	Rows    []GlanceRow
	Legend  string    // of the text drawing alone: "# = a frame, 0.25 s a column"
	Ends    [2]string // "client", "server", of the page's two marks
}

// Tick is a time at the beginning of a column.
type Tick struct {
	Column int
	Label  string // "4"
}

// GlanceRow is one conversation, or everything of a protocol.
type GlanceRow struct {
	Name   string   // "TCP 51112 ↔ 65432"
	Plain  string   // its name in the text drawing; empty: Name
	Pick   bool     // one of those the page is about
	Counts [2][]int // frames in each column, of the client and of the server
	Total  string   // "10"
}

// Kind is "glance".
func (Glance) Kind() string { return "glance" }

// columns is how many are drawn.
func (g Glance) columns() int { return max(0, min(g.Columns, GlanceColumns)) }

// at is how many frames a side has in column i.
func (r GlanceRow) at(side, i int) int {
	if i < len(r.Counts[side]) {
		return r.Counts[side][i]
	}
	return 0
}

// nameChars and totalChars are the widest names and totals of the text drawing.
const nameChars, totalChars = 26, 9

// Text draws # for a column with frames.
func (g Glance) Text() string {
	var o sheet
	names, total := width(g.T), 0
	for _, r := range g.Rows {
		names, total = max(names, width(first(r.Plain, r.Name))), max(total, width(r.Total))
	}
	names, total = min(names, nameChars), min(total, totalChars)
	axis := ""
	for _, t := range g.Ticks {
		if t.Column >= width(axis) && t.Column+width(t.Label) <= g.columns()+2 {
			axis = left(axis, t.Column) + t.Label + " "
		}
	}
	o.line(left(clip(g.T, names), names), "  ", axis)
	for _, r := range g.Rows {
		line := make([]byte, g.columns())
		for i := range line {
			if line[i] = '.'; r.at(0, i)+r.at(1, i) > 0 {
				line[i] = '#'
			}
		}
		o.line(left(clip(first(r.Plain, r.Name), names), names), "  ", string(line), "  ", right(clip(r.Total, totalChars), total))
	}
	if g.Legend != "" {
		o.line()
		o.lines([]string{g.Legend}, "", "  ")
	}
	return o.String()
}

// HTML draws a row of dots for each conversation: the client's above, the server's below;
// a bigger dot for many frames.
func (g Glance) HTML() string {
	var o strings.Builder
	o.WriteString(`<ol class="tl">`)
	for _, r := range g.Rows {
		pick := ""
		if r.Pick {
			pick = ` class="pick"`
		}
		fmt.Fprintf(&o, `<li%s><span class="lb">%s</span><svg aria-hidden="true"><line class="g0" x1="0" x2="100%%" y1="17" y2="17"/>%s</svg><span class="n">%s</span></li>`, pick, breakable(r.Name), g.dots(r), esc(r.Total))
	}
	o.WriteString(`</ol><svg class="ax" aria-hidden="true">` + g.axis() + `</svg><p class="key">`)
	for i, e := range g.Ends {
		fmt.Fprintf(&o, `<span class="role %s"><i></i>%s</span> `, side(i), esc(e))
	}
	return o.String() + `</p>`
}

// breakable is a name whose IPv6 addresses may be broken between their groups.
func breakable(name string) string {
	if !strings.Contains(name, "[") {
		return esc(name)
	}
	return strings.ReplaceAll(esc(name), ":", ":<wbr>")
}

// dots are a row's frames.
func (g Glance) dots(r GlanceRow) string {
	var o strings.Builder
	for s, y := range []int{10, 24} {
		for i := range g.columns() {
			n, radius := r.at(s, i), "3.5"
			switch {
			case n == 0:
				continue
			case n >= 100:
				radius = "6.5"
			case n >= 10:
				radius = "5"
			}
			fmt.Fprintf(&o, `<circle class="d%s" cx="%s" cy="%d" r="%s"/>`, side(s), g.percent(i, true), y, radius)
		}
	}
	return o.String()
}

// phoneChars is how many letters of the axis a phone has room for.
const phoneChars = 24

// axis are the times below: every one, or every second, or third …, as a phone has room.
func (g Glance) axis() string {
	every := 1
	for every < len(g.Ticks) && !g.fits(every) {
		every++
	}
	var o strings.Builder
	for i, t := range g.Ticks {
		if i%every > 0 || t.Column >= g.columns() {
			continue
		}
		anchor := "middle"
		if t.Column == 0 {
			anchor = "start"
		}
		fmt.Fprintf(&o, `<text class="axt" x="%s" y="14" text-anchor="%s">%s</text> `, g.percent(t.Column, false), anchor, esc(t.Label))
	}
	return o.String()
}

// fits tells whether every n-th tick leaves a letter's room between the labels.
func (g Glance) fits(n int) bool {
	for i := n; i < len(g.Ticks); i += n {
		before, t := g.Ticks[i-n], g.Ticks[i]
		letters := (width(before.Label)+width(t.Label))/2 + 1
		if before.Column == 0 { // it stands behind its tick, not over it
			letters += width(before.Label) / 2
		}
		if (t.Column-before.Column)*phoneChars < letters*g.columns() {
			return false
		}
	}
	return true
}

// percent is where column i begins, or its middle, in the width of the time line.
func (g Glance) percent(i int, middle bool) string {
	x := float64(i)
	if middle {
		x += .5
	}
	return fmt.Sprintf("%.2f%%", x/float64(max(g.columns(), 1))*100)
}
