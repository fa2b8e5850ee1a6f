package figure

import (
	"fmt"
	"slices"
	"strings"
)

// States is the path of states of both ends, side by side.
type States struct {
	Common
	Paths [2]Path // 0 client, 1 server
}

// Kind is "states".
func (States) Kind() string { return "states" }

// half is the width of one end's column in the text drawings of states.
const half = 32

// Text writes a line for each frame that moved an end, with the moves of both.
func (s States) Text() string {
	var o sheet
	ends(&o, s.Paths, 3, half)
	o.line()
	for _, at := range s.moments() {
		var cells [2][]string
		for i, p := range s.Paths {
			for k, st := range p.Steps {
				if moment(k, st) == at {
					cells[i] = append(cells[i], left(clip(st.State.String(), 16), 15)+clip(st.Cause, 14))
				}
			}
		}
		for i := range max(len(cells[0]), len(cells[1])) {
			o.line("   ", left(nth(cells[0], i), half), nth(cells[1], i))
		}
	}
	return o.String()
}

// moment is where step k stands in time; a path's beginning comes first.
func moment(k int, st Step) int {
	if k == 0 {
		return -1
	}
	return st.At
}

// moments are the moments of both paths in order.
func (s States) moments() (l []int) {
	for _, p := range s.Paths {
		for k, st := range p.Steps {
			l = append(l, moment(k, st))
		}
	}
	slices.Sort(l)
	return slices.Compact(l)
}

// ends writes the names and addresses of both ends above their columns, or below each
// other where a column is too narrow.
func ends(o *sheet, paths [2]Path, indent, column int) {
	c, s := paths[0].End, paths[1].End
	names := [2]string{strings.TrimSpace(c.plain() + " " + c.Addr), strings.TrimSpace(s.plain() + " " + s.Addr)}
	if width(names[0]) < column && indent+column+width(names[1]) <= maxColumns {
		o.line(spaces(indent), left(names[0], column), names[1])
		return
	}
	for _, n := range names {
		o.lines([]string{spaces(indent) + n}, "", "    ")
	}
	o.line()
	o.line(spaces(indent), left(clip(c.plain(), column-1), column), clip(s.plain(), column-1))
}

// nth is item i, or nothing where there is none.
func nth(l []string, i int) string {
	if i >= 0 && i < len(l) {
		return l[i]
	}
	return ""
}

// HTML draws each path as a row of chips with the frames between them.
func (s States) HTML() string {
	var o strings.Builder
	o.WriteString(`<div class="paths">`)
	for i, p := range s.Paths {
		fmt.Fprintf(&o, `<div class="path">%s<ol>`, role(i, p.End.Name))
		for k, st := range p.Steps {
			if k == 0 {
				o.WriteString("<li>" + chip(st.State) + "</li>")
				continue
			}
			fmt.Fprintf(&o, `<li class="r%d">%s<span class="chev"></span>%s</li>`, st.Frame, s.link(st.Frame, st.Cause+", "+s.frame(st.Frame), esc(st.Cause), false), chip(st.State))
		}
		o.WriteString("</ol></div>")
	}
	return o.String() + "</div>"
}
