package figure

import (
	"slices"
	"strconv"
	"strings"
)

// Ladder is frames one below the other as arrows between two lifelines, with the states
// of both ends in the margins.
type Ladder struct {
	Common
	Name   string   // for listeners: "frames 9, 10, 11"
	No, T  string   // heads of the text drawing's columns: "No.", "t (s)"
	Ends   [2]End   // 0 client, left; 1 server, right
	Before [2]State // the states above the first row; of UDP, or where not known, empty
	Rows   []Row
}

// Row is one row of a ladder: a frame, or (Frame 0) a pause or a folded run of frames.
type Row struct {
	Frame   int
	Time    string   // "1.322695"
	Side    int      // who sends: 0 client, 1 server
	Between string   // the address of another host that sends it, from between the two toward the end that is not Side; empty: Side does
	Flags   []string // "SYN", "ACK"; of a datagram "UDP"
	Nums    []string // "Seq=0", "Ack=1", "Len=6"; of a datagram "Length=10" and its data
	Lost    bool     // it never arrived
	Trouble []string // "retransmission of 12"
	Moves   []RowMove
	Words   []string // of a pause "10.145 s", "43 other frames"; of a run "frames 20–9,800", "9,781 segments"
	Plain   []string // Words in the text drawing; nil: the same
	Fold    bool     // frames of this conversation are folded away here; else it is a pause
}

// RowMove is one end's new state, in the row beside which it is drawn. Where the frame
// that was received stands in an earlier row, its arrow arrives in this one: segments
// that cross (RFC 9293 §3.5, Figure 7).
type RowMove struct {
	Side     int // whose: 0 client, 1 server
	To       State
	Frame    int  // the frame that caused it; 0: none did
	Received bool // it arrived; else it was sent
}

// Kind is "ladder".
func (Ladder) Kind() string { return "ladder" }

// late tells whether a move of row i was caused by another frame than the row's own.
func (l Ladder) late(i int, m RowMove) bool { return m.Frame != l.Rows[i].Frame }

// arrivals is, for every frame that arrives in a later row than its own, that row.
func (l Ladder) arrivals() map[int]int {
	at, arrive := map[int]int{}, map[int]int{}
	for i, r := range l.Rows {
		if r.Frame == 0 {
			continue
		}
		at[r.Frame] = i
		for _, m := range r.Moves {
			if own, ok := at[m.Frame]; ok && m.Received && own < i {
				arrive[m.Frame] = i
			}
		}
	}
	return arrive
}

// trouble are the row's words of warning, each with its mark.
func (r Row) trouble() []string {
	l := make([]string, len(r.Trouble))
	for i, t := range r.Trouble {
		l[i] = "× " + t
	}
	return l
}

// words are what stands beside the flags: the numbers, and who else sends it.
func (r Row) words() []string {
	if r.Between == "" {
		return r.Nums
	}
	return append(slices.Clip(r.Nums), r.Between)
}

func (r Row) numbers() string { return strings.Join(r.words(), " ") }

// The text drawing: widths of columns, and how wide an arrow is at least.
const (
	minArrow  = 34
	halfway   = 6 // of an arrow from between the two: how far from the lifeline it begins
	clipNo    = 10
	clipTime  = 16
	clipState = 16
)

// ladderText is a ladder being drawn as text.
type ladderText struct {
	sheet
	Ladder
	no, time, left, flags, arrow, right int  // widths of the columns
	compact                             bool // numbers stand on the arrow, not below it
	now                                 [2]State
	arrive                              map[int]int
}

// Text draws a line a frame, in six columns: number, time, state, arrow, state.
func (l Ladder) Text() string {
	d := &ladderText{Ladder: l, now: l.Before, arrive: l.arrivals()}
	d.measure()
	d.head()
	if l.Before != [2]State{} {
		d.row("", "", "|", "")
	}
	gap := true // nothing to keep apart from what stands above
	for i, r := range l.Rows {
		if r.Frame == 0 {
			d.words(r)
			gap = true
			continue
		}
		if !gap {
			d.row("", "", "|", "", State{}, State{})
		}
		gap = d.frame(i)
		for _, m := range r.Moves {
			if l.late(i, m) {
				d.arrival(m)
				gap = true
			}
		}
	}
	return d.String()
}

// measure finds the widths of the columns.
func (d *ladderText) measure() {
	d.no, d.time = width(d.No), width(d.T)
	ends := [2]int{widest(d.Ends[0].plain(), d.Before[0].String()), widest(d.Ends[1].plain(), d.Before[1].String())}
	d.flags = len("PSH, ACK")
	body, start := 0, 0
	for _, r := range d.Rows {
		d.no, d.time = max(d.no, len(number(r.Frame))), max(d.time, width(r.Time))
		for _, m := range r.Moves {
			ends[m.Side&1] = max(ends[m.Side&1], width(m.To.String()))
		}
		d.flags = max(d.flags, width(strings.Join(r.Flags, ", ")))
		body = max(body, width(r.numbers()))
		if r.Between != "" {
			start = halfway
		}
	}
	d.no, d.time = min(d.no, clipNo), min(d.time, clipTime)
	d.left, d.right = min(ends[0], clipState), min(ends[1], clipState)
	room := maxColumns - d.before() - len(" ||") - len(" ") - d.right
	d.arrow = start + len("--- ") + d.flags + 2 + body + len(" ->")
	if len(d.arrive) > 0 || slices.ContainsFunc(d.Rows, func(r Row) bool { return r.Lost }) {
		d.arrow += len(" ...")
	}
	d.compact = d.arrow <= room
	d.arrow = max(minArrow, min(d.arrow, room))
	if !d.compact {
		d.arrow = room
		d.flags = min(d.flags, room-len("--- ")-len(" - ... ")-start)
	}
}

