package text

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// Captured is text that somebody else wrote: a payload, a host name, a comment,
// any string of a capture. The zero value is empty. Two are equal where their
// bytes are.
type Captured struct{ raw string }

// Of marks raw as text from a capture. It need not be valid UTF-8.
func Of[T string | []byte](raw T) Captured { return Captured{string(raw)} }

// Len is the number of bytes.
func (c Captured) Len() int { return len(c.raw) }

// String is the door to prose, so that a template which forgets its door prints
// nothing dangerous.
func (c Captured) String() string { return Prose(c) }

// GoString keeps %#v as harmless as String.
func (c Captured) GoString() string { return Prose(c) }

// Preview is the beginning of c, of at most max bytes, cut where no character is
// split, and the number of bytes left out. Markdown engines need time quadratic
// in the length of some texts, so a lesson cuts before it escapes.
func Preview(c Captured, max int) (start Captured, rest int) {
	max = clamp(max, len(c.raw))
	cut := max
	for cut > max-utf8.UTFMax && cut > 0 && cut < len(c.raw) && !utf8.RuneStart(c.raw[cut]) {
		cut--
	}
	if r, size := utf8.DecodeRuneInString(c.raw[cut:]); r == utf8.RuneError && size == 1 {
		cut = max // not a character at all: nothing to keep whole
	}
	return Captured{c.raw[:cut]}, len(c.raw) - cut
}

// Hex is the first max bytes as "48 65 6c", and the number of bytes left out.
func Hex(c Captured, max int) (digits string, rest int) {
	max = clamp(max, len(c.raw))
	pairs := make([]string, max)
	for i := range pairs {
		pairs[i] = hex.EncodeToString([]byte{c.raw[i]})
	}
	return strings.Join(pairs, " "), len(c.raw) - max
}

// clamp keeps a wanted length between nothing and all there is.
func clamp(want, all int) int { return min(max(want, 0), all) }

// IsText tells whether c is better read as characters than as bytes: no more than
// one in unreadable of its characters would have to be spelled out. Line ends and
// tabs count as readable. A character that the end of a segment cut in two, and
// the zeros that pad a fixed buffer, do not count. Empty is not text.
func IsText(c Captured) bool {
	raw := withoutCutCharacter(strings.TrimRight(c.raw, "\x00"))
	all, bad := 0, 0
	for i, r := range raw {
		all++
		if !readable(r, raw[i:]) {
			bad++
		}
	}
	return all > 0 && bad*unreadable <= all
}

// Readable is the beginning of c whose characters all can be read.
func Readable(c Captured) Captured {
	for i, r := range c.raw {
		if !readable(r, c.raw[i:]) {
			return Captured{c.raw[:i]}
		}
	}
	return c
}

// unreadable is a judgement: binary headers have a third and more of such
// characters, text with a stray control character fewer than a quarter.
const unreadable = 4

func readable(r rune, from string) bool {
	if r == utf8.RuneError {
		_, size := utf8.DecodeRuneInString(from)
		return size > 1
	}
	return r == '\n' || r == '\r' || r == '\t' || shows(r)
}

// withoutCutCharacter drops the beginning of a character whose end is missing.
func withoutCutCharacter(s string) string {
	for n := 1; n < utf8.UTFMax && n < len(s); n++ {
		if tail := s[len(s)-n:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRuneInString(tail) {
				return s[:len(s)-n]
			}
			return s
		}
	}
	return s
}
