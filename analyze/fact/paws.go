package fact

// TCPPAWS is a segment with a timestamp older than one that its receiver has echoed.
const TCPPAWS Kind = "tcp.paws"

// PAWS is protection against wrapped sequences (RFC 7323 §5.3).
type PAWS struct {
	TSval  uint32
	Echoed uint32 // the latest TSval of the direction that the receiver had echoed
	Of     int    // the frame in which it did
	Answer int    // the ACK with which the receiver seems to answer; 0
}

func (PAWS) particulars() {}
