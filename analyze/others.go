package analyze

import (
	"encoding/binary"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/packet"
)

// maxOthers bounds the kinds of other traffic that are told apart: a damaged file may name
// every number there is.
const maxOthers = 512

// linkWLAN is the link type of frames that begin with an IEEE 802.11 header.
const linkWLAN = 105

// countOther counts a frame that belongs to no conversation, by what it is.
func (e *engine) countOther() {
	kind := e.otherKind()
	i, ok := e.other[kind]
	if !ok && len(e.survey.Others) >= maxOthers {
		kind = fact.OtherKind{Protocol: kind.Protocol}
		i, ok = e.other[kind]
	}
	if !ok {
		i = len(e.survey.Others)
		e.other[kind] = i
		e.survey.Others = append(e.survey.Others, fact.Other{OtherKind: kind, First: e.in.Number})
	}
	o := &e.survey.Others[i]
	e.out.Other = o.Protocol
	o.Frames++
	o.Bytes += int64(e.in.Len)
	o.Last = e.in.Number
}

// otherKind names a frame without a conversation by its innermost layer before a quote, and
// by the number that this layer gives of what it carries.
func (e *engine) otherKind() fact.OtherKind {
	switch {
	case e.in.NoPacket:
		return fact.OtherKind{Protocol: "undecoded", By: fact.ByBlock}
	case !e.in.known:
		return fact.OtherKind{Protocol: "undecoded", By: fact.ByLink, Number: int64(e.in.Link)}
	case e.pkt.Fragment:
		return fact.OtherKind{Protocol: "fragment"}
	}
	last, kind := fact.Span{}, fact.OtherKind{Protocol: "data"}
	for _, l := range e.pkt.Layers {
		switch l.Layer {
		case fact.LayerICMP, fact.LayerICMPv6, fact.LayerIGMP:
			return e.numbered(l, fact.ByType, 0, 1)
		case fact.LayerARP:
			return e.numbered(l, fact.ByOpcode, 6, 2)
		case fact.LayerData:
		default:
			last = l
			kind.Protocol = l.Layer.String()
		}
	}
	kind.By, kind.Number = carried(last, e.in.Data, e.in.Link)
	switch {
	case e.in.deep:
		kind.Fault = fact.TooDeep
	case e.pkt.Malformed || kind.By == fact.ByEtherType && packet.ReadsEtherType(uint16(kind.Number)) || kind.By == fact.ByProtocol && packet.ReadsProtocol(uint8(kind.Number)):
		kind.Fault = e.unread(&kind, last)
	}
	return kind
}

const (
	maxLength = 1500 // in the place of an EtherType this is a length, and LLC follows (IEEE 802.3 §3.2.6)
	etherIPv4 = 0x0800
)

// unread is why no more was read behind the last header.
func (e *engine) unread(kind *fact.OtherKind, last fact.Span) fact.Unread {
	switch {
	case e.shortLength():
		return fact.ShortLength
	case e.in.CapLen < e.in.Len:
		return fact.CutOff
	case kind.Number == etherIPv4 && kind.By == fact.ByEtherType:
		return wrongIPv4(e.in.Data[min(last.Off+last.Len, len(e.in.Data)):])
	}
	return fact.Unreadable
}

// shortLength tells a UDP header whose Length does not even cover itself (RFC 768).
func (e *engine) shortLength() bool {
	for i := range e.pkt.Transports {
		if t := &e.pkt.Transports[i]; t.Proto == fact.UDP && !t.Quoted && t.UDP.Len == -1 && t.UDP.Length < 8 {
			return true
		}
	}
	return false
}

// wrongIPv4 is why a header cannot be IPv4's (RFC 791 §3.1).
func wrongIPv4(b []byte) fact.Unread {
	if len(b) < 20 {
		return fact.Unreadable
	}
	switch header := int(b[0]&15) * 4; {
	case b[0]>>4 != 4:
		return fact.OtherVersion
	case header < 20:
		return fact.ShortHeader
	case header > len(b):
		return fact.LongHeader
	case int(binary.BigEndian.Uint16(b[2:])) < header:
		return fact.ShortTotal
	}
	return fact.Unreadable
}

// numbered is a kind by n bytes at a place in its header.
func (e *engine) numbered(l fact.Span, by fact.Numbering, at, n int) fact.OtherKind {
	kind := fact.OtherKind{Protocol: l.Layer.String(), By: by}
	if l.Len < at+n {
		kind.By, kind.Fault = fact.NoNumber, fact.Unreadable
		if e.in.CapLen < e.in.Len {
			kind.Fault = fact.CutOff
		}
		return kind
	}
	for _, b := range e.in.Data[l.Off+at : l.Off+at+n] {
		kind.Number = kind.Number<<8 | int64(b)
	}
	return kind
}

