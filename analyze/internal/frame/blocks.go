package frame

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// unknownDrops is what an obsolete Packet Block says where nobody counted.
const unknownDrops = 0xffff

// packet reads an Enhanced Packet Block (§4.3) or the obsolete Packet Block, whose
// interface is shorter by a count of drops.
func (p *pcapngFile) packet(b *block, f *Frame) bool {
	const fixed = 20
	if !p.atLeast(b, fixed) {
		return false
	}
	id := p.order.Uint32(b.body)
	if b.kind == oldPacket {
		id = uint32(p.order.Uint16(b.body))
	}
	if !p.known(b, id) {
		return false
	}
	in := &p.ifaces[id]
	f.Time = in.clock.time(uint64(p.order.Uint32(b.body[4:]))<<32 | uint64(p.order.Uint32(b.body[8:])))
	f.Len = int(p.order.Uint32(b.body[16:]))
	end, ok := p.data(b, f, int(id), fixed, p.order.Uint32(b.body[12:]))
	if !ok {
		return false
	}
	if n := p.order.Uint16(b.body[2:]); b.kind == oldPacket && n != unknownDrops {
		p.lost(f.Described, uint64(n))
	}
	if end < len(b.body) {
		p.packetOptions(b.body[end:], f)
	}
	return true
}

// simple reads a Simple Packet Block (§4.4): no time, no options, the first interface.
func (p *pcapngFile) simple(b *block, f *Frame) bool {
	const fixed = 4
	if !p.atLeast(b, fixed) || !p.known(b, 0) {
		return false
	}
	captured := p.order.Uint32(b.body)
	f.Len = int(captured)
	if limit := p.ifaces[0].snaplen; limit != 0 {
		captured = min(captured, limit)
	}
	_, ok := p.data(b, f, 0, fixed, captured)
	return ok
}

// known holds a block to the interfaces that its section has described.
func (p *pcapngFile) known(b *block, id uint32) bool {
	if uint64(id) >= uint64(len(p.ifaces)) {
		return p.r.stop(b.off, fact.BadBlock, fmt.Sprintf("%d ≥ %d", id, len(p.ifaces)))
	}
	return true
}

// data cuts the captured bytes out of a packet's block; end is where options begin.
func (p *pcapngFile) data(b *block, f *Frame, id, from int, captured uint32) (end int, ok bool) {
	f.Link, f.Interface, f.CapLen = p.ifaces[id].link, id, int(captured)
	f.Described = p.place(id)
	if limit := packetLimit(f.Link); captured > limit {
		return 0, p.r.stop(b.off, fact.BadLength, over(uint64(captured), uint64(limit)))
	}
	end = from + (int(captured)+3)&^3
	if end > b.size-blockFrame {
		return 0, p.r.stop(b.off, fact.BadLength, over(uint64(end+blockFrame), uint64(b.total)))
	}
	f.Data = b.body[from:min(from+int(captured), len(b.body))]
	if !f.strip() {
		return 0, p.r.stop(b.off, fact.BadLength, short(f.CapLen, pseudoHeader(f.Link)))
	}
	return end, true
}

// place is where an interface of the section stands in File, −1 beyond what is kept.
func (p *pcapngFile) place(id int) int {
	if at := p.base + id; at < len(p.r.file.Interfaces) {
		return at
	}
	return -1
}

// section begins anew: byte order (see head), interfaces, and who wrote it.
func (p *pcapngFile) section(b *block) bool {
	const fixed = 16
	if !p.atLeast(b, fixed) {
		return false
	}
	// A higher minor version can be read like 1.0 (§4.1).
	if major, minor := p.order.Uint16(b.body[4:]), p.order.Uint16(b.body[6:]); major != 1 {
		return p.r.stop(b.off, fact.BadBlock, fmt.Sprintf("%d.%d ≠ 1.0", major, minor))
	}
	p.sections++
	p.r.file.Sections = p.sections
	p.base += len(p.ifaces)
	p.ifaces = p.ifaces[:0]
	r := p.r
	for o := (options{p.order, b.body[fixed:]}); o.more(); {
		switch code, value := o.next(); code {
		case optComment:
			r.file.Comments = r.keepSaid(r.file.Comments, value, p.sections)
		case optHardware:
			r.file.Hardware = r.keepNew(r.file.Hardware, value, p.sections)
		case optOS:
			r.file.OS = r.keepNew(r.file.OS, value, p.sections)
		case optApplication:
			r.file.Application = r.keepNew(r.file.Application, value, p.sections)
		}
	}
	return true
}

