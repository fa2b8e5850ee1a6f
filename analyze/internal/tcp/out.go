package tcp

import "github.com/pcaplain/pcaplain/analyze/fact"

// Out is what Step and End hand over. They append; the caller resets.
type Out struct {
	Side        fact.Side // who sent the segment just seen
	Incarnation int       // and to which connection of the pair it belongs, from 1
	Copy        int       // the earlier frame of which it is a copy captured twice; 0
	Hops        int       // how many routers it passed since; 0 where Copy was captured elsewhere
	Apart       bool      // it is a SYN with a number of its own, in a connection that is open
	Stray       bool      // it answers a SYN and confirms something else: it is of an older connection
	Offer       int       // where the segment begins beyond every window its receiver was seen to offer, behind numbers that are missing: the frame that offers most; 0
	Edge        uint32    // … and the first number beyond that window
	Begun       []Begun
	Moves       []Settled
	Ended       []Ended
}

// Begun tells that a connection of the pair begins.
type Begun struct {
	Incarnation int
	Frame       int            // its first frame
	Client      uint8          // the end that is the client: 0 or 1
	Roles       fact.Certainty // how we know
}

// Settled is one move and the connection it belongs to.
type Settled struct {
	Incarnation int
	fact.Move
}

// Ended tells that nothing more will be said of a connection, and where its ends were.
type Ended struct {
	Incarnation int
	States      [2]fact.State // by Side
}

// Reset empties o and keeps its memory.
func (o *Out) Reset() {
	*o = Out{Begun: o.Begun[:0], Moves: o.Moves[:0], Ended: o.Ended[:0]}
}
