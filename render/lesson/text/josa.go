package text

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Josa is word with the particle that follows its sound: Josa("SYN", "을/를") is
// "SYN을", Josa("ACK", "을/를") "ACK를". The pair names the form after a final
// consonant first: 은/는, 이/가, 을/를, 과/와, 아/야, 으로/로, 이라/라 and whatever
// else begins with 이 or 으 that falls away. Any other pair is an error.
//
// The word may be Markdown: emphasis, code spans, quotes and closing brackets are
// passed over, what stands in round brackets is not read, and entities are read as
// their character.
func Josa(word, pair string) (string, error) {
	closed, open, ok := strings.Cut(pair, "/")
	if !ok || !isPair(closed, open) {
		return "", fmt.Errorf("josa %q: want two forms such as 을/를, the one after a final consonant first", pair)
	}
	end := final(word)
	// After ㄹ alone 으로 loses its vowel too.
	if end == none || end == rieul && strings.HasPrefix(closed, "으") {
		return word + open, nil
	}
	return word + closed, nil
}

// pairs are the particles whose two forms differ in their first syllable.
var pairs = map[string]string{"은": "는", "이": "가", "을": "를", "과": "와", "아": "야"}

func isPair(closed, open string) bool {
	if other, ok := pairs[closed]; ok && other == open {
		return true
	}
	if rest, ok := strings.CutPrefix(closed, "이었"); ok && open == "였"+rest {
		return true
	}
	for _, vowel := range []string{"이", "으"} {
		if rest, ok := strings.CutPrefix(closed, vowel); ok && rest != "" && rest == open {
			return true
		}
	}
	return false
}

// A sound ends in no consonant, in ㄹ, or in another one.
type sound int

const (
	none sound = iota
	rieul
	consonant
)

// readings are the words of this field whose sound neither their last letter nor
// their last digit gives, in lower case.
var readings = map[string]string{
	"buffer":     "버퍼",
	"closing":    "클로징",
	"dhcpv6":     "디에이치시피브이식스",
	"ethernet":   "이더넷",
	"fin-wait-1": "핀웨이트원",
	"fin_wait_1": "핀웨이트원",
	"header":     "헤더",
	"icmpv6":     "아이시엠피브이식스",
	"ipv6":       "아이피브이식스",
	"mac":        "맥",
	"nat":        "냇",
	"nic":        "닉",
	"packet":     "패킷",
	"pcap":       "피캡",
	"ping":       "핑",
	"pop3":       "팝스리",
	"quic":       "퀵",
	"reset":      "리셋",
	"server":     "서버",
	"socket":     "소켓",
	"telnet":     "텔넷",
	"timeout":    "타임아웃",
}

// final is the sound that word ends in when it is read aloud: by the lexicon, else
// as Hangul, as a number, or letter by letter.
func final(word string) sound {
	read := spoken(word)
	if reading, ok := readings[strings.ToLower(lastToken(read))]; ok {
		return finalOf(lastRune(reading))
	}
	last := lastRune(read)
	switch {
	case isDigit(last):
		return finalOf(numberName(read))
	case last < unicode.MaxASCII:
		return finalOf(letterName(last))
	}
	return finalOf(last)
}

// finalOf is the sound that a Hangul syllable ends in; none for other characters.
func finalOf(r rune) sound {
	const finals, finalRieul = 28, 8
	const jamoFinals, jamoRieul, jamoEnd = 'ᆨ', 'ᆯ', 'ᇂ' // of text that comes decomposed
	switch {
	case r == jamoRieul || r >= '가' && r <= '힣' && (r-'가')%finals == finalRieul:
		return rieul
	case r >= jamoFinals && r <= jamoEnd || r >= '가' && r <= '힣' && (r-'가')%finals != 0:
		return consonant
	}
	return none
}

// numberName is the last syllable of the number at the end of s, read in
// Sino-Korean: its last digit, or the name of the group its zeros make. Decimals
// and addresses are read digit by digit, which ends in the same kind of sound.
func numberName(s string) rune {
	zeros, last := 0, '0'
	for i := len(s) - 1; i >= 0 && last == '0' && (isDigit(rune(s[i])) || s[i] == ','); i-- {
		if last = rune(s[i]); last == '0' {
			zeros++
		} else if last == ',' {
			last = '0'
		}
	}
	switch {
	case last == '0':
		return '영'
	case zeros == 0:
		return []rune("영일이삼사오육칠팔구")[last-'0']
	case zeros < 4:
		return []rune("십백천")[zeros-1]
	}
	groups := []rune("만억조경")
	return groups[min(zeros/4, len(groups))-1]
}

// letterName is the last syllable of a Latin letter's name, where it ends in a
// consonant.
func letterName(r rune) rune {
	switch unicode.ToUpper(r) {
	case 'L':
		return '엘'
	case 'M':
		return '엠'
	case 'N':
		return '엔'
	case 'R':
		return '알'
	}
	return r
}

// spoken is word up to the last character that is read aloud: the last outside of
// round brackets, or inside where there is nothing else.
func spoken(word string) string {
	word = decoded(word)
	depth := 0
	for end := len(word); end > 0; {
		r, size := utf8.DecodeLastRuneInString(word[:end])
		switch {
		case r == ')':
			depth++
		case r == '(' && depth > 0:
			depth--
		case depth == 0 && isRead(r):
			return word[:end]
		}
		end -= size
	}
	return strings.TrimRightFunc(word, func(r rune) bool { return !isRead(r) })
}

// isRead tells whether a character has a sound.
func isRead(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' }

// decoded is word with the entities that [Prose] writes read again.
func decoded(word string) string {
	parts := strings.Split(word, "&#")
	for i, part := range parts[1:] {
		digits, rest, ok := strings.Cut(part, ";")
		if n, err := strconv.ParseUint(digits, 10, 7); ok && err == nil {
			parts[i+1] = string(rune(n)) + rest
		} else {
			parts[i+1] = "&#" + part
		}
	}
	return strings.Join(parts, "")
}

// lastToken is the Latin word at the end of s, with its digits, hyphens and
// underscores, or a lone "%".
func lastToken(s string) string {
	if strings.HasSuffix(s, "%") {
		return "%"
	}
	return s[1+strings.LastIndexFunc(s, func(r rune) bool { return !isTokenRune(r) }):]
}

func isTokenRune(r rune) bool {
	return r < unicode.MaxASCII && (unicode.IsLetter(r) || isDigit(r)) || r == '-' || r == '_'
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
