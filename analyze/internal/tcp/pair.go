package tcp

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/seq"
)

// Pair is everything the observer keeps of one pair of ends. Its zero value has seen
// nothing. A pair of which one SYN was seen takes no more than its own size.
type Pair struct {
	conn  *conn // the connection being observed; nil while it is a lone SYN
	count int32 // connections so far
	lone  bool  // syn began the connection and nothing followed
	held  bool  // syn came in the middle of the connection and may begin another
	ended bool  // the connection was settled; syn has its client's number
	syn   syn
}

// syn is what is kept of a lone SYN.
type syn struct {
	from    uint8
	ttl     uint8
	id      uint16
	options fact.OptionBits
	flags   fact.Flags
	window  uint16
	verdict fact.Verdict
	scaling fact.Scaling
	frame   int32
	vantage uint32
	len     int32
	seq     uint32
	stamp   uint32
	time    fact.Time
}

func (y *syn) segment(same bool) Segment {
	s := Segment{Frame: int(y.frame), Time: y.time, From: y.from, Same: same, Vantage: y.vantage, ID: y.id, TTL: y.ttl}
	s.Flags, s.Seq, s.Len, s.Window, s.Verdict = y.flags, y.seq, y.len, y.window, y.verdict
	s.Part, s.Options.Has, s.Options.TSval = fact.Header, y.options, y.stamp
	y.scaling.Fill(&s.Options)
	return s
}

func (p *Pair) keep(s *Segment) {
	p.syn = syn{
		from: s.From, id: s.ID, ttl: s.TTL, options: s.Options.Has & fact.HasTimestamps, flags: s.Flags, frame: int32(s.Frame),
		window: s.Window, verdict: s.Verdict, vantage: s.Vantage, len: s.Len, seq: s.Seq, stamp: s.Options.TSval, scaling: s.Scaling(), time: s.Time,
	}
}

// Step takes the next captured segment and appends to out what it settles. A segment of
// which only the ports were captured belongs to the connection before it, if any.
func (p *Pair) Step(s *Segment, out *Out) {
	if s.Part == fact.Ports || p.late(s) {
		out.Side, out.Incarnation = p.side(s), int(p.count)
		return
	}
	if p.lone && !p.anew(s) {
		p.promote(s.Same)
	}
	if out.Copy, out.Hops = p.original(s); out.Copy != 0 {
		p.conn.recopy(out.Copy, s.Frame)
	} else {
		p.begin(s, out)
	}
	out.Side, out.Incarnation = p.side(s), int(p.count)
	if out.Apart = p.held && int(p.syn.frame) == s.Frame; out.Copy == 0 && p.conn != nil && !out.Apart {
		p.conn.step(s, out)
	}
}

// Done tells whether nothing but late copies is to be expected: both FINs are
// acknowledged, or there was a reset. The caller may End the pair when it has been
// silent for as long as segments live (RFC 9293 §3.4.2), to have its memory back.
func (p *Pair) Done() bool { return p.conn != nil && p.conn.done() }

// End settles what is left when the file, or the caller's patience, ends. What comes
// later still belongs to the connection, up to the SYN of another.
func (p *Pair) End(out *Out) {
	switch {
	case p.conn != nil:
		p.conn.settle(out)
		p.syn.from, p.syn.seq = p.conn.client, p.conn.ends[p.conn.client].isn
	case p.lone:
		out.Ended = append(out.Ended, Ended{int(p.count), [2]fact.State{fact.SynSent, fact.Unknown}})
	default:
		return
	}
	p.conn, p.lone, p.held, p.ended = nil, false, false, true
}

// late tells whether the segment comes after its connection was settled.
func (p *Pair) late(s *Segment) bool {
	return p.ended && !(s.isSYN() && (s.From != p.syn.from || s.Seq != p.syn.seq))
}

// original is the earlier frame of which s is a copy captured twice, and how many routers
// lie between; 0.
func (p *Pair) original(s *Segment) (frame, hops int) {
	if p.conn == nil {
		return 0, 0
	}
	return p.conn.recent.original(s)
}

func (p *Pair) side(s *Segment) fact.Side {
	client := p.syn.from
	if p.conn != nil { // else it is the client that syn names
		client = p.conn.client
	}
	if s.From == client {
		return fact.Client
	}
	return fact.Server
}

// begin finds the connection that the segment belongs to, and begins one where it is
// the first.
func (p *Pair) begin(s *Segment, out *Out) {
	switch {
	case p.conn == nil && !p.lone:
		p.open(s, out)
	case p.lone: // another attempt: what was the same was promoted
		p.End(out)
		p.open(s, out)
	case s.isSYN() && p.another(s):
		p.hold(s, out)
	case s.isSYNACK() && p.answersHeld(s):
		p.reopen(s, out)
	case s.isSYNACK() && p.conn.over() && p.conn.foreign(s):
		p.End(out)
		p.open(s, out)
	}
}

