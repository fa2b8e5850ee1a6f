package udp

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

const (
	zeros   = "\x00\x00\x00\x00\x00\x00\x00\x00"
	initial = "\xc0\x00\x00\x00\x01\x08abcdefgh\x04ijkl\x00\x40\x10"
)

// spoken are messages of every application, questions before their answers, and others.
var spoken = []string{
	query, response,
	bootp("\x01", "\x63\x82\x53\x63"), bootp("\x02", "\x63\x82\x53\x63"),
	"\x00\x01\x00\x00\x21\x12\xa4\x42abcdefghijkl", "\x01\x01\x00\x00\x21\x12\xa4\x42abcdefghijkl",
	clock("\x23", zeros, zeros, "tttttttt"), clock("\x24", "tttttttt", "uuuuuuuu", "uuuuuuuu"),
	"\x30\x16\x02\x01\x01\x04\x06public\xa0\x09\x02\x01\x07\x02\x01\x00\x02\x01\x00", "\x30\x16\x02\x01\x01\x04\x06public\xa2\x09\x02\x01\x07\x02\x01\x00\x02\x01\x00",
	"\x01\x2a\x00\x1b" + strings.Repeat("\x00", 16) + "\x01\x07alice", "\x02\x2a\x00\x14" + strings.Repeat("\x00", 16),
	"\x00\x00\x00\x2a\x00\x00\x00\x00\x00\x00\x00\x02" + strings.Repeat("\x00", 28), "\x00\x00\x00\x2a\x00\x00\x00\x01\x00\x00\x00\x00" + strings.Repeat("\x00", 12),
	initial, "", "hello",
}

// FuzzRecognise: an id stands in the message, a question within it; a message that is held
// whole is recognised by what it holds, whatever lies behind it; and a DNS question whose
// answer bit is turned is the answer to it.
func FuzzRecognise(f *testing.F) {
	for _, s := range spoken {
		f.Add([]byte(s), len(s))
		f.Add([]byte(s[:len(s)/2]), len(s))
	}
	f.Add([]byte("\x30\x82\x01\x00\x02\x01\x01"), 300)
	f.Add([]byte("\x44\x01\x2a\x2btokn\xb4test"), 13)
	f.Add([]byte("\x64\x45\x2a\x2btokn\xffbody"), 13)
	f.Fuzz(func(t *testing.T, b []byte, size int) {
		if k := recognise(b, size, portCoAP, 0); k.app == fact.CoAP && (k.size > 8 || !bytes.HasPrefix(b[4:], k.id[:k.size]) || k.number != binary.BigEndian.Uint16(b[2:])) {
			t.Fatalf("%x: CoAP with the token %x and the Message ID %04x", b, k.id[:k.size], k.number)
		}
		k := recognise(b, size, 0, 0)
		if k.app == "" {
			if k != (mark{}) {
				t.Fatalf("%x is nothing, and %+v", b, k)
			}
			return
		}
		if k.size == 0 || int(k.size) > len(k.id) || !bytes.Contains(b, k.id[:k.size]) {
			t.Fatalf("%x: %s with the id %x", b, k.app, k.id[:k.size])
		}
		if k.from != k.to && (k.from < 0 || k.to > len(b) || k.to-k.from < 5) {
			t.Fatalf("%x: a question from %d to %d", b, k.from, k.to)
		}
		if behind := recognise(append(bytes.Clone(b), "behind"...), size, 0, 0); len(b) >= size && k.app != fact.DNS && k.app != fact.SNMP && behind != k {
			t.Fatalf("%x: %+v, and with bytes behind it %+v", b, k, behind)
		}
		if k.app == fact.DNS && !k.answer {
			turned := bytes.Clone(b)
			turned[2] |= 0x80
			if a := recognise(turned, size, 0, 0); !a.answer || !k.same(b, &a, turned) {
				t.Fatalf("%x: %+v is not answered by %+v", b, k, a)
			}
		}
	})
}

// FuzzQUIC: what a long header says is in its first bytes: nothing behind them changes it,
// and the version is one that is known.
func FuzzQUIC(f *testing.F) {
	f.Add([]byte(initial), []byte("behind"))
	f.Add([]byte("\xff\x6b\x33\x43\xcf\x00\x00\x00"), []byte{})
	f.Add([]byte("\xc3\xff\x00\x00\x1d\x14"+strings.Repeat("c", 20)+"\x00\x00"), []byte{0})
	f.Add([]byte("\xc0\x00\x00\x00\x01\x15"+strings.Repeat("c", 21)+"\x00\x00"), []byte{0})
	f.Add([]byte("\xc0\x00\x00\x00\x01\x04abcd\x14short"), []byte("er than that"))
	f.Fuzz(func(t *testing.T, b, behind []byte) {
		version := quic(b)
		if version == 0 {
			return
		}
		if version != quic1 && version != quic2 && (version < draftFirst || version > draftLast) {
			t.Fatalf("%x: version %08x", b, version)
		}
		if ids := int(b[5]) + int(b[6+b[5]]); ids > 40 || 7+ids > len(b) || b[0] < 0xc0 {
			t.Fatalf("%x: %d bytes of connection IDs in %d", b, ids, len(b))
		}
		if got := quic(append(bytes.Clone(b), behind...)); got != version {
			t.Fatalf("%x: version %08x, and %08x with %x behind it", b, version, got, behind)
		}
	})
}

// talks are two exchanges on one board, driven by a script of four bytes a datagram: who
// sends in which and how much later; which message; where a bit of it is turned, and which.
type talks struct {
	t         *testing.T
	board     Board
	exchanges [2]Exchange
	numbers   [2]map[int]fact.Side // of the frames of each, and who sent them
	answered  [2]map[int]bool      // those that some datagram was said to answer
	now       fact.Time
}

