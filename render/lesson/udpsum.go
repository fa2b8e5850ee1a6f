package lesson

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// sumUp works out a UDP checksum (RFC 768) word by word; false where the bytes are not all
// there, or too many to be read.
func (t *talk) sumUp(s *fact.Step) (figure.SumUp, bool) {
	b, u := t.b, &s.UDP
	data := t.payload(s)
	src, dst := t.Ends[s.Side].Addr(), t.Ends[s.Side.Other()].Addr()
	if u.Verdict != fact.Good || len(data) != int(u.Len) || len(data) > maxSummed || !src.Is4() {
		return figure.SumUp{}, false
	}
	fig := figure.SumUp{Common: b.common(t.figureID(s.Frame, "sum"))}
	total := uint32(0)
	add := func(words string, values ...uint16) {
		var hex []string
		for _, v := range values {
			total += uint32(v)
			hex = append(hex, fmt.Sprintf("%04x", v))
		}
		sign := "+"
		if len(fig.Lines) == 0 {
			sign = ""
		}
		fig.Lines = append(fig.Lines, figure.SumLine{Sign: sign, Value: strings.Join(hex, " + "), Words: words})
	}
	x, y := src.As4(), dst.As4()
	add(b.labelf("sum.src", src), binary.BigEndian.Uint16(x[:]), binary.BigEndian.Uint16(x[2:]))
	add(b.labelf("sum.dst", dst), binary.BigEndian.Uint16(y[:]), binary.BigEndian.Uint16(y[2:]))
	add(b.labelf("sum.proto", 17), 17)
	add(b.labelf("sum.plen", u.Length), u.Length)
	add(b.labelf("sum.ports", u.SrcPort, u.DstPort), u.SrcPort, u.DstPort)
	add(b.labelf("sum.len", u.Length), u.Length)
	add(b.label("sum.zero"), 0)
	for i := 0; i < len(data); i += 8 {
		part := data[i:min(i+8, len(data))]
		add(b.labelf("sum.data", text.Block(text.Of(part))), sumWords(part)...)
	}
	folded := total>>16 + total&0xffff
	folded = folded>>16 + folded&0xffff
	fig.Lines = append(fig.Lines,
		figure.SumLine{Sign: "=", Value: fmt.Sprintf("%x", total), Words: b.labelf("sum.carry", total>>16, total&0xffff, total>>16, folded)},
		figure.SumLine{Sign: "~", Value: fmt.Sprintf("%04x", folded), Words: b.labelf("sum.done", ^uint16(folded))})
	return fig, ^uint16(folded) == u.Checksum
}

// maxSummed is how many bytes of data a worked-out checksum may have.
const maxSummed = 32

// sumWords are 16-bit words; an odd last byte is the upper half of its word.
func sumWords(b []byte) []uint16 {
	var l []uint16
	for i := 0; i < len(b); i += 2 {
		w := uint16(b[i]) << 8
		if i+1 < len(b) {
			w |= uint16(b[i+1])
		}
		l = append(l, w)
	}
	return l
}
