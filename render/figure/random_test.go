package figure_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode"

	. "github.com/pcaplain/pcaplain/render/figure"
)

// kinds is one empty figure of each kind.
var kinds = []Figure{Card{}, Ladder{}, States{}, Machine{}, Header{}, Bytes{}, Ruler{}, Glance{}, SumUp{}, Listing{}, Layers{}, Strip{}}

// words and numbers are what random figures are filled with.
var (
	words = []string{"", "", "SYN", "ACK", "client", "클라이언트", "한글로 된 아주 긴 이름표가 여기에 들어온다 그래도 줄은 백 칸을 넘지 않는다", "Seq=4294967295", "0", "ESTABLISHED", "CLOSED", "SYN_SENT", "LAST_ACK", "UNKNOWN", "rx:10",
		"[2001:0db8:85a3:0000:0000:8a2e:0370:7334]:65535", "fe80::1%이더넷", `<script>alert("x")</script>`, "`|&amp;' onload=x ]]>", "%s more", "%d", "a b  c   ", "×", "A.1",
		strings.Repeat("x", 250), strings.Repeat("긴", 120), strings.Repeat("word ", 60)}
	numbers = []int{0, 0, 1, 2, 3, 7, 8, 9, 10, 55, 9801, 65535, 1<<31 - 1, 1<<32 - 1}
)

// fill sets v, whatever it holds, to something random.
func fill(v reflect.Value, rng *rand.Rand) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(words[rng.IntN(len(words))])
	case reflect.Int:
		v.SetInt(int64(numbers[rng.IntN(len(numbers))]))
	case reflect.Uint32, reflect.Uint8:
		v.SetUint(uint64(numbers[rng.IntN(len(numbers))]) & (1<<v.Type().Bits() - 1))
	case reflect.Bool:
		v.SetBool(rng.IntN(3) == 0)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rng.IntN(14), 14))
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), rng)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name == "Section" { // never from a capture
				v.Field(i).SetString([]string{"", "3.4", "A.1"}[rng.IntN(3)])
				continue
			}
			fill(v.Field(i), rng)
		}
	}
}

// columns is how many columns a line takes, counted without the package's own table.
func columns(s string) (n int) {
	for _, r := range s {
		n++
		if unicode.Is(unicode.Hangul, r) {
			n++
		}
	}
	return n
}

func checkText(t *testing.T, f Figure, text string) {
	t.Helper()
	if !strings.HasSuffix(text, "\n") && text != "" {
		t.Errorf("%s: the last line has no end", f.Kind())
	}
	for _, l := range strings.Split(text, "\n") {
		if n := columns(l); n > 100 && f.Kind() != "listing" {
			t.Errorf("%s: %d columns: %s", f.Kind(), n, l)
		}
		if l != strings.TrimRight(l, " ") && f.Kind() != "listing" {
			t.Errorf("%s: space at the end of %q", f.Kind(), l)
		}
	}
}

// TestRandom proves of figures of any data that their lines are not too long, and that
// their HTML is balanced and holds nothing of what was handed in but text.
func TestRandom(t *testing.T) {
	for i := range uint64(120) {
		rng := rand.New(rand.NewPCG(i, 9293))
		for _, k := range kinds {
			v := reflect.New(reflect.TypeOf(k)).Elem()
			fill(v, rng)
			v.FieldByName("ID").SetString("f9")
			f := v.Interface().(Figure)
			checkText(t, f, f.Text())
			parse(t, html(f))
			if t.Failed() {
				t.Fatalf("seed %d: %s\n%s", i, f.Text(), fmt.Sprintf("%+v", f))
			}
		}
	}
}

// TestLongRaw proves that a header of any bytes is drawn within its grid.
func TestLongRaw(t *testing.T) {
	for i := range uint64(800) {
		rng := rand.New(rand.NewPCG(i, 768))
		h := Header{Common: Common{ID: "x"}, UDP: i%4 == 0, Bytes: make([]byte, rng.IntN(61)), Data: make([]byte, rng.IntN(20))}
		for k := range h.Bytes {
			h.Bytes[k] = byte(rng.IntN(256))
			if rng.IntN(2) == 0 { // options likely to be met with
				h.Bytes[k] = []byte{0, 1, 2, 3, 4, 5, 8, 10, 18}[rng.IntN(9)]
			}
		}
		checkText(t, h, h.Text())
		parse(t, h.HTML())
		drawn := strings.Count(h.Text(), "\n")
		if len(h.Bytes) >= 20 && drawn < 15 && !h.UDP || t.Failed() {
			t.Fatalf("% x\n%s", h.Bytes, h.Text())
		}
	}
}

// TestHeaderBytes proves that the grid holds every byte of the header once and in order.
func TestHeaderBytes(t *testing.T) {
	for _, h := range []Header{synHeader(), sackHeader(), badHeader(), udpHeader()} {
		var got []string
		for _, l := range strings.Split(h.Text(), "\n") {
			if len(l) > 67 {
				got = append(got, strings.Fields(l[67:])...)
			}
		}
		if want := fmt.Sprintf("% x", append(h.Bytes[:len(h.Bytes):len(h.Bytes)], h.Data...)); strings.Join(got, " ") != want {
			t.Errorf("%s holds %v, wanted %s", h.ID, got, want)
		}
	}
}
