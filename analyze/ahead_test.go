package analyze

import (
	"bytes"
	"encoding/binary"
	"io"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/frame"
)

// fragmented is a pcap file of raw IP with n datagrams in two fragments each, whose data is
// their number over and over.
func fragmented(n int) []byte {
	le, be := binary.LittleEndian, binary.BigEndian
	file := le.AppendUint32(nil, 0xa1b2c3d4)
	file = le.AppendUint16(le.AppendUint16(file, 2), 4)
	file = le.AppendUint32(append(file, make([]byte, 8)...), 1<<16)
	file = le.AppendUint32(file, 101)
	for i := range n {
		data := be.AppendUint16(nil, 4000)
		data = be.AppendUint16(be.AppendUint16(be.AppendUint16(data, 4001), 8+1600), 0)
		for range 400 {
			data = be.AppendUint32(data, uint32(i))
		}
		for _, part := range []struct {
			bytes []byte
			field uint16
		}{{data[:800], 1 << 13}, {data[800:], 100}} {
			size := 20 + len(part.bytes)
			file = append(file, make([]byte, 8)...)
			file = le.AppendUint32(le.AppendUint32(file, uint32(size)), uint32(size))
			file = be.AppendUint16(append(file, 0x45, 0), uint16(size))
			file = be.AppendUint16(be.AppendUint16(file, uint16(i)), part.field)
			file = append(file, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2)
			file = append(file, part.bytes...)
		}
	}
	return file
}

// What a frame shows holds until the next is asked for, however far ahead others are decoded.
func TestAhead(t *testing.T) {
	const n = 5 * batchFrames
	file := fragmented(n)
	src := Source{Name: "x.pcap", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file)), nil }}
	frames, datagrams := 0, 0
	for settled, err := range Walk(src, Options{}, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if settled.Frame == nil {
			continue
		}
		if frames++; settled.Frame.Number != frames {
			t.Fatalf("frame %d after %d", settled.Frame.Number, frames-1)
		}
		for _, st := range settled.Steps {
			want := bytes.Repeat(binary.BigEndian.AppendUint32(nil, uint32(datagrams)), 400)
			if !bytes.Equal(st.Payload, want) || len(st.Pieces) != 2 || st.Pieces[1] != frames {
				t.Fatalf("datagram %d: %d bytes of frames %v, the first % x", datagrams, len(st.Payload), st.Pieces, st.Payload[:min(4, len(st.Payload))])
			}
			datagrams++
		}
	}
	if datagrams != n {
		t.Errorf("%d datagrams, want %d", datagrams, n)
	}
}

// TestPeek: looking at what comes next takes nothing away, and reaches into the batches after.
func TestPeek(t *testing.T) {
	bounds := &fact.Bounds{}
	reader, err := frame.Open(bytes.NewReader(fragmented(5*batchFrames)), "x.pcap", bounds)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	a := newAhead(reader, bounds, &Options{})
	defer a.close()
	seen := 0
	for f := a.next(); f != nil; f = a.next() {
		if seen++; f.Number != seen {
			t.Fatalf("frame %d after %d", f.Number, seen-1)
		}
		if seen%100 != 50 {
			continue
		}
		n := seen
		for next := range a.peek() {
			if n++; next.Number != n {
				t.Fatalf("at frame %d: frame %d after %d", seen, next.Number, n-1)
			}
		}
		if n-seen < batchFrames && n < 10*batchFrames {
			t.Errorf("at frame %d: only %d frames come next", seen, n-seen)
		}
	}
	if seen != 10*batchFrames {
		t.Errorf("%d frames, want %d", seen, 10*batchFrames)
	}
}

// A walk may be left before the file's end.
func TestAheadLeft(t *testing.T) {
	file := fragmented(5 * batchFrames)
	var closed bool
	src := Source{Name: "x.pcap", Open: func() (io.ReadCloser, error) { return closing{bytes.NewReader(file), &closed}, nil }}
	for range Walk(src, Options{}, nil) {
		break
	}
	if !closed {
		t.Error("the file is left open")
	}
}

type closing struct {
	io.Reader
	closed *bool
}

func (c closing) Close() error {
	*c.closed = true
	return nil
}
