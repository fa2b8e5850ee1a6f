package table

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

type frameCell = func(dst []byte, f *fact.Frame) []byte

// ofTCP is a cell of frames with a TCP header of which at least part was captured.
func ofTCP(part fact.Part, cell func(dst []byte, s *fact.Segment) []byte) frameCell {
	return func(dst []byte, f *fact.Frame) []byte {
		if f.TCP == nil || f.TCP.Part < part {
			return dst
		}
		return cell(dst, f.TCP)
	}
}

// ofLen is a cell of segments whose length is known.
func ofLen(part fact.Part, cell func(dst []byte, s *fact.Segment) []byte) frameCell {
	return ofTCP(part, func(dst []byte, s *fact.Segment) []byte {
		if s.Len < 0 {
			return dst
		}
		return cell(dst, s)
	})
}

func ofOption(bit fact.OptionBits, cell func(dst []byte, o *fact.Options) []byte) frameCell {
	return ofTCP(fact.Header, func(dst []byte, s *fact.Segment) []byte {
		if s.Options.Has&bit == 0 {
			return dst
		}
		return cell(dst, &s.Options)
	})
}

func ofUDP(cell func(dst []byte, u *fact.Datagram) []byte) frameCell {
	return func(dst []byte, f *fact.Frame) []byte {
		if f.UDP == nil {
			return dst
		}
		return cell(dst, f.UDP)
	}
}

// status is Wireshark's number for a verdict: 0 bad, 1 good, 2 unverified, 3 not present. It
// has none for a checksum that the network card was to finish.
func status(dst []byte, v fact.Verdict) []byte {
	return append(dst, map[fact.Verdict]byte{fact.Bad: '0', fact.Partial: '0', fact.Good: '1', fact.Unchecked: '2', fact.Absent: '3'}[v])
}

// sackEdge lists one edge of every SACK block, relative like the acknowledgment number.
func sackEdge(edge int) frameCell {
	return ofTCP(fact.Header, func(dst []byte, s *fact.Segment) []byte {
		for i := range s.Options.Sack[:s.Options.Blocks] {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = number(dst, s.Options.Sack[i][edge]-(s.Ack-s.RelAck))
		}
		return dst
	})
}

// scaleFactor is absent on a SYN, −1 where the handshake was not seen, −2 where no scaling
// was agreed on, else the multiplier.
func scaleFactor(dst []byte, s *fact.Segment) []byte {
	switch {
	case s.Flags&fact.SYN != 0:
		return dst
	case s.Scale < 0:
		return number(dst, int(s.Scale))
	}
	return number(dst, 1<<s.Scale)
}

// completeness is a column that only a second pass over the file can fill.
const completeness = "tcp.completeness"

// TwoPasses tells whether a column needs a first pass over the file: Options.Completeness.
func TwoPasses(c Column[*fact.Frame]) bool { return c.Name == completeness }

// ofAnalysis is a cell of what Wireshark says beyond a segment's own numbers.
func ofAnalysis(cell func(dst []byte, a *fact.Analysis) []byte) frameCell {
	return ofTCP(fact.Stub, func(dst []byte, s *fact.Segment) []byte { return cell(dst, &s.Analysis) })
}

func ofTimes(get func(a *fact.Analysis) time.Duration) frameCell {
	return ofAnalysis(func(dst []byte, a *fact.Analysis) []byte {
		if !a.HasTimes {
			return dst
		}
		return seconds(dst, get(a))
	})
}

// markColumns are Wireshark's flags, one column each.
func markColumns() (columns []Column[*fact.Frame]) {
	for i, name := range fact.MarkNames {
		columns = append(columns, Column[*fact.Frame]{"tcp.analysis." + name,
			ofAnalysis(func(dst []byte, a *fact.Analysis) []byte { return flag(dst, a.Marks>>i&1 != 0) })})
	}
	return columns
}

// protocols is frame.protocols up to the last layer that we read.
func protocols(dst []byte, f *fact.Frame) []byte {
	for i, l := range f.Layers {
		if i > 0 {
			dst = append(dst, ':')
		}
		name := l.Layer.String()
		if i+1 < len(f.Layers) && l.Layer != fact.LayerEthernet && !dispatched(f.Layers[i+1].Layer) {
			name = strings.TrimSuffix(name, ":ethertype")
		}
		dst = append(dst, name...)
	}
	return dst
}

// dispatched tells whether a layer is found by an EtherType, which Wireshark lists like a layer.
func dispatched(l fact.Layer) bool {
	return l != fact.LayerLLC && l != fact.LayerEthernet && l != fact.LayerLength
}

func comments(dst []byte, f *fact.Frame) []byte {
	for i, c := range f.Comments {
		if i > 0 {
			dst = append(dst, `\n`...)
		}
		dst = text(dst, c)
	}
	return dst
}

