// Package seq is the one place where TCP sequence numbers are compared and
// subtracted: arithmetic modulo 2^32 (RFC 9293 §3.4).
package seq

// Diff is a − b, from −2^31 to 2^31 − 1: how far a lies after b.
func Diff(a, b uint32) int32 { return int32(a - b) }

// Before tells whether a comes before b.
func Before(a, b uint32) bool { return Diff(a, b) < 0 }

// After tells whether a comes after b.
func After(a, b uint32) bool { return Diff(a, b) > 0 }

// AtMost tells whether a is b or comes before it.
func AtMost(a, b uint32) bool { return Diff(a, b) <= 0 }

// Within tells whether a lies in the size numbers that begin with from.
func Within(a, from, size uint32) bool { return a-from < size }

// Max is the later of the two.
func Max(a, b uint32) uint32 {
	if Before(a, b) {
		return b
	}
	return a
}

// Min is the earlier of the two.
func Min(a, b uint32) uint32 {
	if Before(a, b) {
		return a
	}
	return b
}