// before is the width of what stands left of the arrow's column.
func (d *ladderText) before() int { return d.no + 2 + d.time + 2 + d.left }

// head writes the names of the columns and the addresses of both ends: above the columns,
// or where one is too long, on lines of their own.
func (d *ladderText) head() {
	c, s := d.Ends[0], d.Ends[1]
	gap := spaces(d.arrow + len(" || "))
	fits := width(c.Addr) <= d.before() && d.before()+len(gap)+width(s.Addr) <= maxColumns
	if !fits {
		for _, e := range d.Ends {
			d.lines([]string{e.plain(), e.Addr}, "  ", "  ")
		}
	}
	names := left(clip(d.No, d.no), d.no) + "  " + right(clip(d.T, d.time), d.time) + "  "
	d.line(names, right(clip(c.plain(), d.left), d.left), gap, clip(s.plain(), max(d.right, 4)))
	if fits && c.Addr+s.Addr != "" {
		d.line(right(c.Addr, d.before()), gap, s.Addr)
	}
}

// row writes a line: number, time, a lifeline, what is between them, a lifeline. The
// states are those of now, unless others are given.
func (d *ladderText) row(no, time, life, middle string, states ...State) {
	if states == nil {
		states = d.now[:]
	}
	d.line(right(clip(no, d.no), d.no), "  ", right(clip(time, d.time), d.time), "  ", right(clip(states[0].String(), clipState), d.left),
		" ", life, left(middle, d.arrow), life, " ", clip(states[1].String(), clipState))
}

// frame writes row i and tells whether it took more than a line.
func (d *ladderText) frame(i int) bool {
	r := d.Rows[i]
	for _, m := range r.Moves {
		if !d.late(i, m) {
			d.now[m.Side&1] = m.To
		}
	}
	flags, nums := strings.Join(r.Flags, ", "), r.numbers()
	body := clip(flags, d.flags)
	if d.compact && nums != "" {
		body = left(body, d.flags) + "  " + nums
	}
	d.row(number(r.Frame), r.Time, "|", d.drawArrow(r, " "+body+" "))
	var below []string
	if !d.compact {
		below = wrap(r.words(), " ", d.arrow-8)
	}
	for _, t := range r.trouble() {
		below = append(below, wrap([]string{t}, "", d.arrow-8)...)
	}
	for _, b := range below {
		d.row("", "", "|", "    "+b, State{}, State{})
	}
	return len(below) > 0
}

// drawArrow puts body on the arrow of r, whose ends tell how it fares.
func (d *ladderText) drawArrow(r Row, body string) string {
	_, later := d.arrive[r.Frame]
	start, end := "---", "->"
	switch {
	case r.Between != "":
		return d.drawHalf(r, body)
	case r.Lost:
		end = "-×  "
	case later:
		end = "- ... "
	}
	if r.Side&1 == 0 {
		line := start + body
		return line + strings.Repeat("-", max(d.arrow-width(line)-width(end), 0)) + end
	}
	switch {
	case r.Lost:
		start = " ×-"
	case later:
		start = "..."
	default:
		start = "<--"
	}
	line := start + body
	return line + strings.Repeat("-", max(d.arrow-width(line), 0))
}

// drawHalf puts body on an arrow that another host sends from between the two ends.
func (d *ladderText) drawHalf(r Row, body string) string {
	if r.Side&1 == 0 {
		line := spaces(halfway-1) + "o--" + body
		return line + strings.Repeat("-", max(d.arrow-width(line)-width("->"), 0)) + "->"
	}
	line := "<--" + body
	return line + strings.Repeat("-", max(d.arrow-width(line)-halfway, 0)) + "o" + spaces(halfway-1)
}

// arrival writes a move that another row's frame caused.
func (d *ladderText) arrival(m RowMove) {
	d.now[m.Side&1] = m.To
	middle := ""
	switch dashes := strings.Repeat("-", d.arrow/3); {
	case m.Frame == 0 || !m.Received:
	case m.Side&1 == 1:
		middle = right("... "+number(m.Frame)+" "+dashes+">", d.arrow)
	default:
		middle = "<" + dashes + " " + number(m.Frame) + " ..."
	}
	d.row("", "", "|", middle)
}

// words writes a pause or a folded run, and on its last line the states it led to.
func (d *ladderText) words(r Row) {
	words := r.Plain
	if words == nil {
		words = r.Words
	}
	life := ":"
	if r.Fold {
		life = "|"
	}
	for _, m := range r.Moves {
		d.now[m.Side&1] = m.To
	}
	lines := wrap(words, ", ", d.arrow-8)
	for i, w := range lines {
		if r.Fold {
			w = "[ " + w + " ]"
		}
		states := []State{{}, {}}
		if i == len(lines)-1 && len(r.Moves) > 0 {
			states = nil
		}
		d.row("", "", life, centre(w, d.arrow), states...)
	}
}

// number is a frame number, or nothing for none.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// allWords are the words of a pause or a run, for the page.
func (r Row) allWords() []string {
	words := slices.Clone(r.Words)
	if len(words) > 0 && !r.Fold {
		words[0] = "⋯ " + words[0]
	}
	return words
}
