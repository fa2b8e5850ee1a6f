package lesson

import (
	"fmt"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Sent is how many frames, bytes of frames and bytes of data an end sent.
type Sent struct {
	Frames      int
	Bytes, Data int64
}

// Sent are the sums of an end.
func (t *talk) Sent(side int) Sent {
	return Sent{t.Row.Frames[side], t.Row.Bytes[side], t.Row.Data[side]}
}

// Fresh is how many different bytes of data of an end the capture shows or counts; Missing
// how many of the numbers that it used, as far as they can be told, no captured segment carries.
func (t *talk) Fresh(side int) int64 {
	if t.ID.Proto == fact.TCP {
		return t.used(side).data
	}
	sum := int64(0)
	for i := range t.Steps {
		if s := &t.Steps[i]; int(s.Side) == side && s.Dup == 0 {
			sum += int64(max(s.UDP.Len, 0))
		}
	}
	return sum
}

// Datagrams are how many the capture shows, each once, DatagramsOf those of an end.
func (t *talk) Datagrams() int { return t.DatagramsOf(0) + t.DatagramsOf(1) }
func (t *talk) DatagramsOf(side int) int {
	return len(t.frames(func(s *fact.Step) bool { return int(s.Side) == side && s.Dup == 0 }))
}

// Copies are the frames that hold a packet which another holds too, before them;
// CopiesSeen tells that of none of them this is inferred.
func (t *talk) Copies() (frames []int) {
	for _, f := range t.Facts {
		if _, ok := f.What.(fact.Twice); ok {
			frames = append(frames, f.Frames[0])
		}
	}
	return frames
}
func (t *talk) CopiesSeen() bool {
	return !slices.ContainsFunc(t.Facts, func(f fact.Fact) bool {
		_, ok := f.What.(fact.Twice)
		return ok && f.Sure != fact.Seen
	})
}

func (t *talk) Missing(side int) int64 { return t.used(side).missing }

// Total are the sums of both.
func (t *talk) Total() Sent {
	a, b := t.Sent(0), t.Sent(1)
	return Sent{a.Frames + b.Frames, a.Bytes + b.Bytes, a.Data + b.Data}
}

// FirstFrame and LastFrame of the conversation.
func (t *talk) FirstFrame() int { return t.Row.First }
func (t *talk) LastFrame() int  { return t.Row.Last }

// HeaderBytes are the bytes of the transport headers.
func (t *talk) HeaderBytes() int64 {
	var n int64
	for i := range t.Steps {
		if t.ID.Proto == fact.UDP {
			n += 8
		} else {
			n += int64(t.Steps[i].TCP.HdrLen)
		}
	}
	return n
}

// RestBytes are the bytes of everything below the transport header.
func (t *talk) RestBytes() int64 {
	n := t.Total()
	return n.Bytes - n.Data - t.HeaderBytes()
}

// WithData counts the frames with data.
func (t *talk) WithData() int {
	n := 0
	for i := range t.Steps {
		if t.Steps[i].TCP.Len > 0 || t.ID.Proto == fact.UDP && t.Steps[i].UDP.Len > 0 {
			n++
		}
	}
	return n
}

// Pieced tells that some of the data lies in fragments: of their frames only the last is
// counted, so that the bytes of frames are no sum of headers and data.
func (t *talk) Pieced() bool {
	for _, x := range t.Excerpts {
		if x.Pieces != nil {
			return true
		}
	}
	return slices.ContainsFunc(t.Steps, func(s fact.Step) bool { return s.TCP.Beyond > 0 || int64(s.UDP.Len) > int64(s.Size) })
}

// Share is the data's share of all bytes.
func (t *talk) Share() string {
	n := t.Total()
	if n.Bytes == 0 || t.Pieced() {
		return "–"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(n.Data)/float64(n.Bytes))
}

// AgainBy counts an end's segments with numbers seen before.
func (t *talk) AgainBy(side int) int {
	n := 0
	for _, f := range t.Facts {
		if int(f.Side) != side {
			continue
		}
		if repeatsNumbers(f) || f.Kind == fact.TCPSynAck && (&Scene{t: t, step: t.step(f.Frames[0]), fact: f}).OwnSyn() != 0 {
			n++
		}
	}
	return n
}

// repeatsNumbers tells a fact of numbers that another frame before it had carried.
func repeatsNumbers(f fact.Fact) bool {
	switch w := f.What.(type) {
	case fact.Retransmit, fact.Twice:
		return true
	case fact.OutOfOrder:
		return w.Same
	case fact.KeepAlive:
		return w.Bytes > 0
	case fact.WindowProbe:
		return w.First != 0
	}
	return false
}

// InOrder tells that the numbers of both directions follow on with no gap and no overlap.
func (t *talk) InOrder() bool {
	var next [2]uint32
	var known [2]bool
	for i := range t.Steps {
		s := &t.Steps[i]
		if s.TCP.Len < 0 || s.Dup != 0 || s.TCP.End() == s.TCP.Seq {
			continue
		}
		if known[s.Side] && s.TCP.Seq != next[s.Side] {
			return false
		}
		known[s.Side], next[s.Side] = true, s.TCP.End()
	}
	return known[0] && known[1]
}
