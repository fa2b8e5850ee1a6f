package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible is c on one line with everything a reader would not see spelled out:
// \n, \r, \t, \x1b for control bytes and for bytes that are not UTF-8, [U+202E]
// for characters that are invisible or turn the direction of writing. A backslash
// or bracket that would read as such a spelling is spelled itself (\x5cn), so
// that different bytes never look the same. It is for figures, and is not escaped for Markdown
// or HTML.
func Visible(c Captured) string {
	var out strings.Builder
	marks := maxMarks // nothing stands before the first character
	for rest := c.raw; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		switch spelling := spell(r, size, rest); {
		case spelling != "":
			out.WriteString(spelling)
			marks = maxMarks
		case unicode.IsMark(r) && marks >= maxMarks:
			out.WriteString(byNumber(r))
		case unicode.IsMark(r):
			out.WriteRune(r)
			marks++
		default:
			out.WriteRune(r)
			marks = maxMarks
			if unicode.IsLetter(r) {
				marks = 0
			}
		}
		rest = rest[size:]
	}
	return out.String()
}

// maxMarks is how many combining marks a letter may carry: Vietnamese, Hebrew and
// Hindi need up to three; piles of them paint over the lines above.
const maxMarks = 3

// spell is how the first character of rest, r of size bytes, is spelled out;
// empty where it shows as itself.
func spell(r rune, size int, rest string) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < ' ' || r == 0x7f || r == utf8.RuneError && size == 1:
		return byValue(rest[0])
	case r == '\\' && len(rest) > 1 && strings.IndexByte("nrtx", rest[1]) >= 0:
		return byValue('\\')
	case strings.HasPrefix(rest, "[U+"):
		return byValue('[')
	case !shows(r):
		return byNumber(r)
	}
	return ""
}

func byValue(b byte) string  { return fmt.Sprintf(`\x%02x`, b) }
func byNumber(r rune) string { return fmt.Sprintf("[U+%04X]", r) }

// shows tells whether r can be seen and leaves the text around it in place.
// unicode.IsPrint already excludes controls, format characters (bidi, zero width,
// tags), every space but U+0020, private and unassigned characters.
func shows(r rune) bool {
	const brailleBlank = '\u2800'
	return unicode.IsPrint(r) && r != brailleBlank &&
		!unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
