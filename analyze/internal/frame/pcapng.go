package frame

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Block types (draft-ietf-opsawg-pcapng §11.1).
const (
	sectionHeader   = 0x0a0d0d0a
	interfaceBlock  = 1
	oldPacket       = 2
	simplePacket    = 3
	nameResolution  = 4
	interfaceStats  = 5
	enhancedPacket  = 6
	secretsBlock    = 10
	journalExport   = 9
	custom          = 0x00000bad
	customNoCopy    = 0x40000bad
	sysdigEvent     = 0x204
	sysdigEventV2   = 0x216
	sysdigEventLong = 0x221
)

const (
	blockFrame = 12        // type, length, and the length again at the end
	maxBlock   = 134348832 // the longest block that Wireshark believes in
	byteOrder  = 0x1a2b3c4d
)

// pcapngFile reads pcapng.
type pcapngFile struct {
	r        *Reader
	order    endian
	ifaces   []iface // of the section
	base     int     // interfaces of the sections before
	sections int     // so far
	long     []byte  // a packet whose block is longer than the buffer
}

// iface is what reading a packet needs of its interface.
type iface struct {
	clock   clock
	snaplen uint32
	link    uint16
}

// block is one block of the file, or the first bufferSize of its bytes.
type block struct {
	kind  uint32
	total uint32 // as it says
	size  int    // in the file: total, to a multiple of four
	off   int64
	body  []byte // without the lengths
}

func isPcapng(head []byte) bool { return string(head) == "\n\r\r\n" }

// openPcapng reads up to the first interface or frame: a file that is damaged before
// either has nothing to report. One that was cut has: whole sections without a packet.
func openPcapng(r *Reader) *NotCapture {
	p := &pcapngFile{r: r}
	r.source = p
	f := Frame{Time: fact.NoTime, Interface: -1, Described: -1}
	for len(p.ifaces) == 0 {
		frame, ok := p.block(&f)
		if frame {
			r.number, f.Number = 1, 1
			r.held = &f
			return nil
		}
		if !ok {
			break
		}
		f.Offset = r.off
	}
	if d := r.file.Damage; d != nil && len(p.ifaces) == 0 && (d.Why != fact.Cut || p.sections == 0) {
		return not(hintAgain, kindPcapng, d.Offset, reason(d), d.Detail)
	}
	return nil
}

// reason words a damage for an error of Open.
func reason(d *fact.Damage) Text {
	return Text{Form: map[fact.Fault]string{fact.Cut: whyCut, fact.BadLength: whyLength, fact.BadBlock: whyBlock, fact.BadStream: whyStream}[d.Why]}
}

func (p *pcapngFile) next(f *Frame) bool {
	for {
		frame, ok := p.block(f)
		if frame || !ok {
			return frame
		}
		f.Offset = p.r.off
	}
}

// block reads one block. frame tells whether it filled in f, ok whether to go on.
func (p *pcapngFile) block(f *Frame) (frame, ok bool) {
	var b block
	if !p.head(&b) || !p.load(&b) {
		return false, false
	}
	if frame, ok = p.read(&b, f); !ok {
		return false, false
	}
	if b.size > bufferSize && frame {
		p.long = append(p.long[:0], f.Data...)
		f.Data = p.long
	}
	if !p.pass(&b) {
		return false, false
	}
	return frame, true
}

// head reads a block's type and length. The section header also tells the byte order.
func (p *pcapngFile) head(b *block) bool {
	r := p.r
	b.off = r.off
	h, ok := r.ahead(8)
	if !ok {
		return r.finished(len(h), b.off, short(len(h), 8))
	}
	if b.kind = p.order.Uint32(h); b.kind == sectionHeader {
		if h, ok = r.ahead(blockFrame); !ok {
			return r.finished(len(h), b.off, short(len(h), blockFrame))
		}
		switch magic := binary.BigEndian.Uint32(h[8:]); magic {
		case byteOrder:
			p.order = bigEndian
		case bits.ReverseBytes32(byteOrder):
			p.order = littleEndian
		default:
			return r.stop(b.off, fact.BadBlock, fmt.Sprintf("0x%08x ≠ 0x%08x", magic, byteOrder))
		}
	}
	b.total = p.order.Uint32(h[4:])
	switch {
	case b.total > maxBlock:
		return r.stop(b.off, fact.BadLength, over(uint64(b.total), maxBlock))
	case b.total <= blockFrame-4:
		return r.stop(b.off, fact.BadLength, short(int(b.total), blockFrame))
	}
	b.size = int(b.total+3) &^ 3
	return true
}

// load shows the block's bytes, and compares its two lengths where it fits the buffer.
func (p *pcapngFile) load(b *block) bool {
	r := p.r
	all, ok := r.ahead(min(b.size, bufferSize))
	if !ok {
		return r.finished(len(all), b.off, short(len(all), b.size))
	}
	if b.size > bufferSize {
		b.body = all[8:]
		return true
	}
	b.body = all[8 : b.size-4]
	return p.same(b, all[b.size-4:])
}

// same compares the length at the block's end with the one at its beginning.
func (p *pcapngFile) same(b *block, end []byte) bool {
	if n := p.order.Uint32(end); n != b.total {
		return p.r.stop(b.off, fact.BadLength, fmt.Sprintf("%d ≠ %d", b.total, n))
	}
	return true
}

// pass moves behind the block.
func (p *pcapngFile) pass(b *block) bool {
	r := p.r
	if b.size <= bufferSize {
		return r.take(b.size)
	}
	if !r.take(b.size - 4) {
		return r.finished(int(r.off-b.off), b.off, short(int(r.off-b.off), b.size))
	}
	end, ok := r.ahead(4)
	if !ok {
		return r.finished(b.size-4+len(end), b.off, short(b.size-4+len(end), b.size))
	}
	return p.same(b, end) && r.take(4)
}

// read hands the block to its reader; a type without one is passed over.
func (p *pcapngFile) read(b *block, f *Frame) (frame, ok bool) {
	switch b.kind {
	case enhancedPacket, oldPacket:
		ok = p.packet(b, f)
		return ok, ok
	case simplePacket:
		ok = p.simple(b, f)
		return ok, ok
	case custom, customNoCopy, journalExport, sysdigEvent, sysdigEventV2, sysdigEventLong:
		ok = p.noPacket(b, f)
		return ok, ok
	case sectionHeader:
		return false, p.section(b)
	case interfaceBlock:
		return false, p.iface(b)
	case interfaceStats:
		return false, p.stats(b)
	case nameResolution:
		return false, p.names(b)
	case secretsBlock:
		return false, p.secrets(b)
	}
	return false, true
}

// atLeast holds the block to a minimum of n bytes besides its frame.
func (p *pcapngFile) atLeast(b *block, n int) bool {
	if b.size-blockFrame < n {
		return p.r.stop(b.off, fact.BadLength, short(int(b.total), n+blockFrame))
	}
	return true
}
