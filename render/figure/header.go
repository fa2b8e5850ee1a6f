package figure

import (
	"fmt"
	"strings"
)

// Header is a TCP or UDP header bit by bit, in rows of 32 as the RFCs draw it, with the
// values it holds. A header cut short ends where its bytes do; options that contradict
// themselves are drawn as the bytes they are.
type Header struct {
	Common
	UDP   bool
	Bytes []byte // from the header's first byte to its last, options included; what the capture holds
	Data  []byte // of UDP: its data, or the beginning of it
	Words HeaderWords
	Rest  string // what is said of data beyond the first 16 bytes: "1,400 more bytes"; empty: there is none
}

// HeaderWords are the names of the fields on the page. The text drawing has those of the
// RFCs, as they stand there.
type HeaderWords struct {
	SourcePort, DestinationPort, Sequence, Acknowledgment, DataOffset, Reserved, Window, Checksum, Urgent string
	Kind, Length, MSS, Shift, LeftEdge, RightEdge, Data                                                   string
}

// Kind is "header".
func (Header) Kind() string { return "header" }

// field is a field of a header before it is laid into rows.
type field struct {
	bits  int
	class string // "", "set" (a control bit that is 1), "opt", "bad"
	name  string // on the page
	value string
	rfc   string // in the text drawing
	text  string // its value there, on the line below; of an option in rfc itself
	bytes []byte // none for a field that is less than a byte
	bit   bool   // a control bit: its name is written downwards
	aside bool   // the smaller part of a field that two rows share
}

// mostData is how many bytes of data are drawn.
const mostData = 16

// fields are the header's fields in order, as far as its bytes go.
func (h Header) fields() []field {
	var l []field
	if h.UDP {
		l = h.udp()
	} else {
		l = h.tcp()
	}
	for _, b := range h.Data[:min(len(h.Data), mostData)] {
		v := fmt.Sprintf("0x%02x", b)
		if b >= ' ' && b <= '~' {
			v = "'" + string(rune(b)) + "'"
		}
		l = append(l, field{bits: 8, class: "opt", name: h.Words.Data, value: v, rfc: v, bytes: []byte{b}})
	}
	return l
}

// plain is a field of whole bytes with a number in it.
func (h Header) plain(off, n int, name, rfc, format string) field {
	b := h.Bytes[off : off+n]
	v := 0
	for _, x := range b {
		v = v<<8 | int(x)
	}
	s := fmt.Sprintf(format, v)
	return field{bits: 8 * n, name: name, value: s, rfc: rfc, text: s, bytes: b}
}

// udp are the four fields of RFC 768.
func (h Header) udp() (l []field) {
	w := h.Words
	for i, f := range []struct{ name, rfc, format string }{
		{w.SourcePort, "Source Port", "%d"}, {w.DestinationPort, "Destination Port", "%d"}, {w.Length, "Length", "%d"}, {w.Checksum, "Checksum", "0x%04x"},
	} {
		if len(h.Bytes) >= 2*i+2 {
			l = append(l, h.plain(2*i, 2, f.name, f.rfc, f.format))
		}
	}
	return l
}

// tcp are the fields of RFC 9293 §3.1, Figure 1, and the options.
func (h Header) tcp() (l []field) {
	w := h.Words
	add := func(off, n int, name, rfc, format string) {
		if len(h.Bytes) >= off+n {
			l = append(l, h.plain(off, n, name, rfc, format))
		}
	}
	add(0, 2, w.SourcePort, "Source Port", "%d")
	add(2, 2, w.DestinationPort, "Destination Port", "%d")
	add(4, 4, w.Sequence, "Sequence Number", "%d")
	add(8, 4, w.Acknowledgment, "Acknowledgment Number", "%d")
	if len(h.Bytes) >= 14 {
		l = append(l, h.control()...)
	}
	add(14, 2, w.Window, "Window", "%d")
	add(16, 2, w.Checksum, "Checksum", "0x%04x")
	add(18, 2, w.Urgent, "Urgent Pointer", "%d")
	if len(h.Bytes) > 20 {
		l = append(l, h.options(h.Bytes[20:])...)
	}
	return l
}

