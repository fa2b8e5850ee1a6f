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
	own  bool // it is the header of the conversation's step; else one around or within it
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
	fig := figure.Bytes{Common: b.common(t.figureID(s.Frame, "bytes")), Where: b.label("bytes.where"), Raw: b.label("bytes.raw"), Means: b.label("bytes.means"), More: b.label("ruler.bytes")}
	for i, l := range x.Layers {
		if l.Len == 0 || l.Off >= len(x.Bytes) {
			continue
		}
		if l.Layer == fact.LayerData {
			fig.Layers = append(fig.Layers, b.data(x, l, b.label(dataName(x, i))))
			continue
		}
		fig.Layers = append(fig.Layers, t.layer(s, x, l))
	}
	for _, l := range tailOf(x).spans(x) {
		fig.Layers = append(fig.Layers, b.data(x, l.Span, b.label(l.name)))
	}
	return fig, len(fig.Layers) > 0
}

// figureID names a figure of a frame. A frame of a tunnel lies in two conversations: the
// figures of the second have its name as well.
func (t *talk) figureID(frame int, kind string) string {
	id := fmt.Sprintf("f%d-%s", frame, kind)
	for _, o := range t.b.talks {
		if o == t {
			break
		}
		if o.step(frame) != nil {
			return t.name + "-" + id
		}
	}
	return id
}

// dataName is the label of bytes that no header claims.
func dataName(x *fact.Excerpt, i int) string {
	switch {
	case x.Pieces != nil && i == len(x.Layers)-1:
		return "bytes.piece"
	case x.Layers[i].Off == x.Data.Off || i > 0 && transport(x.Layers[i-1].Layer):
		return "data"
	}
	return "bytes.other"
}

func transport(l fact.Layer) bool { return l == fact.LayerTCP || l == fact.LayerUDP }

// data is a layer that is shown by its characters.
func (b *builder) data(x *fact.Excerpt, l fact.Span, name string) figure.Layer {
	raw := part(x, l)
	return figure.Layer{Name: name, Size: b.size(l.Len), Len: l.Len, Data: true, Rest: l.Len - len(raw), Rows: []figure.ByteRow{{Off: l.Off, Bytes: raw}}}
}

// size is a number of bytes in words.
func (b *builder) size(n int) string {
	if n == 1 {
		return b.label("byte.one")
	}
	return b.labelf("bytes", text.Count(int64(n)))
}

