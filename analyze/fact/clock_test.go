package fact

import (
	"testing"
	"time"
)

// TestClockAdd follows time stamps that run backwards, leap, are missing, or cannot be.
func TestClockAdd(t *testing.T) {
	const day = 86400
	var c Clock
	last := NoTime
	for i, sec := range []int64{1700000000, 1700000001, 1699999999, -1, 1700000000 + 3*day, 0, 5000000000} {
		at := Time{Sec: sec}
		if sec == -1 {
			at = NoTime
		}
		if c.Add(i+1, at, last); at.Known() {
			last = at
		}
	}
	want := Clock{Missing: 1, Earliest: Time{}, Latest: Time{Sec: 5000000000}, Backwards: 2, Back: (1700000000 + 3*day) * time.Second, BackAt: 6,
		Leap: 5000000000 * time.Second, LeapAt: 7, Grain: time.Second, Steps: 5, Early: 1, EarlyAt: 6, EarlyAs: Time{}, Late: 1, LateAt: 7, LateAs: Time{Sec: 5000000000}}
	if c != want {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
	var far Clock
	far.Add(1, Time{Sec: 1<<63 - 1}, NoTime)
	far.Add(2, Time{Sec: -1 << 63}, Time{Sec: 1<<63 - 1})
	if far.Back <= 0 || far.BackAt != 2 {
		t.Errorf("%+v", far)
	}
}