// FuzzExchange: facts name frames that were, the deciding one first; no answer comes before
// its question or from the same end; and no request is unanswered that was said to have an
// answer.
func FuzzExchange(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0, 1, 1, 0, 0})                                    // asked and answered
	f.Add([]byte{0, 0, 0, 0, 8, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0})            // … after a retry, and twice
	f.Add([]byte{0, 16, 0, 0, 1, 16, 0, 0, 0, 16, 1, 1, 1, 16, 2, 1})        // an echo, and an answer by order
	f.Add([]byte{0, 16, 1, 1, 0, 16, 2, 1, 1, 16, 3, 1, 0, 16, 4, 1})        // two may be answered
	f.Add([]byte{4, 0, 0, 0, 3, 1, 0, 0, 3, 16, 0, 0})                       // a group's members answer
	f.Add([]byte{0, 16, 0, 0, 3, 16, 1, 1, 1, 1, 0, 0})                      // another port answers
	f.Add([]byte{0, 14, 0, 0, 1, 14, 0, 0, 0, 14, 20, 1, 1, 16, 0, 0})       // QUIC
	f.Add([]byte{0, 2, 0, 0, 1, 3, 5, 1, 1, 3, 0, 0, 1, 16, 0, 0, 0, 6, 44}) // an answer to nothing
	f.Add(bytes.Repeat([]byte{0, 16, 0, 1}, 70))                             // more than are kept
	f.Fuzz(func(t *testing.T, script []byte) {
		s := talks{t: t, now: fact.Time{Sec: 1}}
		for i := range s.exchanges {
			s.numbers[i], s.answered[i] = map[int]fact.Side{}, map[int]bool{}
		}
		frame := 0
		for ; len(script) >= 4 && frame < 300; script = script[4:] {
			frame++
			s.step(frame, script[:4])
		}
		for i := range s.exchanges {
			s.end(i)
		}
	})
}

func (s *talks) step(frame int, op []byte) {
	which := int(op[0] >> 1 & 1)
	m := Message{Frame: frame, Side: fact.Side(op[0] & 1), Time: s.later(op[0] >> 3), Payload: bytes.Clone([]byte(spoken[int(op[1])%len(spoken)]))}
	if len(m.Payload) > 0 {
		m.Payload[int(op[2])%len(m.Payload)] ^= op[3]
	}
	m.Len = len(m.Payload)
	ends := [2]netip.AddrPort{netip.MustParseAddrPort("192.0.2.1:5000"), netip.AddrPortFrom(netip.MustParseAddr("192.0.2.2"), uint16(53+which))}
	m.From, m.To = ends[m.Side], ends[1-m.Side]
	if op[0]&4 != 0 && m.Side == fact.Client {
		m.Group = fact.Group{Cast: fact.Multicast}
	}
	x := &s.exchanges[which]
	if len(s.numbers[which]) == 0 {
		s.board.Begin(x, m.Side, ends[0], ends[1].Addr())
	}
	s.numbers[which][frame] = m.Side
	of, facts := x.Step(&m, &s.board, nil)
	if of != 0 && (of >= frame || s.numbers[which][of] == m.Side) {
		s.t.Fatalf("frame %d answers %d", frame, of)
	}
	for i := range facts {
		s.fact(which, &facts[i], frame)
	}
	if len(x.open) > maxOpen {
		s.t.Fatalf("%d requests are kept", len(x.open))
	}
}

func (s *talks) later(by uint8) fact.Time {
	s.now.Nano += int32(by) * 1e6
	return s.now
}

// fact holds a fact of a datagram to the frames there are.
func (s *talks) fact(which int, f *fact.Fact, frame int) {
	if f.Frames[0] != frame || slices.Max(f.Frames) > frame || slices.Min(f.Frames) < 1 || len(slices.Compact(slices.Sorted(slices.Values(f.Frames)))) != len(f.Frames) {
		s.t.Fatalf("frame %d: %+v", frame, *f)
	}
	switch w := f.What.(type) {
	case fact.Answer:
		if side, ok := s.numbers[which][w.Of]; !ok || side == f.Side || w.After < 0 {
			s.t.Fatalf("frame %d: %+v", frame, *f)
		}
		s.answered[which][w.Of] = true
	case fact.Apart:
		if w.After < 0 || w.Of >= frame {
			s.t.Fatalf("frame %d: %+v", frame, *f)
		}
		for i := range s.numbers {
			if _, ok := s.numbers[i][w.Of]; ok {
				s.answered[i][w.Of] = true
			}
		}
	case fact.Retry:
		if s.numbers[which][w.Of] != f.Side || w.After < 0 || w.Count < 1 {
			s.t.Fatalf("frame %d: %+v", frame, *f)
		}
	}
}

// end holds what is left at the end to what was told before.
func (s *talks) end(which int) {
	for _, f := range s.exchanges[which].End(s.now, nil) {
		w, ok := f.What.(fact.Unanswered)
		if !ok {
			continue
		}
		sent := 0
		for _, side := range s.numbers[which] {
			if side == f.Side {
				sent++
			}
		}
		if w.Until < 0 || w.Tries < len(f.Frames) || w.Tries > sent || !slices.IsSorted(f.Frames) {
			s.t.Fatalf("of %d datagrams %+v", sent, f)
		}
		for _, n := range f.Frames {
			if s.answered[which][n] || s.numbers[which][n] != f.Side {
				s.t.Fatalf("frame %d is answered, and %+v", n, f)
			}
		}
	}
}
