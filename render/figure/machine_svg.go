package figure

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Boxes of the machine, in units of an SVG 360 wide; CLOSED stands twice, as where a
// connection begins and as where it ends. UNKNOWN is drawn only where a path has it.
const (
	boxW, boxH = 98, 26
	smWidth    = 360
	smHeight   = 446
	smLeft     = 10 // what the boxes' x lacks to be centred
)

const closedAtEnd = "CLOSED " // the second CLOSED's key

type point struct{ x, y int }

type box struct {
	name string
	point
}

var boxes = []box{
	{"UNKNOWN", point{9, 9}}, {"CLOSED", point{121, 9}}, {"LISTEN", point{121, 71}},
	{"SYN_RECEIVED", point{9, 133}}, {"SYN_SENT", point{233, 133}}, {"ESTABLISHED", point{121, 195}},
	{"FIN_WAIT_1", point{9, 261}}, {"CLOSE_WAIT", point{233, 261}},
	{"FIN_WAIT_2", point{9, 327}}, {"CLOSING", point{121, 327}}, {"LAST_ACK", point{233, 327}},
	{"TIME_WAIT", point{121, 393}}, {closedAtEnd, point{233, 393}},
}

// edges are those of Figure 5, how each is drawn, and where its frame stands.
var edges = []struct {
	from, to, d string
	at          point
}{
	{"CLOSED", "LISTEN", "M164 35V71", point{140, 53}},
	{"LISTEN", "CLOSED", "M176 71V35", point{200, 53}},
	{"CLOSED", "SYN_SENT", "M219 22H270Q282 22 282 34V133", point{282, 84}},
	{"SYN_SENT", "CLOSED", "M298 133V20Q298 6 284 6H190V9", point{298, 110}},
	{"LISTEN", "SYN_RECEIVED", "M121 84H70Q58 84 58 96V133", point{58, 108}},
	{"LISTEN", "SYN_SENT", "M219 92L262 133", point{240, 112}},
	{"SYN_SENT", "SYN_RECEIVED", "M233 146H107", point{170, 146}},
	{"SYN_RECEIVED", "LISTEN", "M42 133V66Q42 56 52 56H150V71", point{84, 56}},
	{"SYN_RECEIVED", "ESTABLISHED", "M70 159L133 195", point{102, 177}},
	{"SYN_SENT", "ESTABLISHED", "M270 159L207 195", point{238, 177}},
	{"SYN_RECEIVED", "FIN_WAIT_1", "M42 159V261", point{42, 222}},
	{"ESTABLISHED", "FIN_WAIT_1", "M133 221L78 261", point{105, 241}},
	{"ESTABLISHED", "CLOSE_WAIT", "M207 221L262 261", point{235, 241}},
	{"FIN_WAIT_1", "FIN_WAIT_2", "M58 287V327", point{58, 307}},
	{"FIN_WAIT_1", "CLOSING", "M90 287L140 327", point{118, 307}},
	{"FIN_WAIT_2", "TIME_WAIT", "M70 353L125 393", point{97, 373}},
	{"CLOSING", "TIME_WAIT", "M170 353V393", point{170, 373}},
	{"CLOSE_WAIT", "LAST_ACK", "M282 287V327", point{282, 307}},
	{"LAST_ACK", closedAtEnd, "M282 353V393", point{282, 373}},
	{"TIME_WAIT", closedAtEnd, "M219 406H233", point{226, 431}},
}

// detours are moves that Figure 5 does not draw, led around the boxes in their way: a
// reset, a FIN that comes with the ACK of ours, a path that begins in mid-connection. Any
// other is drawn straight, behind the boxes.
var detours = map[[2]string]detour{
	{"FIN_WAIT_1", "TIME_WAIT"}:   {"M95 287Q114 300 114 320V370Q114 382 130 393", point{114, 311}},
	{"UNKNOWN", closedAtEnd}:      {leftLane(22), point{100, 434}},
	{"SYN_RECEIVED", closedAtEnd}: {leftLane(146), point{100, 434}},
	{"FIN_WAIT_1", closedAtEnd}:   {leftLane(274), point{100, 434}},
	{"FIN_WAIT_2", closedAtEnd}:   {leftLane(340), point{100, 434}},
	{"ESTABLISHED", closedAtEnd}:  {"M219 214Q226 214 226 224V372Q226 380 236 382Q252 384 256 393", point{226, 307}},
	{"CLOSING", closedAtEnd}:      {"M219 340Q226 340 226 350V372Q226 380 236 382Q252 384 256 393", point{226, 373}},
	{"CLOSE_WAIT", closedAtEnd}:   {"M331 274Q342 274 342 286V394Q342 406 331 406", point{342, 307}},
	{"UNKNOWN", "FIN_WAIT_1"}:     {"M9 22Q-2 22 -2 34V262Q-2 274 9 274", point{0, 196}},
	{"UNKNOWN", "FIN_WAIT_2"}:     {"M9 22Q-2 22 -2 34V328Q-2 340 9 340", point{0, 307}},
	{"UNKNOWN", "TIME_WAIT"}:      {"M9 22Q-2 22 -2 34V422Q-2 434 10 434H158Q170 434 170 419", point{100, 434}},
}

