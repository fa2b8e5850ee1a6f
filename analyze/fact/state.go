package fact

// Side is one of the two ends of a conversation.
type Side uint8

// The client opened the conversation, the server answered. How we know is the
// conversation's Roles.
const (
	Client Side = iota
	Server
)

// Other is the end that s talks to.
func (s Side) Other() Side { return 1 - s }

func (s Side) String() string { return [...]string{"client", "server"}[s&1] }

// State is a state of RFC 9293 §3.3.2. It belongs to one endpoint, never to the
// connection.
type State uint8

// The eleven states, and Unknown where the capture does not show enough.
const (
	Unknown State = iota
	Closed
	Listen
	SynSent
	SynReceived
	Established
	FinWait1
	FinWait2
	CloseWait
	Closing
	LastAck
	TimeWait
)

var stateNames = [...]string{
	"UNKNOWN", "CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED",
	"FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT",
}

// String is the name as RFC 9293 prints it, with hyphens.
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return stateNames[Unknown]
}

// Certainty says how we know.
type Certainty uint8

const (
	Seen     Certainty = iota // it stands in a frame
	Derived                   // arithmetic on what was seen, or a later frame proves it
	Inferred                  // no frame shows it, the rules or the circumstances imply it
	Guessed                   // the best reading of an incomplete capture
)

func (c Certainty) String() string {
	return [...]string{"seen", "derived", "inferred", "guessed"}[c&3]
}
