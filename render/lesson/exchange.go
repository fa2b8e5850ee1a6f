package lesson

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Length is the UDP header's field.
func (s *Scene) Length() uint16 { return s.step.UDP.Length }

// FromPort and ToPort are the frame's ports.
func (s *Scene) FromPort() uint16 { return s.t.Ends[s.step.Side].Port() }
func (s *Scene) ToPort() uint16   { return s.t.Ends[s.step.Side.Other()].Port() }

// Tries are the frames that an answer may answer, where there are several.
func (s *Scene) Tries() []int {
	l := slices.Sorted(slices.Values(s.fact.Frames[1:]))
	if len(l) < 2 {
		return nil
	}
	return l
}

// UDP tells that the conversation is a UDP exchange.
func (s *Scene) UDP() bool { return s.t.ID.Proto == fact.UDP }

// Answering are the frames that answer from elsewhere.
func (s *Scene) Answering() []int { return s.fact.Frames[1:] }

// ServerIP is the server's address, or the group's.
func (s *Scene) ServerIP() string { return s.t.ServerIP() }

// IDName is what the application calls the id by which an answer was found.
func (s *Scene) IDName() (string, error) {
	if a, ok := s.fact.What.(fact.Apart); ok {
		return s.t.b.word("app." + string(a.By))
	}
	a, _ := s.fact.What.(fact.Answer)
	if a.Confirms {
		return s.t.b.word("app.message")
	}
	return s.t.b.word("app." + string(a.By))
}

// FromIP is the address that the frame came from.
func (s *Scene) FromIP() string { return s.t.Ends[s.step.Side].Addr().String() }

// recordTypes are the names of the types that multicast DNS is mostly about (IANA's DNS parameters).
var recordTypes = map[uint16]string{1: "A", 5: "CNAME", 12: "PTR", 13: "HINFO", 16: "TXT", 28: "AAAA", 33: "SRV", 47: "NSEC", 65: "HTTPS"}

// Record is a record's type, one without a name here as RFC 3597 §5 writes it, and Named the
// name that it is about.
func (s *Scene) Record() string {
	kind := s.fact.What.(fact.Named).Type
	return cmp.Or(recordTypes[kind], fmt.Sprintf("TYPE%d", kind))
}
func (s *Scene) Named() string { return s.t.b.quoted(s.fact.What.(fact.Named).Name) }

// Report is that ICMP errors quote some of the datagrams without an answer: which, and in
// which frames the errors came.
type Report struct{ Of, Errors []int }

// Reports is the same of the fact's frames; nil where there is none. Unreported tells that
// some of them are not quoted.
func (s *Scene) Reports() *Report {
	r := &Report{}
	for _, f := range s.t.Facts {
		if e, ok := f.What.(fact.Error); ok && slices.Contains(s.fact.Frames, e.Quoted) {
			r.Errors = append(r.Errors, f.Frames[0])
			if !slices.Contains(r.Of, e.Quoted) {
				r.Of = append(r.Of, e.Quoted)
			}
		}
	}
	if r.Of == nil {
		return nil
	}
	slices.Sort(r.Of)
	return r
}
func (s *Scene) Unreported() bool {
	r := s.Reports()
	return r == nil || len(r.Of) < len(s.fact.Frames)
}
