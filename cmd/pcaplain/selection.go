package main

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // --tz means the same on a system without zones of its own

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// sessionsFlag is --session: the conversations to explain, as they are named on the
// command line. Nil is the choice of the lesson.
type sessionsFlag struct {
	all bool
	ids []fact.ID // Incarnation 0: all that the stream holds
}

func (f *sessionsFlag) Set(s string) error {
	if s == "all" {
		*f = sessionsFlag{all: true}
		return nil
	}
	for name := range strings.SplitSeq(s, ",") {
		id, ok := parseID(strings.TrimSpace(name))
		if !ok {
			return wanted{wantSession}
		}
		f.ids = append(f.ids, id)
	}
	return nil
}

// parseID reads "tcp:3", "tcp:3.2" or "udp:0".
func parseID(name string) (id fact.ID, ok bool) {
	proto, rest, _ := strings.Cut(name, ":")
	switch proto {
	case "tcp":
	case "udp":
		id.Proto = fact.UDP
	default:
		return id, false
	}
	stream, incarnation, more := strings.Cut(rest, ".")
	var err error
	if more {
		if id.Incarnation, err = strconv.Atoi(incarnation); err != nil || id.Incarnation < 1 {
			return id, false
		}
	}
	id.Stream, err = strconv.Atoi(stream)
	return id, err == nil && id.Stream >= 0
}

// has tells whether the flag means the conversation; without names it means all. An
// Incarnation of 0 is the whole stream.
func (f *sessionsFlag) has(id fact.ID) bool {
	return len(f.ids) == 0 || slices.ContainsFunc(f.ids, func(want fact.ID) bool { return covers(want, id) })
}

// incarnations tells whether a name means less than a stream.
func (f *sessionsFlag) incarnations() bool {
	return slices.ContainsFunc(f.ids, func(id fact.ID) bool { return id.Incarnation > 0 })
}

// missing is the first name that means none of what there is; empty where all do.
func (f *sessionsFlag) missing(there iter.Seq[fact.ID]) string {
	left := slices.Clone(f.ids)
	for id := range there {
		left = slices.DeleteFunc(left, func(want fact.ID) bool { return covers(want, id) })
	}
	if len(left) == 0 {
		return ""
	}
	return sessionName(left[0])
}

// covers tells whether a name of the command line means the conversation: tcp:3 means all
// that stream 3 holds.
func covers(want, id fact.ID) bool {
	return want.Proto == id.Proto && want.Stream == id.Stream && (want.Incarnation == 0 || want.Incarnation == id.Incarnation)
}

// String is the flag's value as it goes into the generator line.
func (f *sessionsFlag) String() string {
	if f.all {
		return "all"
	}
	names := make([]string, len(f.ids))
	for i, id := range f.ids {
		names[i] = sessionName(id)
	}
	return strings.Join(names, ",")
}

// sessionName keeps tcp:3.1, a part of stream 3, apart from tcp:3, all of it.
func sessionName(id fact.ID) string {
	if id.Incarnation == 1 {
		return id.String() + ".1"
	}
	return id.String()
}

func (f *sessionsFlag) Type() string { return "tcp:0,udp:1|all" }

// dateFlag is --date.
type dateFlag string

func (f *dateFlag) Set(s string) error {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return wanted{wantDate}
	}
	*f = dateFlag(s)
	return nil
}

func (f *dateFlag) String() string { return string(*f) }
func (f *dateFlag) Type() string   { return "YYYY-MM-DD" }

// zoneFlag is --tz: UTC, a name of the IANA data base, or an offset. The zone of the
// machine is not one of them: the same command means the same page everywhere.
type zoneFlag struct{ zone *time.Location }

func (f *zoneFlag) Set(s string) error {
	if t, err := time.Parse("-07:00", s); err == nil {
		_, offset := t.Zone()
		f.zone = time.FixedZone(s, offset)
		return nil
	}
	zone, err := time.LoadLocation(s)
	if err != nil || s == "" || s == "Local" {
		return wanted{wantZone}
	}
	f.zone = zone
	return nil
}

func (f *zoneFlag) String() string {
	if f.zone == nil {
		return ""
	}
	return f.zone.String()
}

func (f *zoneFlag) orUTC() *time.Location {
	if f.zone == nil {
		return time.UTC
	}
	return f.zone
}

func (f *zoneFlag) Type() string { return "ZONE" }
