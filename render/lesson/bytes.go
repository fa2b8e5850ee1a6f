package lesson

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// dissection writes the rows of a frame's headers, one after the other.
type dissection struct {
	t    *talk
	step *fact.Step
	x    *fact.Excerpt
	rows []figure.ByteRow
	off  int // of the header in the frame
	b    []byte
}

// readers write the rows of the layers that have an explanation of their own.
var readers = map[fact.Layer]func(d *dissection){
	fact.LayerEthernet: (*dissection).ethernet, fact.LayerVLAN: (*dissection).vlan, fact.LayerIPv4: (*dissection).ipv4,
	fact.LayerIPv6: (*dissection).ipv6, fact.LayerTCP: (*dissection).tcp, fact.LayerUDP: (*dissection).udp,
}

// bytes draws all bytes of a frame with their meaning.
func (t *talk) bytes(s *fact.Step) (figure.Bytes, bool) {
	x := t.Excerpts[s.Frame]
	if x == nil {
		return figure.Bytes{}, false
	}
	b := t.b
	fig := figure.Bytes{Common: b.common(fmt.Sprintf("f%d-bytes", s.Frame)), Where: b.label("bytes.where"), Raw: b.label("bytes.raw"), Means: b.label("bytes.means"), More: b.label("ruler.bytes")}
	for _, l := range x.Layers {
		if l.Len == 0 || l.Off >= len(x.Bytes) {
			continue
		}
		fig.Layers = append(fig.Layers, t.layer(s, x, l))
	}
	return fig, len(fig.Layers) > 0
}

func (t *talk) layer(s *fact.Step, x *fact.Excerpt, l fact.Span) figure.Layer {
	b := t.b
	raw := x.Bytes[l.Off:min(l.Off+l.Len, len(x.Bytes))]
	out := figure.Layer{Name: b.layerName(l.Layer), Size: b.labelf("bytes", text.Count(int64(len(raw)))), Len: len(raw)}
	if l.Layer == fact.LayerData {
		if l.Off == x.Data.Off {
			out.Name = b.label("data")
		} else {
			out.Name = b.label("bytes.trailer")
		}
		out.Data = true
		out.Rows = []figure.ByteRow{{Off: l.Off, Bytes: raw}}
		return out
	}
	d := &dissection{t: t, step: s, x: x, off: l.Off, b: raw}
	if read := readers[l.Layer]; read != nil {
		read(d)
	}
	if used := d.used(); used < len(raw) {
		d.rows = append(d.rows, figure.ByteRow{Off: l.Off + used, Bytes: raw[used:], Means: b.label("bytes.rest")})
	}
	out.Rows = d.rows
	return out
}

func (b *builder) layerName(l fact.Layer) string {
	return b.label("layer." + l.String())
}

// used is how many bytes have a row.
func (d *dissection) used() int {
	n := 0
	for _, r := range d.rows {
		n += len(r.Bytes)
	}
	return n
}

// put adds a row for the next n bytes, if they were captured.
func (d *dissection) put(n int, key string, values ...any) {
	if from := d.used(); from+n <= len(d.b) && n > 0 {
		d.rows = append(d.rows, figure.ByteRow{Off: d.off + from, Bytes: d.b[from : from+n], Means: d.t.b.labelf("byte."+key, values...)})
	}
}

// value is the number in n bytes at i; 0 where they were not captured.
func (d *dissection) value(i, n int) (v uint64) {
	if i+n > len(d.b) {
		return 0
	}
	for _, x := range d.b[i : i+n] {
		v = v<<8 | uint64(x)
	}
	return v
}

// who is the side that a MAC or IP address belongs to, in words.
func (d *dissection) who(sender bool) string {
	side := d.step.Side
	if !sender {
		side = side.Other()
	}
	return d.t.role(side)
}

func (d *dissection) ethernet() {
	d.put(6, "mac.dst", mac(d.b, 0))
	d.put(6, "mac.src", mac(d.b, 6))
	d.put(2, "type", d.value(12, 2), etherName(uint16(d.value(12, 2))))
}

func mac(b []byte, i int) string {
	if i+6 > len(b) {
		return ""
	}
	return strings.ReplaceAll(fmt.Sprintf("% x", b[i:i+6]), " ", ":")
}

func etherName(typ uint16) string {
	switch typ {
	case 0x0800:
		return "IPv4"
	case 0x86dd:
		return "IPv6"
	case 0x8100, 0x88a8:
		return "VLAN"
	}
	return "?"
}

func (d *dissection) vlan() {
	d.put(2, "vlan", d.value(0, 2)&0xfff)
	d.put(2, "type", d.value(2, 2), etherName(uint16(d.value(2, 2))))
}