// open begins a connection with its first captured segment.
func (p *Pair) open(s *Segment, out *Out) {
	p.count++
	p.ended = false
	if s.isSYN() {
		p.openSYN(s, out)
		return
	}
	client, roles := guessClient(s), fact.Guessed
	if s.isSYNACK() { // RFC 9293 §3.10.7.2: who answers a SYN is the server
		client, roles = 1-s.From, fact.Derived
	}
	p.conn = newConn(s, client, int(p.count))
	p.conn.recent.original(s)
	out.Begun = append(out.Begun, Begun{int(p.count), s.Frame, client, roles})
}

// openSYN begins with a SYN, of which a compact record is enough for now.
func (p *Pair) openSYN(s *Segment, out *Out) {
	p.keep(s)
	p.lone = true
	out.Begun = append(out.Begun, Begun{int(p.count), s.Frame, s.From, fact.Seen})
	out.Moves = append(out.Moves, Settled{int(p.count), fact.Move{
		Side: fact.Client, Old: fact.Closed, New: fact.SynSent, Cause: fact.Sent,
		Frame: s.Frame, At: s.Frame, Sure: fact.Seen, Ref: byOpen,
	}})
}

// anew: another initial number in the sender's SYN is another attempt.
func (p *Pair) anew(s *Segment) bool {
	return s.isSYN() && s.From == p.syn.from && s.Seq != p.syn.seq
}

// promote makes a lone SYN a connection observed in full.
func (p *Pair) promote(same bool) {
	first := p.syn.segment(same)
	p.conn = newConn(&first, first.From, int(p.count))
	p.conn.ends[1-first.From].state = fact.Listen
	p.conn.recent.original(&first)
	p.conn.mute = true
	p.conn.step(&first, nil)
	p.conn.mute = false
	p.lone = false
}

// another: the SYN has another initial number than the sender's own before.
func (p *Pair) another(s *Segment) bool {
	e := &p.conn.ends[s.From]
	switch {
	case e.is(sentSYN):
		return e.isn != s.Seq
	case p.conn.ends[1-s.From].state == fact.SynSent: // whose SYN it crosses or answers (RFC 9293 §3.5, Figure 7)
		return false
	}
	return e.is(sentAny)
}

// Doubts tells whether only the answer to the segment, a SYN, can show that it begins another
// connection.
func (p *Pair) Doubts(s *Segment) bool {
	return s.isSYN() && p.conn != nil && p.another(s) && !p.conn.over() && !p.conn.unanswered(s)
}

// hold judges a SYN with another initial number. After the end of a connection, or of
// an attempt without an answer, it begins another. In a live one it is answered by a
// challenge ACK (RFC 9293 §3.10.7.4, fourth; RFC 5961 §4.2): only a SYN-ACK for it can
// show that the receiver had forgotten the connection. Its number is none of that connection's.
func (p *Pair) hold(s *Segment, out *Out) {
	switch {
	case p.held && p.conn.over() && s.From == p.syn.from && s.Seq == p.syn.seq: // the attempt goes on
		p.reopen(s, out)
		p.conn.ends[1-s.From].synIn.clear() // for which it was too early before
		return
	case s.Taken, p.conn.over(), p.conn.unanswered(s):
		p.End(out)
		p.open(s, out)
		return
	}
	p.keep(s)
	p.held = true
}

func (p *Pair) answersHeld(s *Segment) bool {
	held := p.syn.segment(s.Same)
	return p.held && s.From != p.syn.from && Confirms(&s.Segment, &held.Segment)
}

// Confirms tells whether a segment is a SYN-ACK for the SYN, with all, some or none of its data.
func Confirms(s, syn *fact.Segment) bool {
	return s.Flags&opening == fact.SYN|fact.ACK && seq.After(s.Ack, syn.Seq) && seq.AtMost(s.Ack, syn.End())
}

// reopen begins the connection of the SYN that was held.
func (p *Pair) reopen(s *Segment, out *Out) {
	first := p.syn.segment(s.Same)
	p.End(out)
	p.open(&first, out)
	p.promote(s.Same)
}

// unanswered tells whether the sender of a SYN has had no answer to the one before,
// or whether of the connection before no more is known than a remainder.
func (c *conn) unanswered(s *Segment) bool {
	e, other := &c.ends[s.From], &c.ends[1-s.From]
	return e.state == fact.SynSent && !other.is(sentAny) || e.state == fact.Unknown || other.state == fact.Unknown && !other.is(sentAny)
}

// foreign tells whether a SYN-ACK belongs to no SYN of this connection.
func (c *conn) foreign(s *Segment) bool {
	e, other := &c.ends[s.From], &c.ends[1-s.From]
	return (!e.is(sentSYN) || e.isn != s.Seq) && !(other.is(sentSYN) && s.Ack == other.isn+1)
}
