package fact

// The kinds of explicit congestion notification.
const (
	TCPECN     Kind = "tcp.ecn"      // a SYN offers it, or a SYN-ACK answers
	TCPECNMark Kind = "tcp.ecn.ce"   // a packet that the network marked instead of dropping it
	TCPECNEcho Kind = "tcp.ecn.echo" // the receiver reports such marks
	TCPECNCut  Kind = "tcp.ecn.cwr"  // the sender says that it reduced its congestion window
)

// ECN are the two bits that share a byte of the IP header with the DSCP (RFC 3168 §5).
type ECN uint8

const (
	NotECT ECN = iota
	ECT1
	ECT0
	CE // congestion experienced
)

func (e ECN) String() string { return [...]string{"Not-ECT", "ECT(1)", "ECT(0)", "CE"}[e&3] }

// ECNFlags are the bits of the TCP header that negotiate ECN in SYNs.
const ECNFlags = AE | CWR | ECE

// Feedback is how a receiver reports marks, by what SYN and SYN-ACK say.
type Feedback uint8

const (
	FeedbackUnknown  Feedback = iota // the SYNs that would tell are not in the capture
	FeedbackNone                     // no ECN
	FeedbackClassic                  // RFC 3168
	FeedbackAccurate                 // RFC 9768
	FeedbackReserved                 // flags in a SYN that neither RFC gives a meaning (RFC 9768 §3.1.3)
)

func (f Feedback) String() string {
	return [...]string{"unknown", "none", "classic", "accurate", "reserved"}[f]
}

type (
	// ECNOffer is what a SYN offers, or what SYN and SYN-ACK come to (RFC 3168 §6.1.1, RFC 9768 §3.1.2).
	ECNOffer struct {
		Asked    Feedback // by the SYN
		Answered bool     // the deciding frame is the SYN-ACK
		Agreed   Feedback // by both; zero of an offer
		Flags    Flags    // AE, CWR and ECE of the deciding frame
		Mixed    bool     // not every SYN of the opening offers the same
		Sent     ECN      // the SYN's IP header as captured
		Arrived  ECN      // … and as the SYN-ACK reports it; of accurate feedback alone
		Tells    bool     // Arrived is told
	}
	// ECNMark is a packet with CE in its IP header.
	ECNMark struct {
		Count int      // of its sender's, this one included
		Mode  Feedback // of the connection
	}
	// ECNEcho is the report of marks.
	ECNEcho struct {
		Of      int   // the marked frame that is reported; 0 where not in the capture
		Packets int   // newly counted, modulo 8 (RFC 9768 §3.2.2); 0 of classic feedback, which does not count
		Counter uint8 // the ACE field
	}
	// ECNCut is a segment with CWR.
	ECNCut struct {
		Of int // the report that it answers; 0 where not in the capture
	}
)

func (ECNOffer) particulars() {}
func (ECNMark) particulars()  {}
func (ECNEcho) particulars()  {}
func (ECNCut) particulars()   {}
