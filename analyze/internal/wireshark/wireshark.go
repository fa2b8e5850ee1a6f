// Package wireshark says what Wireshark 4.0 shows of a TCP segment: its stream, numbers
// and window, its tcp.analysis fields, completeness and times. It follows the program's
// observed behaviour, which students see beside our page, also where that misleads; our
// own verdicts are made elsewhere.
//
// Segments go in by See, one at a time in the order of their frames, and their Analysis
// and relative numbers come out filled in. A later frame changes nothing that was said,
// but tcp.completeness, which needs a first pass (Streams.Final).
package wireshark

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/slab"
)

// Streams numbers the streams of one protocol and holds what their conversations share.
type Streams struct {
	Final    []fact.Completeness // completeness of each TCP stream after its last frame, of a first pass; nil in that
	next     int32
	complete []fact.Completeness // likewise, as far as this pass has come
	pool     pool
	blank    books // of a conversation that has one segment only
	shelf    slab.Slab[books]
}

// Complete is the completeness of each TCP stream so far, by number.
func (s *Streams) Complete() []fact.Completeness { return s.complete }

func (s *Streams) number() int32 {
	s.next++
	return s.next - 1
}

// begin gives a TCP stream its number and books without an entry.
func (s *Streams) begin(b *books) int32 {
	b.reset(&s.pool)
	s.complete = append(s.complete, 0)
	return s.number()
}

func (s *Streams) at(place int32) *books {
	return s.shelf.At(int(place - 1))
}

// Where is where a segment was found.
type Where struct {
	Frame  int
	Time   fact.Time
	From   uint8 // the end of the pair that sent it
	Self   bool  // both ends are the same: one speaks to nobody
	Quoted bool  // by an ICMP error
}

// Conversation is what Wireshark keeps of one pair of ends: its newest stream. Of a first
// segment without data only the header is kept, until a second comes and the books are
// opened with it: floods and scans are full of such.
type Conversation struct {
	first header // of frame 0: no segment was seen; of frame −n: its books are at place n
}

// Stream is the number of the newest stream.
func (c *Conversation) Stream() int32 { return c.first.stream }

// See fills in the stream, the relative numbers and the analysis of a segment. A quoted
// one keeps its raw numbers.
func (c *Conversation) See(seg *fact.Segment, at Where, streams *Streams) {
	l := look{header: headerOf(seg, &at), len: seg.Len, streams: streams}
	if at.Quoted {
		l.len = -1
	}
	if l.len >= 0 {
		l.sacked = sacked(&seg.Options)
	}
	switch {
	case c.first.frame > 0:
		c.reopen(streams)
	case c.first.frame == 0:
		c.begin(&l)
	}
	if l.books = &streams.blank; c.first.frame < 0 {
		l.books = streams.at(-c.first.frame)
	}
	l.sides()
	if l.opens() {
		c.first.stream = streams.begin(l.books)
		l.marks, streams.complete[c.first.stream] = fact.MarkReusedPorts, fact.HoldsSYN
	}
	l.work(seg, c.first.stream)
}

// Number is the stream of a pair that exchanges datagrams.
func (c *Conversation) Number(streams *Streams) int32 {
	if c.first.frame == 0 {
		c.first.frame, c.first.stream = 1, streams.number()
	}
	return c.first.stream
}

// begin takes the first segment of a pair.
func (c *Conversation) begin(l *look) {
	books := &l.streams.blank
	if l.len == 0 && l.sacked == 0 {
		c.first = l.header
	} else {
		books = c.open(l.streams)
	}
	c.first.stream = l.streams.begin(books)
	l.opening = true
}

// open makes the conversation's books.
func (c *Conversation) open(streams *Streams) *books {
	b := streams.shelf.Add()
	c.first.frame = -int32(streams.shelf.Len())
	return b
}

// reopen opens the books and enters the first segment again. What that shows was shown.
func (c *Conversation) reopen(streams *Streams) {
	l := look{header: c.first, streams: streams, opening: true}
	l.books = c.open(streams)
	l.books.reset(&streams.pool)
	l.sides()
	var shown fact.Segment
	l.work(&shown, c.first.stream)
}
