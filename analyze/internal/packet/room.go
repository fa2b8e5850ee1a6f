package packet

import (
	"bytes"
	"slices"
)

// Room is where the bytes of packets lie that outlive the next call of Decode. Without one
// each has memory of its own.
type Room struct {
	bytes  []byte
	frames []int
}

// Keep copies b. It is valid until the room is emptied.
func (r *Room) Keep(b []byte) []byte {
	if r == nil {
		return bytes.Clone(b)
	}
	from := len(r.bytes)
	r.bytes = append(r.bytes, b...)
	return r.bytes[from:len(r.bytes):len(r.bytes)]
}

func (r *Room) keepFrames(frames []int) []int {
	if r == nil {
		return slices.Clone(frames)
	}
	from := len(r.frames)
	r.frames = append(r.frames, frames...)
	return r.frames[from:len(r.frames):len(r.frames)]
}

// Len is how many bytes are kept.
func (r *Room) Len() int { return len(r.bytes) }

// Empty lets go of all that is kept; the memory is used again.
func (r *Room) Empty() { r.bytes, r.frames = r.bytes[:0], r.frames[:0] }
