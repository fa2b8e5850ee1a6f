package lesson

import (
	"bytes"
	"net/netip"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
)

// sameID is the name of the figure of what both protocols carried.
const sameID = "same-bytes"

// Same is what an end sent over both protocols: all that it sent in either conversation.
type Same struct {
	T, U                       *talk
	Bytes, Segments, Datagrams int
	side                       fact.Side
}

// Who sent it, and who it was sent to.
func (s *Same) Who() string    { return s.T.me(s.side) }
func (s *Same) Peer() string   { return s.T.me(s.side.Other()) }
func (s *Same) Figure() string { return sameID }

// SameBytes is the first such pair of conversations; nil: none.
func (v *view) SameBytes() *Same { return v.b.same }

// drawSame draws it.
func (b *builder) drawSame() {
	v := &view{b}
	for _, t := range v.TCP() {
		for _, u := range v.UDP() {
			for _, side := range []fact.Side{fact.Client, fact.Server} {
				if b.same == nil && t.hosts() == u.hosts() {
					b.compare(t, u, side)
				}
			}
		}
	}
}

// hosts are the addresses of both ends.
func (t *talk) hosts() [2]netip.Addr {
	return [2]netip.Addr{t.Ends[fact.Client].Addr(), t.Ends[fact.Server].Addr()}
}

// mostSame is how many bytes are compared at most.
const mostSame = 1024

// compare notes and draws what a side sent over both, where at least one of the two cut it.
func (b *builder) compare(t, u *talk, side fact.Side) {
	if n := u.Row.Data[side]; n == 0 || n > mostSame || t.Row.Data[side] > mostSame {
		return
	}
	stream, datagrams := t.stream(side), u.datagrams(side)
	if len(stream)+len(datagrams) < 3 || !bytes.Equal(joined(stream), joined(datagrams)) {
		return
	}
	segments := t.frames(func(s *fact.Step) bool { return s.Side == side && s.Dup == 0 && s.TCP.Len > 0 })
	b.same = &Same{t, u, len(joined(stream)), len(segments), len(datagrams), side}
	b.doc.Figures[sameID] = b.sameRuler(b.same, stream, datagrams)
}

// stream is what a side of a connection sent, as it was cut into segments; nil where not all of it is known.
func (t *talk) stream(side fact.Side) (l []figure.Stretch) {
	m := t.measure(side)
	end := int64(0)
	for _, r := range m.runs() {
		if r.word != "" {
			continue
		}
		st := figure.Stretch{From: r.from.number, Len: uint32(r.size)}
		if m.fill(&st, r); int64(len(st.Data)) != r.size || l != nil && r.from.order != end {
			return nil
		}
		end = r.end()
		l = append(l, st)
	}
	return l
}

// datagrams is what a side of an exchange sent; nil where not all of it is known.
func (t *talk) datagrams(side fact.Side) (l []figure.Stretch) {
	for i := range t.Steps {
		s := &t.Steps[i]
		if s.Side != side || s.Dup != 0 || s.UDP.Len == 0 {
			continue
		}
		data := t.payload(s)
		if len(data) != int(s.UDP.Len) {
			return nil
		}
		l = append(l, figure.Stretch{From: 1, Len: uint32(len(data)), Data: data, Sent: []int{s.Frame}})
	}
	return l
}

// joined are the bytes of all stretches; nil where there are none.
func joined(l []figure.Stretch) (all []byte) {
	for _, s := range l {
		all = append(all, s.Data...)
	}
	return all
}

// sameRuler draws the bytes as TCP numbers them, and below, as datagrams.
func (b *builder) sameRuler(s *Same, stream, datagrams []figure.Stretch) figure.Ruler {
	r := b.emptyRuler(sameID)
	d := s.T.way(s.side)
	last := stream[len(stream)-1]
	tcp, udp := d, d
	tcp.Name, tcp.Plain, tcp.Spans, tcp.Next = "TCP: "+d.Name, "TCP: "+d.Plain, stream, last.From+last.Len
	udp.Name, udp.Plain, udp.Spans, udp.Apart = "UDP: "+d.Name, "UDP: "+d.Plain, datagrams, true
	r.Directions = [2]figure.Direction{tcp, udp}
	return r
}