func (d *dissection) ipv4() {
	hdr := int(d.value(0, 1)&15) * 4
	d.put(1, "ip.version", d.value(0, 1)>>4, d.value(0, 1)&15, hdr)
	d.put(1, "ip.tos", d.value(1, 1)>>2, d.value(1, 1)&3)
	d.put(2, "ip.total", d.value(2, 2))
	d.put(2, "ip.id", d.value(4, 2))
	flags := d.value(6, 2)
	d.put(2, "ip.frag", d.t.b.label([...]string{"flag.none", "flag.mf", "flag.df", "flag.both"}[flags>>13&3]), flags&0x1fff)
	d.put(1, "ip.ttl", d.value(8, 1))
	d.put(1, "ip.proto", d.value(9, 1), protoName(uint8(d.value(9, 1))))
	d.put(2, "ip.sum", d.value(10, 2))
	d.put(4, "ip.src", d.addr(12, 4), d.who(true))
	d.put(4, "ip.dst", d.addr(16, 4), d.who(false))
	d.put(hdr-20, "ip.options")
}

func (d *dissection) addr(i, n int) string {
	if i+n > len(d.b) {
		return ""
	}
	a, _ := netip.AddrFromSlice(d.b[i : i+n])
	return a.String()
}

func protoName(p uint8) string {
	switch p {
	case 6:
		return "TCP"
	case 17:
		return "UDP"
	}
	return "?"
}

func (d *dissection) ipv6() {
	first := d.value(0, 4)
	d.put(4, "ip6.first", first>>28, first>>20&0xff, first&0xfffff)
	d.put(2, "ip6.len", d.value(4, 2))
	d.put(1, "ip6.next", d.value(6, 1), protoName(uint8(d.value(6, 1))))
	d.put(1, "ip6.hop", d.value(7, 1))
	d.put(16, "ip.src", d.addr(8, 16), d.who(true))
	d.put(16, "ip.dst", d.addr(24, 16), d.who(false))
}

func (d *dissection) tcp() {
	s := &d.step.TCP
	d.put(2, "sport", s.SrcPort)
	d.put(2, "dport", s.DstPort)
	d.put(4, "seq", s.Seq, s.RelSeq)
	d.put(4, "ack", s.Ack, s.RelAck)
	d.put(2, "offset", s.HdrLen/4, s.HdrLen, uint16(s.Flags), strings.Join(s.Flags.Names(), " + "))
	if s.Scale > 0 && s.Flags&fact.SYN == 0 {
		d.put(2, "win.scaled", s.Window, text.Count(1<<s.Scale), text.Count(int64(s.WindowSize)))
	} else {
		d.put(2, "win", s.Window)
	}
	d.put(2, "sum", s.Checksum)
	d.put(2, "urg", s.Urgent)
	for d.option() {
	}
}

// option writes the row of the next TCP option; false where none is left or it cannot be read.
func (d *dissection) option() bool {
	i := d.used()
	if i >= len(d.b) {
		return false
	}
	switch kind := d.b[i]; {
	case kind == 0:
		d.put(1, "opt.end")
		return true
	case kind == 1:
		n := 1
		for i+n < len(d.b) && d.b[i+n] == 1 {
			n++
		}
		d.put(n, "opt.nop", n)
		return true
	case i+2 > len(d.b) || d.b[i+1] < 2 || i+int(d.b[i+1]) > len(d.b):
		return false
	default:
		d.known(kind, d.b[i+2:i+int(d.b[i+1])])
		return true
	}
}

func (d *dissection) known(kind byte, data []byte) {
	n := len(data) + 2
	switch {
	case kind == 2 && len(data) == 2:
		d.put(n, "opt.mss", binary.BigEndian.Uint16(data))
	case kind == 3 && len(data) == 1:
		d.put(n, "opt.shift", data[0], text.Count(1<<min(data[0], 14)))
	case kind == 4:
		d.put(n, "opt.sackok")
	case kind == 5:
		d.put(n, "opt.sack", len(data)/8)
	case kind == 8 && len(data) == 8:
		d.put(n, "opt.ts", binary.BigEndian.Uint32(data), binary.BigEndian.Uint32(data[4:]))
	default:
		d.put(n, "opt.other", kind, n)
	}
}

func (d *dissection) udp() {
	u := &d.step.UDP
	d.put(2, "sport", u.SrcPort)
	d.put(2, "dport", u.DstPort)
	d.put(2, "udp.len", u.Length)
	d.put(2, "sum", u.Checksum)
}

// sumUp works out a UDP checksum (RFC 768) word by word; false where the bytes are not all
// there, or too many to be read.
func (t *talk) sumUp(s *fact.Step) (figure.SumUp, bool) {
	b, u := t.b, &s.UDP
	data := t.payload(s)
	src, dst := t.Ends[s.Side].Addr(), t.Ends[s.Side.Other()].Addr()
	if u.Verdict != fact.Good || len(data) != int(u.Len) || len(data) > maxSummed || !src.Is4() {
		return figure.SumUp{}, false
	}
	fig := figure.SumUp{Common: b.common(fmt.Sprintf("f%d-sum", s.Frame))}
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
		add(b.labelf("sum.data", text.Visible(text.Of(part))), sumWords(part)...)
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
