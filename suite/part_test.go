package suite_test

import (
	"encoding/binary"
	"fmt"
	"path/filepath"
	"reflect"
	"sync/atomic"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
)

const (
	partedCapture = 400_000 // bytes; larger ones are not taken apart
	partsAtMost   = 60      // cuts of a capture
)

// parted is a capture that is cut between its frames: the bytes up to the end of each, and where
// the first begins.
type parted struct {
	name  string
	bytes []byte
	ends  []int // ends[n] is the end of frame n; ends[0] that of what comes before the first
}

// partedCaptures are those of the lab and of elsewhere of which we know where frames end.
func partedCaptures(t *testing.T) (all []parted) {
	t.Helper()
	dir := filepath.Join(corpus.Dir(t), "captures")
	for _, file := range append(glob(t, filepath.Join(dir, "lab", "*.pcapng")), glob(t, filepath.Join(dir, "public", "*.pcap*"))...) {
		c := parted{name: filepath.Base(file), bytes: read(t, file)}
		c.ends = frameEnds(c.bytes)
		if len(c.bytes) < partedCapture && len(c.ends) > 1 {
			all = append(all, c)
		}
	}
	return all
}

// frameEnds are the ends of a file's frames, after that of its header.
func frameEnds(b []byte) (ends []int) {
	if order := pcapOrder(b); order != nil {
		for end := 24; ; end += 16 + int(order.Uint32(b[end+8:])) {
			if end > len(b) {
				return ends
			}
			if ends = append(ends, end); end+16 > len(b) {
				return ends
			}
		}
	}
	for end := 0; end+12 <= len(b); {
		size := int(binary.LittleEndian.Uint32(b[end+4:]))
		if size < 12 || size > len(b)-end || ends == nil && binary.LittleEndian.Uint32(b) != 0x0a0d0d0a {
			return nil
		}
		packet := isPacket(binary.LittleEndian.Uint32(b[end:]))
		if packet && ends == nil {
			ends = []int{end}
		}
		if end += size; packet {
			ends = append(ends, end)
		}
	}
	return ends
}

// isPacket tells the types of the Packet, the Simple and the Enhanced Packet Block.
func isPacket(block uint32) bool { return block == 2 || block == 3 || block == 6 }

// beginning is the file up to the end of frame n, rest what comes after it, as a file.
func (c *parted) beginning(n int) []byte { return c.bytes[:c.ends[n]] }

func (c *parted) rest(n int) []byte {
	if pcapOrder(c.bytes) != nil {
		return append(append([]byte{}, c.bytes[:c.ends[0]]...), c.bytes[c.ends[n]:]...)
	}
	var b []byte
	for end := 0; end+12 <= len(c.bytes); {
		size := int(binary.LittleEndian.Uint32(c.bytes[end+4:]))
		if size < 12 || size > len(c.bytes)-end {
			break
		}
		if end >= c.ends[n] || !isPacket(binary.LittleEndian.Uint32(c.bytes[end:])) {
			b = append(b, c.bytes[end:end+size]...)
		}
		end += size
	}
	return b
}

// cuts are the frames after which the capture is cut, no more than partsAtMost.
func (c *parted) cuts() (l []int) {
	frames := len(c.ends) - 1
	step := max(frames/partsAtMost, 1)
	if testing.Short() {
		step = max(frames/4, 1)
	}
	for n := step; n < frames; n += step {
		l = append(l, n)
	}
	return l
}

// place is where a fact stands: whose it is and the deciding frame.
type place struct {
	kind  fact.Kind
	end   string
	frame int
}

// sayings are the facts of a capture by place; shift is added to its frames.
func sayings(t *testing.T, b []byte, shift int) map[place][]fact.Fact {
	t.Helper()
	said := map[place][]fact.Fact{}
	for s, err := range analyze.Walk(capture("part", b), analyze.Options{}, nil) {
		if err != nil {
			return nil // not even one block is whole
		}
		for _, f := range factsOf(s) {
			at := place{f.Fact.Kind, fmt.Sprint(f.Conversation.Ends[f.Fact.Side]), f.Fact.Frames[0] + shift}
			said[at] = append(said[at], f.Fact)
		}
	}
	return said
}

// certainly tells what is told as a certainty.
func certainly(f *fact.Fact) bool { return f.Sure == fact.Seen || f.Sure == fact.Derived }

// throughParts reads every part and holds each certain fact of it to the whole capture.
func throughParts(t *testing.T, part func(c *parted, n int) (b []byte, shift int), agrees func(at place, f *fact.Fact, whole map[place][]fact.Fact) bool) (parts, facts int64) {
	t.Helper()
	var np, nf atomic.Int64
	t.Run("all", func(t *testing.T) {
		for _, c := range partedCaptures(t) {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				whole := sayings(t, c.bytes, 0)
				for _, n := range c.cuts() {
					b, shift := part(&c, n)
					np.Add(1)
					for at, said := range sayings(t, b, shift) {
						for i := range said {
							if !certainly(&said[i]) {
								continue
							}
							if nf.Add(1); !agrees(at, &said[i], whole) {
								t.Errorf("cut at frame %d: %v says %+v, the whole capture %+v", n, at, said[i], whole[at])
							}
						}
					}
				}
			})
		}
	})
	return np.Load(), nf.Load()
}

