package packet

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// transport begins a new Transport at the current header.
func (d *Decoder) transport(proto fact.Proto) *Transport {
	p := d.p
	if len(p.Transports) < cap(p.Transports) {
		p.Transports = p.Transports[:len(p.Transports)+1]
	} else {
		p.Transports = append(p.Transports, Transport{})
	}
	t := &p.Transports[len(p.Transports)-1]
	*t = Transport{Proto: proto, Src: d.src, Dst: d.dst, TTL: p.TTL, ID: d.id, Quoted: d.quoted, Held: d.held, Inner: d.nets > 1, Frames: d.frames, Joined: d.joint, Off: d.off}
	if d.level > 0 {
		t.Off = d.size
	}
	t.TCP.Stream, t.UDP.Stream = -1, -1
	t.TCP.ECN = d.ecn
	return t
}

func readTCP(d *Decoder) reader {
	b := d.rest()
	if len(b) < 20 {
		d.damaged()
	}
	if len(b) < 4 {
		d.stub(fact.LayerTCP)
		return nil
	}
	t := d.transport(fact.TCP)
	seg := &t.TCP
	seg.SrcPort, seg.DstPort = binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	if len(b) >= 8 {
		seg.Seq = binary.BigEndian.Uint32(b[4:])
	}
	seg.Len = -1
	if len(b) < 16 {
		seg.Part = fact.Ports
		d.take(fact.LayerTCP, len(b))
		return nil
	}
	seg.Part = fact.Numbers
	seg.Ack = binary.BigEndian.Uint32(b[8:])
	seg.HdrLen = b[12] >> 4 * 4
	seg.Flags = fact.Flags(binary.BigEndian.Uint16(b[12:]) & 0x0fff)
	seg.Window = binary.BigEndian.Uint16(b[14:])
	if size := d.wireEnd - d.off; int(seg.HdrLen) <= size && !d.quoted {
		seg.Len, seg.Beyond = int32(size-int(seg.HdrLen)), int32(d.beyond)
	}
	if len(b) < 20 {
		d.take(fact.LayerTCP, len(b))
		return nil
	}
	seg.Part = fact.Header
	seg.Checksum, seg.Urgent = binary.BigEndian.Uint16(b[16:]), binary.BigEndian.Uint16(b[18:])
	if seg.HdrLen < 20 {
		seg.Part = fact.Stub
	} else {
		readOptions(&seg.Options, b[20:min(int(seg.HdrLen), len(b))], int(seg.HdrLen) > len(b))
		if seg.Options.Has&fact.OptionsFault != 0 {
			d.damaged()
		}
	}
	seg.Verdict = d.verdict(t, seg.Checksum)
	if seg.Len < 0 && !d.quoted {
		d.p.Malformed = true
	}
	d.take(fact.LayerTCP, min(max(int(seg.HdrLen), 20), len(b)))
	d.payload(t)
	return nil
}

// payload notes what lies behind a transport's header.
func (d *Decoder) payload(t *Transport) {
	t.Payload, t.DataOff = d.rest(), d.off
	if d.level > 0 {
		t.DataOff = d.size
	}
}

// TCP option kinds.
const (
	optEnd           = 0
	optNone          = 1
	optMSS           = 2
	optShift         = 3
	optSackPermitted = 4
	optSack          = 5
	optTimestamps    = 8
	optMultipath     = 30
	optFastOpen      = 34
	optProbe         = 76  // Riverbed's
	optExperiment    = 254 // RFC 6994; Fast Open's identifier was 0xF989 before it had a kind of its own
	fastOpenID       = 0xf989
)

// readOptions reads the options before the first that cannot be read (RFC 9293 §3.1: kind,
// length, value); cut says that the rest was not captured.
func readOptions(o *fact.Options, b []byte, cut bool) {
	if cut {
		o.Has |= fact.OptionsFault
	}
	for len(b) > 0 && b[0] != optEnd {
		if b[0] == optNone {
			b = b[1:]
			continue
		}
		if len(b) < 2 || b[1] < 2 || int(b[1]) > len(b) {
			o.Has |= fact.OptionsCut
			if !cut || len(b) > 1 && b[1] < 2 {
				blame(o, fact.OptionsBad, b)
			}
			return
		}
		if fails(b[0], int(b[1])) {
			o.Has |= fact.OptionsCut | fact.OptionsFault
			blame(o, fact.OptionsMisfit, b)
			return
		}
		if !readOption(o, b[0], b[2:b[1]]) && o.Has&fact.OptionsMisfit == 0 {
			blame(o, fact.OptionsMisfit, b)
		}
		b = b[b[1]:]
	}
	if cut && len(b) == 0 {
		o.Has |= fact.OptionsCut
	}
}

// fails tells an option too short for what Wireshark 4.0 reads of it: an exception there,
// whereas it steps over a length that cannot be right.
func fails(kind byte, length int) bool {
	switch kind {
	case optSack:
		return length < 10
	case optMultipath:
		return length < 4
	case optProbe:
		return length > 2 && length < 10
	}
	return false
}

// blame notes the option at which b begins.
func blame(o *fact.Options, why fact.OptionBits, b []byte) {
	if o.Has |= why; len(b) > 1 {
		o.BadKind, o.BadLen = b[0], b[1]
	} else {
		o.BadKind, o.BadLen = b[0], 0
	}
}

