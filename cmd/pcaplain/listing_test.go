package main

import (
	"bytes"
	"context"
	"io"
	"slices"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/render/table"
)

// ack is a record of a pcap file: one ACK over Ethernet and IPv4.
var ack = []byte("\x00\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x36\x00\x00\x00" +
	"\x02\x00\x00\x00\x00\x01\x02\x00\x00\x00\x00\x02\x08\x00" +
	"\x45\x00\x00\x28\x00\x00\x00\x00\x40\x06\x00\x00\xc0\x00\x02\x01\xc0\x00\x02\x02" +
	"\xc0\x00\x00\x50\x00\x00\x00\x01\x00\x00\x00\x01\x50\x10\xff\xff\x00\x00\x00\x00")

// TestListAllocations: one more frame costs the list of sessions nothing.
func TestListAllocations(t *testing.T) {
	allocs := func(frames int) float64 {
		file := append(slices.Clone(noFrames), bytes.Repeat(ack, frames)...)
		src := analyze.Source{Name: "acks", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file)), nil }}
		return testing.AllocsPerRun(5, func() {
			var out bytes.Buffer
			a := &app{ctx: context.Background(), out: &out, err: io.Discard}
			l := listing{streams: true, counts: true, format: formatFlag(table.TSV)}
			if err := list(a, src, &l, table.SessionColumns, l.noteStream(nil), l.streamRows(nil)); err != nil {
				t.Fatal(err)
			}
			if rows := bytes.Count(out.Bytes(), []byte("\n")); rows != 2 {
				t.Fatalf("%d rows: %s", rows, out.Bytes())
			}
		})
	}
	const few, many = 1000, 11000
	if each := (allocs(many) - allocs(few)) / (many - few); each > 0.01 {
		t.Errorf("%.4f allocations a frame", each)
	}
}
