package text

import (
	"strconv"
	"strings"
	"unicode"
)

// Block is the door into a line of a fenced block, such as a figure's, between
// characters of our own: the text as [Visible] spells it, but for the first brace of "{{" and "{%" (\x7b), because
// Liquid and Hugo run what they open even inside a fence.
func Block(c Captured) string {
	shown := Visible(c)
	var out strings.Builder
	for i := range len(shown) {
		rest := shown[i+1:]
		if b := shown[i]; b == '{' && (strings.HasPrefix(rest, "{") || strings.HasPrefix(rest, "%")) {
			out.WriteString(byValue(b))
		} else {
			out.WriteByte(b)
		}
	}
	return out.String()
}

// Fence is a run of backticks that no run in body can close: three, or one more
// than the longest. It serves figures too.
func Fence(body string) string {
	longest, run := 2, 0
	for i := range len(body) {
		if body[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return strings.Repeat("`", longest+1)
}

// Prose is the door to a sentence, a list item or a heading: the text as [Visible]
// spells it, in a code span where no engine can be made to see anything else, and
// with every ASCII punctuation character as an entity where it can. It never
// begins a block, even at a line's start. Empty text gives nothing.
func Prose(c Captured) string {
	if shown := Visible(c); spannable(c.raw, shown) {
		return "`" + shown + "`"
	}
	return escaped(Visible(c))
}

// Quoted is Prose for text among our own words: what no code span holds stands between
// quotation marks, so that one sees where it begins and ends. Such marks within are
// spelled by number.
func Quoted(c Captured) string {
	shown := Visible(c)
	if shown == "" || spannable(c.raw, shown) {
		return Prose(c)
	}
	return "“" + escaped(quotes.Replace(shown)) + "”"
}

var quotes = strings.NewReplacer("“", byNumber('“'), "”", byNumber('”'))

// Cell is the door to a cell of a table.
func Cell(c Captured) string {
	// The code spans of Prose hold no pipe and its entities are no pipes to a
	// table's parser. The door is its own so that a change to Prose has to think
	// of cells.
	return Prose(c)
}

// spannable tells whether shown, the visible form of raw, may be a code span.
// Line ends and control characters are letters by now, and a backslash that the
// spelling brought in stands before n, r, t or x, never before a pipe.
func spannable(raw, shown string) bool {
	return shown != "" && strings.Trim(shown, " ") == shown && !strings.ContainsAny(raw, "`|<{\\")
}

// escaped writes every ASCII punctuation character as a decimal entity. What
// entities do not protect is spelled by value: spaces that a renderer would drop,
// and "@", because engines look for mail addresses and mentions after decoding.
func escaped(shown string) string {
	var out strings.Builder
	for i := range len(shown) {
		switch b := shown[i]; {
		case b == '@', b == ' ' && (i == 0 || i == len(shown)-1 || shown[i-1] == ' '):
			out.WriteString(entity('\\') + byValue(b)[1:])
		case isPunctuation(b):
			out.WriteString(entity(b))
		default:
			out.WriteByte(b)
		}
	}
	return out.String()
}

func entity(b byte) string { return "&#" + strconv.Itoa(int(b)) + ";" }

// isPunctuation follows CommonMark's "ASCII punctuation character".
func isPunctuation(b byte) bool {
	return b > ' ' && b < 0x7f && !(b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z')
}

// Plain is for a heading, a name or a word among our own: as it stands where no engine
// could read anything into it, else as [Prose] has it.
func Plain(c Captured) string {
	if c.raw == "" || !plain(c.raw) {
		return Prose(c)
	}
	return c.raw
}

// plain tells text of letters, digits, single blanks and harmless punctuation.
func plain(s string) bool {
	last := ' '
	for _, r := range s {
		if r == ' ' && last == ' ' || r != ' ' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(",()'/+–", r) && (r != '.' && r != '-' || last == ' ') {
			return false
		}
		last = r
	}
	return last != ' ' && !strings.Contains(strings.ToLower(s), "www")
}
