// Package wireshark says what Wireshark 4.0 shows of a TCP segment: its stream, numbers
// and window, its tcp.analysis fields, completeness and times. It follows the program's
// observed behaviour, which students see beside our page, also where that misleads; our
// own verdicts are made elsewhere.
//
// Segments go in by See, one at a time in the order of their frames, and their Analysis
// and relative numbers come out filled in. A later frame changes nothing that was said,
// but tcp.completeness, which needs a first pass (Streams.Final).
package wireshark

import "github.com/pcaplain/pcaplain/analyze/fact"

// Streams numbers the streams of one protocol and holds what their conversations share.
type Streams struct {
	Final    []uint8 // completeness of each TCP stream after its last frame, of a first pass; nil in that
	next     int32
	complete []uint8 // likewise, as far as this pass has come
	pool     pool
	blank    books // of the conversation that has one segment only
}

// New gives the next number.
func (s *Streams) New() int32 {
	s.next++
	return s.next - 1
}

// Complete is the completeness of each TCP stream so far, by number.
func (s *Streams) Complete() []uint8 { return s.complete }

// begin gives a TCP stream its number and books without an entry.
func (s *Streams) begin(b *books) int32 {
	b.reset(&s.pool)
	s.complete = append(s.complete, 0)
	return s.New()
}

// Where is where a segment was found.
type Where struct {
	Frame  int
	Time   fact.Time
	From   uint8 // the end of the pair that sent it
	Self   bool  // both ends are the same: one speaks to nobody
	Quoted bool  // by an ICMP error
}

// Conversation is what Wireshark keeps of one pair of ends: its newest stream. Until a
// second segment comes only the first is kept, since floods and scans are full of such;
// the books are opened with it later.
type Conversation struct {
	first  header
	books  *books
	Stream int32
	begun  bool
}

// See fills in the stream, the relative numbers and the analysis of a segment. A quoted
// one keeps its raw numbers.
func (c *Conversation) See(seg *fact.Segment, at Where, streams *Streams) {
	var l look
	l.header = headerOf(seg, &at)
	switch {
	case c.begun && c.books == nil:
		c.open(streams)
	case !c.begun && l.sacked != 0: // the compact record has no room for it
		c.books = new(books)
	}
	l.books, l.streams = c.books, streams
	if c.books == nil {
		l.books, c.first = &streams.blank, l.header
	}
	if !c.begun {
		c.begun, l.opening = true, true
		c.Stream = streams.begin(l.books)
	}
	l.sides()
	if l.opens() {
		c.Stream = streams.begin(l.books)
		l.marks, streams.complete[c.Stream] = fact.MarkReusedPorts, sawSYN
	}
	l.work(seg, c.Stream)
}

// open opens the books and enters the first segment again. What that shows was shown.
func (c *Conversation) open(streams *Streams) {
	c.books = new(books)
	c.books.reset(&streams.pool)
	l := look{header: c.first, books: c.books, streams: streams, opening: true}
	l.sides()
	var shown fact.Segment
	l.work(&shown, c.Stream)
}
