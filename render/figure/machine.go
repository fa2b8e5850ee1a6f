package figure

import "strings"

// Machine is the state machine of RFC 9293 §3.3.2, Figure 5, once for each end, with the
// path it took. Text draws the path alone, as a chain of boxes.
type Machine struct {
	Common
	Paths [2]Path // 0 client, 1 server
}

// Kind is "machine".
func (Machine) Kind() string { return "machine" }

// The text drawing: boxes of boxChars inside, the second chain chainGap columns to the right.
const (
	boxChars = 15
	chainGap = 40
)

// Text draws both chains, one beside the other.
func (m Machine) Text() string {
	var o sheet
	ends(&o, m.Paths, 0, chainGap)
	o.line()
	l, r := m.Paths[0].chain(), m.Paths[1].chain()
	for i := range max(len(l), len(r)) {
		o.line(left(nth(l, i), chainGap), nth(r, i))
	}
	return o.String()
}

// chain draws a path as boxes with arrows between them.
func (p Path) chain() (lines []string) {
	edge := "+" + strings.Repeat("-", boxChars) + "+"
	door := edge[:boxChars/2+1] + "+" + edge[boxChars/2+2:]
	stem := spaces(boxChars/2 + 1)
	cause := 0
	for _, st := range p.Steps {
		cause = max(cause, width(st.Cause))
	}
	for i, st := range p.Steps {
		if i > 0 {
			words := clip(left(st.Cause, cause)+"  "+st.By, chainGap-boxChars/2-5)
			lines = append(lines, stem+"|  "+words, stem+"v")
		}
		out := edge
		if i < len(p.Steps)-1 {
			out = door
		}
		lines = append(lines, edge, "|"+centre(clip(st.State.String(), boxChars), boxChars)+"|", out)
	}
	return lines
}
