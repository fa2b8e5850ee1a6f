package frame

import (
	"strconv"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// maxPacket is the longest capture of a packet that Wireshark believes in, but for a few
// link types.
const maxPacket = 262144

func packetLimit(link uint16) uint32 {
	switch link {
	case 231, 249: // D-Bus, USBPcap
		return 128 << 20
	case 279: // EBHSCR
		return 8 << 20
	}
	return maxPacket
}

// pseudoHeader is how many bytes stand before the packet, by link type, which Wireshark
// takes for a word of the capture rather than a part of the frame, and does not count.
func pseudoHeader(link uint16) int {
	switch link {
	case 123, 139, 201, 254:
		return 4
	case 245:
		return 2
	}
	return 0
}

// strip takes them off; false where the frame is shorter.
func (f *Frame) strip() bool { return f.drop(pseudoHeader(f.Link)) }

func (f *Frame) drop(n int) bool {
	if n > len(f.Data) {
		return false
	}
	f.Data, f.CapLen, f.Len = f.Data[n:], f.CapLen-n, max(f.Len-n, 0)
	return true
}

// dialect is what the first four bytes of a classic pcap file tell.
type dialect struct {
	order   endian
	digits  uint8  // of the fraction of a second
	start   int    // of the first record
	headers []int8 // how many bytes may stand before each packet, the usual number first
}

// The numbers that share a magic: beside the usual header that of Red Hat 6.1 and that of
// Nokia; beside that of Alexey Kuznetsov, eight bytes longer, that of SuSE 6.3.
var (
	usual    = []int8{16, 24, 20}
	modified = []int8{24, 28}
	fixed    = []int8{16}
)

// pcapMagics are the numbers that pcap files begin with, as they stand in the file.
var pcapMagics = map[[4]byte]dialect{
	{0xd4, 0xc3, 0xb2, 0xa1}: {littleEndian, 6, 24, usual},
	{0xa1, 0xb2, 0xc3, 0xd4}: {bigEndian, 6, 24, usual},
	{0x4d, 0x3c, 0xb2, 0xa1}: {littleEndian, 9, 24, fixed},
	{0xa1, 0xb2, 0x3c, 0x4d}: {bigEndian, 9, 24, fixed},
	{0x34, 0xcd, 0xb2, 0xa1}: {littleEndian, 6, 24, modified},
	{0xa1, 0xb2, 0xcd, 0x34}: {bigEndian, 6, 24, modified},
	// IXIA's lcap, by hardware and by software: the length of all records ends the header.
	{0xac, 0x01, 0x00, 0x1c}: {littleEndian, 6, 28, fixed},
	{0x1c, 0x00, 0x01, 0xac}: {bigEndian, 6, 28, fixed},
	{0xab, 0x01, 0x00, 0x1c}: {littleEndian, 6, 28, fixed},
	{0x1c, 0x00, 0x01, 0xab}: {bigEndian, 6, 28, fixed},
}

func isPcap(head []byte) bool {
	_, ok := pcapMagics[[4]byte(head)]
	return ok
}

// pcapFile reads classic pcap (draft-ietf-opsawg-pcap).
type pcapFile struct {
	r *Reader
	dialect
	clock   clock
	link    uint16
	header  int   // bytes before each packet
	padding int   // bytes that begin each packet and are none of it
	swapped uint8 // the two lengths of a record: swapNever …
}

const (
	swapNever = iota
	swapBelow // where the first is the larger one: files of version 2.3 have both orders
	swapAlways
)

func openPcap(r *Reader) *NotCapture {
	magic, _ := r.ahead(4)
	p := &pcapFile{r: r, dialect: pcapMagics[[4]byte(magic)]}
	head, ok := r.ahead(p.start)
	if !ok {
		return not(hintAgain, kindPcapCut, len(head))
	}
	major, minor := p.order.Uint16(head[4:]), p.order.Uint16(head[6:])
	if major != 2 {
		return not(hintConvert, kindPcap, major, minor).with(editcap)
	}
	if minor < 3 {
		p.swapped = swapAlways
	} else if minor == 3 {
		p.swapped = swapBelow
	}
	p.link = uint16(p.order.Uint32(head[20:])) // above it stand flags on checksums
	if minor == 2 && len(p.headers) == len(usual) {
		p.aix()
	}
	p.clock.digits = p.digits
	r.file.Interfaces = []fact.Interface{{Link: p.link, Snaplen: p.order.Uint32(head[16:]), Digits: p.digits}}
	r.source = p
	r.take(p.start)
	p.header = p.layout()
	return nil
}

// aixLinks are the link types of AIX, which numbers them as interfaces are in SNMP.
var aixLinks = map[uint16]uint16{6: 1, 9: 6, 15: 10, 24: 0}

// aix knows files of AIX, of version 2.2, by their link type. They count nanoseconds.
func (p *pcapFile) aix() {
	link, ok := aixLinks[p.link]
	if !ok {
		return
	}
	p.link, p.digits, p.headers = link, 9, fixed
	if link == 10 {
		p.padding = 3
	}
}

func (p *pcapFile) next(f *Frame) bool {
	r := p.r
	head, ok := r.ahead(p.header)
	if !ok {
		return r.finished(len(head), r.off, short(len(head), p.header))
	}
	captured, wire := p.lengths(head)
	if limit := packetLimit(p.link); captured > limit {
		return r.stop(r.off, fact.BadLength, over(uint64(captured), uint64(limit)))
	}
	f.Link, f.Described, f.Len, f.CapLen = p.link, 0, int(wire), int(captured)
	f.Time = p.time(p.order.Uint32(head), p.order.Uint32(head[4:]))
	return p.packet(f)
}

// lengths are the captured one and the one on the wire.
func (p *pcapFile) lengths(head []byte) (captured, wire uint32) {
	captured, wire = p.order.Uint32(head[8:]), p.order.Uint32(head[12:])
	if p.swapped == swapAlways || p.swapped == swapBelow && captured > wire {
		return wire, captured
	}
	return captured, wire
}

// time allows for a fraction of a second or more, which some tools write.
func (p *pcapFile) time(sec, fraction uint32) fact.Time {
	t := p.clock.time(uint64(fraction))
	t.Sec += int64(sec)
	return t
}

// packet takes the record's bytes, of a very long one only the first.
func (p *pcapFile) packet(f *Frame) bool {
	r, n := p.r, p.header+f.CapLen
	b, ok := r.ahead(min(n, bufferSize))
	if !ok {
		return r.finished(len(b), f.Offset, short(len(b), n))
	}
	f.Data = b[p.header:]
	if !f.drop(p.padding) || !f.strip() {
		return r.stop(f.Offset, fact.BadLength, short(f.CapLen, p.padding+pseudoHeader(f.Link)))
	}
	if n > bufferSize {
		f.Data = append([]byte(nil), f.Data...)
	}
	if !r.take(n) {
		return r.finished(int(r.off-f.Offset), f.Offset, short(int(r.off-f.Offset), n))
	}
	return true
}

// The details of damage are numbers: what is there, and what should be.

func short(have, want int) string { return strconv.Itoa(have) + " < " + strconv.Itoa(want) }

func over(have, limit uint64) string {
	return strconv.FormatUint(have, 10) + " > " + strconv.FormatUint(limit, 10)
}
