package fact

import "strings"

// Flags are the twelve bits that follow TCP's data offset, as Wireshark's tcp.flags
// shows them: four reserved bits (the lowest is AE, RFC 9768) and the eight control bits
// of RFC 9293 §3.1.
type Flags uint16

const (
	FIN Flags = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
	ECE
	CWR
	AE
)

var flagNames = []struct {
	bit  Flags
	name string
}{{SYN, "SYN"}, {FIN, "FIN"}, {RST, "RST"}, {PSH, "PSH"}, {ACK, "ACK"}, {URG, "URG"}, {ECE, "ECE"}, {CWR, "CWR"}, {AE, "AE"}}

// Has tells whether all of the bits are set.
func (f Flags) Has(bits Flags) bool { return f&bits == bits }

// Names are the names of the bits that are set, SYN, FIN, RST and PSH before ACK, as one says "SYN, ACK".
func (f Flags) Names() []string {
	var names []string
	for _, n := range flagNames {
		if f&n.bit != 0 {
			names = append(names, n.name)
		}
	}
	return names
}

func (f Flags) String() string { return strings.Join(f.Names(), ", ") }

// Verdict is what a checksum calculated again says.
type Verdict uint8

const (
	Unchecked Verdict = iota // the bytes are not all there, or lie in a fragment
	Good
	Partial // the pseudo-header's sum alone: the network card would have finished it (checksum offload)
	Bad
	Absent // UDP's zero: the sender calculated none (RFC 768)
)

func (v Verdict) String() string {
	return [...]string{"unchecked", "good", "partial", "bad", "absent"}[v]
}

// Add counts a frame.
func (c *Checksums) Add(frame int, side Side, v Verdict) {
	if c.Count[v][side]++; c.First[v] == 0 {
		c.First[v] = frame
	}
}

// Frame is the first frame that is not as a receiver should get it, else the first of all.
func (c *Checksums) Frame() int {
	var first, odd int
	for v, n := range c.First {
		if n != 0 && (first == 0 || n < first) {
			first = n
		}
		if v := Verdict(v); n != 0 && (v == Bad || v == Partial) && (odd == 0 || n < odd) {
			odd = n
		}
	}
	if odd != 0 {
		return odd
	}
	return first
}

// Options are the TCP options of one segment, those before the first that cannot be read.
type Options struct {
	Has             OptionBits
	Shift           uint8  // window scale, as sent (RFC 7323 §2.2)
	MSS             uint16 // bytes (RFC 9293 §3.7.1)
	TSval           uint32 // RFC 7323 §3.2
	TSecr           uint32
	Cookie          uint8        // bytes of the Fast Open cookie; 0 asks for one (RFC 7413 §4.1.1)
	BadKind, BadLen uint8        // as in the header; BadLen 0 also where none is left for it
	Blocks          uint8        // SACK blocks in Sack
	Sack            [4][2]uint32 // left and right edge, raw (RFC 2018 §3)
}

// OptionBits tell which options are there.
type OptionBits uint16

const (
	HasMSS OptionBits = 1 << iota
	HasShift
	HasSackOK
	HasSack
	HasTimestamps
	HasFastOpen   // RFC 7413
	HasOther      // any that we do not read
	OptionsCut    // the rest could not be read: not captured, or damaged
	OptionsFault  // Wireshark gives up at them, and shows nothing that it looks at later
	FastOpenTrial // HasFastOpen by the experimental kind 254
	OptionsBad    // the list breaks off at one that cannot be: BadKind, BadLen
	OptionsMisfit // one has a length that its kind does not have: without OptionsBad, BadKind and BadLen are the first such
)

// A Part says how much of a TCP header the frame holds.
type Part uint8

const (
	Ports   Part = iota // fewer than 16 bytes: Wireshark gives it no stream
	Stub                // a header length below 20, which cannot be: Wireshark shows stream, number and length
	Numbers             // 16 to 19 bytes: flags and window, no checksum and no options
	Header              // the 20 fixed bytes
)

// Segment is one TCP header and what Wireshark says of its numbers. It holds no pointer.
type Segment struct {
	SrcPort, DstPort uint16
	Part             Part
	HdrLen           uint8 // bytes: data offset × 4
	Flags            Flags
	Seq, Ack         uint32 // as in the header
	Window           uint16 // as in the header
	Checksum         uint16 // as in the header
	Urgent           uint16
	Verdict          Verdict
	ECN              ECN   // of the IP header around it
	Len              int32 // bytes of data by the IP length, −1 where the header's length cannot be right
	Beyond           int32 // bytes of data that the IP header counts beyond the frame's end; Len is without them, as in Wireshark
	Options          Options

	Stream     int32  // tcp.stream; −1 where Wireshark gives none
	RelSeq     uint32 // tcp.seq
	RelAck     uint32 // tcp.ack
	RelNext    uint32 // tcp.nxtseq: RelSeq + Len, + 1 if SYN or FIN is set
	WindowSize uint32 // bytes, scaled as far as Wireshark knows the scale
	Scale      int8   // shift that was applied; −1 unknown, −2 no scaling agreed
	Analysis   Analysis
}

// End is the sequence number after this segment: Seq + Len, and 1 for SYN and for FIN (RFC 9293 §3.4).
func (s *Segment) End() uint32 {
	end := s.Seq + uint32(max(s.Len, 0))
	if s.Flags&SYN != 0 {
		end++
	}
	if s.Flags&FIN != 0 {
		end++
	}
	return end
}

// Datagram is one UDP header (RFC 768).
type Datagram struct {
	SrcPort, DstPort uint16
	Length           uint16 // as in the header: 8 + data
	Checksum         uint16
	Verdict          Verdict
	Stream           int32 // udp.stream; −1 where Wireshark gives none
	Len              int32 // bytes of data; −1 where Length cannot be right, −2 where it was not captured
	Beyond           int32 // bytes of data that Length counts beyond the end of the IP packet
	Surplus          int32 // bytes of the IP packet behind those that Length counts
}