// iface reads an Interface Description Block (§4.2).
func (p *pcapngFile) iface(b *block) bool {
	const fixed = 8
	if !p.atLeast(b, fixed) {
		return false
	}
	in := iface{link: p.order.Uint16(b.body), snaplen: p.order.Uint32(b.body[4:]), clock: clock{digits: 6}}
	about := fact.Interface{Link: in.link, Snaplen: in.snaplen, Section: p.sections, ID: len(p.ifaces)}
	p.interfaceOptions(b.body[fixed:], &in, &about)
	about.Digits, about.Binary = in.clock.digits, in.clock.binary
	p.ifaces = append(p.ifaces, in)
	if files := &p.r.file.Interfaces; len(*files) < p.r.bounds.Of(fact.MaxInterfaces) {
		*files = append(*files, about)
	} else {
		p.r.bounds.Exceed(fact.MaxInterfaces, 1)
	}
	return true
}

func (p *pcapngFile) interfaceOptions(body []byte, in *iface, about *fact.Interface) {
	r := p.r
	for o := (options{p.order, body}); o.more(); {
		switch code, value := o.next(); code {
		case optComment:
			about.Comments = r.keep(about.Comments, value)
		case optIfName:
			about.Name = r.text(value)
		case optIfDescription:
			about.Description = r.text(value)
		case optIfFilter:
			if len(value) > 0 && value[0] == 0 { // else it is byte code
				about.Filter = r.text(value[1:])
			}
		case optIfOS:
			about.OS = r.text(value)
		case optIfHardware:
			about.Hardware = r.text(value)
		case optIfSpeed:
			if len(value) == 8 {
				about.Speed = p.order.Uint64(value)
			}
		case optIfResolution:
			if len(value) > 0 {
				in.clock.digits, in.clock.binary = value[0]&0x7f, value[0]&0x80 != 0
			}
		case optIfOffset:
			if len(value) == 8 {
				in.clock.offset = int64(p.order.Uint64(value))
			}
		}
	}
}

// stats reads an Interface Statistics Block (§4.6).
func (p *pcapngFile) stats(b *block) bool {
	const fixed = 12
	if !p.atLeast(b, fixed) {
		return false
	}
	id := p.order.Uint32(b.body)
	at := p.place(int(id))
	if uint64(id) >= uint64(len(p.ifaces)) || at < 0 {
		return true // Wireshark passes over it as well
	}
	about := &p.r.file.Interfaces[at]
	for o := (options{p.order, b.body[fixed:]}); o.more(); {
		if code, value := o.next(); code == optComment {
			about.Comments = p.r.keep(about.Comments, value)
		} else if count := counter(about, code); count != nil && len(value) == 8 {
			n := p.order.Uint64(value)
			*count = &n
		}
	}
	return true
}

// counter is where the count of a statistics block belongs; nil for what is not kept.
func counter(about *fact.Interface, code uint16) **uint64 {
	switch code {
	case optReceived:
		return &about.Received
	case optDropped:
		return &about.Dropped
	case optAccepted:
		return &about.Accepted
	case optDroppedByOS:
		return &about.DroppedByOS
	case optDelivered:
		return &about.Delivered
	}
	return nil
}

// noPacket reads the blocks that Wireshark numbers as frames though they hold no packet.
func (p *pcapngFile) noPacket(b *block, f *Frame) bool {
	f.NoPacket = true
	switch b.kind {
	case custom, customNoCopy:
		return p.custom(b, f)
	case journalExport:
		return p.journal(b, f)
	}
	return p.sysdig(b, f)
}

// custom is a Custom Block (§4.8): a number that says whose it is, then anything.
func (p *pcapngFile) custom(b *block, f *Frame) bool {
	const fixed = 4
	if !p.atLeast(b, fixed) {
		return false
	}
	f.Data = b.body[fixed:]
	f.Len = b.size - blockFrame - fixed
	f.CapLen = f.Len
	return true
}

// journal is an entry of systemd's journal (§4.7).
func (p *pcapngFile) journal(b *block, f *Frame) bool {
	const stamp = "__REALTIME_TIMESTAMP="
	if !p.atLeast(b, len(stamp)+2) {
		return false
	}
	f.Data = bytes.TrimRight(b.body, "\x00")
	f.Len = b.size - blockFrame - (len(b.body) - len(f.Data))
	f.CapLen = f.Len
	if _, value, ok := bytes.Cut(f.Data, []byte(stamp)); ok {
		value, _, _ = bytes.Cut(value, []byte("\n"))
		if micros, err := strconv.ParseUint(string(value), 10, 64); err == nil {
			f.Time = clock{digits: 6}.time(micros)
		}
	}
	return true
}

// sysdig is an event of sysdig: processor, time, thread, length, type, and in later
// versions a count of parameters.
func (p *pcapngFile) sysdig(b *block, f *Frame) bool {
	fixed := 24
	if b.kind != sysdigEvent {
		fixed = 28
	}
	if !p.atLeast(b, fixed) {
		return false
	}
	f.Time = clock{digits: 9}.time(p.order.Uint64(b.body[2:]))
	f.Len = int(p.order.Uint32(b.body[18:]))
	f.CapLen = b.size - blockFrame - fixed
	f.Data = b.body[fixed:]
	return true
}