// FrameColumns are the columns of `frames`, under Wireshark's names, in the order printed.
var FrameColumns = append([]Column[*fact.Frame]{
	{"frame.number", func(dst []byte, f *fact.Frame) []byte { return number(dst, f.Number) }},
	{"frame.time_epoch", func(dst []byte, f *fact.Frame) []byte { return moment(dst, f.Time) }},
	{"frame.len", func(dst []byte, f *fact.Frame) []byte { return number(dst, f.Len) }},
	{"frame.cap_len", func(dst []byte, f *fact.Frame) []byte { return number(dst, f.CapLen) }},
	{"frame.interface_id", func(dst []byte, f *fact.Frame) []byte {
		if f.Interface < 0 {
			return dst
		}
		return number(dst, f.Interface)
	}},
	{"frame.protocols", protocols},
	{"src", func(dst []byte, f *fact.Frame) []byte { return address(dst, f.Src) }},
	{"dst", func(dst []byte, f *fact.Frame) []byte { return address(dst, f.Dst) }},
	{"quoted", func(dst []byte, f *fact.Frame) []byte { return flag(dst, f.Quoted) }},
	{"ip.checksum.status", func(dst []byte, f *fact.Frame) []byte {
		if f.IPChecksum == fact.Unchecked && !f.Src.Is4() {
			return dst
		}
		return status(dst, f.IPChecksum)
	}},
	{"tcp.stream", ofTCP(fact.Stub, func(dst []byte, s *fact.Segment) []byte {
		if s.Stream < 0 {
			return dst
		}
		return number(dst, s.Stream)
	})},
	{"udp.stream", ofUDP(func(dst []byte, u *fact.Datagram) []byte {
		if u.Stream < 0 {
			return dst
		}
		return number(dst, u.Stream)
	})},
	{"tcp.srcport", ofTCP(fact.Ports, func(dst []byte, s *fact.Segment) []byte { return number(dst, s.SrcPort) })},
	{"tcp.dstport", ofTCP(fact.Ports, func(dst []byte, s *fact.Segment) []byte { return number(dst, s.DstPort) })},
	{"udp.srcport", ofUDP(func(dst []byte, u *fact.Datagram) []byte { return number(dst, u.SrcPort) })},
	{"udp.dstport", ofUDP(func(dst []byte, u *fact.Datagram) []byte { return number(dst, u.DstPort) })},
	{"tcp.flags", ofTCP(fact.Numbers, func(dst []byte, s *fact.Segment) []byte { return fmt.Appendf(dst, "0x%04x", uint16(s.Flags)) })},
	{"tcp.seq", ofTCP(fact.Stub, func(dst []byte, s *fact.Segment) []byte { return number(dst, s.RelSeq) })},
	{"tcp.seq_raw", ofTCP(fact.Stub, func(dst []byte, s *fact.Segment) []byte { return number(dst, s.Seq) })},
	{"tcp.nxtseq", ofLen(fact.Numbers, func(dst []byte, s *fact.Segment) []byte { return number(dst, s.RelNext) })},
	{"tcp.ack", ofTCP(fact.Numbers, func(dst []byte, s *fact.Segment) []byte { return number(dst, s.RelAck) })},
	{"tcp.ack_raw", ofTCP(fact.Numbers, func(dst []byte, s *fact.Segment) []byte { return number(dst, s.Ack) })},
	{"tcp.len", ofLen(fact.Stub, func(dst []byte, s *fact.Segment) []byte { return number(dst, s.Len) })},
	{"tcp.hdr_len", ofTCP(fact.Stub, func(dst []byte, s *fact.Segment) []byte { return number(dst, s.HdrLen) })},
	{"tcp.window_size_value", ofTCP(fact.Numbers, func(dst []byte, s *fact.Segment) []byte { return number(dst, s.Window) })},
	{"tcp.window_size", ofTCP(fact.Numbers, func(dst []byte, s *fact.Segment) []byte { return number(dst, s.WindowSize) })},
	{"tcp.window_size_scalefactor", ofTCP(fact.Numbers, scaleFactor)},
	{"tcp.urgent_pointer", ofTCP(fact.Header, func(dst []byte, s *fact.Segment) []byte { return number(dst, s.Urgent) })},
	{"tcp.options.mss_val", ofOption(fact.HasMSS, func(dst []byte, o *fact.Options) []byte { return number(dst, o.MSS) })},
	{"tcp.options.wscale.shift", ofOption(fact.HasShift, func(dst []byte, o *fact.Options) []byte { return number(dst, o.Shift) })},
	{"tcp.options.sack_perm", ofOption(fact.HasSackOK, func(dst []byte, o *fact.Options) []byte { return flag(dst, true) })},
	{"tcp.options.sack_le", sackEdge(0)},
	{"tcp.options.sack_re", sackEdge(1)},
	{"tcp.options.timestamp.tsval", ofOption(fact.HasTimestamps, func(dst []byte, o *fact.Options) []byte { return number(dst, o.TSval) })},
	{"tcp.options.timestamp.tsecr", ofOption(fact.HasTimestamps, func(dst []byte, o *fact.Options) []byte { return number(dst, o.TSecr) })},
	{"tcp.checksum.status", ofTCP(fact.Header, func(dst []byte, s *fact.Segment) []byte { return status(dst, s.Verdict) })},
	{completeness, ofAnalysis(func(dst []byte, a *fact.Analysis) []byte {
		if !a.HasComplete {
			return dst
		}
		return number(dst, uint8(a.Completeness))
	})},
	{"tcp.time_relative", ofTimes(func(a *fact.Analysis) time.Duration { return a.TimeRelative })},
	{"tcp.time_delta", ofTimes(func(a *fact.Analysis) time.Duration { return a.TimeDelta })},
	{"tcp.analysis.initial_rtt", ofAnalysis(func(dst []byte, a *fact.Analysis) []byte { return duration(dst, a.InitialRTT) })},
	{"tcp.analysis.acks_frame", ofAnalysis(func(dst []byte, a *fact.Analysis) []byte { return positive(dst, a.AcksFrame) })},
	{"tcp.analysis.ack_rtt", ofAnalysis(func(dst []byte, a *fact.Analysis) []byte { return duration(dst, a.AckRTT) })},
	{"tcp.analysis.bytes_in_flight", ofAnalysis(func(dst []byte, a *fact.Analysis) []byte { return positive(dst, a.BytesInFlight) })},
	{"tcp.analysis.push_bytes_sent", ofAnalysis(func(dst []byte, a *fact.Analysis) []byte { return positive(dst, a.PushBytesSent) })},
	{"tcp.analysis.rto", ofAnalysis(func(dst []byte, a *fact.Analysis) []byte { return duration(dst, a.RTO) })},
	{"tcp.analysis.rto_frame", ofAnalysis(func(dst []byte, a *fact.Analysis) []byte { return positive(dst, a.RTOFrame) })},
	{"tcp.analysis.duplicate_ack_num", ofAnalysis(func(dst []byte, a *fact.Analysis) []byte { return positive(dst, a.DupAckNum) })},
	{"tcp.analysis.duplicate_ack_frame", ofAnalysis(func(dst []byte, a *fact.Analysis) []byte {
		if a.DupAckNum == 0 {
			return dst
		}
		return number(dst, a.DupAckFrame)
	})},
}, append(markColumns(), []Column[*fact.Frame]{
	{"udp.length", ofUDP(func(dst []byte, u *fact.Datagram) []byte {
		if u.Len < -1 {
			return dst
		}
		return number(dst, u.Length)
	})},
	{"udp.checksum.status", func(dst []byte, f *fact.Frame) []byte {
		switch {
		case f.UDP == nil || f.UDP.Len < 0:
			return dst
		case f.UDP.Verdict == fact.Absent && f.Src.Is6():
			return append(dst, '4') // illegal
		}
		return status(dst, f.UDP.Verdict)
	}},
	{"_ws.malformed", func(dst []byte, f *fact.Frame) []byte { return flag(dst, f.Malformed) }},
	{"frame.comment", comments},
}...)...)

// UnknownField is the error for a name that is none of the columns'.
type UnknownField struct {
	Name string
	Near []string // the columns of the same protocol, or all
}

func (e *UnknownField) Error() string {
	return fmt.Sprintf("no field %q; there are %s", e.Name, strings.Join(e.Near, ", "))
}

// Choose picks columns by name, in the order of the names. The error is an *UnknownField.
func Choose[T any](columns []Column[T], names []string) ([]Column[T], error) {
	if len(names) == 0 {
		return columns, nil
	}
	var chosen []Column[T]
	for _, n := range names {
		i := slices.IndexFunc(columns, func(c Column[T]) bool { return c.Name == n })
		if i < 0 {
			return nil, &UnknownField{n, nearest(columns, n)}
		}
		chosen = append(chosen, columns[i])
	}
	return chosen, nil
}

// nearest lists the columns of the same protocol, or all.
func nearest[T any](columns []Column[T], name string) []string {
	protocol, _, _ := strings.Cut(name, ".")
	var same, all []string
	for _, c := range columns {
		all = append(all, c.Name)
		if strings.HasPrefix(c.Name, protocol+".") {
			same = append(same, c.Name)
		}
	}
	if len(same) > 0 {
		return same
	}
	return all
}
