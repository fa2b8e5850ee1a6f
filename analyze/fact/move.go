package fact

import (
	"fmt"
	"net/netip"
)

// Ref names a rule: an RFC and a section of it.
type Ref struct {
	RFC     int
	Section string // "3.5", without the sign; empty for the whole RFC
}

func (r Ref) String() string {
	if r.Section == "" {
		return fmt.Sprintf("RFC %d", r.RFC)
	}
	return fmt.Sprintf("RFC %d §%s", r.RFC, r.Section)
}

// Cause tells how a frame made an endpoint change its state.
type Cause uint8

const (
	NoFrame  Cause = iota // no frame did
	Sent                  // the endpoint sent it: tx
	Received              // it reached the endpoint: rx
)

// Move is one endpoint going from one state to another.
type Move struct {
	Side     Side
	Old, New State
	Cause    Cause
	Frame    int // the causing frame; 0 if Cause is NoFrame
	At       int // the frame beside which the move is drawn: the later of Frame and the At of the endpoint's move before
	Sure     Certainty
	Proof    int // the frame that proves a reception; 0 where none does
	Certain  int // the frame from which on New is certain, where that comes later than At; else 0
	Ref      Ref
}

// CauseText is "tx:9", "rx:9" or "-".
func (m Move) CauseText() string {
	switch m.Cause {
	case Sent:
		return fmt.Sprintf("tx:%d", m.Frame)
	case Received:
		return fmt.Sprintf("rx:%d", m.Frame)
	}
	return "-"
}

// Proto is the protocol of a conversation.
type Proto uint8

const (
	TCP Proto = iota
	UDP
)

func (p Proto) String() string { return [...]string{"tcp", "udp"}[p&1] }

// ID names a conversation: Wireshark's stream of its first frame, and which of our
// incarnations within that stream it is.
type ID struct {
	Proto       Proto
	Stream      int
	Incarnation int // from 1
}

// String is "tcp:3", or "tcp:3.2" from the second incarnation on.
func (id ID) String() string {
	if id.Incarnation > 1 {
		return fmt.Sprintf("%s:%d.%d", id.Proto, id.Stream, id.Incarnation)
	}
	return fmt.Sprintf("%s:%d", id.Proto, id.Stream)
}

// Ends are the two endpoints of a conversation, indexed by Side.
type Ends [2]netip.AddrPort

func (c Cause) String() string { return [...]string{"none", "tx", "rx"}[c] }
