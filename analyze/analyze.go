// Package analyze reads a capture and reconstructs what the endpoints did. Data goes
// one way: file → Frame → Packet → pair of ends → observers → settled Steps, Moves and
// Facts. Walk hands these out as they settle; Read collects them; Survey only counts.
package analyze

import (
	"fmt"
	"io"
	"iter"
	"net/netip"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/frame"
)

// Source is a capture that can be opened more than once: Read goes over it twice.
type Source struct {
	Name string // without folders, as the page shows it
	Open func() (io.ReadCloser, error)
}

// NotCapture is the error for input that is no capture: what it is instead, and what to do.
type NotCapture = frame.NotCapture

// Text is a part of a NotCapture, to be translated; Forms are all its forms.
type Text = frame.Text

func Forms() []string { return frame.Forms() }

// Options change how a capture is read. The zero value is the usual way.
type Options struct {
	Servers  []netip.AddrPort // ends that are servers, whatever the frames suggest
	inferred []netip.AddrPort // ends that other frames show to be servers, where the opening was not captured
	// StreamsOnly numbers and counts Wireshark's streams and observes nothing: frames have
	// their rows, but there are no conversations, steps, moves or facts.
	StreamsOnly bool
	// Unverified leaves TCP's and UDP's checksums as they are: it takes a look at every byte to
	// calculate them again.
	Unverified bool
	Limits     fact.Limits
	// Completeness is that of a Survey of the same file: with it frames have Wireshark's
	// tcp.completeness, which a first pass only shows of the frames before.
	Completeness []fact.Completeness
}

// Settled is what one frame settled. It is valid until the next iteration.
type Settled struct {
	Frame *fact.Frame // nil after the last frame, when the file's end settles the rest
	Other string      // the protocol of a frame that is neither TCP nor UDP, else empty
	Steps []StepOf    // one for each TCP or UDP header of the frame that is its own
	Moves []MoveOf
	Facts []FactOf
}

type (
	// StepOf is a step and its conversation.
	StepOf struct {
		Row          *fact.Row
		Header, Data fact.Span   // where the header and the payload lie in the frame; without length where there are Pieces
		Pieces       []int       // the frames whose fragments hold them; nil where they lie in this one alone
		Overlap      bool        // of these, bytes came twice
		Conflict     bool        // … and not with the same values, or they disagree about the datagram's end
		Clash        *fact.Clash // … where; nil without one
		Payload      []byte      // what was captured of the data
		fact.Step
	}
	// MoveOf is a move and its conversation.
	MoveOf struct {
		Row *fact.Row
		fact.Move
	}
	// FactOf is a fact and its conversation.
	FactOf struct {
		Row *fact.Row
		fact.Fact
	}
)

func (s *Settled) reset() {
	*s = Settled{Steps: s.Steps[:0], Moves: s.Moves[:0], Facts: s.Facts[:0]}
}

// Walk goes over the capture once and yields what each frame settled, then what the end of
// the file settles, a pair of ends at a time. survey, where it is not nil, is filled in when
// all frames were yielded; the states of its rows are the last ones when Walk is done. The error is of opening, of
// reading, behind the frames that came before it, or of input that is no capture: what a capture contains is never one.
func Walk(src Source, opt Options, survey *fact.Survey) iter.Seq2[*Settled, error] {
	return func(yield func(*Settled, error) bool) {
		file, err := src.Open()
		if err != nil {
			yield(nil, fmt.Errorf("opening %s: %w", src.Name, err))
			return
		}
		defer file.Close()
		bounds := &fact.Bounds{Max: opt.Limits}
		reader, err := frame.Open(file, src.Name, bounds)
		if err != nil {
			yield(nil, err)
			return
		}
		defer reader.Close()
		frames := newAhead(reader, bounds, &opt)
		defer frames.close()
		e := newEngine(frames, opt)
		for e.next() {
			if !yield(&e.out, nil) {
				return
			}
		}
		if err := reader.Err(); err != nil {
			yield(nil, fmt.Errorf("reading %s: %w", src.Name, err))
			return
		}
		e.finish()
		if survey != nil {
			*survey = e.survey
		}
		for range e.end() {
			if !yield(&e.out, nil) {
				return
			}
		}
	}
}

// Survey goes over the capture once and keeps a row for each conversation and stream.
func Survey(src Source, opt Options) (*fact.Survey, error) {
	var survey fact.Survey
	for _, err := range Walk(src, opt, &survey) {
		if err != nil {
			return nil, err
		}
	}
	return &survey, nil
}
