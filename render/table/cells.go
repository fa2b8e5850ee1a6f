package table

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

func number[N int | int32 | int64 | uint8 | uint16 | uint32](dst []byte, n N) []byte {
	return strconv.AppendInt(dst, int64(n), 10)
}

func flag(dst []byte, set bool) []byte {
	if set {
		return append(dst, '1')
	}
	return dst
}

func moment(dst []byte, t fact.Time) []byte {
	if !t.Known() {
		return dst
	}
	return fraction(strconv.AppendInt(dst, t.Sec, 10), int64(t.Nano))
}

// fraction writes nanoseconds behind whole seconds.
func fraction(dst []byte, nano int64) []byte {
	dst = append(dst, '.')
	for unit := int64(time.Second) / 10; unit > 0; unit /= 10 {
		dst = append(dst, byte('0'+nano/unit%10))
	}
	return dst
}

func seconds(dst []byte, d time.Duration) []byte {
	nano := uint64(d)
	if d < 0 {
		dst, nano = append(dst, '-'), -nano
	}
	dst = strconv.AppendUint(dst, nano/uint64(time.Second), 10)
	return fraction(dst, int64(nano%uint64(time.Second)))
}

// duration is empty where it is 0: Wireshark shows none then.
func duration(dst []byte, d time.Duration) []byte {
	if d == 0 {
		return dst
	}
	return seconds(dst, d)
}

// positive is empty where the number is 0.
func positive[N int32 | uint32](dst []byte, n N) []byte {
	if n == 0 {
		return dst
	}
	return number(dst, n)
}

func address(dst []byte, a netip.Addr) []byte {
	if !a.IsValid() {
		return dst
	}
	return a.AppendTo(dst)
}

// Endpoint is ip:port or [ip6]:port.
func Endpoint(end netip.AddrPort) string { return end.String() }

// text writes captured text so that it stays one cell and no terminal obeys it: backslash,
// tab and line ends as Wireshark's fields output writes them, other control characters
// and those that change the direction of writing or that nobody sees as \x1b or \u202e.
func text(dst []byte, s string) []byte {
	for _, r := range s {
		switch {
		case r == '\\':
			dst = append(dst, `\\`...)
		case r == '\t':
			dst = append(dst, `\t`...)
		case r == '\n':
			dst = append(dst, `\n`...)
		case r == '\r':
			dst = append(dst, `\r`...)
		case r < 0x20 || r >= 0x7f && r < 0xa0:
			dst = fmt.Appendf(dst, `\x%02x`, r)
		case unseen(r):
			dst = fmt.Appendf(dst, `\u%04x`, r)
		default:
			dst = append(dst, string(r)...)
		}
	}
	return dst
}

// unseen tells a character that shows as nothing, or changes how its neighbours show.
func unseen(r rune) bool {
	const brailleBlank = '\u2800'
	return r == brailleBlank || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp,
		unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point)
}

// Escaped is JSON in which the characters that no reader sees, or that an editor obeys, stand
// as \u202e: to a program it says the same (RFC 8259 §7).
func Escaped(text []byte) []byte {
	hidden := func(r rune) bool { return unseen(r) || unicode.IsControl(r) && r != '\n' }
	if bytes.IndexFunc(text, hidden) < 0 {
		return text
	}
	var out []byte
	for _, r := range string(text) {
		if !hidden(r) {
			out = utf8.AppendRune(out, r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			out = fmt.Appendf(out, `\u%04x`, unit)
		}
	}
	return out
}

// jsonValue keeps a decimal number as it is and quotes anything else.
func jsonValue(cell []byte) []byte {
	s := string(cell)
	if strings.Trim(s, "0123456789") == "" && (len(s) == 1 || s[0] != '0') && len(s) < 16 {
		return cell
	}
	q, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always marshals
	}
	return q
}
