package figure

import (
	"fmt"
	"strings"
)

// Card is one frame: who sends it to whom, its numbers, the sums that lead to them, what
// it does to the states of both ends, the rule, and how to find it in Wireshark.
//
// On the page a card has two parts, for its frame's sentences stand between them: Rung
// goes below the heading, HTML where the fence stood.
type Card struct {
	Common
	N        int      // the frame's number
	From, To string   // the sender's and the receiver's name
	Side     int      // who sends: 0 client, 1 server
	Flags    []Flag   // of a datagram: one, "UDP"
	Time     string   // "1.322695 s"
	Direct   string   // for listeners, the direction in words: "from client to server"
	Trouble  []string // "retransmission of frame 12", "window full"
	Nums     []Num
	Sums     []Sum
	Moves    []CardMove
	Stay     string // what is said where there is no move: "no change of state"; of a datagram empty
	Refs     []Ref
	Filter   string // display filter; empty: none
	FilterIs string // "filter"
	Copy     string // the word on the button that copies it
}

// Flag is a control bit that is set.
type Flag struct {
	Name string
	New  bool // says something new here; an ACK that confirms nothing new does not
}

// Num is one number of a header: "Seq", "0", "raw 3152091036".
type Num struct{ Name, Value, Small string }

// Sum is a sum worked out: Is "Ack", Terms "Seq 1 of frame 55" and "data 6", Total "7".
// Where a number only repeats another, there are no terms: Is "Ack", Total "1", Same "as in frame 11".
type Sum struct {
	Is    string
	Terms []string
	Total string
	Same  string
}

// CardMove is what a frame does to one end's state.
type CardMove struct {
	End      string // whose
	Old, New State
	How      string // "sent frame 9"
	Proof    string // "frame 10 proves it"; empty: nothing does
	Sure     string // "seen", "derived", …
	Unsure   bool   // the word Sure is one of caution: inferred, guessed
}

// Ref is a rule.
type Ref struct {
	RFC     int
	Section string // "3.5", "A.2"; empty: all of it
}

// Kind is "card".
func (Card) Kind() string { return "card" }

// Text draws the card in a few lines.
func (c Card) Text() string {
	var s sheet
	names := make([]string, len(c.Flags))
	for i, f := range c.Flags {
		names[i] = f.Name
	}
	head := []string{c.From + " → " + c.To, "[" + strings.Join(names, ", ") + "]", "t = " + c.Time}
	for _, t := range c.Trouble {
		head = append(head, "× "+t)
	}
	s.lines(head, "   ", "  ")
	s.lines(texts(c.Nums), "   ", "  ")
	s.lines(texts(c.Sums), " · ", "  ")
	for _, m := range c.Moves {
		s.lines(m.words(), " · ", "  ")
	}
	if len(c.Moves) == 0 {
		s.lines([]string{c.Stay}, "", "  ")
	}
	s.lines(refNames(c.Refs), ", ", "  ")
	if c.Filter != "" {
		s.lines([]string{c.FilterIs + ": " + c.Filter}, "", "  ")
	}
	return s.String()
}

// texts are the items as they stand in the text drawing.
func texts[T fmt.Stringer](items []T) []string {
	l := make([]string, len(items))
	for i, it := range items {
		l[i] = it.String()
	}
	return l
}

// String is "Seq 0 (raw 3152091036)".
func (n Num) String() string {
	s := n.Name + " " + n.Value
	if n.Small != "" {
		s += " (" + n.Small + ")"
	}
	return s
}

// String is "Ack = Seq 1 of frame 55 + data 6 = 7" or "Ack 1: as in frame 11".
func (s Sum) String() string {
	if len(s.Terms) == 0 {
		return s.Is + " " + s.Total + ": " + s.Same
	}
	return s.Is + " = " + strings.Join(s.Terms, " + ") + " = " + s.Total
}

func (m CardMove) words() []string {
	return []string{m.End + ": " + m.Old.String() + " → " + m.New.String(), m.cause(), m.Sure}
}

// cause is how the move came about and what proves it.
func (m CardMove) cause() string {
	if m.Proof == "" {
		return m.How
	}
	return m.How + ", " + m.Proof
}

// refNames are the names of the rules; an RFC is named once for all its sections in a row.
func refNames(refs []Ref) []string {
	l := make([]string, len(refs))
	for i, r := range refs {
		if i == 0 || refs[i-1].RFC != r.RFC {
			l[i] = fmt.Sprintf("RFC %d", r.RFC)
		}
		if r.Section != "" {
			l[i] = strings.TrimLeft(l[i]+" §"+r.Section, " ")
		}
	}
	return l
}