// TestFactsOfBeginning cuts captures after a frame. What the beginning says as seen or derived
// the whole says too, in the same words; a sum of the conversation grows, and what had not come
// yet may come.
func TestFactsOfBeginning(t *testing.T) {
	parts, facts := throughParts(t,
		func(c *parted, n int) ([]byte, int) { return c.beginning(n), 0 },
		func(at place, f *fact.Fact, whole map[place][]fact.Fact) bool {
			if !laterKnown(f.Kind) {
				return contains(whole[at], f)
			}
			for w, said := range whole {
				if w.kind == at.kind && w.end == at.end && grows(f.What, said) {
					return true
				}
			}
			return awaits(f.Kind)
		})
	figures(t, "%d beginnings: %d certain facts stay what they were", parts, facts)
}

func contains(said []fact.Fact, f *fact.Fact) bool {
	for i := range said {
		if reflect.DeepEqual(said[i], *f) {
			return true
		}
	}
	return false
}

// awaits are the kinds that tell what the capture does not hold up to its end.
func awaits(k fact.Kind) bool {
	switch k {
	case fact.TCPUnanswered, fact.TCPUnfinished, fact.TCPSilent, fact.UDPUnanswered, fact.UDPOneWay:
		return true
	}
	return false
}

// laterKnown are these, and the kinds that sum up the conversation, or hold what comes later.
func laterKnown(k fact.Kind) bool {
	switch k {
	case fact.TCPChecksum, fact.UDPChecksum, fact.TCPRTT, fact.TCPThroughput, fact.TCPFlight, fact.TCPAckStretched,
		fact.TCPZeroWindow, fact.UDPAnswered:
		return true
	}
	return awaits(k)
}

// grows tells whether one of the facts of the whole says as much as the part's, or more.
func grows(part fact.Particulars, whole []fact.Fact) bool {
	for i := range whole {
		ok := false
		switch p := part.(type) {
		case fact.Checksums:
			ok = reflect.DeepEqual(p.Count, least(p.Count, whole[i].What.(fact.Checksums).Count))
		case fact.RoundTrips:
			w := whole[i].What.(fact.RoundTrips)
			ok = w.Count >= p.Count && w.Min <= p.Min && w.Max >= p.Max
		case fact.Throughput:
			w := whole[i].What.(fact.Throughput)
			ok = w.First == p.First && w.Last >= p.Last && w.Bytes >= p.Bytes && w.Again >= p.Again && w.For >= p.For
		case fact.Flight:
			ok = whole[i].What.(fact.Flight).Bytes >= p.Bytes
		case fact.Stretched:
			w := whole[i].What.(fact.Stretched)
			ok = w.Count >= p.Count && w.Most >= p.Most
		case fact.ZeroWindow:
			w := whole[i].What.(fact.ZeroWindow)
			ok = w.Probes >= p.Probes && (p.Opened == 0 || w.Opened == p.Opened)
		case fact.Answered:
			ok = whole[i].What.(fact.Answered).Answers >= p.Answers
		case fact.Unanswered, fact.Unfinished, fact.OneWay:
			ok = true
		}
		if ok {
			return true
		}
	}
	return false
}

func least(a, b [5][2]int) (m [5][2]int) {
	for i := range a {
		for j := range a[i] {
			m[i][j] = min(a[i][j], b[i][j])
		}
	}
	return m
}

// TestFactsOfRest cuts captures before a frame. What begins there names no frame before it, and
// what it says as seen or derived contradicts nothing that the whole knows better.
func TestFactsOfRest(t *testing.T) {
	parts, facts := throughParts(t,
		func(c *parted, n int) ([]byte, int) { return c.rest(n), n },
		func(at place, f *fact.Fact, whole map[place][]fact.Fact) bool {
			for _, n := range f.Frames {
				if n < 1 {
					return false
				}
			}
			return !contradicts(at, f, whole) && (begins(f.Kind) || len(whole[at]) > 0)
		})
	figures(t, "%d rests: %d certain facts agree with the whole", parts, facts)
}

// begins are the kinds that a later beginning brings about: what was not the first of its kind in
// the whole is the first here, what had been captured before is missing here, and what had ended
// is not known to have ended.
func begins(k fact.Kind) bool {
	switch k {
	case fact.TCPSyn, fact.TCPSynAck, fact.TCPSynInside, fact.TCPHalfOpen, fact.TCPOptions, fact.TCPOpened, fact.TCPOpeningRTT, fact.TCPFin, fact.TCPFinAck, fact.TCPReset,
		fact.TCPData, fact.TCPAck, fact.TCPAckAgain, fact.TCPAckUnseen, fact.TCPGap, fact.TCPOutOfOrder, fact.TCPResent, fact.TCPIdle,
		fact.UDPApart, fact.UDPGroup:
		return true
	}
	return laterKnown(k)
}

// contradicts tells what cannot both be true: a close or a segment's order told in two ways.
func contradicts(at place, f *fact.Fact, whole map[place][]fact.Fact) bool {
	at.kind = f.Kind
	switch p := f.What.(type) {
	case fact.Close:
		return len(whole[at]) > 0 && whole[at][0].What.(fact.Close).How != p.How
	case fact.OutOfOrder:
		for kind, order := range map[fact.Kind]fact.Order{fact.TCPOutOfOrder: fact.Overtaken, fact.TCPResent: fact.Resent} {
			at.kind = kind
			for _, w := range whole[at] {
				if o := w.What.(fact.OutOfOrder); certainly(&w) && o.Order == order && p.Order != o.Order && p.Order != 0 {
					return true
				}
			}
		}
		at.kind = fact.TCPRetransmit
		return p.Order == fact.Overtaken && len(whole[at]) > 0
	}
	return false
}
