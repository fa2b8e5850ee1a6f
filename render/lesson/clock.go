package lesson

import (
	"math"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// Clock is what is to be said of the time stamps.
type Clock struct {
	b *builder
	fact.Clock
}

// Clock is there for the templates to ask.
func (v *view) Clock() Clock { return Clock{v.b, v.b.c.Clock} }

// Timed counts the frames with a time stamp.
func (c Clock) Timed() int { return c.b.c.Frames - c.Missing }

// Still tells that all of several time stamps are the same.
func (c Clock) Still() bool { return c.Timed() > 1 && c.Earliest == c.Latest }

// BackBy and LeapBy are the largest steps in words, GrainBy what all are multiples of, EarlyDate and LateDate the first of the
// implausible dates.
func (c Clock) BackBy() string    { return c.long(c.Back) }
func (c Clock) GrainBy() string   { return c.b.span(c.Grain) }
func (c Clock) LeapBy() string    { return c.long(c.Leap) }
func (c Clock) EarlyDate() string { return c.b.dateOf(c.EarlyAs) }
func (c Clock) LateDate() string  { return c.b.dateOf(c.LateAs) }

// Length is from the earliest to the latest time stamp; empty where no frame has one.
func (v *view) Length() string {
	c := v.Clock()
	if c.Timed() == 0 {
		return ""
	}
	return c.long(c.Latest.Sub(c.Earliest))
}

// long is a duration that may be longer than what is told exactly.
func (c Clock) long(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= math.MaxInt64-time.Second:
		return c.b.labelf("years.more", int64(d/(8766*time.Hour)))
	case d >= 2*day:
		return c.b.labelf("days", text.Count(int64(d/day)), c.b.span(d))
	}
	return c.b.span(d)
}

// dateOf is the day of a moment, and of one beyond what a calendar has the year.
func (b *builder) dateOf(t fact.Time) string {
	const year = 31556952 // seconds, on average
	if t.Sec < 0 || t.Sec > lastSecond {
		return b.labelf("year", text.Count(1970+t.Sec/year))
	}
	return time.Unix(t.Sec, 0).UTC().Format(time.DateOnly)
}

// lastSecond is the last one of the year 9999.
const lastSecond = 253402300799
