package cases

import (
	"encoding/binary"
	"time"
)

// began is the moment of a case's first packet: midnight UTC on 1 January 2026.
var began = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Pcapng is a capture file of the frames: one section, Ethernet interfaces, times in
// microseconds.
func Pcapng(o *Options, frames []Frame) []byte {
	le := binary.LittleEndian
	head := le.AppendUint32(nil, 0x1a2b3c4d)
	head = append(head, 1, 0, 0, 0)
	b := block(nil, 0x0a0d0d0a, le.AppendUint64(head, ^uint64(0)))
	for range interfaces(frames) {
		b = block(b, 1, le.AppendUint32([]byte{1, 0, 0, 0}, uint32(o.Snaplen)))
	}
	for _, f := range frames {
		kept := f.Bytes
		if o.Snaplen > 0 {
			kept = kept[:min(len(kept), o.Snaplen)]
		}
		at := uint64(began.Add(f.At).UnixMicro())
		body := le.AppendUint32(nil, uint32(f.On))
		for _, v := range []uint32{uint32(at >> 32), uint32(at), uint32(len(kept)), uint32(len(f.Bytes))} {
			body = le.AppendUint32(body, v)
		}
		b = block(b, 6, append(body, kept...))
	}
	return b
}

// interfaces counts those at which frames are captured.
func interfaces(frames []Frame) int {
	n := 1
	for _, f := range frames {
		n = max(n, f.On+1)
	}
	return n
}

// block appends a block: its type, its length, the body to a multiple of four, its length again.
func block(b []byte, typ uint32, body []byte) []byte {
	pad := -len(body) & 3
	size := uint32(12 + len(body) + pad)
	b = binary.LittleEndian.AppendUint32(b, typ)
	b = binary.LittleEndian.AppendUint32(b, size)
	b = append(append(b, body...), make([]byte, pad)...)
	return binary.LittleEndian.AppendUint32(b, size)
}
