package frame

import (
	"bytes"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// FuzzReader: no bytes make the reader panic, run on for ever, or give frames that
// contradict what it says of them.
func FuzzReader(f *testing.F) {
	capture := append(section(), packetOf(60)...)
	f.Add(capture)
	f.Add(append(capture, capture...))
	f.Add(capture[:len(capture)-5])
	f.Add(append(section(), blockOf(simplePacket, append(words(60), make([]byte, 60)...))...))
	f.Add(append(section(), blockOf(oldPacket, append(words(0, 0, 1, 8, 8, 0), make([]byte, 8)...))...))
	f.Add(append(section(), blockOf(custom, words(1, 2, 3))...))
	f.Add(append(section(), blockOf(journalExport, []byte("__REALTIME_TIMESTAMP=1478000000000000\n"))...))
	f.Add(append(section(), blockOf(sysdigEventV2, make([]byte, 40))...))
	f.Add(append(section(), blockOf(nameResolution, words(1|4<<16, 0, 0))...))
	f.Add(append(section(), blockOf(interfaceStats, words(0, 0, 0, optReceived|8<<16, 7, 0))...))
	f.Add(append(section(), blockOf(interfaceBlock, words(1, 0, optIfResolution|1<<16, 0xff, optIfOffset|8<<16, 0, 1<<31))...))
	f.Add(classic(2, 20))
	f.Add(packed(capture))
	f.Add(snoops(2, 4, snooped(60, 60, 0)))
	f.Add(nokia(3))
	f.Add(append(section(), blockOf(secretsBlock, words(0x544c534b, 4, 1))...))
	f.Add([]byte("<!doctype html>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Open(bytes.NewReader(b), "fuzz", nil)
		if err != nil {
			return
		}
		// No block or record is shorter than twelve bytes, and no more than this comes out of so few.
		most, at := (freeExpansion+fact.DefaultLimits[fact.MaxExpansion]*len(b))/blockFrame, int64(-1)
		for frame := (Frame{}); r.Next(&frame); most-- {
			if most < 0 || frame.Offset <= at || len(frame.Data) > frame.CapLen || frame.Len < 0 || frame.Time.Nano >= nanos {
				t.Fatalf("%+v", frame)
			}
			if at = frame.Offset; frame.Described >= len(r.file.Interfaces) {
				t.Fatalf("%+v: no such interface", frame)
			}
		}
		if d := r.File().Damage; d != nil && (d.Offset <= at || d.Offset < 0 || d.Frame != r.number+1) {
			t.Fatalf("%+v behind a frame at %d", *d, at)
		}
	})
}
