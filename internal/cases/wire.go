package cases

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"time"
)

// A Frame is a packet's bytes and its time since the case began.
type Frame struct {
	At    time.Duration
	On    int    // the interface
	Bytes []byte // of the whole frame, from the Ethernet header on
}

// The protocol numbers.
const (
	protoICMP   = 1
	protoTCP    = 6
	protoUDP    = 17
	protoICMPv6 = 58
)

const etherLen = 14

// Frames writes the packets of a case as Ethernet frames.
func Frames(o *Options, packets []Packet) ([]Frame, error) {
	var frames []Frame
	var at time.Duration
	for i, p := range packets {
		at += p.Gap
		b, err := o.frame(i+1, &p, frames)
		if err != nil {
			return nil, fmt.Errorf("frame %d: %w", i+1, err)
		}
		frames = append(frames, Frame{at, p.On, b})
	}
	return frames, nil
}

func (o *Options) frame(number int, p *Packet, before []Frame) ([]byte, error) {
	if (p.Kind == "ICMP" || p.Kind == "COPY") && (p.Of < 1 || p.Of > len(before)) {
		return nil, fmt.Errorf("%s of frame %d, which does not come before", p.Kind, p.Of)
	}
	if p.Kind == "COPY" {
		return routed(before[p.Of-1].Bytes, p.Hops), nil
	}
	ends := [2]netip.Addr{o.Ends[0].Addr(), o.Ends[1].Addr()}
	for i, other := range [2]netip.Addr{p.For, p.By} {
		if other.IsValid() {
			ends[i] = other
		}
	}
	src, dst := ends[p.From], ends[1-p.From]
	if p.Sum == Right {
		p.Sum = o.Sums[p.From]
	}
	var proto byte
	var body []byte
	switch p.Kind {
	case "TCP":
		proto, body = protoTCP, o.tcp(p)
	case "UDP":
		proto, body = protoUDP, o.udp(p)
	default:
		if proto = protoICMP; src.Is6() {
			proto = protoICMPv6
		}
		body = p.icmp(before[p.Of-1].Bytes[etherLen:])
	}
	covered := body
	if p.Length >= 8 {
		covered = body[:min(int(p.Length), len(body))]
	}
	p.check(proto, src, dst, covered)
	if p.ID >= 0 {
		number = p.ID
	}
	if p.Part[1] > len(body) || p.Part[0] > p.Part[1] || p.Part[0]%8 != 0 || p.Part[1] != 0 && src.Is6() {
		return nil, fmt.Errorf("no fragment %d:%d of %d bytes", p.Part[0], p.Part[1], len(body))
	}
	whole := len(body)
	if p.Part[1] != 0 {
		body = body[p.Part[0]:p.Part[1]]
	}
	b := append(o.ethernet(p.From), o.ip(number, p, proto, src, dst, len(body), whole)...)
	return append(b, body...), nil
}

// routed is an IPv4 frame behind so many routers.
func routed(frame []byte, hops int) []byte {
	if hops == 0 {
		return frame
	}
	b := slices.Clone(frame)
	header := b[etherLen : etherLen+20]
	header[8] -= byte(hops)
	header[10], header[11] = 0, 0
	binary.BigEndian.PutUint16(header[10:], ^fold(header, 0))
	return b
}

// ethernet is the link's header: addresses that nobody owns, and none where one host talks to itself.
func (o *Options) ethernet(from int) []byte {
	var macs [2][6]byte
	if o.Ends[0].Addr() != o.Ends[1].Addr() {
		macs = [2][6]byte{{2, 0, 0, 0, 0, 0x0c}, {2, 0, 0, 0, 0, 0x05}}
	}
	b := append(macs[1-from][:], macs[from][:]...)
	if o.Ends[0].Addr().Is4() {
		return append(b, 0x08, 0x00)
	}
	return append(b, 0x86, 0xdd)
}

// ttl is the packet's TTL or hop limit.
func (p *Packet) ttl(o *Options) byte {
	if p.TTL != 0 {
		return p.TTL
	}
	return o.TTL[p.From]
}