func (t *talk) layer(s *fact.Step, x *fact.Excerpt, l fact.Span) figure.Layer {
	raw := part(x, l)
	d := &dissection{t: t, step: s, x: x, off: l.Off, b: raw, own: l == x.Header}
	if read := readers[l.Layer]; read != nil {
		read(d)
	}
	if used := d.used(); used < len(raw) {
		means := t.b.label("bytes.rest")
		if says := d.says(l); used == 0 && says != "" {
			means = says
		}
		d.rows = append(d.rows, figure.ByteRow{Off: l.Off + used, Bytes: raw[used:], Means: means})
	}
	return figure.Layer{Name: t.b.layerName(l.Layer), Size: t.b.size(len(raw)), Len: len(raw), Rows: d.rows}
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

// host adds a row with an IP address, and the side that it is of: none where it is the end
// of a tunnel.
func (d *dissection) host(key string, i, n int, side fact.Side) {
	if addr := d.addr(i, n); addr == d.t.Ends[side].Addr() {
		d.put(n, key, addr, d.t.role(side))
	} else {
		d.put(n, key+".other", addr)
	}
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

func (d *dissection) vlan() {
	d.put(2, "vlan", d.value(0, 2)&0xfff)
	d.put(2, "type", d.value(2, 2), etherName(uint16(d.value(2, 2))))
}

func (d *dissection) ipv4() {
	hdr := int(d.value(0, 1)&15) * 4
	d.put(1, "ip.version", d.value(0, 1)>>4, d.value(0, 1)&15, hdr)
	d.put(1, "ip.tos", d.value(1, 1)>>2, d.value(1, 1)&3)
	d.put(2, "ip.total", text.Count(int64(d.value(2, 2))))
	d.put(2, "ip.id", d.value(4, 2))
	flags := d.value(6, 2)
	d.put(2, "ip.frag", d.t.b.label([...]string{"flag.none", "flag.mf", "flag.df", "flag.both"}[flags>>13&3]), flags&0x1fff)
	d.put(1, "ip.ttl", d.value(8, 1))
	d.put(1, "ip.proto", d.value(9, 1), d.t.b.protoName(uint8(d.value(9, 1))))
	d.put(2, "ip.sum", d.value(10, 2))
	d.host("ip.src", 12, 4, d.step.Side)
	d.host("ip.dst", 16, 4, d.step.Side.Other())
	d.put(hdr-20, "ip.options")
}

// addr is the address in n bytes at i; the zero address where they were not captured.
func (d *dissection) addr(i, n int) netip.Addr {
	if i+n > len(d.b) {
		return netip.Addr{}
	}
	a, _ := netip.AddrFromSlice(d.b[i : i+n])
	return a
}

func (d *dissection) ipv6() {
	first := d.value(0, 4)
	d.put(4, "ip6.first", first>>28, first>>20&0xff, first&0xfffff)
	d.put(2, "ip6.len", text.Count(int64(d.value(4, 2))))
	d.put(1, "ip6.next", d.value(6, 1), d.t.b.protoName(uint8(d.value(6, 1))))
	d.put(1, "ip6.hop", d.value(7, 1))
	d.host("ip.src", 8, 16, d.step.Side)
	d.host("ip.dst", 24, 16, d.step.Side.Other())
}

func (d *dissection) tcp() {
	d.put(2, "sport", d.value(0, 2))
	d.put(2, "dport", d.value(2, 2))
	if s := &d.step.TCP; d.own {
		d.put(4, "seq", s.Seq, s.RelSeq)
		d.put(4, "ack", s.Ack, s.RelAck)
	} else {
		d.put(4, "seq.raw", d.value(4, 4))
		d.put(4, "ack.raw", d.value(8, 4))
	}
	offset, flags := d.value(12, 1)>>4, fact.Flags(d.value(12, 2)&0xfff)
	d.put(2, "offset", offset, 4*offset, uint16(flags), d.t.b.flags(flags))
	d.window()
	d.put(2, "sum", d.value(16, 2))
	d.put(2, "urg", d.value(18, 2))
	for d.option() {
	}
}

// window writes the row of the window, with the scale of the conversation.
func (d *dissection) window() {
	if s := &d.step.TCP; d.own && s.Scale > 0 && s.Flags&fact.SYN == 0 {
		d.put(2, "win.scaled", text.Count(int64(s.Window)), text.Count(1<<s.Scale), text.Count(int64(s.WindowSize)))
	} else {
		d.put(2, "win", text.Count(int64(d.value(14, 2))))
	}
}

// flags names the bits that are set; those that no RFC names are reserved.
func (b *builder) flags(f fact.Flags) string {
	names := f.Names()
	if f&reserved != 0 {
		names = append(names, b.label("byte.reserved"))
	}
	if names == nil {
		return b.label("none")
	}
	return strings.Join(names, " + ")
}

// flag is the name of one bit.
func (b *builder) flag(f fact.Flags) string {
	if f&reserved != 0 {
		return b.label("byte.reserved")
	}
	return f.String()
}

// reserved are the bits of RFC 9293 §3.1 to which no other RFC has given a meaning.
const reserved fact.Flags = 0xe00

// option writes the row of the next TCP option; false where none is left.
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
		d.put(len(d.b)-i, "opt.bad")
		return true
	default:
		d.known(option{kind, d.b[i : i+int(d.b[i+1])]})
		return true
	}
}

func (d *dissection) known(o option) {
	kind, data, n := o.kind, o.value(), len(o.bytes)
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
		d.put(n, "opt.other", strings.TrimSpace(d.t.b.optionName(kind)+" "+o.said()), n)
	}
}

func (d *dissection) udp() {
	d.put(2, "sport", d.value(0, 2))
	d.put(2, "dport", d.value(2, 2))
	d.put(2, "udp.len", text.Count(int64(d.value(4, 2))))
	d.put(2, "sum", d.value(6, 2))
}
