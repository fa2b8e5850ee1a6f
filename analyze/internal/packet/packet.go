// Package packet reads the headers of one frame: link, network and transport. It
// keeps no history. What a header claims and what the frame holds are kept apart:
// lengths come from the IP header, bytes only from what was captured.
//
// gopacket's layers are decoded in place into structs that are reused, one a layer
// type; this is the only package that knows it. Headers that gopacket cannot read
// the way Wireshark does (cut ones, IPv6's extension chain, Linux cooked capture) are
// read here.
package packet

import (
	"net/netip"

	"github.com/google/gopacket/layers"
	"github.com/pcaplain/pcaplain/analyze/fact"
)

// maxLayers bounds the work on one frame; no frame that carries TCP or UDP in earnest comes near.
const maxLayers = 40

// Transport is one TCP or UDP header of a frame and the network header it lies in.
type Transport struct {
	Proto    fact.Proto
	Src, Dst netip.Addr
	TTL      uint8
	Quoted   bool          // behind an ICMP error
	Off      int           // of the header in the frame
	Payload  []byte        // what was captured of its data
	DataOff  int           // where that begins in the frame
	TCP      fact.Segment  // without what history tells: Stream and the relative numbers
	UDP      fact.Datagram // without Stream
}

// ICMP is an ICMP or ICMPv6 header.
type ICMP struct {
	Type, Code uint8
	Six        bool
	From       netip.Addr
}

// Packet is what the headers of a frame say. It is valid until the next call of Decode.
type Packet struct {
	Layers     []fact.Span
	Transports []Transport // outermost first
	Src, Dst   netip.Addr  // of the innermost IP header
	TTL        uint8
	IPSum      fact.Verdict
	SrcMAC     [6]byte // of the outermost Ethernet header
	DstMAC     [6]byte
	HasMAC     bool
	ICMP       *ICMP // the error, or any other ICMP message; nil where there is none
	Malformed  bool
}

// A reader reads the header at d.off and returns the reader of what follows, nil at the end.
type reader func(d *Decoder) reader

// Decoder holds the structs that are reused from frame to frame.
type Decoder struct {
	p       *Packet
	data    []byte // the frame as captured
	off     int    // where the next header begins
	end     int    // where the captured bytes of the current layer end
	wireEnd int    // where the current layer ended on the wire
	quoted  bool
	partial bool // inside an IP fragment

	eth  layers.Ethernet
	dot1 layers.Dot1Q
	ip4  layers.IPv4
	tcp  layers.TCP
	udp  layers.UDP
	icmp ICMP
	cut  feedback
}

// feedback takes gopacket's remark that a layer is cut; we measure that ourselves.
type feedback bool

func (f *feedback) SetTruncated() { *f = true }

// Decode reads the frame's headers into p. link is the LINKTYPE_ value, wire the
// frame's length on the wire. It reports whether the link type is one we know.
func (d *Decoder) Decode(link uint16, data []byte, wire int, p *Packet) bool {
	*p = Packet{Layers: p.Layers[:0], Transports: p.Transports[:0]}
	d.p, d.data, d.off, d.end, d.wireEnd = p, data, 0, len(data), max(wire, len(data))
	d.quoted, d.partial = false, false
	read, known := links[link]
	for n := 0; read != nil && n < maxLayers; n++ {
		read = read(d)
	}
	if d.off < d.end {
		p.Layers = append(p.Layers, fact.Span{Layer: fact.LayerData, Off: d.off, Len: d.end - d.off})
	}
	return known
}

// rest are the captured bytes from the current header on.
func (d *Decoder) rest() []byte { return d.data[d.off:d.end] }

// take records n bytes as a layer's header and moves on.
func (d *Decoder) take(l fact.Layer, n int) {
	d.p.Layers = append(d.p.Layers, fact.Span{Layer: l, Off: d.off, Len: n})
	d.off += n
}

// malformed ends the walk at a header that contradicts itself.
func (d *Decoder) malformed() reader {
	d.p.Malformed = true
	return nil
}

// limit says that the current layer ends n bytes after its beginning, by its own length field.
func (d *Decoder) limit(n int) {
	if w := d.off + n; w < d.wireEnd {
		d.wireEnd = w
	}
	d.end = min(d.end, d.wireEnd)
}

// Ends are the two endpoints that a header names.
func (t *Transport) Ends() (src, dst netip.AddrPort) {
	if t.Proto == fact.TCP {
		return netip.AddrPortFrom(t.Src, t.TCP.SrcPort), netip.AddrPortFrom(t.Dst, t.TCP.DstPort)
	}
	return netip.AddrPortFrom(t.Src, t.UDP.SrcPort), netip.AddrPortFrom(t.Dst, t.UDP.DstPort)
}

// Data is where the captured payload lies in the frame.
func (t *Transport) Data() fact.Span {
	return fact.Span{Layer: fact.LayerData, Off: t.DataOff, Len: len(t.Payload)}
}
