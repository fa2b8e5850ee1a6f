package render

import (
	"io"
	"strings"
	"unicode"
)

// Markdown writes the document's text and, at its end, the generator line as an HTML
// comment, which no engine shows. The error is the writer's.
func Markdown(w io.Writer, d *Document) error {
	_, err := io.WriteString(w, strings.TrimRight(d.Markdown, "\n")+"\n\n<!-- "+uncommented(d.Generator)+" -->\n")
	return err
}

// uncommented is a line that cannot end the comment it stands in: of hyphens in a row all
// but the first get a backslash, which a shell takes away again should the flags be pasted.
func uncommented(s string) string {
	s = oneLine(s)
	for strings.Contains(s, "--") {
		s = strings.ReplaceAll(s, "--", `-\-`)
	}
	return s
}

// oneLine is s with everything that is not visible replaced, line ends and bidirectional
// controls included.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, s)
}
