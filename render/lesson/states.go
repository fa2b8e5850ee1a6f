package lesson

import (
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/figure"
)

// state is one end's state once frame n has done its work.
func (t *talk) state(side fact.Side, n int) figure.State {
	if m := t.moveBy(side, n); m != nil {
		return figure.State{Name: stateName(m.New), Inferred: m.Sure >= fact.Inferred && (m.Certain == 0 || n < m.Certain)}
	}
	if t.ID.Proto != fact.TCP {
		return figure.State{}
	}
	old := t.began(side)
	return figure.State{Name: stateName(old), Inferred: old != fact.Unknown}
}

// moveBy is an end's latest move when frame n has done its work; nil where it has made none.
func (t *talk) moveBy(side fact.Side, n int) *fact.Move {
	for i := len(t.Moves) - 1; i >= 0; i-- {
		if m := &t.Moves[i]; m.Side == side && m.At <= n {
			return m
		}
	}
	return nil
}

// began is the state an end was in before its first move.
func (t *talk) began(side fact.Side) fact.State {
	for _, m := range t.Moves {
		if m.Side == side {
			return m.Old
		}
	}
	return fact.Unknown
}

// stateName is the name as the lesson writes it, with underscores, as Wireshark's and
// netstat's readers know it.
func stateName(s fact.State) string { return strings.ReplaceAll(s.String(), "-", "_") }

// stateWord is an end's state beside a frame, with the remark that it is inferred.
func (t *talk) stateWord(side fact.Side, frame int) string {
	if m := t.moveBy(side, frame); m != nil {
		return stateName(m.New) + t.b.doubt(m.Sure)
	}
	return t.Began(int(side))
}

// Began is the state an end was in before its first move.
func (t *talk) Began(side int) string { return stateName(t.began(fact.Side(side))) }

// Ended is the state an end was last known to be in.
func (t *talk) Ended(side int) string {
	return t.state(fact.Side(side), max(t.LastFrame(), t.b.c.Frames)).String()
}

// StatesAt are both ends' states beside a frame.
type StatesAt struct {
	Frame          int
	Client, Server string
}

// AfterOpening is the frame that completes the opening, with the states beside it; nil where there is none.
func (t *talk) AfterOpening() *StatesAt {
	f, ok := t.find(fact.TCPOpened)
	if !ok {
		return nil
	}
	n := f.Frames[0]
	return &StatesAt{n, t.stateWord(fact.Client, n), t.stateWord(fact.Server, n)}
}

// InTimeWait tells that an end was last seen in TIME-WAIT.
func (t *talk) InTimeWait() bool {
	return (t.Row.States[0] == fact.TimeWait || t.Row.States[1] == fact.TimeWait) && (&Scene{t: t, step: &t.Steps[len(t.Steps)-1]}).Reopened() == 0
}

// InferredMove is a move that no frame proves, a line of the list below the machine.
type InferredMove struct {
	Who, State, Cause string
	Frame, Certain    int
	Proof             int  // a frame that shows the number's arrival, though not this frame's
	Echo              int  // a frame that echoes its timestamp: it arrived, though perhaps not as the first to bring this
	Sent              bool // its own sending is the cause
	Error             bool // an ICMP error is the cause
	Last              int  // the last frame that the end sent; 0: none
	New               fact.State
}

func (m InferredMove) Is(state string) bool { return m.New.String() == state }

// Inferences are the inferred moves of both ends.
func (t *talk) Inferences() []InferredMove {
	var l []InferredMove
	for _, m := range t.Moves {
		if m.Sure == fact.Inferred {
			l = append(l, InferredMove{Who: t.me(m.Side), State: stateName(m.New), Cause: m.CauseText(), Frame: m.Frame, Certain: m.Certain, Proof: m.Proof, Echo: t.echoes(m), New: m.New,
				Sent: m.Cause == fact.Sent, Error: m.Cause == fact.Received && t.step(m.Frame) == nil, Last: t.lastOf(m.Side)})
		}
	}
	return l
}

// echoes is the first frame of the receiver that echoes the timestamp of the received frame, which
// no other frame before it has (RFC 7323 §3.2); 0.
func (t *talk) echoes(m fact.Move) int {
	of := t.step(m.Frame)
	if m.Cause != fact.Received || of == nil || of.TCP.Options.Has&fact.HasTimestamps == 0 {
		return 0
	}
	stamp := of.TCP.Options.TSval
	for i := range t.Steps {
		o := &t.Steps[i]
		switch {
		case o.TCP.Options.Has&fact.HasTimestamps == 0:
		case o.Side == of.Side && o.Frame != of.Frame && o.TCP.Options.TSval == stamp:
			return 0
		case o.Side != of.Side && o.Frame > of.Frame && o.TCP.Options.TSecr == stamp:
			return o.Frame
		}
	}
	return 0
}

func (t *talk) lastOf(side fact.Side) int {
	return frameOf(last(t.Steps, func(s *fact.Step) bool { return s.Side == side }))
}