// control are the data offset, the reserved bits and the eight control bits.
func (h Header) control() []field {
	b := h.Bytes[12:14]
	l := []field{
		{bits: 4, name: h.Words.DataOffset, value: fmt.Sprint(b[0] >> 4), rfc: "Data\nOffset", text: bits(b[0]>>4, 4)},
		{bits: 4, name: h.Words.Reserved, value: fmt.Sprint(b[0] & 15), rfc: "\nRsrvd", text: bits(b[0]&15, 4)},
	}
	for i, name := range []string{"CWR", "ECE", "URG", "ACK", "PSH", "RST", "SYN", "FIN"} {
		f := field{bits: 1, name: name, value: fmt.Sprint(b[1] >> (7 - i) & 1), rfc: name, bit: true}
		f.text = f.value
		if f.value == "1" {
			f.class = "set"
		}
		l = append(l, f)
	}
	l[len(l)-1].bytes = b
	return l
}

// bits are the n low bits of v, apart from each other.
func bits(v byte, n int) string {
	return strings.Join(strings.Split(fmt.Sprintf("%0*b", n, v), ""), " ")
}

// optionNames are those of IANA's TCP option kinds that are met with.
var optionNames = map[byte]string{0: "EOL", 1: "NOP", 2: "MSS", 3: "WS", 4: "SACK OK", 5: "SACK", 8: "TS", 19: "MD5", 27: "QS", 28: "UTO", 29: "AO", 30: "MPTCP", 34: "TFO", 69: "ENO", 172: "AccECN", 174: "AccECN", 253: "EXP", 254: "EXP"}

// options draws kind, length and value of each option (RFC 9293 §3.2).
func (h Header) options(b []byte) (l []field) {
	at := 0 // the bit of its row at which the next field begins
	put := func(class, name, value, rfc string, b []byte) {
		l = append(l, field{bits: 8 * len(b), class: class, name: name, value: value, rfc: rfc, bytes: b})
		at = (at + 8*len(b)) % 32
	}
	rest := func(class string, b []byte) { // bytes as they are, none across the end of a row
		for len(b) > 0 {
			n := min(len(b), 4-at/8)
			v := fmt.Sprintf("0x%x", b[:n])
			put(class, "", v, v, b[:n])
			b = b[n:]
		}
	}
	for len(b) > 0 {
		kind, label := b[0], fmt.Sprintf("Kind %d", b[0])
		name := h.Words.Kind
		if s := optionNames[kind]; s != "" {
			label, name = label+": "+s, name+" · "+s
		}
		put("opt", name, fmt.Sprint(kind), label, b[:1])
		if kind == 1 {
			b = b[1:]
			continue
		}
		if kind == 0 { // the end of the list: what follows is padding
			rest("opt", b[1:])
			return l
		}
		if len(b) < 2 {
			return l
		}
		n := int(b[1])
		if n < 2 || n > len(b) {
			put("opt bad", h.Words.Length, fmt.Sprint(n), fmt.Sprintf("Length %d", n), b[1:2])
			rest("opt bad", b[2:])
			return l
		}
		put("opt", h.Words.Length, fmt.Sprint(n), fmt.Sprintf("Length %d", n), b[1:2])
		h.option(kind, b[2:n], put, rest)
		b = b[n:]
	}
	return l
}

// option draws the value of an option: by its meaning where kind and length fit, else as bytes.
func (h Header) option(kind byte, v []byte, put func(class, name, value, rfc string, b []byte), rest func(string, []byte)) {
	w := h.Words
	number := func(name, rfc string, b []byte) {
		n := uint64(0)
		for _, x := range b {
			n = n<<8 | uint64(x)
		}
		put("opt", name, fmt.Sprint(n), fmt.Sprintf("%s %d", rfc, n), b)
	}
	switch {
	case kind == 2 && len(v) == 2: // RFC 9293 §3.7.1
		number(w.MSS, "MSS", v)
	case kind == 3 && len(v) == 1: // RFC 7323 §2.2
		number(w.Shift, "Shift", v)
	case kind == 8 && len(v) == 8: // RFC 7323 §3.2
		number("TSval", "TSval", v[:4])
		number("TSecr", "TSecr", v[4:])
	case kind == 5 && len(v) > 0 && len(v)%8 == 0: // RFC 2018 §3
		for i := 0; i < len(v); i += 8 {
			number(w.LeftEdge, "Left Edge", v[i:i+4])
			number(w.RightEdge, "Right Edge", v[i+4:i+8])
		}
	default:
		rest("opt", v)
	}
}