// readOption reads the value of an option; false where its length is none that the kind has.
func readOption(o *fact.Options, kind byte, value []byte) bool {
	switch {
	case kind == optMSS && len(value) == 2:
		o.Has |= fact.HasMSS
		o.MSS = binary.BigEndian.Uint16(value)
	case kind == optShift && len(value) == 1:
		o.Has |= fact.HasShift
		o.Shift = value[0]
	case kind == optSackPermitted && len(value) == 0:
		o.Has |= fact.HasSackOK
	case kind == optTimestamps && len(value) == 8:
		o.Has |= fact.HasTimestamps
		o.TSval, o.TSecr = binary.BigEndian.Uint32(value), binary.BigEndian.Uint32(value[4:])
	case kind == optSack && len(value) >= 8:
		o.Has |= fact.HasSack
		for ; len(value) >= 8 && int(o.Blocks) < len(o.Sack); value = value[8:] {
			o.Sack[o.Blocks] = [2]uint32{binary.BigEndian.Uint32(value), binary.BigEndian.Uint32(value[4:])}
			o.Blocks++
		}
	case kind == optFastOpen:
		o.Has |= fact.HasFastOpen
		o.Cookie = uint8(len(value))
	case kind == optExperiment && len(value) >= 2 && binary.BigEndian.Uint16(value) == fastOpenID:
		o.Has |= fact.HasFastOpen | fact.FastOpenTrial
		o.Cookie = uint8(len(value) - 2)
	default:
		o.Has |= fact.HasOther
		return kind != optMSS && kind != optShift && kind != optSackPermitted && kind != optTimestamps
	}
	return true
}

// stub takes a header of which too little was captured.
func (d *Decoder) stub(l fact.Layer) {
	if d.wireEnd > d.off || d.src.Is6() {
		d.take(l, len(d.rest()))
	}
}

func readUDP(d *Decoder) reader {
	b := d.rest()
	if len(b) < 8 {
		if len(b) >= 4 {
			t := d.transport(fact.UDP)
			t.UDP.SrcPort, t.UDP.DstPort, t.UDP.Len = binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:]), -2
			if len(b) >= 6 {
				t.UDP.Length, t.UDP.Len = binary.BigEndian.Uint16(b[4:]), -1
			}
		}
		d.damaged()
		d.stub(fact.LayerUDP)
		return nil
	}
	d.udp.DecodeFromBytes(b, &d.cut) // its error is of the length, which is looked at below
	t := d.transport(fact.UDP)
	u := &t.UDP
	size := d.wireEnd - d.off
	u.SrcPort, u.DstPort = uint16(d.udp.SrcPort), uint16(d.udp.DstPort)
	u.Length, u.Checksum = binary.BigEndian.Uint16(b[4:]), d.udp.Checksum
	u.Len = int32(u.Length) - 8
	switch {
	case u.Length == 0 && size > 0xffff: // a jumbogram (RFC 2675 §4)
		u.Len = int32(size - 8)
	case u.Length < 8:
		d.p.Malformed = true
		u.Len = -1
		d.take(fact.LayerUDP, 8)
		return nil
	case int(u.Length) > size && !d.quoted:
		d.p.Malformed = true
		u.Beyond = int32(max(0, int(u.Length)-size-d.beyond))
	case !d.quoted:
		u.Surplus = int32(size - int(u.Length))
	}
	u.Verdict = d.verdict(t, u.Checksum)
	d.limit(8 + int(u.Len))
	d.take(fact.LayerUDP, 8)
	d.payload(t)
	return tunnel(u.SrcPort, u.DstPort)
}

// verdict calculates a TCP or UDP checksum again (RFC 9293 §3.1, RFC 768) over the
// pseudo-header, the header and the data.
func (d *Decoder) verdict(t *Transport, field uint16) fact.Verdict {
	if d.Unverified {
		return fact.Unchecked
	}
	size := d.wireEnd - d.off
	if t.Proto == fact.UDP {
		if field == 0 {
			return fact.Absent
		}
		if t.UDP.Length != 0 {
			size = int(t.UDP.Length)
		}
	}
	if d.quoted || d.partial || d.wireEnd > d.end || size > d.end-d.off {
		return fact.Unchecked
	}
	pseudo := d.pseudoSum(t, size)
	if fold(pseudo+sum(d.data[d.off:d.off+size])) == 0xffff {
		return fact.Good
	}
	if field == uint16(fold(pseudo)) {
		return fact.Partial
	}
	return fact.Bad
}

func (d *Decoder) pseudoSum(t *Transport, size int) uint64 {
	s := uint64(size&0xffff) + uint64(size>>16)
	if t.Proto == fact.TCP {
		s += protoTCP
	} else {
		s += protoUDP
	}
	if t.Src.Is4() {
		a, b := t.Src.As4(), t.Dst.As4()
		return s + sum(a[:]) + sum(b[:])
	}
	a, b := t.Src.As16(), t.Dst.As16()
	if d.final.IsValid() {
		b = d.final.As16()
	}
	return s + sum(a[:]) + sum(b[:])
}

// sum adds 16-bit words; eight bytes are added at once, since 2^16 − 1 divides 2^32 − 1.
func sum(b []byte) uint64 {
	var s uint64
	for len(b) >= 8 {
		w := binary.BigEndian.Uint64(b)
		s += w>>32 + w&0xffffffff
		b = b[8:]
	}
	for len(b) >= 2 {
		s += uint64(binary.BigEndian.Uint16(b))
		b = b[2:]
	}
	if len(b) == 1 {
		s += uint64(b[0]) << 8
	}
	return s
}

// fold brings a sum to 16 bits, the carry added back (RFC 1071).
func fold(s uint64) uint16 {
	for s > 0xffff {
		s = s>>16 + s&0xffff
	}
	return uint16(s)
}
