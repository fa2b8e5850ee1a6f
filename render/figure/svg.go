package figure

import (
	"fmt"
	"strings"
)

// svgText is text in an SVG.
func svgText(class string, x, y int, words string) string {
	if class != "" {
		class = ` class="` + class + `"`
	}
	return fmt.Sprintf(`<text%s x="%d" y="%d">%s</text>`, class, x, y, esc(words))
}

// svgLines is text in as many lines as it takes, whose words stay whole when copied.
func svgLines(class string, x, y, step int, lines []string) string {
	var o strings.Builder
	for i, l := range lines {
		o.WriteString(svgText(class, x, y+i*step, l) + " ")
	}
	return o.String()
}

// svgAddress is an address in pieces of at most n characters, one below the other, that
// are one word when copied.
func svgAddress(class string, x, y, step, n int, addr string) (text string, lines int) {
	var o strings.Builder
	fmt.Fprintf(&o, `<text class="%s" x="%d" y="%d">`, class, x, y)
	for addr != "" {
		head, rest := cut(addr, n)
		if i := strings.LastIndexByte(head, ':'); rest != "" && i > 0 {
			head, rest = addr[:i+1], addr[i+1:]
		}
		fmt.Fprintf(&o, `<tspan x="%d" y="%d">%s</tspan>`, x, y+lines*step, esc(head))
		addr = rest
		lines++
	}
	return o.String() + "</text>", lines
}
