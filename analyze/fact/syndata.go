package fact

// The kinds of data that travels with a SYN.
const (
	TCPFastOpen Kind = "tcp.fastopen" // a SYN with the Fast Open option, or the SYN-ACK that answers it
	TCPSynData  Kind = "tcp.syndata"  // data on a SYN without that option
)

type (
	// FastOpen is a cookie asked for, shown or given, and what became of the SYN's data (RFC 7413 §4.2).
	FastOpen struct {
		Answered bool // the deciding frame is the SYN-ACK
		Option   bool // … and has the option
		Cookie   int  // bytes of the cookie in it; a SYN with 0 asks for one
		Trial    bool // the option is of the experimental kind
		Misfit   bool // its length cannot be (§4.1.1)
		Asked    bool // of a SYN-ACK: the SYN asked for a cookie
		Data     int  // bytes of data on the SYN
		Taken    int  // … of which the SYN-ACK confirms so many
	}
	// SynData is data that the receiver keeps until the connection is open (RFC 9293 §3.10.7.2).
	SynData struct {
		Bytes    int
		Answered bool // the deciding frame is the SYN-ACK
		Taken    int  // bytes that it confirms
	}
)

func (FastOpen) particulars() {}
func (SynData) particulars()  {}
