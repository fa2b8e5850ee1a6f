package analyze

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"math/bits"
	"slices"
	"strings"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

const (
	// maxExcerpt bounds the bytes that are kept of one frame; excerptCost is what keeping a
	// frame needs besides.
	maxExcerpt  = 4096
	excerptCost = 256
	// maxActive is the number of conversations up to which the activity of all is kept.
	maxActive = 64
	// columns is at most how many columns the activity has: what a text drawing holds.
	columns = 57
)

// Choice picks the conversations to collect from a survey's rows.
type Choice func(s *fact.Survey) []fact.ID

// Read goes over the capture twice: once for the survey, from which choose picks, and once
// more to collect the conversations chosen.
func Read(src Source, opt Options, choose Choice) (*fact.Capture, error) {
	survey, err := Survey(src, opt)
	if err != nil {
		return nil, err
	}
	if opt.inferred = servers(survey); opt.inferred != nil {
		if survey, err = Survey(src, opt); err != nil {
			return nil, err
		}
	}
	c := &collector{survey: survey, chosen: map[fact.ID]*fact.Conversation{}, left: survey.Bounds.Of(fact.MaxBytes)}
	c.take(choose(survey))
	c.columns()
	for settled, err := range Walk(src, opt, nil) {
		if err != nil {
			return nil, err
		}
		c.add(settled)
	}
	capture := c.freeze()
	if capture.File.SHA256, capture.File.Size, err = digest(src); err != nil {
		return nil, err
	}
	capture.File.Name = src.Name
	return capture, nil
}

// digest is the SHA-256 of the file as it is stored, and its size.
func digest(src Source) (string, int64, error) {
	file, err := src.Open()
	if err != nil {
		return "", 0, fmt.Errorf("opening %s: %w", src.Name, err)
	}
	defer file.Close()
	h := sha256.New()
	n, err := io.Copy(h, file)
	if err != nil {
		return "", 0, fmt.Errorf("reading %s: %w", src.Name, err)
	}
	return hex.EncodeToString(h.Sum(nil)), n, nil
}

// collector keeps what Walk yields of the conversations chosen.
type collector struct {
	survey *fact.Survey
	chosen map[fact.ID]*fact.Conversation
	active fact.Activity
	left   int // bytes of excerpts that may still be kept
	untold []fact.ID
	notes  []fact.Note
	noted  int
}

// take makes room for the conversations chosen, as far as the frames allow that are told.
func (c *collector) take(chosen []fact.ID) {
	wanted := make(map[fact.ID]bool, len(chosen))
	for _, id := range chosen {
		wanted[id] = true
	}
	left := c.survey.Bounds.Of(fact.MaxFrames)
	for _, r := range c.survey.Rows {
		switch frames := r.Frames[0] + r.Frames[1]; {
		case !wanted[r.ID]:
		case frames > left:
			c.untold = append(c.untold, r.ID)
			c.survey.Bounds.Exceed(fact.MaxFrames, 1)
		default:
			left -= frames
			c.chosen[r.ID] = &fact.Conversation{Excerpts: map[int]*fact.Excerpt{}, Steps: make([]fact.Step, 0, frames)}
		}
	}
}

// columns chooses the step of the activity: 1, 2 or 5 times a power of ten, or a quarter.
func (c *collector) columns() {
	after := max(c.survey.Clock.Latest.Sub(c.survey.First), 0) // a clock may go backwards
	before := c.survey.First.Sub(c.survey.Clock.Earliest)
	if !fact.Measured(before) || after > math.MaxInt64/2 {
		before = 0 // it was set, and the rest would shrink to nothing
	}
	step := niceStep((before + after) / columns)
	before = (before + step - 1) / step * step
	c.active = fact.Activity{Column: step, Before: before, Columns: min(int((before+after)/step), columns) + 1, Rows: map[fact.ID][2][]int{}, Others: map[string][]int{}}
	for _, r := range c.survey.Rows {
		if c.chosen[r.ID] != nil || len(c.survey.Rows) <= maxActive {
			c.active.Rows[r.ID] = [2][]int{make([]int, c.active.Columns), make([]int, c.active.Columns)}
		}
	}
}

// niceStep is the next step at or above d that a reader can count in.
func niceStep(d time.Duration) time.Duration {
	power := time.Duration(1)
	for range bits.Len64(uint64(max(d, 1))) {
		for _, m := range []time.Duration{4, 8, 10, 20} { // quarters of 1, 2, 2.5 and 5
			if step := power * m / 4; step >= max(d, 1) {
				return step
			}
		}
		power *= 10
	}
	return max(d, 1)
}

