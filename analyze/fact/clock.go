package fact

import (
	"math"
	"time"
)

// Clock is what a capture's time stamps are like, frame after frame.
type Clock struct {
	Missing         int // frames without one
	Earliest        Time
	Latest          Time
	Backwards       int           // frames with an earlier one than the frame before
	Back            time.Duration // the largest step back
	BackAt          int           // the frame after it
	Leap            time.Duration // the largest step forward, where it is at least MinLeap
	LeapAt          int           // the frame after it
	Early, Late     int           // frames with an implausible date
	EarlyAt         int           // the first of each
	LateAt          int
	EarlyAs, LateAs Time // and its time stamp

	Grain time.Duration // the greatest common divisor of the steps from frame to frame; 0: none
	Steps int           // how many are not 0
}

// Coarse tells that the clock seems to have run in steps of Grain: no packets come so regularly.
func (c Clock) Coarse() bool { return c.Grain >= 10*time.Millisecond && c.Steps >= enoughSteps }

// enoughSteps that all are multiples of the same time are no chance.
const enoughSteps = 6

// Dates that no clock shows which was set: packet capture began in 1988, and this century
// ends before such a file should be read.
const (
	earliestSec = 567993600  // 1988-01-01 UTC
	latestSec   = 4102444800 // 2100-01-01 UTC
)

// MinLeap is how long nothing was captured where it is worth saying: a day.
const MinLeap = 24 * time.Hour

// Disorder is how far time stamps may run back where nobody set a clock: a capture of several
// queues may write frames in another order than they came in.
const Disorder = 10 * time.Millisecond

// Measured tells a time between two frames that can have passed. Across a step back or a leap of
// the clock nothing is measured.
func Measured(d time.Duration) bool { return d >= 0 && d < MinLeap }

// Jumps tells a step from one frame to the next across which no clock ran on.
func Jumps(d time.Duration) bool { return d < -Disorder || d >= MinLeap }

// Add takes the next frame's time stamp; before is that of the last frame that had one.
func (c *Clock) Add(frame int, at, before Time) {
	if !at.Known() {
		c.Missing++
		return
	}
	switch {
	case at.Sec < earliestSec:
		if c.Early++; c.Early == 1 {
			c.EarlyAt, c.EarlyAs = frame, at
		}
	case at.Sec >= latestSec:
		if c.Late++; c.Late == 1 {
			c.LateAt, c.LateAs = frame, at
		}
	}
	if !before.Known() {
		c.Earliest, c.Latest = at, at
		return
	}
	if at.Before(c.Earliest) {
		c.Earliest = at
	}
	if c.Latest.Before(at) {
		c.Latest = at
	}
	step := at.Sub(before)
	if step != 0 {
		c.Steps++
		c.Grain = divisor(c.Grain, step.Abs())
	}
	switch {
	case at.Before(before):
		back := -max(step, math.MinInt64+1)
		if c.Backwards++; back > c.Back {
			c.Back, c.BackAt = back, frame
		}
	case step >= MinLeap && step > c.Leap:
		c.Leap, c.LeapAt = step, frame
	}
}

// divisor is the greatest common divisor of two times; that of 0 and another is the other.
func divisor(a, b time.Duration) time.Duration {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
