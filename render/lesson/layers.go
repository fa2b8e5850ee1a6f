package lesson

import (
	"strconv"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// How many headers of a frame are shown: the first and the last ones of more.
const (
	maxPeels  = 20
	peelsHead = 12
)

// peeling takes a frame apart.
type peeling struct {
	t    *talk
	step *fact.Step
	x    *fact.Excerpt
	fig  figure.Layers
	off  int      // what lies before it was told
	sum  []string // lengths
	data bool     // what a header carries was told: what comes now lies behind it
}

// Layers is the name of the figure of what lies around the conversation's first header; empty
// where that is no more than Ethernet and IP.
func (t *talk) Layers() string {
	if id := t.name + "-layers"; t.b.doc.Figures[id] != nil {
		return id
	}
	return ""
}

// layers takes the first frame apart; false where its bytes are not kept or it has no headers
// but the usual ones.
func (t *talk) layers() (figure.Layers, bool) {
	s := &t.Steps[0]
	x := t.Excerpts[s.Frame]
	if x == nil || !unusual(x) {
		return figure.Layers{}, false
	}
	p := &peeling{t: t, step: s, x: x, fig: figure.Layers{Common: t.b.common(t.name + "-layers")}}
	for i, l := range x.Layers {
		p.layer(i, l)
	}
	p.inside()
	p.rest()
	p.fig.Headers = t.b.folded(p.fig.Headers)
	p.fig.Sum = t.b.layerSum(p.sum, x)
	return p.fig, true
}

// unusual tells a frame with other headers than one of Ethernet, of IP and of TCP or UDP.
func unusual(x *fact.Excerpt) bool {
	var links, nets, transports int
	for _, l := range x.Layers {
		switch l.Layer {
		case fact.LayerEthernet, fact.LayerNull, fact.LayerRaw:
			links++
		case fact.LayerIPv4, fact.LayerIPv6:
			nets++
		case fact.LayerTCP, fact.LayerUDP:
			transports++
		case fact.LayerData:
		default:
			return true
		}
	}
	return max(links, nets, transports) > 1
}

// layer adds a header or what the last one carries, and the bytes before it that none claims.
func (p *peeling) layer(i int, l fact.Span) {
	b := p.t.b
	if l.Off >= p.x.CapLen && l.Len == 0 && p.x.Pieces != nil || implied(l) {
		return
	}
	if gap := l.Off - p.off; gap > 0 {
		p.add(figure.Peel{Name: b.label("bytes.rest"), Data: true}, gap)
	}
	p.off = max(p.off, l.Off+l.Len)
	if l.Layer == fact.LayerData {
		name := "data"
		if p.x.Pieces != nil && i == len(p.x.Layers)-1 {
			name = "bytes.piece"
		}
		p.add(figure.Peel{Name: b.label(name), Data: true}, l.Len)
		p.data = true
		return
	}
	d := &dissection{t: p.t, step: p.step, x: p.x, off: l.Off, b: part(p.x, l), own: l == p.x.Header}
	p.add(figure.Peel{Name: b.layerName(l.Layer), Says: d.says(l)}, l.Len)
}

// implied tells a layer without bytes that no one would miss.
func implied(l fact.Span) bool {
	if l.Len > 0 {
		return false
	}
	switch l.Layer {
	case fact.LayerTeredo, fact.LayerERSPAN, fact.LayerBareWire:
		return false
	}
	return true
}

// add adds what has a length.
func (p *peeling) add(f figure.Peel, size int) {
	f.Size = text.Count(int64(size))
	if size > 0 {
		p.sum = append(p.sum, f.Size)
	}
	if p.data {
		p.fig.Behind = append(p.fig.Behind, f)
	} else {
		p.fig.Headers = append(p.fig.Headers, f)
	}
}

// inside adds the headers of a datagram put together: of these the frame has no bytes to count.
func (p *peeling) inside() {
	if p.x.Pieces == nil {
		return
	}
	for _, l := range p.x.Layers {
		if l.Off >= p.x.CapLen && l.Len == 0 {
			p.fig.Headers = append(p.fig.Headers, figure.Peel{Size: "–", Name: p.t.b.layerName(l.Layer)})
		}
	}
}

// rest adds what lies behind the packet and what was not captured.
func (p *peeling) rest() {
	b := p.t.b
	p.data = true
	after := tailOf(p.x)
	for _, r := range []struct {
		name string
		size int
	}{{"bytes.padding", after.padding}, {after.sequence(), after.fcs}, {"bytes.other", after.other}, {"bytes.missing", p.x.Len - p.x.CapLen}} {
		if r.size > 0 {
			p.add(figure.Peel{Name: b.label(r.name), Data: true}, r.size)
		}
	}
}

// folded leaves out the middle of many headers.
func (b *builder) folded(l []figure.Peel) []figure.Peel {
	if len(l) <= maxPeels {
		return l
	}
	tail := len(l) - (maxPeels - peelsHead - 1)
	left := figure.Peel{Size: "…", Name: b.labelf("more.headers", tail-peelsHead)}
	return append(append(l[:peelsHead:peelsHead], left), l[tail:]...)
}

// layerSum adds the lengths up: to the frame's own, as far as it is known.
func (b *builder) layerSum(sizes []string, x *fact.Excerpt) string {
	if len(sizes) > maxPeels {
		sizes = append(append(sizes[:peelsHead:peelsHead], "…"), sizes[len(sizes)-(maxPeels-peelsHead-1):]...)
	}
	return strings.Join(sizes, " + ") + " = " + b.size(max(x.Len, x.CapLen))
}

// says is what is worth knowing of a header, in a few words; empty where that is nothing, or
// not all of the header is kept.
func (d *dissection) says(l fact.Span) string {
	read := worthKnowing[l.Layer]
	if read == nil || len(d.b) < l.Len {
		return ""
	}
	var said []string
	for _, s := range read(d) {
		if s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, ", ")
}

// word is a value with its name, where the header holds the n bytes at i.
func (d *dissection) word(key string, i, n int, values ...any) string {
	if i+n > len(d.b) {
		return ""
	}
	return d.t.b.labelf("says."+key, values...)
}

// field is the number in n bytes at i with its name.
func (d *dissection) field(key string, i, n int) string { return d.word(key, i, n, d.value(i, n)) }

// typ is the EtherType at i.
func (d *dissection) typ(i int) string {
	v := d.value(i, 2)
	if i < 0 || i+2 > len(d.b) || v == 0 {
		return ""
	}
	if name := etherName(uint16(v)); name != "?" {
		return d.t.b.labelf("byte.type", v, name)
	}
	return d.t.b.labelf("says.type", v)
}

// follows is the IP protocol number at i.
func (d *dissection) follows(i int) string {
	n := d.value(i, 1)
	if name := d.t.b.protoName(uint8(n)); name != "?" && i < len(d.b) {
		return d.t.b.labelf("byte.ip.proto", n, name)
	}
	return d.word("next", i, 1, n)
}

// from is a pair of values, the first of them the sender's.
func from(src, dst string) string {
	if src == "" || dst == "" {
		return ""
	}
	return src + " → " + dst
}

// macs are the MAC addresses at two places.
func (d *dissection) macs(src, dst int) string { return from(mac(d.b, src), mac(d.b, dst)) }

// addrs are IP addresses of n bytes, the sender's first.
func (d *dissection) addrs(i, n int) string {
	return from(d.addr(i, n).String(), d.addr(i+n, n).String())
}

// ports are those of a TCP or UDP header.
func (d *dissection) ports() string {
	return d.word("ports", 0, 4, strconv.FormatUint(d.value(0, 2), 10), strconv.FormatUint(d.value(2, 2), 10))
}

// Nested tells which of several IP headers of the first frame is the conversation's own:
// "inner" or "outer"; empty where it has one alone, or where it is one between them.
func (t *talk) Nested() string {
	before, all := 0, 0
	x := t.Excerpts[t.FirstFrame()]
	for _, l := range x.Layers {
		if l.Len > 0 && (l.Layer == fact.LayerIPv4 || l.Layer == fact.LayerIPv6) {
			if all++; l.Off < x.Header.Off {
				before++
			}
		}
	}
	switch {
	case all < 2:
		return ""
	case before == all:
		return "inner"
	case before == 1:
		return "outer"
	}
	return ""
}

// Tunnel is the conversation around this one; empty where there is none.
func (t *talk) Tunnel() string {
	if t.Via == nil {
		return ""
	}
	return t.Via.String()
}

// Unsized are the frames whose IP header says 0 in the place of a length.
type Unsized struct {
	Field       string // as RFC 791 and RFC 8200 write it
	Frame, More int    // the first, and how many come after it
	Jumbo       bool   // an option tells the length
}

// Count is how many frames these are.
func (u *Unsized) Count() int { return u.More + 1 }

// Unsized is nil where every IP header tells its length.
func (t *talk) Unsized() *Unsized {
	var out *Unsized
	for i := range t.Steps {
		x := t.Excerpts[t.Steps[i].Frame]
		if x == nil {
			continue
		}
		field, jumbo := unsized(x)
		switch {
		case field == "":
		case out == nil:
			out = &Unsized{Field: field, Frame: x.Frame, Jumbo: jumbo}
		case out.Field == field && out.Jumbo == jumbo:
			out.More++
		}
	}
	return out
}

// unsized names the length field that is 0 in the IP header before the conversation's own
// header, and tells whether a jumbo payload option stands for it.
func unsized(x *fact.Excerpt) (field string, jumbo bool) {
	for _, l := range x.Layers {
		if x.Header.Len == 0 || l.Off >= x.Header.Off {
			break
		}
		switch b := part(x, l); {
		case l.Layer == fact.LayerIPv4 && len(b) >= 20:
			if field = ""; b[2]|b[3] == 0 {
				field = "Total Length"
			}
		case l.Layer == fact.LayerIPv6 && len(b) >= 40:
			if field = ""; b[4]|b[5] == 0 {
				field = "Payload Length"
			}
		case l.Layer == fact.LayerHopByHop && len(b) >= 8 && b[2] == 0xc2:
			jumbo = true
		}
	}
	return field, jumbo && field == "Payload Length"
}
