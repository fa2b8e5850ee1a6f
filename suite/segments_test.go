package suite_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/cases"
	"github.com/pcaplain/pcaplain/render/lesson"
)

// FuzzSegments writes a connection from a script and tells it. Frames are named that there
// are, no time is below zero, since the clock runs on, and each end's states follow one
// another. A segment takes eight bytes: which end sends it, and with how many words of
// options; flags; how far its numbers are from the next ones; how much data it has; its
// window; its ECN and reserved bits; how much later it comes. The options stand behind them.
func FuzzSegments(f *testing.F) {
	f.Fuzz(func(t *testing.T, script []byte) {
		b := scripted(t, script)
		c, err := analyze.Read(capture("script.pcapng", b), analyze.Options{}, func(s *fact.Survey) []fact.ID { return lesson.Choose(s, nil) })
		if err != nil {
			t.Fatal(err)
		}
		for i := range c.Conversations {
			if err := consistent(&c.Conversations[i], c.Frames); err != nil {
				t.Fatal(err)
			}
		}
		lang := lesson.Langs[len(script)%len(lesson.Langs)]
		doc, err := lesson.Build(c, lesson.Options{Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		if err := sensible(doc.Markdown); err != nil {
			t.Fatal(err)
		}
		if err := fitSchemas(b, c); err != nil {
			t.Fatal(err)
		}
	})
}

// far are the distances from the next number that a script's byte chooses from.
var far = []uint32{0, 0, 0, 0, 1, ^uint32(0), 5, ^uint32(4), 1460, ^uint32(1459), 65535, ^uint32(65534), 1 << 30, 1 << 31, 1<<31 - 1, 1<<32 - 1<<30}

// scripted is the capture of a connection that a script makes.
func scripted(t *testing.T, script []byte) []byte {
	t.Helper()
	o, err := cases.ParseOptions("")
	if err != nil {
		t.Fatal(err)
	}
	var packets []cases.Packet
	var next [2]uint32
	for len(script) >= 8 && len(packets) < 60 {
		op := script[:8]
		script = script[8:]
		words := min(int(op[0]>>1&15), 10, len(script)/4)
		from := int(op[0] & 1)
		size := []int{0, 1, 5, 100, 536, 1460}[int(op[3])%6]
		offset := byte(5 + words)
		p := cases.Packet{Kind: "TCP", From: from, ID: -1, Gap: time.Duration(op[7]) * time.Duration(op[7]) * time.Millisecond,
			Flags: uint16(op[1]) | uint16(op[6]>>4)<<8, ECN: op[6] & 3, Offset: &offset,
			Seq: next[from] + far[op[2]&15], Ack: next[1-from] + far[op[2]>>4], Window: uint16(op[4])<<8 | uint16(op[5]), Urgent: uint16(op[6])}
		p.Data = append(slices.Clone(script[:4*words]), make([]byte, size)...)
		script = script[4*words:]
		next[from] = p.Seq + uint32(size) + uint32(p.Flags&1) + uint32(p.Flags>>1&1)
		packets = append(packets, p)
	}
	frames, err := cases.Frames(o, packets)
	if err != nil {
		t.Fatal(err)
	}
	return cases.Pcapng(o, frames)
}

// consistent holds a conversation's moves and facts to the frames there are.
func consistent(c *fact.Conversation, frames int) error {
	var now [2]*fact.Move
	for i := range c.Moves {
		m := &c.Moves[i]
		if last := now[m.Side]; last != nil && last.New != m.Old {
			return fmt.Errorf("%v after %v", *m, *last)
		}
		if now[m.Side] = m; m.Frame < 0 || m.Frame > frames {
			return fmt.Errorf("%v of %d frames", *m, frames)
		}
	}
	for _, f := range c.Facts {
		if len(f.Frames) == 0 || slices.Min(f.Frames) < 1 || slices.Max(f.Frames) > frames {
			return fmt.Errorf("%+v of %d frames", f, frames)
		}
		if err := elapsed(reflect.ValueOf(f.What)); err != nil {
			return fmt.Errorf("%+v: %w", f, err)
		}
	}
	return nil
}

// elapsed fails where a time of a fact is below zero.
func elapsed(v reflect.Value) error {
	switch {
	case !v.IsValid():
	case v.Type() == reflect.TypeFor[time.Duration]() && v.Int() < 0:
		return fmt.Errorf("a time of %v", time.Duration(v.Int()))
	case v.Kind() == reflect.Struct:
		for _, field := range v.Fields() {
			if err := elapsed(field); err != nil {
				return err
			}
		}
	}
	return nil
}