// detour is how an edge is drawn and where its frame stands.
type detour struct {
	d  string
	at point
}

// leftLane leads from the left side of a box, y down its middle, around all others to the
// CLOSED at the end.
func leftLane(y int) string {
	return fmt.Sprintf("M9 %dQ-2 %d -2 %dV422Q-2 434 10 434H270Q282 434 282 419", y, y, y+12)
}

// machineSVG is one end's machine being drawn.
type machineSVG struct {
	Common
	side        int
	path        Path
	took        map[[2]string][]Step // by where it led from and to
	order       [][2]string          // the keys of took as they were first taken
	visited     map[string]State
	back, front strings.Builder // what was not taken, what was
	pills       strings.Builder
	full        []point // centres of the pills drawn
}

// HTML draws two machines.
func (m Machine) HTML() string {
	var o strings.Builder
	o.WriteString(`<div class="pair">`)
	for i, p := range m.Paths {
		d := &machineSVG{Common: m.Common, side: i, path: p, took: map[[2]string][]Step{}, visited: map[string]State{}}
		fmt.Fprintf(&o, `<div>%s%s</div>`, role(i, p.End.Name), d.draw())
	}
	return o.String() + "</div>"
}

func (d *machineSVG) draw() string {
	d.follow()
	d.edges()
	d.boxes()
	marks := d.mark("a", "ah") + d.mark("b", "ahon")
	return fmt.Sprintf(`<svg class="sm %s" viewBox="%d 0 %d %d" role="group" aria-label="%s: %s"><defs>%s</defs>%s%s%s</svg>`,
		side(d.side), -smLeft, smWidth, smHeight, esc(d.path.End.Name), esc(d.spoken()), marks, d.back.String(), d.front.String(), d.pills.String())
}

// follow walks the path: which boxes and edges it uses.
func (d *machineSVG) follow() {
	at := ""
	for i, st := range d.path.Steps {
		to := place(at, strings.ReplaceAll(st.State.Name, "-", "_"))
		if old, ok := d.visited[to]; !ok || old.Inferred {
			d.visited[to] = st.State
		}
		if at == closedAtEnd && (to == "LISTEN" || to == "SYN_SENT") { // it begins again
			at = "CLOSED"
			d.visited[at] = d.visited[closedAtEnd]
		}
		if key := [2]string{at, to}; i > 0 && at != to {
			if d.took[key] == nil {
				d.order = append(d.order, key)
			}
			d.took[key] = append(d.took[key], st)
		}
		at = to
	}
}

// place is the box of a state reached from another: CLOSED is the first one only where
// nothing came before, or where Figure 5 leads back to it.
func place(from, name string) string {
	if name != "CLOSED" || from == "" || from == "LISTEN" || from == "SYN_SENT" {
		return name
	}
	return closedAtEnd
}

// edges draws those of Figure 5, then those the path took that are not among them.
func (d *machineSVG) edges() {
	drawn := map[[2]string]bool{}
	for _, e := range edges {
		key := [2]string{e.from, e.to}
		drawn[key] = true
		if steps := d.took[key]; steps != nil {
			d.taken(steps, e.d, e.at)
		} else {
			fmt.Fprintf(&d.back, `<path class="e" marker-end="url(#%s)" d="%s"/>`, d.id("a"), e.d)
		}
	}
	for _, key := range d.order {
		a, aok := centreOf(key[0])
		b, bok := centreOf(key[1])
		if drawn[key] || !aok || !bok {
			continue
		}
		if way, ok := detours[key]; ok {
			d.taken(d.took[key], way.d, way.at)
			continue
		}
		end := border(a, b)
		d.taken(d.took[key], fmt.Sprintf("M%d %dL%d %d", a.x, a.y, end.x, end.y), d.free(a, end))
	}
}