// rows lays fields into rows of 32 bits; a field that does not fit is cut in two.
func rows(fields []field) (rows [][]field) {
	room := 0
	for _, f := range fields {
		if room == 0 {
			rows, room = append(rows, nil), 32
		}
		last := len(rows) - 1
		if f.bits <= room {
			rows[last], room = append(rows[last], f), room-f.bits
			continue
		}
		a, b := f, f
		a.bits, b.bits = room, f.bits-room
		a.bytes, b.bytes = f.bytes[:room/8], f.bytes[room/8:]
		a.aside, b.aside = a.bits < b.bits, a.bits >= b.bits
		rows[last] = append(rows[last], a)
		rows, room = append(rows, []field{b}), 32-b.bits
	}
	return rows
}

// scale is the two lines above the grid.
const scale = " 0                   1                   2                   3\n 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1\n"

// Text draws the grid, and beside each row its bytes.
func (h Header) Text() string {
	var o sheet
	o.WriteString(scale)
	above := 0
	for _, row := range rows(h.fields()) {
		n, raw := 0, []byte(nil)
		for _, f := range row {
			n += f.bits
			raw = append(raw, f.bytes...)
		}
		o.line(rule(max(n, above)))
		above = n
		lines := grid(row)
		for i, l := range lines {
			if i == len(lines)-1 {
				l = left(l, 65) + "  " + fmt.Sprintf("% x", raw)
			}
			o.line(l)
		}
	}
	o.line(rule(max(above, 1)))
	o.lines([]string{h.Rest}, "", "  ")
	return o.String()
}

// rule is a line between rows, n bits wide.
func rule(n int) string { return strings.Repeat("+-", n) + "+" }

// grid is one row as lines of text, all its cells equally high.
func grid(row []field) []string {
	cells, height := make([][]string, len(row)), 1
	for i, f := range row {
		cells[i] = f.cell()
		height = max(height, len(cells[i]))
	}
	lines := make([]string, height)
	for i, f := range row {
		w := 2*f.bits - 1
		for k := range lines {
			lines[k] += "|" + centre(clip(cellLine(cells[i], k, height), w), w)
		}
	}
	for k := range lines {
		lines[k] += "|"
	}
	return lines
}

// cell is a field's lines: its name, then its value.
func (f field) cell() []string {
	switch {
	case f.aside:
		return []string{"..."}
	case f.bit:
		return append(strings.Split(f.rfc, ""), f.text)
	case f.text == "":
		return []string{f.rfc}
	}
	return append(strings.Split(f.rfc, "\n"), f.text)
}

// cellLine is line k of a cell in a row of the given height: the value stands on the last
// line, the name in the middle of those above.
func cellLine(cell []string, k, height int) string {
	if k == height-1 {
		return cell[len(cell)-1]
	}
	names := cell[:len(cell)-1]
	return nth(names, k-(height-1-len(names))/2)
}

// HTML draws the grid as a list whose items are as wide as their bits.
func (h Header) HTML() string {
	var o strings.Builder
	o.WriteString(`<ol class="ruler" aria-hidden="true"><li>0</li><li>8</li><li>16</li><li>24<span>31</span></li></ol><ol class="bits">`)
	for _, row := range rows(h.fields()) {
		for _, f := range row {
			o.WriteString(f.html())
		}
	}
	o.WriteString(`</ol>`)
	if h.Rest != "" {
		o.WriteString(`<p class="m">` + esc(h.Rest) + `</p>`)
	}
	return o.String()
}

func (f field) html() string {
	name, value, raw := f.name, f.value, fmt.Sprintf("% x", f.bytes)
	switch {
	case f.aside:
		name, value = "", "⋯"
	case f.bit:
		raw = ""
	case f.bits == 4:
		raw = strings.ReplaceAll(f.text, " ", "")
	}
	return fmt.Sprintf(`<li class="w%d %s"><span class="k">%s</span> <span class="v">%s</span> <span class="h">%s</span></li>`, f.bits, f.class, esc(name), esc(value), raw)
}
