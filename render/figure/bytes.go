package figure

import (
	"fmt"
	"strings"
)

// Bytes is every byte of a frame with what it says, header by header.
type Bytes struct {
	Common
	Layers                  []Layer
	Where, Raw, Means, More string // heads of the page's table: "position", "bytes", "meaning"; and "%s more bytes"
}

// Layer is a header of a frame, or its data.
type Layer struct {
	Name string // "IPv4 header"
	Size string // "20 bytes"
	Len  int    // bytes
	Data bool   // it is data: printed by its characters, folded where long
	Rest int    // of the Len bytes how many at the end are not in Rows
	Rows []ByteRow
}

// ByteRow is a few bytes and what they say. The rows of data have no Means: their
// characters are shown.
type ByteRow struct {
	Off   int // of the first byte in the frame
	Bytes []byte
	Means string
}

// Data is shown in lines of perLine bytes, and where there are more than mostLines, the
// first headLines and the last tailLines of them.
const (
	perLine   = 8
	mostLines = 10
	headLines = 6
	tailLines = 2
)

// Kind is "bytes".
func (Bytes) Kind() string { return "bytes" }

// shown is the layer's rows as they are drawn: data in lines. A row without bytes stands
// for those left out; its Means says how many.
func (l Layer) shown(more string) (rows []ByteRow) {
	for _, r := range l.Rows {
		if !l.Data && len(r.Bytes) <= 2*perLine {
			rows = append(rows, r)
			continue
		}
		rows = append(rows, r.fold(l.Data, l.Rest, more)...)
	}
	return rows
}

// fold cuts a row into lines and leaves out the middle of many, or the end where rest more
// bytes would follow.
func (r ByteRow) fold(data bool, rest int, more string) (rows []ByteRow) {
	for i := 0; i < len(r.Bytes); i += perLine {
		b := r.Bytes[i:min(i+perLine, len(r.Bytes))]
		row := ByteRow{Off: r.Off + i, Bytes: b, Means: characters(b)}
		if !data {
			row.Means = ""
			if i == 0 {
				row.Means = r.Means
			}
		}
		rows = append(rows, row)
	}
	if len(rows) <= mostLines && rest == 0 {
		return rows
	}
	head := min(headLines, len(rows))
	var tail []ByteRow
	if rest == 0 {
		tail = rows[len(rows)-tailLines:]
	}
	left := len(r.Bytes) + rest - bytesIn(rows[:head]) - bytesIn(tail)
	return append(append(rows[:head:head], ByteRow{Means: strings.ReplaceAll(more, "%s", comma(left))}), tail...)
}

// bytesIn is how many bytes rows have.
func bytesIn(rows []ByteRow) (n int) {
	for _, r := range rows {
		n += len(r.Bytes)
	}
	return n
}

// characters are bytes as ASCII, apart from each other; a dot for what cannot be printed.
func characters(b []byte) string {
	l := make([]string, len(b))
	for i, c := range b {
		l[i] = character(c)
	}
	return strings.Join(l, " ")
}

func character(c byte) string {
	if c < 0x20 || c > 0x7e {
		return "."
	}
	return string(rune(c))
}

// Text writes a line for each row: position, bytes, meaning.
func (f Bytes) Text() string {
	var o sheet
	offset, hex := 3, 17
	for _, l := range f.Layers {
		for _, r := range l.shown(f.More) {
			offset, hex = max(offset, len(fmt.Sprint(r.Off))), max(hex, 3*min(len(r.Bytes), perLine)-1)
		}
	}
	for i, l := range f.Layers {
		if i > 0 {
			o.line()
		}
		o.lines([]string{l.title()}, "", "  ")
		for _, r := range l.shown(f.More) {
			o.row(r, offset, hex)
		}
	}
	return o.String()
}

// row writes one row, its position and bytes in columns of the given widths; what does
// not fit goes on the lines below.
func (s *sheet) row(r ByteRow, offset, hex int) {
	where, raw := []string{fmt.Sprint(r.Off)}, []string{}
	for b := r.Bytes; len(b) > 0; b = b[min(perLine, len(b)):] {
		raw = append(raw, fmt.Sprintf("% x", b[:min(perLine, len(b))]))
	}
	if len(r.Bytes) == 0 {
		where, raw = nil, []string{"..."}
	}
	means := wrap([]string{r.Means}, "", maxColumns-offset-hex-4)
	for i := range max(len(raw), len(means)) {
		s.line(right(nth(where, i), offset), "  ", left(nth(raw, i), hex), "  ", nth(means, i))
	}
}

func (l Layer) title() string {
	if l.Size == "" {
		return l.Name
	}
	return l.Name + ": " + l.Size
}

// tones are the classes of headers in turn; data has its own.
var tones = [...]string{"L1", "L2", "L3"}

func (f Bytes) tone(i int) string {
	if f.Layers[i].Data {
		return "L4"
	}
	return tones[i%len(tones)]
}

// HTML draws the headers as a bar, the bytes as a field of links, and their meaning as a
// table that they lead to.
func (f Bytes) HTML() string {
	var stack, hex, table strings.Builder
	for i, l := range f.Layers {
		fmt.Fprintf(&stack, `<li class="%s g%d"><b>%d</b>%s</li>`, f.tone(i), max(4, min(l.Len/3+2, 16)), l.Len, esc(l.Name))
		fmt.Fprintf(&table, `<tbody><tr class="lay"><th colspan="3" scope="rowgroup">%s</th></tr>`, esc(l.title()))
		for _, r := range l.shown(f.More) {
			f.row(&hex, &table, f.tone(i), l.Data, r)
		}
		table.WriteString(`</tbody>`)
	}
	return fmt.Sprintf(`<ul class="stack">%s</ul><div class="bv"><div class="hexside"><div class="hex">%s</div><div class="say" aria-hidden="true"></div></div><table class="fld"><thead><tr><th scope="col">%s</th><th scope="col">%s</th><th scope="col">%s</th></tr></thead>%s</table></div>`,
		stack.String(), hex.String(), esc(f.Where), esc(f.Raw), esc(f.Means), table.String())
}

// row draws one row in the field of bytes and in the table.
func (f Bytes) row(hex, table *strings.Builder, tone string, data bool, r ByteRow) {
	if len(r.Bytes) == 0 {
		fmt.Fprintf(hex, `<span class="%s more">⋯</span><wbr>`, tone)
		fmt.Fprintf(table, `<tr><td>⋯</td><td class="x"></td><td>%s</td></tr>`, esc(r.Means))
		return
	}
	id, where := fmt.Sprintf("fig-%s-b%d", esc(f.ID), r.Off), fmt.Sprint(r.Off)
	if n := len(r.Bytes); n > 1 {
		where += fmt.Sprintf("–%d", r.Off+n-1)
	}
	class := ""
	if data {
		class = ` class="ch"`
	}
	fmt.Fprintf(hex, `<a class="%s" href="#%s">`, tone, id)
	for _, b := range r.Bytes {
		fmt.Fprintf(hex, `<i>%02x</i>`, b)
	}
	hex.WriteString(`</a><wbr>`)
	fmt.Fprintf(table, `<tr id="%s"><td>%s</td><td class="x">%s</td><td%s>%s</td></tr>`, id, where, fmt.Sprintf("% x", r.Bytes), class, esc(r.Means))
}
