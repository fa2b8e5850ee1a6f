// Package packet reads the headers of one frame: link, network and transport, through
// whatever they are wrapped in. What a header claims and what the frame holds are kept
// apart: lengths come from the headers, bytes only from what was captured.
//
// Each encapsulation is one small function, a reader, and a row in one of the switches that
// tell what follows: link (link types), etherType, above (IP protocols), tunnelPort (UDP).
// The only history is that of IP fragments, which sub-package fragment puts together.
//
// gopacket's layers are decoded in place into structs that are reused, one a layer type; this
// is the only package that knows it. What gopacket cannot read the way Wireshark does (IP
// lengths, IPv6's extension chain, cut headers, link types beyond 255) is read here.
package packet

import (
	"net/netip"

	"github.com/google/gopacket/layers"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/packet/fragment"
)

// Transport is one TCP or UDP header of a frame and the network header it lies in.
type Transport struct {
	Proto    fact.Proto
	Src, Dst netip.Addr
	TTL      uint8
	ID       uint16        // the identification of the IPv4 header; 0 of IPv6
	Joined   uint32        // the identification that its fragments had in common; 0 where there are none
	Quoted   bool          // behind an ICMP error
	Held     bool          // … in a first fragment that is quoted whole: Wireshark waits for the rest and shows no header
	Inner    bool          // in a tunnel: the outermost headers are not its own
	Frames   []int         // whose fragments hold it, this one the last of them; nil where it lies in this frame alone
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
	ID         uint16   // of the IPv4 header; 0: none
	Rest       uint32   // the header's second word: an MTU, a pointer
	Part       Fragment // what it quotes, where that is a fragment without ports
}

// Fragment is one that holds no ports: not the first of its packet.
type Fragment struct {
	Proto    fact.Proto
	Src, Dst netip.Addr // invalid: it is none
	ID       uint32     // the packet's identification
}

// Packet is what the headers of a frame say. It is valid as long as the frame's bytes and the room.
type Packet struct {
	Room       *Room // for the bytes of a datagram that the frame completes
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
	Fragment   bool // an IP fragment that completes no datagram
	Overlap    bool // the datagram completed here holds bytes that came twice
	Conflict   bool // … and not with the same values, or its fragments disagree about its end
	Clash      *fact.Clash
	Vantage    uint32 // index of the interface, where the link header tells it (Linux cooked 2); else 0

	icmp  ICMP
	clash fact.Clash
}

// Reset empties the packet and keeps its room.
func (p *Packet) Reset() {
	*p = Packet{Room: p.Room, Layers: p.Layers[:0], Transports: p.Transports[:0]}
}

// A reader reads the header at d.off and returns the reader of what follows, nil at the end.
type reader func(d *Decoder) reader

// Decoder holds the structs that are reused from frame to frame, and the fragments.
type Decoder struct {
	Unverified bool // TCP's and UDP's checksums are not calculated again: every verdict is Unchecked

	bounds  *fact.Bounds
	p       *Packet
	data    []byte // the frame as captured, or the datagram that it completes
	off     int    // where the next header begins
	end     int    // where the captured bytes of the current layer end
	wireEnd int    // where the current layer ended on the wire
	later   []pending

	// of the headers read so far
	src, dst netip.Addr
	final    netip.Addr // whom a routing header names as the destination: a transport's checksum is about that one
	nets     int        // IP headers
	id       uint16     // of the last IPv4 header
	ecn      fact.ECN   // of the last IP header
	beyond   int        // bytes that the last IP header counts beyond the frame's end
	quoted   bool
	partial  bool   // inside an IP fragment
	held     bool   // … that an ICMP error quotes whole
	whole    bool   // the IPv6 packet is as long as it says
	unsized  bool   // the IPv6 header tells no length
	padded   bool   // an IEEE 802.11 header is filled up to four bytes
	tag      uint16 // the outermost VLAN

	table  fragment.Table
	key    fragment.Key
	frame  int       // number
	size   int       // captured bytes of the frame
	level  int       // datagrams entered
	frames []int     // that made the innermost
	joint  uint32    // and their identification
	piece  fact.Span // this frame's part of the outermost

	eth  layers.Ethernet
	dot1 layers.Dot1Q
	udp  layers.UDP
	cut  feedback
}

// pending is where reading goes on once a chain of headers is at its end: a frame may hold several.
type pending struct {
	off, end, wireEnd int
	read              reader
}

// feedback takes gopacket's remark that a layer is cut; we measure that ourselves.
type feedback bool

func (f *feedback) SetTruncated() { *f = true }

// Fragments are what is to be said of the IP fragments of all frames.
func (d *Decoder) Fragments() fact.Fragments { return d.table.Fragments() }

// Limit sets the bounds on the headers of a frame and on the fragments held.
func (d *Decoder) Limit(b *fact.Bounds) { d.bounds, d.table.Bounds = b, b }

