package lesson

import (
	"encoding/binary"
	"hash/crc32"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// tail is what lies behind the last header's data in a frame, by what it is.
type tail struct {
	padding int          // up to the shortest frame that Ethernet allows
	fcs     int          // four bytes at the place of the frame check sequence
	told    bool         // … a header says so
	check   fact.Verdict // … Good where they have its value
	other   int          // that no header accounts for
}

// size is how many bytes these are.
func (l tail) size() int { return l.padding + l.fcs + l.other }

// tailPart is a span and the label of what it is.
type tailPart struct {
	fact.Span
	name string
}

// spans are the parts of what lies behind that are kept, as far as there are any.
func (l tail) spans(x *fact.Excerpt) (out []tailPart) {
	off := accounted(x)
	for _, part := range []struct {
		n    int
		name string
	}{{l.padding, "bytes.padding"}, {l.fcs, l.sequence()}, {l.other, "bytes.other"}} {
		if part.n > 0 && off < len(x.Bytes) {
			out = append(out, tailPart{fact.Span{Layer: fact.LayerData, Off: off, Len: part.n}, part.name})
		}
		off += part.n
	}
	return out
}

// sequence is the label of the frame check sequence.
func (l tail) sequence() string {
	switch {
	case l.check == fact.Good:
		return "bytes.fcs.right"
	case l.told:
		return "bytes.fcs.told"
	}
	return "bytes.fcs"
}

// shortest is the length of the shortest Ethernet frame without its frame check sequence
// (IEEE 802.3 §3.2.8), fcsSize that sequence's.
const (
	shortest = 60
	fcsSize  = 4
)

// tailOf tells what lies behind what the headers account for. What lies between there and
// the end of the IP packet is no padding, and only Ethernet pads.
func tailOf(x *fact.Excerpt) tail {
	from := accounted(x)
	if at := checkedFrom(x); at > 0 {
		l := tail{fcs: min(max(x.CapLen-from, 0), fcsSize), told: true}
		l.other = max(x.CapLen-from, 0) - l.fcs
		if l.other == 0 {
			l.verify(x, at)
		}
		return l
	}
	if len(x.Layers) == 0 || x.Layers[0].Layer != fact.LayerEthernet && x.Layers[0].Layer != fact.LayerLength || packetEnd(x) > from {
		return tail{other: max(x.CapLen-from, 0)}
	}
	l := tail{padding: max(min(shortest, x.CapLen)-from, 0)}
	rest := max(x.CapLen-from-l.padding, 0)
	if rest != fcsSize || x.CapLen != x.Len {
		l.other = rest
		return l
	}
	l.fcs = rest
	l.verify(x, 0)
	return l
}

// checkedFrom is where the frame begins of which a radio's header says that a frame check sequence
// ends it; 0 where none does.
func checkedFrom(x *fact.Excerpt) int {
	if len(x.Layers) == 0 {
		return 0
	}
	switch first := x.Layers[0]; first.Layer {
	case fact.LayerRadiotapFCS, fact.LayerPPIFCS:
		return first.Off + first.Len
	}
	return 0
}

// verify calculates the frame check sequence at the end again, over what lies between it and at
// (IEEE 802.3 §3.2.9, IEEE 802.11 §9.2.4.8).
func (l *tail) verify(x *fact.Excerpt, at int) {
	n := x.CapLen - fcsSize
	if l.fcs != fcsSize || x.CapLen != x.Len || len(x.Bytes) != x.CapLen || n < at {
		return
	}
	if l.check = fact.Bad; crc32.ChecksumIEEE(x.Bytes[at:n]) == binary.LittleEndian.Uint32(x.Bytes[n:]) {
		l.check = fact.Good
	}
}

// accounted is where the last header or its data ends.
func accounted(x *fact.Excerpt) int {
	end := 0
	for _, l := range x.Layers {
		end = max(end, l.Off+l.Len)
	}
	return end
}

// packetEnd is where the outermost IP packet ends by its own length field; 0 where it has none.
func packetEnd(x *fact.Excerpt) int {
	for _, l := range x.Layers {
		switch b := part(x, l); {
		case l.Layer == fact.LayerIPv4 && len(b) >= 20:
			if n := int(binary.BigEndian.Uint16(b[2:])); n > 0 {
				return l.Off + n
			}
			return 0
		case l.Layer == fact.LayerIPv6 && len(b) >= 40:
			if n := int(binary.BigEndian.Uint16(b[4:])); n > 0 {
				return l.Off + 40 + n
			}
			return 0
		}
	}
	return 0
}

// part are the bytes of a span, as far as they are kept.
func part(x *fact.Excerpt, l fact.Span) []byte {
	from := min(l.Off, len(x.Bytes))
	return x.Bytes[from:min(l.Off+l.Len, len(x.Bytes))]
}

// Padded is the first frame that was captured whole and in which bytes follow the packet; nil where none is.
func (t *talk) Padded() *Tail {
	for i := range t.Steps {
		s := &t.Steps[i]
		if x := t.Excerpts[s.Frame]; x != nil && x.CapLen == x.Len && t.shown[s.Frame] && tailOf(x).size() > 0 {
			return &Tail{s.Frame, tailOf(x)}
		}
	}
	return nil
}

// Tail is what follows the packet in a frame, for the sentence about it.
type Tail struct {
	N    int // the frame
	tail tail
}

func (l *Tail) Bytes() int     { return l.tail.size() }
func (l *Tail) Padding() int   { return l.tail.padding }
func (l *Tail) Check() int     { return l.tail.fcs }
func (l *Tail) Right() bool    { return l.tail.check == fact.Good }
func (l *Tail) Wrong() bool    { return l.tail.check == fact.Bad }
func (l *Tail) Told() bool     { return l.tail.told }
func (l *Tail) Unclaimed() int { return l.tail.other }

// terms are the sizes of a frame's headers, its data and what follows, as far as captured.
func terms(x *fact.Excerpt) (l []int) {
	for _, span := range x.Layers {
		l = append(l, span.Len)
	}
	after := tailOf(x)
	return append(l, after.padding, after.fcs, after.other)
}
