package frame

import (
	"encoding/binary"
	"fmt"
	"strconv"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// maxPacket is the longest capture of a packet that Wireshark believes in, but for the
// link types of longPacket.
const maxPacket = 262144

// longPacket is how long packets of other link types may be: D-Bus, USBPcap, EBHSCR.
var longPacket = map[uint16]uint32{231: 128 << 20, 249: 128 << 20, 279: 8 << 20}

func packetLimit(link uint16) uint32 {
	if n, ok := longPacket[link]; ok {
		return n
	}
	return maxPacket
}

// dialect is what the first four bytes of a classic pcap file tell.
type dialect struct {
	order  binary.ByteOrder
	digits uint8 // of the fraction of a second
	header int   // bytes before each packet
}

// pcapMagics are the numbers that pcap files begin with, as they stand in the file.
var pcapMagics = map[[4]byte]dialect{
	{0xd4, 0xc3, 0xb2, 0xa1}: {binary.LittleEndian, 6, 16},
	{0xa1, 0xb2, 0xc3, 0xd4}: {binary.BigEndian, 6, 16},
	{0x4d, 0x3c, 0xb2, 0xa1}: {binary.LittleEndian, 9, 16},
	{0xa1, 0xb2, 0x3c, 0x4d}: {binary.BigEndian, 9, 16},
	// Modified by Alexey Kuznetsov: eight more bytes before each packet.
	{0x34, 0xcd, 0xb2, 0xa1}: {binary.LittleEndian, 6, 24},
	{0xa1, 0xb2, 0xcd, 0x34}: {binary.BigEndian, 6, 24},
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
	swapped uint8 // the two lengths of a record: swapNever …
}

const (
	swapNever = iota
	swapBelow // where the first is the larger one: files of version 2.3 have both orders
	swapAlways
)

const pcapHeader = 24

func openPcap(r *Reader) *NotCapture {
	head, ok := r.ahead(pcapHeader)
	if !ok {
		return &NotCapture{Kind: fmt.Sprintf("a pcap file that ends inside its header, at byte %d", len(head)), hint: hintAgain}
	}
	p := &pcapFile{r: r, dialect: pcapMagics[[4]byte(head)]}
	major, minor := p.order.Uint16(head[4:]), p.order.Uint16(head[6:])
	if major != 2 {
		return &NotCapture{Kind: fmt.Sprintf("a pcap file of version %d.%d, which is not known", major, minor), hint: hintConvert}
	}
	if minor < 3 {
		p.swapped = swapAlways
	} else if minor == 3 {
		p.swapped = swapBelow
	}
	p.clock.digits = p.digits
	p.link = uint16(p.order.Uint32(head[20:])) // above it stand flags on checksums
	r.file.Interfaces = []fact.Interface{{Link: p.link, Snaplen: p.order.Uint32(head[16:]), Digits: p.digits}}
	r.source = p
	r.take(pcapHeader)
	return nil
}

func (p *pcapFile) next(f *Frame) bool {
	r := p.r
	head, ok := r.ahead(p.header)
	if !ok {
		return r.finished(len(head), r.off, short(len(head), p.header))
	}
	captured, wire := p.order.Uint32(head[8:]), p.order.Uint32(head[12:])
	if p.swapped == swapAlways || p.swapped == swapBelow && captured > wire {
		captured, wire = wire, captured
	}
	if limit := packetLimit(p.link); captured > limit {
		return r.stop(r.off, fact.BadLength, over(uint64(captured), uint64(limit)))
	}
	f.Link, f.Described, f.Len, f.CapLen = p.link, 0, int(wire), int(captured)
	f.Time = p.time(p.order.Uint32(head), p.order.Uint32(head[4:]))
	return p.packet(f)
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