// ip is the header of RFC 791 or RFC 8200 before so many bytes of the whole packet's.
func (o *Options) ip(number int, p *Packet, proto byte, src, dst netip.Addr, size, whole int) []byte {
	if src.Is6() {
		b := binary.BigEndian.AppendUint16([]byte{0x60, p.ECN << 4, 0, 0}, uint16(size))
		return append(append(append(b, proto, p.ttl(o)), src.AsSlice()...), dst.AsSlice()...)
	}
	b := binary.BigEndian.AppendUint16([]byte{0x45, p.ECN}, uint16(20+size))
	b = binary.BigEndian.AppendUint16(b, uint16(number))
	fragment := uint16(0x4000) // don't fragment
	if p.Part[1] != 0 {
		if fragment = uint16(p.Part[0] / 8); p.Part[1] < whole {
			fragment |= 0x2000
		}
	}
	b = binary.BigEndian.AppendUint16(b, fragment)
	b = append(b, p.ttl(o), proto, 0, 0)
	b = append(append(b, src.AsSlice()...), dst.AsSlice()...)
	binary.BigEndian.PutUint16(b[10:], ^fold(b, 0))
	return b
}

func (o *Options) ports(from int) []byte {
	b := binary.BigEndian.AppendUint16(nil, o.Ends[from].Port())
	return binary.BigEndian.AppendUint16(b, o.Ends[1-from].Port())
}

func (o *Options) tcp(p *Packet) []byte {
	var options []byte
	for _, opt := range p.Options {
		options = append(options, opt.bytes(o.ISN[1-p.From])...)
	}
	for len(options)%4 != 0 {
		options = append(options, 1)
	}
	ack := p.Ack
	if p.Flags&0x10 != 0 {
		ack += o.ISN[1-p.From]
	}
	b := binary.BigEndian.AppendUint32(o.ports(p.From), o.ISN[p.From]+p.Seq)
	b = binary.BigEndian.AppendUint32(b, ack)
	offset := byte(5 + len(options)/4)
	if p.Offset != nil {
		offset = *p.Offset
	}
	b = binary.BigEndian.AppendUint16(b, uint16(offset)<<12|p.Flags)
	b = binary.BigEndian.AppendUint16(b, p.Window)
	b = binary.BigEndian.AppendUint16(append(b, 0, 0), p.Urgent)
	return append(append(b, options...), p.Data...)
}

func (o *Options) udp(p *Packet) []byte {
	ports := o.ports(p.From)
	if p.Port != 0 {
		binary.BigEndian.PutUint16(ports[2*(1-p.From):], p.Port)
	}
	length := uint16(8 + len(p.Data))
	if p.Length != 0 {
		length = p.Length
	}
	b := binary.BigEndian.AppendUint16(ports, length)
	return append(append(b, 0, 0), p.Data...)
}

// icmp is an error of RFC 792 or RFC 4443 that quotes a packet.
func (p *Packet) icmp(quoted []byte) []byte {
	header := 20
	if quoted[0]>>4 == 6 {
		header = 40
	}
	if p.Quote > 0 {
		quoted = quoted[:min(len(quoted), header+p.Quote)]
	}
	b := []byte{p.Type, p.Code, 0, 0, p.Pointer, 0}
	return append(binary.BigEndian.AppendUint16(b, p.MTU), quoted...)
}

// sumAt is where a protocol's header has its checksum.
var sumAt = map[byte]int{protoTCP: 16, protoUDP: 6, protoICMP: 2, protoICMPv6: 2}

// check writes the checksum of RFC 1071 over the pseudo-header and the body.
func (p *Packet) check(proto byte, src, dst netip.Addr, body []byte) {
	pseudo := uint32(0)
	if proto != protoICMP {
		pseudo = uint32(fold(append(src.AsSlice(), dst.AsSlice()...), uint32(proto)+uint32(len(body))))
	}
	sum := ^fold(body, pseudo)
	switch {
	case p.Sum == Partial:
		sum = uint16(pseudo)
	case p.Sum == Wrong:
		sum ^= 0x0101
	case p.Sum == Absent:
		sum = 0
	case sum == 0 && proto == protoUDP: // RFC 768: zero means that there is none
		sum = 0xffff
	}
	binary.BigEndian.PutUint16(body[sumAt[proto]:], sum)
}

// fold is the ones' complement sum of the bytes, 16 bits at a time.
func fold(b []byte, sum uint32) uint16 {
	for i := 0; i < len(b); i += 2 {
		word := uint32(b[i]) << 8
		if i+1 < len(b) {
			word |= uint32(b[i+1])
		}
		sum += word
	}
	for sum>>16 != 0 {
		sum = sum>>16 + sum&0xffff
	}
	return uint16(sum)
}
