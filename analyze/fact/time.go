package fact

import (
	"math"
	"time"
)

// Time is a moment by the capture's own clock: seconds since 1970-01-01 UTC and
// nanoseconds. Files may hold moments far outside of time.Time's int64
// nanoseconds, so the two parts stay apart.
type Time struct {
	Sec  int64
	Nano int32 // 0 to 999,999,999; negative where the file gives the frame no time
}

// NoTime is the time of a frame that has none (pcapng's Simple Packet Block).
var NoTime = Time{Nano: -1}

// Known tells whether the file gives a time.
func (t Time) Known() bool { return t.Nano >= 0 }

// Before orders two known moments.
func (t Time) Before(u Time) bool {
	return t.Sec < u.Sec || t.Sec == u.Sec && t.Nano < u.Nano
}

// Sub is t − u, held at the ends of what a Duration can say; 0 if either is unknown.
func (t Time) Sub(u Time) time.Duration {
	if !t.Known() || !u.Known() {
		return 0
	}
	sec := t.Sec - u.Sec
	if (sec > 0) != (t.Sec > u.Sec) && sec != 0 || sec > math.MaxInt64/int64(time.Second)-1 || sec < math.MinInt64/int64(time.Second)+1 {
		if t.Before(u) {
			return math.MinInt64
		}
		return math.MaxInt64
	}
	return time.Duration(sec)*time.Second + time.Duration(t.Nano-u.Nano)
}
