package lesson

import (
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// Len is the length of the data in bytes.
func (s *Scene) Len() int {
	if s.t.ID.Proto == fact.UDP {
		return int(s.step.UDP.Len)
	}
	return int(max(s.step.TCP.Len, 0))
}

// Pieces are the frames whose fragments hold the segment or datagram; nil where it was not fragmented.
func (s *Scene) Pieces() []int {
	if x := s.t.Excerpts[s.step.Frame]; x != nil {
		return x.Pieces
	}
	return nil
}

// Conflict tells that the fragments disagree, Overlap that bytes came in several.
func (s *Scene) Conflict() bool {
	x := s.t.Excerpts[s.step.Frame]
	return x != nil && x.Conflict
}

// Clash is where they do; nil where they agree.
func (s *Scene) Clash() *Clash {
	x := s.t.Excerpts[s.step.Frame]
	if x == nil || x.Clash == nil {
		return nil
	}
	return &Clash{*x.Clash}
}
func (s *Scene) Overlap() bool {
	x := s.t.Excerpts[s.step.Frame]
	return x != nil && x.Overlap
}

// Beyond is how many bytes of the data the frame lacks by its own length on the wire; of a
// datagram, the IP packet.
func (s *Scene) Beyond() int { return int(max(s.step.TCP.Beyond, s.step.UDP.Beyond)) }

// Fits is how many bytes of data the IP packet of a datagram holds.
func (s *Scene) Fits() int { return s.Len() - int(s.step.UDP.Beyond) }

// From and Last are the relative numbers of the first and the last byte of data.
func (s *Scene) From() uint32 {
	from := s.step.TCP.RelSeq
	if s.step.TCP.Flags.Has(fact.SYN) {
		from++
	}
	return from
}
func (s *Scene) Last() uint32 { return s.From() + uint32(s.Len()) - 1 }

// The data: how many bytes were captured, whether they read as text, the beginning that is
// shown and whether that is all. Kept tells that there is something to show: of a long
// capture not every frame's bytes are kept.
func (s *Scene) Captured() int { return int(s.step.Held) }
func (s *Scene) Text() bool    { return text.IsText(text.Of(s.t.payload(s.step))) }
func (s *Scene) Shown() text.Captured {
	start, _ := text.Preview(text.Of(s.t.payload(s.step)), maxShown)
	return start
}
func (s *Scene) Kept() bool  { return len(s.t.payload(s.step)) > 0 }
func (s *Scene) Whole() bool { return s.Captured() <= maxShown }
func (s *Scene) Hex() string {
	h, _ := text.Hex(text.Of(s.t.payload(s.step)), 16)
	return h
}

// maxShown is how many bytes of data a sentence shows.
const maxShown = 64

// payload are the captured bytes of a step's data, as far as they are kept.
func (t *talk) payload(s *fact.Step) []byte {
	if x := t.Excerpts[s.Frame]; x != nil {
		return x.Payload
	}
	return nil
}

// minStart is how many bytes of characters make a beginning worth showing as text.
const minStart = 8

// Start is the beginning of data that begins with text and is not text throughout; empty
// where it does not.
func (s *Scene) Start() text.Captured {
	start := text.Readable(text.Of(s.t.payload(s.step)))
	if start.Len() < minStart {
		return text.Of("")
	}
	start, _ = text.Preview(start, maxShown)
	return start
}
