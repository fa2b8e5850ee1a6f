package fact

// Clash is where the fragments of a datagram contradict each other.
type Clash struct {
	Ends   bool   // they disagree about the datagram's end
	Frames [2]int // of the first bytes that came with two values: where those that count lie, and the others
	Offset int    // of these in the datagram
	Len    int    // how many of them are kept; 0: no bytes came with two values
	Bytes  [2][ClashLen]byte
}

// ClashLen is how many bytes are kept of each version.
const ClashLen = 8

// Fragments are what is to be said of a capture's IP fragments on the whole.
type Fragments struct {
	Unfinished int    // datagrams of which some fragments are missing
	Beyond     Listed // frames with a fragment that reaches beyond what an IP packet can hold
}
