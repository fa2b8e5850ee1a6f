package fact

import "fmt"

// Window is a window as a segment has it: the field, and the shift that makes it bytes (RFC 7323 §2.2).
type Window struct {
	Field uint16
	Shift int8 // UnknownShift where the capture does not hold what both SYNs say of it
}

const (
	UnknownShift = -1 // stands for a scale that is not known
	MaxShift     = 14 // what a larger one counts as (RFC 7323 §2.3)
)

// String is the field, and what the shift makes of it: "63×1024=64512".
func (w Window) String() string {
	switch w.Shift {
	case UnknownShift:
		return fmt.Sprintf("%d×?", w.Field)
	case 0:
		return fmt.Sprint(w.Field)
	}
	return fmt.Sprintf("%d×%d=%d", w.Field, 1<<w.Shift, w.Bytes())
}

// Bytes is the size in bytes; of an unknown scale the least that it can be.
func (w Window) Bytes() int64 { return int64(w.Field) << max(w.Shift, 0) }

// Scaling is what an end's SYN says of window scaling (RFC 7323 §2.2).
type Scaling int8

const (
	ScalingUnknown Scaling = iota // no SYN was captured, or not all of its options
	ScalingRefused                // it leaves the option out
	scalingOffered                // with a shift of 0; one of n is scalingOffered + n
)

// Scaling is what the segment says, if it is a SYN.
func (s *Segment) Scaling() Scaling {
	switch {
	case s.Options.Has&HasShift != 0:
		return scalingOffered + Scaling(min(s.Options.Shift, MaxShift))
	case s.Part < Header || s.Options.Has&OptionsCut != 0:
		return ScalingUnknown
	}
	return ScalingRefused
}

// Fill gives options what their SYN said.
func (c Scaling) Fill(o *Options) {
	switch {
	case c >= scalingOffered:
		o.Has, o.Shift = o.Has|HasShift, uint8(c-scalingOffered)
	case c == ScalingUnknown:
		o.Has |= OptionsCut
	}
}

// Shift is that of the end's windows: they are scaled where the other end's SYN offers it too.
func (c Scaling) Shift(other Scaling) int8 {
	switch {
	case c == ScalingRefused, other == ScalingRefused:
		return 0
	case c >= scalingOffered && other >= scalingOffered:
		return int8(c - scalingOffered)
	}
	return UnknownShift
}

// Offers is the segment's window, of an end whose windows have the shift: in a SYN it is never
// scaled.
func (s *Segment) Offers(shift int8) Window {
	if s.Flags&SYN != 0 {
		shift = 0
	}
	return Window{s.Window, shift}
}
