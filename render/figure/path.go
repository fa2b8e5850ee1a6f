package figure

// Path is the states one end went through.
type Path struct {
	End   End
	Steps []Step // the first is where it began, and has no cause
}

// Step is one state on a path and how it was reached.
type Step struct {
	State State
	Cause string // "tx:9", "rx:10"; empty: no frame caused it
	Frame int    // the frame that caused it; 0: none did
	At    int    // the frame beside which it is drawn: orders the two ends' steps
	By    string // what that frame carries: "SYN, ACK"
}
