package fact

// IPSums are the IPv4 header checksums of a capture, a frame counted once, by its worst.
type IPSums struct {
	Right int
	Zero  Listed // the field is 0, as before a network card fills it in
	Wrong Listed
}

// Listed are frames of which the first ones are named.
type Listed struct {
	N     int
	First [8]int
}

// Add takes the next frame.
func (l *Listed) Add(frame int) {
	if l.N < len(l.First) {
		l.First[l.N] = frame
	}
	l.N++
}

// Frames are those named.
func (l Listed) Frames() []int { return l.First[:min(l.N, len(l.First))] }
