package cases

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// A Packet is one line of the packets section.
type Packet struct {
	Gap  time.Duration // since the packet before
	From int           // 0 the client, 1 the server
	By   netip.Addr    // in the server's place: the router that sent an ICMP error, or another host; zero: none
	For  netip.Addr    // another host in the client's place; zero: none
	Kind string        // "TCP", "UDP", "ICMP" or "COPY"
	On   int           // the interface at which it is captured, from 0
	Sum  Sum
	ID   int // the identification of the IPv4 header; −1: the frame's number
	Data []byte

	Flags   uint16 // as in the header
	Seq     uint32 // relative to its direction's ISN
	Ack     uint32 // relative to the other's
	Window  uint16
	Urgent  uint16
	Options []tcpOption
	Offset  *byte // the data offset, in words of four bytes; nil: the right one
	ECN     byte  // of the IP header: 0 Not-ECT, 1 ECT(1), 2 ECT(0), 3 CE

	TTL byte // in the place of its end's; 0: that

	Type, Code uint8
	Of         int // the frame that the error quotes, or that the copy repeats
	Hops       int // routers that the copy passed
	Quote      int // bytes quoted after the IP header; 0: all
	MTU        uint16
	Pointer    uint8

	Port   uint16 // of a datagram, in the place of the server's; 0: that
	Length uint16 // in the place of a datagram's own; 0: that
	Part   [2]int // of the IP packet's data, the bytes that this fragment carries: from and to; zero: all
}

// tcpOption is one option; numbers in it may be relative to an ISN, so it is written late.
type tcpOption struct {
	name   string
	values []uint32
}

// scanner cuts a line into words, quoted texts and option lists.
type scanner struct {
	rest string
	err  error
}

func (s *scanner) fail(format string, v ...any) {
	if s.err == nil {
		s.err = fmt.Errorf(format, v...)
	}
}

// next is the next word; a quoted text and a list keep their marks. Empty at the end.
func (s *scanner) next() string {
	s.rest = strings.TrimLeft(s.rest, " \t")
	end := strings.IndexAny(s.rest+" ", " \t")
	switch {
	case strings.HasPrefix(s.rest, `"`):
		quoted, err := strconv.QuotedPrefix(s.rest)
		if err != nil {
			s.fail("text %s: %v", s.rest, err)
			return ""
		}
		end = len(quoted)
	case strings.HasPrefix(s.rest, "<") && !strings.HasPrefix(s.rest, "< "):
		if end = strings.Index(s.rest, ">") + 1; end == 0 {
			s.fail("options %s: no end", s.rest)
			return ""
		}
	}
	word := s.rest[:end]
	s.rest = s.rest[end:]
	return word
}

// number is the next word as a number of so many bits.
func (s *scanner) number(bits int) uint64 { return s.parse(s.next(), bits) }

func (s *scanner) parse(word string, bits int) uint64 {
	n, err := strconv.ParseUint(word, 10, bits)
	if err != nil {
		s.fail("%v", err)
	}
	return n
}

// ParsePackets reads the packets section. Lines that begin with # are remarks.
func ParsePackets(text string) ([]Packet, error) {
	var list []Packet
	number := 0
	for line := range strings.Lines(text) {
		if number++; strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		s := &scanner{rest: strings.TrimRight(line, "\r\n")}
		p := s.packet()
		if s.err != nil {
			return nil, fmt.Errorf("line %d of the packets: %w", number, s.err)
		}
		list = append(list, p)
	}
	return list, nil
}

func (s *scanner) packet() Packet {
	p := Packet{Kind: "TCP", Window: 65535, ID: -1}
	gap, err := time.ParseDuration(s.next() + "s")
	if err != nil {
		s.fail("%v", err)
	}
	p.Gap = gap
	s.direction(&p)
	switch word := s.next(); word {
	case "UDP", "COPY":
		p.Kind = word
	case "ICMP":
		p.Kind = word
		typ, code, _ := strings.Cut(s.next(), ".")
		p.Type, p.Code = uint8(s.parse(typ, 8)), uint8(s.parse(code, 8))
	default:
		p.Flags = s.flags(word)
		s.numbers(&p)
	}
	for word := s.next(); word != "" && s.err == nil; word = s.next() {
		s.detail(&p, word)
	}
	return p
}

// direction is "C > S" or "C < S", or has the address of another host in an end's place.
func (s *scanner) direction(p *Packet) {
	left, arrow, right := s.next(), s.next(), s.next()
	if arrow != ">" && arrow != "<" {
		s.fail("%s %s %s: want C > S or C < S", left, arrow, right)
	}
	if arrow == "<" {
		p.From = 1
	}
	p.For, p.By = s.host(left, "C"), s.host(right, "S")
}

// host is the address that stands in an end's place, none where that end itself does.
func (s *scanner) host(word, end string) netip.Addr {
	if word == end {
		return netip.Addr{}
	}
	addr, err := netip.ParseAddr(word)
	if err != nil {
		s.fail("%v", err)
	}
	return addr
}

const flagLetters = "FSRP.UEWAxyz" // by their bits, lowest first

