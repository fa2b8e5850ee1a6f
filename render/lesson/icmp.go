package lesson

import (
	"fmt"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// reported is an ICMP error about the conversation, or its copy.
type reported struct {
	fact fact.Fact
	like int // the first that says the same; 0: it is the first itself
}

// errors are those about the conversation, in the order of the file.
func (t *talk) errors() (l []reported) {
	first := map[fact.Error]int{}
	for _, i := range t.facts {
		switch f := t.Facts[i]; f.Kind {
		case fact.ICMPTwice:
			l = append(l, reported{fact: f})
		case fact.ICMPError:
			says := f.What.(fact.Error)
			says.Quoted, says.At = min(says.Quoted, 1), 0
			l = append(l, reported{f, first[says]})
			if first[says] == 0 {
				first[says] = f.Frames[0]
			}
		}
	}
	return l
}

// ErrorName is what all errors about the conversation report; empty where they differ.
func (t *talk) ErrorName() string {
	name := ""
	for _, e := range t.errors() {
		if f, ok := e.fact.What.(fact.Error); ok {
			n := t.b.icmpName(f.Six, f.Type, f.Code)
			if name != "" && n != name {
				return ""
			}
			name = n
		}
	}
	return name
}

// errorFrames are the frames of errors.
func errorFrames(l []reported) (frames []int) {
	for _, e := range l {
		frames = append(frames, e.fact.Frames[0])
	}
	return frames
}

// SameErrors is what the lesson says of errors that say what one before did.
type SameErrors struct {
	Frames, Of []int // Of: the frames they quote, where known
	Like       int
}

// Few tells that there is room to name them all.
func (s *SameErrors) Few() bool { return len(s.Frames) <= maxErrors }

// maxErrors is how many ICMP errors that say the same are named.
const maxErrors = 6

// tellErrors tells an error in full, or those that say what one before did in a sentence.
func (t *talk) tellErrors(l []reported) string {
	f := l[0].fact
	if l[0].like == 0 {
		s := &Scene{t: t, step: &fact.Step{Frame: f.Frames[0], Side: f.Side}, fact: f}
		return t.b.labelf("in.frame", f.Frames[0]) + " " + t.b.paragraphs([]*Scene{s})
	}
	same := &SameErrors{Frames: errorFrames(l), Like: l[0].like}
	for _, e := range l {
		if n := e.fact.What.(fact.Error).Quoted; n != 0 && !slices.Contains(same.Of, n) {
			same.Of = append(same.Of, n)
		}
	}
	slices.Sort(same.Of)
	return t.b.run("errors-same", same)
}

// icmpName names the errors that TCP and UDP meet (RFC 792, RFC 1122 §3.2.2.1, RFC 4443 §3).
func (b *builder) icmpName(six bool, typ, code uint8) string {
	key := fmt.Sprintf("icmp.%d.%d", typ, code)
	if six {
		key = fmt.Sprintf("icmp6.%d.%d", typ, code)
	}
	if s, ok := b.words[key]; ok {
		return s
	}
	return b.label("icmp.other")
}

// original is the error that a fact tells, or of which it is a copy.
func (t *talk) original(f fact.Fact) fact.Error {
	of := f.Frames[0]
	if w, ok := f.What.(fact.Twice); ok {
		of = w.Of
	}
	for _, f := range t.Facts {
		if e, ok := f.What.(fact.Error); ok && f.Frames[0] == of {
			return e
		}
	}
	return fact.Error{}
}

// protocolOf is the overview's name of an error's protocol.
func protocolOf(e fact.Error) string {
	if e.Six {
		return fact.LayerICMPv6.String()
	}
	return fact.LayerICMP.String()
}
