package rule

import (
	"bytes"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// maxEcho bounds the bytes kept of a message while its echo may still come.
const maxEcho = 4096

// kept are the bytes of one side's message: what it sent since the other last sent data.
type kept struct {
	bytes    []byte
	next     uint32 // the number after the last byte
	frame    int    // that carried the last byte; 0: nothing yet
	time     fact.Time
	lost     bool // too long, cut, or out of order: no comparison
	answered bool // the other side sent data since: the next byte begins a new message
	echo     bool // it is itself an echo: its coming back would be no answer
	back     int  // bytes of it that came back so far
	filler   bool // both sides send the same bytes at any length: an anonymiser's, which echo nothing
}

// fillerLength is from how many equal bytes on two messages of different length are taken
// for the same filler.
const fillerLength = 16

// echoRules recognise data that comes back unchanged: an application's doing, of which the
// byte stream shows only the bytes.
func echoRules(s *Segment, me, peer *half, out []fact.Fact) []fact.Fact {
	if s.Len <= 0 || me.begun && seq.Before(s.Seq, me.edge) {
		return out
	}
	before := len(out)
	out = peer.keep.returned(s, out)
	me.keep.add(s)
	me.keep.echo = me.keep.echo || len(out) > before
	return out
}

func (k *kept) add(s *Segment) {
	if k.answered || k.frame == 0 {
		*k = kept{bytes: k.bytes[:0], next: s.Seq, filler: k.filler}
	}
	if s.Seq != k.next || len(s.Payload) < int(s.Len) || len(k.bytes)+int(s.Len) > maxEcho {
		k.lost = true
	}
	if !k.lost {
		k.bytes = append(k.bytes, s.Payload[:s.Len]...)
	}
	k.next, k.frame, k.time = s.End(), s.Frame, s.Time
}

// likeFiller tells data of another length that begins with all there is of the shorter.
func (k *kept) likeFiller(s *Segment) bool {
	data := s.Payload[:min(len(s.Payload), int(s.Len))]
	n := min(len(data), len(k.bytes))
	return k.back == 0 && n >= fillerLength && n == len(k.bytes) && len(data) > n && bytes.Equal(data[:n], k.bytes)
}

// returned compares the segment's data with the message that came the other way before.
func (k *kept) returned(s *Segment, out []fact.Fact) []fact.Fact {
	k.answered = true
	n := int(s.Len)
	k.filler = k.filler || !k.lost && k.likeFiller(s)
	if k.filler || k.lost || k.echo || len(s.Payload) < n || k.back+n > len(k.bytes) || !bytes.Equal(k.bytes[k.back:k.back+n], s.Payload[:n]) {
		k.lost = true
		return out
	}
	if k.back += n; k.back < len(k.bytes) {
		return out
	}
	return append(out, fact.Fact{Kind: fact.TCPEcho, Side: s.Side, Frames: []int{s.Frame, k.frame}, Sure: fact.Inferred,
		What: fact.Echo{Of: k.frame, Bytes: len(k.bytes), After: s.Time.Sub(k.time)}})
}
