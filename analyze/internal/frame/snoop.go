package frame

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// snoopMagic begins the files of Solaris' snoop (RFC 1761), which Surveyor of Shomiti
// and Finisar writes as well, with data of its own behind each packet.
const snoopMagic = "snoop\x00\x00\x00"

const (
	snoopHeader = 16
	snoopRecord = 24 // bytes before each packet
	// surveyorTail is the least that stands behind a packet, more than any padding, in the files
	// of Surveyor, which number their links in a way of their own.
	surveyorTail = 16
)

// snoopLinks are the LINKTYPE_ values of snoop's data links (RFC 1761 and IANA's
// registry); Surveyor's own are second. Others cannot be read, and Wireshark refuses
// them as well.
var snoopLinks = [2]map[uint32]uint16{
	{0: 1, 2: 6, 4: 1, 8: 10, 9: 0, 14: 0, 16: 122, 18: 123, 26: 242},
	{0: 1, 2: 6, 4: 1, 8: 10, 10: 1, 11: 6, 12: 1, 13: 6, 14: 6, 18: 123, 19: 1},
}

func isSnoop(head []byte) bool { return string(head) == snoopMagic }

// snoopFile reads snoop, versions 2 to 5; all of them are the same here.
type snoopFile struct {
	r    *Reader
	link uint16
}

func openSnoop(r *Reader) *NotCapture {
	head, ok := r.ahead(snoopHeader)
	if !ok {
		return not(hintAgain, kindSnoopCut, len(head))
	}
	version, number := binary.BigEndian.Uint32(head[8:]), binary.BigEndian.Uint32(head[12:])
	if version < 2 || version > 5 {
		return not(hintConvert, kindSnoop, version).with(editcap)
	}
	r.take(snoopHeader)
	link, ok := snoopLinks[r.surveyor()][number]
	if !ok {
		return not(hintConvert, kindSnoopLink, number).with(editcap)
	}
	r.file.Interfaces = []fact.Interface{{Link: link, Digits: 6}}
	r.source = &snoopFile{r, link}
	return nil
}

// surveyor is 1 where the first record tells that Surveyor wrote the file, else 0.
func (r *Reader) surveyor() int {
	head, ok := r.ahead(snoopRecord)
	if !ok {
		return 0
	}
	captured, record := binary.BigEndian.Uint32(head[4:]), binary.BigEndian.Uint32(head[8:])
	if uint64(record) >= uint64(snoopRecord+surveyorTail)+uint64(captured) {
		return 1
	}
	return 0
}

func (s *snoopFile) next(f *Frame) bool {
	r := s.r
	head, ok := r.ahead(snoopRecord)
	if !ok {
		return r.finished(len(head), r.off, short(len(head), snoopRecord))
	}
	wire, captured, record := binary.BigEndian.Uint32(head), binary.BigEndian.Uint32(head[4:]), binary.BigEndian.Uint32(head[8:])
	switch size := uint64(captured) + snoopRecord; {
	case max(wire, captured) > maxPacket:
		return r.stop(r.off, fact.BadLength, over(uint64(max(wire, captured)), maxPacket))
	case uint64(record) < size:
		return r.stop(r.off, fact.BadLength, over(size, uint64(record)))
	}
	f.Link, f.Described, f.Len, f.CapLen = s.link, 0, int(wire), int(captured)
	f.Time = clock{digits: 6}.time(uint64(binary.BigEndian.Uint32(head[20:])))
	f.Time.Sec += int64(binary.BigEndian.Uint32(head[16:]))
	s.dropped(uint64(binary.BigEndian.Uint32(head[12:])))
	return s.packet(f, int(record))
}

// dropped keeps the count of packets lost before this one, which runs through the file.
func (s *snoopFile) dropped(n uint64) {
	in := &s.r.file.Interfaces[0]
	if in.Dropped == nil {
		in.Dropped = new(uint64)
	}
	*in.Dropped = n
}

// packet takes the record's bytes, and what stands behind the packet. That may be cut at
// the end of the file as little as the packet itself.
func (s *snoopFile) packet(f *Frame, record int) bool {
	r, n := s.r, snoopRecord+f.CapLen
	b, ok := r.ahead(min(record, bufferSize))
	if !ok {
		return r.finished(len(b), f.Offset, short(len(b), record))
	}
	f.Data = b[snoopRecord:n]
	if !f.strip() {
		return r.stop(f.Offset, fact.BadLength, short(f.CapLen, pseudoHeader(f.Link)))
	}
	if record > bufferSize {
		f.Data = append([]byte(nil), f.Data...)
	}
	if !r.take(record) {
		return r.finished(int(r.off-f.Offset), f.Offset, short(int(r.off-f.Offset), record))
	}
	return true
}