// URL is where the RFC Editor has the rule.
func (r Ref) URL() string {
	url := fmt.Sprintf("https://www.rfc-editor.org/rfc/rfc%d", r.RFC)
	switch {
	case r.Section == "":
		return url
	case r.Section[0] >= 'A':
		return url + "#appendix-" + r.Section
	}
	return url + "#section-" + r.Section
}

// Rung is the card's first line on the page: an arrow between the two ends with the flags
// on it, and the time.
func (c Card) Rung() string {
	var chips, names, trouble strings.Builder
	for i, f := range c.Flags {
		on := ""
		if f.New {
			on = " on"
		}
		fmt.Fprintf(&chips, `<b class="fl%s">%s</b>`, on, esc(f.Name))
		if i > 0 {
			names.WriteString(", ")
		}
		names.WriteString(esc(f.Name))
	}
	for _, t := range c.Trouble {
		fmt.Fprintf(&trouble, `<span class="trouble">× %s</span>`, esc(t))
	}
	class := "rung"
	if len(c.Flags) > 3 {
		class += " many"
	}
	ends, me := [2]string{c.From, c.To}, [2]string{" me", ""}
	if c.Side&1 == 1 {
		ends, me = [2]string{c.To, c.From}, [2]string{"", " me"}
	}
	return fmt.Sprintf(`<p class="%s"><span class="vh">%s %s</span><span class="way" aria-hidden="true"><span class="who%s">%s</span><span class="wire"><span class="fls">%s</span></span><span class="who%s">%s</span></span><span class="when">%s</span>%s</p>`,
		class, esc(c.Direct), names.String(), me[0], esc(ends[0]), chips.String(), me[1], esc(ends[1]), esc(c.Time), trouble.String())
}

// HTML draws the card below its sentences.
func (c Card) HTML() string {
	var o strings.Builder
	o.WriteString(`<dl class="nums">`)
	for _, n := range c.Nums {
		small := ""
		if n.Small != "" {
			small = " <small>" + esc(n.Small) + "</small>"
		}
		fmt.Fprintf(&o, "<div><dt>%s</dt><dd>%s%s</dd></div>", esc(n.Name), esc(n.Value), small)
	}
	o.WriteString(`</dl>`)
	if len(c.Sums) > 0 {
		o.WriteString(`<div class="sums">`)
		for _, s := range c.Sums {
			o.WriteString(s.html())
		}
		o.WriteString(`</div>`)
	}
	o.WriteString(c.moves() + c.foot())
	return o.String()
}

func (s Sum) html() string {
	if len(s.Terms) == 0 {
		return fmt.Sprintf(`<p class="sum"><strong class="old">%s %s</strong><i>=</i><span>%s</span></p>`, esc(s.Is), esc(s.Total), esc(s.Same))
	}
	terms := make([]string, len(s.Terms))
	for i, t := range s.Terms {
		terms[i] = "<span>" + esc(t) + "</span>"
	}
	return fmt.Sprintf(`<p class="sum">%s<i>=</i><strong>%s %s</strong></p>`, strings.Join(terms, "<i>+</i>"), esc(s.Is), esc(s.Total))
}

// moves are the rows of both ends' states.
func (c Card) moves() string {
	if len(c.Moves) == 0 && c.Stay == "" {
		return ""
	}
	var o strings.Builder
	o.WriteString(`<ul class="chg">`)
	for _, m := range c.Moves {
		class := ""
		if m.Unsure {
			class = " inferred"
		}
		fmt.Fprintf(&o, `<li><b>%s</b><span class="mv">%s<span class="chev"></span><span class="vh">→</span>%s</span><span class="how">%s</span><span class="sure%s">%s</span></li>`,
			esc(m.End), chip(m.Old), chip(m.New), esc(m.cause()), class, esc(m.Sure))
	}
	if len(c.Moves) == 0 {
		o.WriteString("<li>" + esc(c.Stay) + "</li>")
	}
	return o.String() + "</ul>"
}

// foot is the line with the rules and the display filter.
func (c Card) foot() string {
	if len(c.Refs) == 0 && c.Filter == "" {
		return ""
	}
	var o strings.Builder
	o.WriteString(`<p class="ref">`)
	for i, name := range refNames(c.Refs) {
		fmt.Fprintf(&o, `<a href="%s" rel="noreferrer">%s</a> `, esc(c.Refs[i].URL()), esc(name))
	}
	if c.Filter != "" {
		fmt.Fprintf(&o, `<span class="flt"><code>%s</code>`, esc(c.Filter))
		if c.Copy != "" {
			fmt.Fprintf(&o, `<button class="copy" type="button" hidden aria-label="%s: %s, %s">%s</button>`, esc(c.Copy), esc(c.FilterIs), esc(c.frame(c.N)), esc(c.Copy))
		}
		o.WriteString(`</span>`)
	}
	return o.String() + "</p>"
}