// carried is the number that a frame's last header gives of what follows it.
func carried(l fact.Span, data []byte, linkType uint16) (fact.Numbering, int64) {
	b := data[min(l.Off, len(data)):]
	header := b[:min(l.Len, len(b))]
	rest := b[len(header):]
	switch l.Layer {
	case fact.LayerIPv4:
		return numberAt(header, fact.ByProtocol, 9, 1)
	case fact.LayerIPv6:
		return numberAt(header, fact.ByProtocol, 6, 1)
	case fact.LayerHopByHop, fact.LayerRouting, fact.LayerFragment, fact.LayerDestination, fact.LayerShim6, fact.LayerAH:
		return numberAt(header, fact.ByProtocol, 0, 1)
	case fact.LayerEthernet, fact.LayerVLAN, fact.LayerProvider, fact.LayerETag, fact.LayerVNTag, fact.LayerCMD, fact.LayerHSR, fact.LayerBackbone,
		fact.LayerMACsec, fact.LayerFireWire, fact.LayerHDLC, fact.LayerCLIP:
		if by, v := numberAt(header, fact.ByEtherType, len(header)-2, 2); by == fact.NoNumber || v > maxLength {
			return by, v
		}
		return serviceAccess(rest)
	case fact.LayerGRE, fact.LayerGeneve:
		return numberAt(header, fact.ByEtherType, 2, 2)
	case fact.LayerSLL:
		if len(header) == 20 {
			return numberAt(header, fact.ByEtherType, 0, 2)
		}
		return numberAt(header, fact.ByEtherType, 14, 2)
	case fact.LayerLLC:
		return serviceAccess(header)
	case fact.LayerLength, fact.LayerFDDI, fact.LayerTokenRing:
		return serviceAccess(rest)
	case fact.LayerPPP:
		return numberAt(header, fact.ByPPP, max(len(header)-2, 0), min(len(header), 2))
	case fact.LayerRadiotap, fact.LayerPrism, fact.LayerAVS, fact.LayerPrismAVS, fact.LayerPPI, fact.LayerRadiotapFCS, fact.LayerPPIFCS:
		return frameControl(rest)
	case fact.LayerWLAN:
		return frameControl(header)
	}
	if l.Len == 0 && linkType == linkWLAN {
		return frameControl(data)
	}
	return fact.NoNumber, 0
}

// numberAt is the number in n bytes at a place; none where they are not all there.
func numberAt(b []byte, by fact.Numbering, at, n int) (fact.Numbering, int64) {
	if n == 0 || at < 0 || at+n > len(b) {
		return fact.NoNumber, 0
	}
	v := int64(0)
	for _, x := range b[at : at+n] {
		v = v<<8 | int64(x)
	}
	return by, v
}

// serviceAccess is the destination's service access point (IEEE 802.2), or behind a SNAP header
// organisation and type.
func serviceAccess(b []byte) (fact.Numbering, int64) {
	if len(b) >= 8 && b[0] == 0xaa && b[1] == 0xaa {
		if by, v := numberAt(b, fact.BySNAP, 3, 5); v>>16 != 0 {
			return by, v
		}
		return numberAt(b, fact.ByEtherType, 6, 2) // RFC 1042
	}
	return numberAt(b, fact.ByDSAP, 0, 1)
}

// frameControl is type and subtype of an IEEE 802.11 frame (§9.2.4.1): four bits each.
func frameControl(b []byte) (fact.Numbering, int64) {
	if len(b) < 2 {
		return fact.NoNumber, 0
	}
	control := binary.LittleEndian.Uint16(b)
	return fact.ByWLAN, int64(control>>2&3<<4 | control>>4&15)
}

// conversed tells whether the frame has a TCP or UDP header that belongs to a conversation.
func (e *engine) conversed() bool {
	if !e.opt.StreamsOnly {
		return len(e.out.Steps) > 0
	}
	for i := range e.pkt.Transports {
		if t := &e.pkt.Transports[i]; !t.Quoted && !unusable(t) {
			return true
		}
	}
	return false
}

// unusable tells a TCP or UDP header of which too little is there.
func unusable(t *packet.Transport) bool {
	return t.Proto == fact.TCP && t.TCP.Part == fact.Ports && !t.Quoted || t.Proto == fact.UDP && t.UDP.Len < 0
}