// Decode reads the headers of the frame with that number into p. link is the LINKTYPE_
// value, wire the frame's length on the wire. It reports whether the link type is one we know.
func (d *Decoder) Decode(number int, linkType uint16, data []byte, wire int, p *Packet) bool {
	p.Reset()
	d.begin(number, data, wire, p)
	read := link(linkType)
	known := read != nil
	for n := d.bounds.Of(fact.MaxHeaders); read != nil; n-- {
		if n == 0 {
			d.bounds.Exceed(fact.MaxHeaders, 1)
			break
		}
		if read = read(d); read == nil {
			read = d.resume()
		}
	}
	if d.level > 0 {
		p.Layers = append(p.Layers, d.piece)
	} else {
		d.remainder()
	}
	return known
}

// remainder records what no header claims.
func (d *Decoder) remainder() {
	if d.off < d.end {
		d.p.Layers = append(d.p.Layers, fact.Span{Layer: fact.LayerData, Off: d.off, Len: d.end - d.off})
	}
}

func (d *Decoder) begin(number int, data []byte, wire int, p *Packet) {
	d.p, d.data, d.off, d.end, d.wireEnd, d.later = p, data, 0, len(data), max(wire, len(data)), d.later[:0]
	d.src, d.dst, d.final = netip.Addr{}, netip.Addr{}, netip.Addr{}
	d.nets, d.beyond, d.quoted, d.partial, d.held, d.whole, d.unsized, d.padded, d.tag = 0, 0, false, false, false, false, false, false, 0
	d.frame, d.size, d.level, d.frames, d.joint = number, len(data), 0, nil, 0
}

// resume goes on where something was left for later. A datagram put together is the end.
func (d *Decoder) resume() reader {
	n := len(d.later) - 1
	if n < 0 || d.level > 0 {
		return nil
	}
	next := d.later[n]
	d.later = d.later[:n]
	d.remainder()
	d.off, d.end, d.wireEnd = next.off, next.end, next.wireEnd
	return next.read
}

// rest are the captured bytes from the current header on.
func (d *Decoder) rest() []byte { return d.data[d.off:d.end] }

// take records n bytes as a layer's header and moves on. Of a header that lies in a datagram
// put together the frame has no bytes: its span is empty and at the frame's end.
func (d *Decoder) take(l fact.Layer, n int) {
	span := fact.Span{Layer: l, Off: d.off, Len: n}
	if d.level > 0 {
		span.Off, span.Len = d.size, 0
	}
	d.p.Layers = append(d.p.Layers, span)
	d.off += n
}

// malformed ends the walk at a header that contradicts itself.
func (d *Decoder) malformed() reader {
	d.damaged()
	return nil
}

// damaged notes a header that is shorter than it must be though all of it was captured;
// what an ICMP error quotes may end anywhere.
func (d *Decoder) damaged() {
	if !d.quoted && d.end == d.wireEnd {
		d.p.Malformed = true
	}
}

// limit says that the current layer ends n bytes after its beginning, by its own length
// field. It reports whether what it lies in is that long.
func (d *Decoder) limit(n int) bool {
	w := d.off + max(n, 0)
	fits := w <= d.wireEnd
	d.wireEnd = min(d.wireEnd, w)
	d.end = min(d.end, d.wireEnd)
	return fits
}

// sized is limit for an IP header. A tool that cut the frames may have written what was
// left as their length on the wire: what is missing then is noted.
func (d *Decoder) sized(n int) bool {
	d.beyond = max(0, d.off+n-d.wireEnd)
	return d.limit(n)
}

// Ends are the two endpoints that a header names.
func (t *Transport) Ends() (src, dst netip.AddrPort) {
	if t.Proto == fact.TCP {
		return netip.AddrPortFrom(t.Src, t.TCP.SrcPort), netip.AddrPortFrom(t.Dst, t.TCP.DstPort)
	}
	return netip.AddrPortFrom(t.Src, t.UDP.SrcPort), netip.AddrPortFrom(t.Dst, t.UDP.DstPort)
}

// Header is where the header lies in the frame, by the layers of the packet; empty where it
// lies in several.
func (t *Transport) Header(layers []fact.Span) fact.Span {
	layer := fact.LayerTCP
	if t.Proto == fact.UDP {
		layer = fact.LayerUDP
	}
	for _, l := range layers {
		if l.Layer == layer && l.Off == t.Off && t.Frames == nil {
			return l
		}
	}
	return fact.Span{Layer: layer, Off: t.Off}
}

// Data is where the captured payload lies in the frame; empty where it lies in several.
func (t *Transport) Data() fact.Span {
	if t.Frames != nil {
		return fact.Span{Layer: fact.LayerData, Off: t.DataOff}
	}
	return fact.Span{Layer: fact.LayerData, Off: t.DataOff, Len: len(t.Payload)}
}