func (s *scanner) flags(word string) (flags uint16) {
	if word == "-" {
		return 0
	}
	for _, letter := range word {
		bit := strings.IndexRune(flagLetters, letter)
		if bit < 0 {
			s.fail("flags %q: %c is none of %s", word, letter, flagLetters)
		}
		flags |= 1 << max(bit, 0)
	}
	return flags
}

// numbers are "1:7(6)", and the filling of so many bytes.
func (s *scanner) numbers(p *Packet) {
	from, rest, _ := strings.Cut(s.next(), ":")
	to, size, _ := strings.Cut(strings.TrimSuffix(rest, ")"), "(")
	first, last, n := s.parse(from, 32), s.parse(to, 32), s.parse(size, 16)
	if last-first != n {
		s.fail("%d to %d are not %d bytes", first, last, n)
		return
	}
	p.Seq, p.Data = uint32(first), filling(int(n))
}

func filling(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a' + byte(i%26)
	}
	return b
}

func (s *scanner) detail(p *Packet, word string) {
	switch {
	case word == "ack":
		p.Ack = uint32(s.number(32))
	case word == "win":
		p.Window = uint16(s.number(16))
	case word == "urg":
		p.Urgent = uint16(s.number(16))
	case word == "offset":
		offset := byte(s.number(4))
		p.Offset = &offset
	case word == "of":
		p.Of = int(s.number(16))
	case word == "id":
		p.ID = int(s.number(16))
	case word == "port":
		p.Port = uint16(s.number(16))
	case word == "length":
		p.Length = uint16(s.number(16))
	case word == "on":
		p.On = int(s.number(8))
	case word == "hops":
		p.Hops = int(s.number(8))
	case word == "ttl":
		p.TTL = byte(s.number(8))
	case word == "quote":
		p.Quote = int(s.number(16))
	case word == "ect1", word == "ect0", word == "ce":
		p.ECN = map[string]byte{"ect1": 1, "ect0": 2, "ce": 3}[word]
	case word == "mtu":
		p.MTU = uint16(s.number(16))
	case word == "pointer":
		p.Pointer = uint8(s.number(8))
	case word == "part":
		from, to, _ := strings.Cut(s.next(), ":")
		p.Part = [2]int{int(s.parse(from, 16)), int(s.parse(to, 16))}
	case word == "sum":
		s.sum(p, s.next())
	case word[0] == '"':
		s.data(p, word)
	case word[0] == '<':
		for option := range strings.SplitSeq(word[1:len(word)-1], ",") {
			p.Options = append(p.Options, s.option(strings.Fields(option)))
		}
	default:
		s.fail("%q is not understood", word)
	}
}

func (s *scanner) sum(p *Packet, word string) {
	sum, ok := sums[word]
	if !ok {
		s.fail("there is no checksum %q", word)
	}
	p.Sum = sum
}

func (s *scanner) data(p *Packet, quoted string) {
	text, err := strconv.Unquote(quoted)
	if err != nil {
		s.fail("text %s: %v", quoted, err)
	}
	if p.Kind == "TCP" && len(text) != len(p.Data) {
		s.fail("%s has %d bytes, not %d", quoted, len(text), len(p.Data))
	}
	p.Data = []byte(text)
}

// option is "mss 1460", "ws 7", "sackOK", "nop", "TS val 1 ecr 2", "sack 7:13", or bytes as
// they are: "raw 34:2".
func (s *scanner) option(words []string) tcpOption {
	o := tcpOption{}
	for i, word := range words {
		switch {
		case i == 0:
			o.name = word
		case word == "val" || word == "ecr":
		default:
			for part := range strings.SplitSeq(word, ":") {
				o.values = append(o.values, uint32(s.parse(part, 32)))
			}
		}
	}
	if want, ok := optionValues[o.name]; !ok || len(o.values) < want {
		s.fail("option %q is not understood", strings.Join(words, " "))
	}
	return o
}

var optionValues = map[string]int{"nop": 0, "eol": 0, "mss": 1, "ws": 1, "sackOK": 0, "sack": 2, "TS": 2, "raw": 1}

// bytes is the option as the header has it (RFC 9293 §3.2, RFC 7323, RFC 2018); isn is that
// of the other direction, to which the edges of SACK blocks are relative.
func (o tcpOption) bytes(isn uint32) []byte {
	switch o.name {
	case "eol":
		return []byte{0}
	case "nop":
		return []byte{1}
	case "mss":
		return binary.BigEndian.AppendUint16([]byte{2, 4}, uint16(o.values[0]))
	case "ws":
		return []byte{3, 3, byte(o.values[0])}
	case "sackOK":
		return []byte{4, 2}
	case "raw":
		return raw(o.values)
	}
	b := []byte{8, 10}
	if o.name == "sack" {
		b = []byte{5, byte(2 + 4*len(o.values))}
	} else {
		isn = 0
	}
	for _, v := range o.values {
		b = binary.BigEndian.AppendUint32(b, isn+v)
	}
	return b
}

func raw(values []uint32) (b []byte) {
	for _, v := range values {
		b = append(b, byte(v))
	}
	return b
}
