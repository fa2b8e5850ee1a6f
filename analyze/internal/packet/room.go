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
	return put(&r.bytes, b)
}

func (r *Room) keepFrames(frames []int) []int {
	if r == nil {
		return slices.Clone(frames)
	}
	return put(&r.frames, frames)
}

// put appends l, and gives what it has become.
func put[T any](room *[]T, l []T) []T {
	from := len(*room)
	*room = append(*room, l...)
	return (*room)[from:len(*room):len(*room)]
}

// Len is how many bytes are kept.
func (r *Room) Len() int { return len(r.bytes) }

// Empty lets go of all that is kept; the memory is used again.
func (r *Room) Empty() { r.bytes, r.frames = r.bytes[:0], r.frames[:0] }