func (c *collector) add(s *Settled) {
	if s.Frame != nil {
		c.note(s.Frame)
	}
	for i := range s.Steps {
		c.step(s, &s.Steps[i])
	}
	for _, m := range s.Moves {
		if conv := c.chosen[m.Row.ID]; conv != nil {
			conv.Moves = append(conv.Moves, m.Move)
		}
	}
	for _, f := range s.Facts {
		if conv := c.chosen[f.Row.ID]; conv != nil {
			conv.Facts = append(conv.Facts, f.Fact)
		}
	}
	if s.Frame != nil && len(s.Steps) == 0 {
		c.otherFrame(s)
	}
}

// What is kept of the comments on packets.
const (
	maxNotes = 1024
	maxNote  = 1024 // bytes of one
)

// note keeps the comments on a packet.
func (c *collector) note(f *fact.Frame) {
	if len(f.Comments) > 0 {
		c.noted++
	}
	for _, s := range f.Comments[:min(len(f.Comments), maxNotes-len(c.notes))] {
		c.notes = append(c.notes, fact.Note{Frame: f.Number, Text: strings.Clone(s[:min(len(s), maxNote)])})
	}
}

func (c *collector) step(s *Settled, st *StepOf) {
	if col, ok := c.column(st.Time); ok {
		if a, ok := c.active.Rows[st.Row.ID]; ok {
			a[st.Side][col]++
		}
	}
	conv := c.chosen[st.Row.ID]
	if conv == nil {
		return
	}
	conv.Steps = append(conv.Steps, st.Step)
	c.left -= excerptCost
	kept := s.Frame.Bytes[:max(0, min(len(s.Frame.Bytes), maxExcerpt, c.left))]
	if len(kept) == 0 {
		c.survey.Bounds.Exceed(fact.MaxBytes, 1)
		return
	}
	x := &fact.Excerpt{Frame: st.Frame, Layers: slices.Clone(s.Frame.Layers), Len: s.Frame.Len, CapLen: len(s.Frame.Bytes),
		Pieces: slices.Clone(st.Pieces), Overlap: st.Overlap, Conflict: st.Conflict, Header: st.Header, Data: st.Data, Bytes: bytes.Clone(kept)}
	if st.Conflict && st.Clash != nil {
		clash := *st.Clash
		x.Clash = &clash
	}
	c.left -= len(kept)
	if from := min(st.Data.Off, len(kept)); st.Pieces == nil {
		x.Payload = x.Bytes[from:min(st.Data.Off+st.Data.Len, len(kept))]
	} else {
		x.Payload = bytes.Clone(st.Payload[:min(len(st.Payload), maxExcerpt, c.left)])
		c.left -= len(x.Payload)
	}
	conv.Excerpts[st.Frame] = x
}

func (c *collector) otherFrame(s *Settled) {
	col, ok := c.column(s.Frame.Time)
	if !ok {
		return
	}
	name := s.Other
	if c.active.Others[name] == nil {
		c.active.Others[name] = make([]int, c.active.Columns)
	}
	c.active.Others[name][col]++
}

// column is the place of a moment in the activity; false where it lies outside (a clock that went backwards).
func (c *collector) column(t fact.Time) (int, bool) {
	if !t.Known() {
		return 0, false
	}
	since := t.Sub(c.survey.First) + c.active.Before
	col := int(since / c.active.Column)
	return col, since >= 0 && col < c.active.Columns
}

func (c *collector) freeze() *fact.Capture {
	s := c.survey
	capture := &fact.Capture{File: s.File, Frames: s.Frames, Bytes: s.Bytes, First: s.First, Last: s.Last, Others: s.Others, Activity: c.active, Undecoded: s.Undecoded,
		Bounds: s.Bounds, Untold: c.untold, Clock: s.Clock, IPSums: s.IPSums, Fragments: s.Fragments, Neighbors: s.Neighbors, Orphans: s.Orphans, Orphaned: s.Orphaned, Cut: s.Cut, Notes: c.notes, Noted: c.noted, Rows: make([]fact.Row, 0, len(s.Rows))}
	for _, r := range s.Rows {
		capture.Rows = append(capture.Rows, *r)
		if conv := c.chosen[r.ID]; conv != nil {
			conv.Row = *r
			capture.Conversations = append(capture.Conversations, *conv)
		}
	}
	return capture
}
