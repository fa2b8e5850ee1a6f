package render

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/pcaplain/pcaplain/templates"
)

// figureCSS is what the figures add to the page's style sheet.
//
//go:embed figure/figure.css
var figureCSS string

// maxMarked is how many frames get a rule that marks them in every figure while the
// address names them. The rules are a convenience and some 40 bytes each; a page with more
// frames than this has its first ones marked.
const maxMarked = 200

// style is the style sheet: the page's, the figures', and one rule that marks the frame
// named by the address wherever a figure draws it (elements of class rN).
func (p *page) style() string {
	css := asset("page.css") + asset("figures.css") + figureCSS
	frames := p.frames[:min(len(p.frames), maxMarked)]
	if len(frames) == 0 {
		return css
	}
	marks := make([]string, len(frames))
	for i, s := range frames {
		marks[i] = fmt.Sprintf(":root:has(#%s:target) .r%d", s.ID, s.Frame)
	}
	return css + strings.Join(marks, ",\n") + "{--on:var(--focus);--onf:var(--mark)}\n"
}

// asset is a file of the page's own, which is embedded and therefore there.
func asset(name string) string {
	b, err := templates.FS.ReadFile("page/" + name)
	if err != nil {
		panic(err)
	}
	return string(b)
}
