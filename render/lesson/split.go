package lesson

import (
	"unicode/utf8"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// SplitChar is a character of UTF-8 (RFC 3629) of which two segments hold a part each.
type SplitChar struct {
	Frame       int // with its beginning
	Bytes, Size int // in this segment, and in all
	Hex, Char   string
	Rest        text.Captured // what follows, if it is text
}

// Continues is the character that the data ends before it goes on; nil where it begins whole.
func (s *Scene) Continues() *SplitChar {
	data := s.t.payload(s.step)
	n := 0
	for n < len(data) && n < utf8.UTFMax && !utf8.RuneStart(data[n]) {
		n++
	}
	if n == 0 || n == utf8.UTFMax || s.t.ID.Proto != fact.TCP {
		return nil
	}
	before := s.t.endingAt(s.step)
	if before == nil {
		return nil
	}
	head := s.t.payload(before)
	if len(head) != int(before.TCP.Len) || !texts(data[n:]) {
		return nil
	}
	for k := 1; k < utf8.UTFMax && k <= len(head); k++ {
		whole := append(append([]byte(nil), head[len(head)-k:]...), data[:n]...)
		if r, size := utf8.DecodeRune(whole); r != utf8.RuneError && size == len(whole) && size > 1 && texts(head[:len(head)-k]) {
			hex, _ := text.Hex(text.Of(data[:n]), n)
			c := &SplitChar{Frame: before.Frame, Bytes: n, Size: size, Hex: hex, Char: text.Quoted(text.Of(whole))}
			if rest := text.Of(data[n:]); text.IsText(rest) {
				c.Rest, _ = text.Preview(rest, maxShown)
			}
			return c
		}
	}
	return nil
}

// texts tells whether data reads as text but for a character that was cut at either end: among
// other bytes a pair that would make a character is one by chance. Nothing is no other.
func texts(data []byte) bool {
	for n := 1; n < utf8.UTFMax && len(data) > 0 && !utf8.RuneStart(data[0]); n++ {
		data = data[1:]
	}
	return !utf8.FullRune(data) || text.IsText(text.Of(data))
}

// endingAt is the sender's last segment before that ends where the step's begins.
func (t *talk) endingAt(s *fact.Step) *fact.Step {
	i, _ := t.index(s.Frame)
	return last(t.Steps[:i], func(o *fact.Step) bool {
		return o.Side == s.Side && o.TCP.Len > 0 && o.TCP.End() == s.TCP.Seq
	})
}