// taken draws an edge of the path and the frames that led along it.
func (d *machineSVG) taken(steps []Step, path string, at point) {
	class := "on"
	if !slices.ContainsFunc(steps, func(st Step) bool { return !st.State.Inferred }) {
		class = "on ded"
	}
	fmt.Fprintf(&d.front, `<path class="e %s" marker-end="url(#%s)" d="%s"/>`, class, d.id("b"), path)
	for i, st := range steps {
		if st.Cause == "" {
			continue
		}
		d.pill(st, point{at.x, at.y + 19*i})
	}
}

// pill is the cause of a step, on its edge.
func (d *machineSVG) pill(st Step, at point) {
	w := 7*width(st.Cause) + 14
	at.x = max(w/2+1-smLeft, min(at.x, smWidth-smLeft-w/2-1))
	d.full = append(d.full, at)
	inner := fmt.Sprintf(`<rect class="pl r%d" x="%d" y="%d" width="%d" height="18" rx="9"/>%s`, st.Frame, at.x-w/2, at.y-9, w, svgText("pt", at.x, at.y+4, st.Cause))
	d.pills.WriteString(d.link(st.Frame, st.Cause+", "+d.frame(st.Frame), inner, true) + " ")
}

// boxes draws the states; those visited stand out.
func (d *machineSVG) boxes() {
	for _, b := range boxes {
		class, name := "", strings.TrimSpace(b.name)
		st, ok := d.visited[b.name]
		switch {
		case ok && st.Inferred:
			class, name = "in ded", st.String()
		case ok:
			class = "in"
		case b.name == "UNKNOWN":
			continue
		}
		fmt.Fprintf(&d.front, `<g class="%s"><rect class="bx" x="%d" y="%d" width="%d" height="%d" rx="6"/>%s</g> `, class, b.x, b.y, boxW, boxH, svgText("", b.x+boxW/2, b.y+17, name))
	}
}

// spoken is the path in words: "(CLOSED), tx:9 SYN_SENT".
func (d *machineSVG) spoken() string {
	l := make([]string, len(d.path.Steps))
	for i, st := range d.path.Steps {
		l[i] = strings.TrimSpace(st.Cause + " " + st.State.String())
	}
	return strings.Join(l, ", ")
}

func (d *machineSVG) id(part string) string {
	return fmt.Sprintf("fig-%s-%s%s", esc(d.ID), part, side(d.side))
}

// mark is the head of an arrow.
func (d *machineSVG) mark(part, class string) string {
	return fmt.Sprintf(`<marker id="%s" class="%s" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto"><path d="M0 0L9 4L0 8z"/></marker>`, d.id(part), class)
}

func centreOf(name string) (point, bool) {
	i := slices.IndexFunc(boxes, func(b box) bool { return b.name == name })
	if i < 0 {
		return point{}, false
	}
	return point{boxes[i].x + boxW/2, boxes[i].y + boxH/2}, true
}

// border is where the line from a to b enters b's box.
func border(a, b point) point {
	dx, dy := float64(a.x-b.x), float64(a.y-b.y)
	t := min(boxW/2/math.Max(math.Abs(dx), 1), boxH/2/math.Max(math.Abs(dy), 1), 1)
	return point{b.x + int(dx*t), b.y + int(dy*t)}
}

// free is a place on the line from a to b that no box and no pill covers, as near to the
// middle as there is one.
func (d *machineSVG) free(a, b point) point {
	var best point
	for _, t := range []float64{.5, .45, .55, .4, .6, .35, .65, .3, .7, .75, .25, .8, .85, .5} {
		best = point{a.x + int(float64(b.x-a.x)*t), a.y + int(float64(b.y-a.y)*t)}
		if !d.covered(best) {
			break
		}
	}
	return best
}

func (d *machineSVG) covered(p point) bool {
	const w, h = 26, 10
	return slices.ContainsFunc(boxes, func(b box) bool {
		return p.x+w > b.x && p.x-w < b.x+boxW && p.y+h > b.y && p.y-h < b.y+boxH
	}) || slices.ContainsFunc(d.full, func(q point) bool {
		return abs(p.x-q.x) < 2*w && abs(p.y-q.y) < 2*h
	})
}

func abs(n int) int { return max(n, -n) }
