package packet

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/packet/fragment"
)

// fragmented reads IPv6's fragment header (RFC 8200 §4.5).
func fragmented(d *Decoder) reader {
	b := d.rest()
	if d.unsized && !d.quoted {
		d.p.Malformed = true
	}
	if len(b) < 8 {
		d.damaged()
		return nil
	}
	d.take(fact.LayerFragment, 8)
	frag := binary.BigEndian.Uint16(b[2:])
	if frag&0xfff9 == 0 { // a whole packet all the same (RFC 6946)
		return d.above(b[0])
	}
	d.key.ID, d.key.Proto, d.key.VLAN = binary.BigEndian.Uint32(b[4:]), 0, 0
	return d.fragment(b[0], int(frag&^7), frag&1 != 0, d.whole)
}

// fragment takes a fragment, and goes on with the datagram where it is complete: Wireshark
// shows what a datagram holds with the frame that completes it. A first fragment that cannot
// be put together with others (it was not captured whole, its header is damaged, an ICMP
// error quotes it) is read as far as it goes.
func (d *Decoder) fragment(proto uint8, offset int, more, sound bool) reader {
	if d.quoted || !sound || d.end != d.wireEnd {
		if offset != 0 {
			d.p.Fragment = !d.quoted
			d.quotePart(proto)
			return nil
		}
		d.partial, d.held = true, d.quoted && sound && d.end == d.wireEnd
		return d.above(proto)
	}
	done := d.table.Add(&d.key, &fragment.Piece{Frame: d.frame, Offset: offset, More: more, Data: d.rest()})
	if done == nil {
		d.p.Fragment = true
		return nil
	}
	d.enter(done)
	return d.above(proto)
}

// quotePart notes a fragment that an ICMP error quotes and that holds no ports.
func (d *Decoder) quotePart(proto uint8) {
	if !d.quoted || d.p.ICMP == nil || proto != protoTCP && proto != protoUDP {
		return
	}
	part := Fragment{Proto: fact.TCP, Src: d.src, Dst: d.dst, ID: d.key.ID}
	if proto == protoUDP {
		part.Proto = fact.UDP
	}
	d.p.icmp.Part = part
}

// enter goes on with a datagram that was put together. It is copied: one within it may be
// complete as well.
func (d *Decoder) enter(done *fragment.Datagram) {
	buf := d.p.Room.Keep(done.Data)
	if d.level++; d.level == 1 {
		d.piece = fact.Span{Layer: fact.LayerData, Off: d.off, Len: d.end - d.off}
	}
	d.data, d.off, d.end, d.wireEnd = buf, 0, len(buf), len(buf)
	d.frames, d.joint = d.p.Room.keepFrames(done.Frames), d.key.ID
	d.p.Overlap = d.p.Overlap || done.Overlap
	if done.Conflict {
		d.p.clash = done.Clash
		d.p.Conflict, d.p.Clash = true, &d.p.clash
	}
}
