package lesson

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Lasts is the time from the first frame to the last; empty where the clock ran back, or leapt.
func (t *talk) Lasts() string {
	for i := 1; i < len(t.Steps); i++ {
		if fact.Jumps(t.Steps[i].Time.Sub(t.Steps[i-1].Time)) {
			return ""
		}
	}
	if d := t.Row.End.Sub(t.Row.Start); d >= 0 {
		return t.b.span(d)
	}
	return ""
}

// Trip is the time between two frames.
type Trip struct{ Times, How string }

// maxTrips is how many times a table lists.
const maxTrips = 4

// Confirmed are the times from an end's segments until their confirmation: the first few.
// What was sent again is left out, since one cannot tell which sending was confirmed
// (Karn's algorithm, RFC 6298 §3), and what waited behind a hole until that was filled.
func (t *talk) Confirmed(side int) *Trip {
	if t.copied() {
		return nil
	}
	var times, how []string
	for i := range t.Steps {
		s := &t.Steps[i]
		of := t.step(int(s.Confirms))
		if of == nil || int(of.Side) != side || t.resent(of) || t.recovers(of, s) || !fact.Measured(s.Time.Sub(of.Time)) {
			continue
		}
		if len(times) == maxTrips {
			return &Trip{strings.Join(append(times, "…"), ", "), strings.Join(append(how, "…"), ", ")}
		}
		times = append(times, t.b.span(s.Time.Sub(of.Time)))
		how = append(how, fmt.Sprintf("%d → %d", of.Frame, s.Frame))
	}
	if times == nil {
		return nil
	}
	return &Trip{strings.Join(times, ", "), strings.Join(how, ", ")}
}

// TripsTold tells that what is measured of an end's times until confirmed is told in a paragraph of
// its own: there are more of them than the table lists.
func (t *talk) TripsTold(side int) bool {
	for _, f := range t.Facts {
		if r, ok := f.What.(fact.RoundTrips); ok && int(f.Side) == side {
			return r.Count > maxTrips
		}
	}
	return false
}

// TripsTold is the same of the scene's end.
func (s *Scene) TripsTold() bool { return s.t.TripsTold(int(s.side())) }

// Trips are an end's times until confirmed as the table lists them; nil where there are none, or
// where they are told below.
func (t *talk) Trips(side int) *Trip {
	if t.TripsTold(side) {
		return nil
	}
	return t.Confirmed(side)
}

// TripCell is the table's cell of them.
func (t *talk) TripCell(side int) string {
	if t.TripsTold(side) {
		return t.b.label("trips.below")
	}
	if trip := t.Confirmed(side); trip != nil {
		return trip.Times + " (" + trip.How + ")"
	}
	return "–"
}

// resent tells whether a step's numbers were sent more than once.
func (t *talk) resent(s *fact.Step) bool {
	for _, f := range t.Facts {
		if r, ok := f.What.(fact.Retransmit); ok && (f.Frames[0] == s.Frame || r.First == s.Frame) {
			return true
		}
		if o, ok := f.What.(fact.OutOfOrder); ok && f.Frames[0] == s.Frame && o.Order != fact.Overtaken {
			return true
		}
	}
	return false
}

// recovers tells whether a segment's sender sent numbers before it again until it was confirmed.
func (t *talk) recovers(of, confirmed *fact.Step) bool {
	for i := range t.Steps {
		if s := &t.Steps[i]; s.Side == of.Side && s.Frame > of.Frame && s.Frame < confirmed.Frame && s.TCP.Seq-of.TCP.Seq > 1<<31 && t.resent(s) {
			return true
		}
	}
	return false
}

// copied tells that frames were recorded at more than one place: times between such frames
// are none of the conversation's.
func (t *talk) copied() bool {
	return slices.ContainsFunc(t.Steps, func(s fact.Step) bool { return s.Dup != 0 })
}

// Echoes are the times from data to its echo.
func (t *talk) Echoes() *Trip {
	if t.copied() {
		return nil
	}
	var times, how []string
	for _, f := range t.Facts {
		var of int
		var after time.Duration
		switch w := f.What.(type) {
		case fact.Echo:
			of, after = w.Of, w.After
		case fact.Answer:
			of, after = w.Of, w.After
		}
		if of == 0 || len(times) == maxTrips || !fact.Measured(after) {
			continue
		}
		times = append(times, t.b.span(after))
		how = append(how, fmt.Sprintf("%d → %d", of, f.Frames[0]))
	}
	if times == nil {
		return nil
	}
	return &Trip{strings.Join(times, ", "), strings.Join(how, ", ")}
}
