package fact

import "time"

// Kind is one word for what can happen. The same word is the JSON value, the word in a
// rubric, the file name of its text in every language and the name of its test case.
type Kind string

// The kinds that a Step shows by itself (OfStep derives them).
const (
	TCPData     Kind = "tcp.data"      // a segment with data
	TCPAck      Kind = "tcp.ack"       // a segment without data, SYN, FIN, RST that confirms something new
	TCPAckAgain Kind = "tcp.ack.again" // a segment like that, confirming nothing new
	TCPBare     Kind = "tcp.bare"      // a segment with neither data, SYN, FIN, RST nor ACK
	TCPFinAck   Kind = "tcp.fin.ack"   // a segment that newly confirms the other side's FIN
	UDPDatagram Kind = "udp.datagram"  // a datagram
	UDPLength   Kind = "udp.length"    // UDP's Length is not that of the IP packet's data
)

// The kinds that take history to see.
const (
	TCPSyn        Kind = "tcp.syn"               // an endpoint asks to connect
	TCPSynInside  Kind = "tcp.syn.inside"        // a SYN with another number while the connection is open
	TCPSynAck     Kind = "tcp.synack"            // an endpoint confirms a SYN and sends its own
	TCPHalfOpen   Kind = "tcp.halfopen"          // a SYN is answered as if an older connection were open
	TCPOpened     Kind = "tcp.opened"            // the segment that completes the opening
	TCPRefused    Kind = "tcp.refused"           // a SYN answered by a reset
	TCPUnanswered Kind = "tcp.unanswered"        // a SYN that nothing in the capture answers
	TCPMidstream  Kind = "tcp.midstream"         // the capture begins inside the connection
	TCPOptions    Kind = "tcp.options"           // what both SYNs offered and what is used
	TCPEcho       Kind = "tcp.echo"              // the same bytes came back
	TCPFin        Kind = "tcp.fin"               // an endpoint ends its sending
	TCPClosed     Kind = "tcp.closed"            // how the connection was closed
	TCPUnfinished Kind = "tcp.unfinished"        // the capture ends, or falls silent, before the close does
	TCPSilent     Kind = "tcp.silent"            // an endpoint is asked, and not heard from again
	TCPReset      Kind = "tcp.reset"             // a reset of a connection
	TCPRetransmit Kind = "tcp.retransmit"        // numbers sent before are sent again
	TCPSpurious   Kind = "tcp.spurious"          // what was sent again had arrived
	TCPResent     Kind = "tcp.retransmit.unseen" // numbers are sent again, and the sending before is not among the frames before
	TCPOutOfOrder Kind = "tcp.outoforder"        // numbers below others that came before, sent before these as far as is known
	TCPGap        Kind = "tcp.gap"               // numbers are missing before a segment
	TCPAckUnseen  Kind = "tcp.ack.unseen"        // what no captured segment has carried is confirmed
	TCPSack       Kind = "tcp.sack"              // what arrived beyond the acknowledgment number
	TCPDSack      Kind = "tcp.dsack"             // what arrived twice
	TCPOverlap    Kind = "tcp.overlap"           // other bytes under numbers that were sent before
	TCPAckDup     Kind = "tcp.ack.duplicate"     // RFC 5681 §2
	TCPTwice      Kind = "tcp.twice"             // the same packet a second time
	TCPChecksum   Kind = "tcp.checksum"          // what the checksums of a conversation say

	TCPOpeningRTT   Kind = "tcp.rtt.open"      // the round trip of the three-way handshake
	TCPRTT          Kind = "tcp.rtt"           // the round trips of what one side sent
	TCPThroughput   Kind = "tcp.throughput"    // how fast one side's data passed
	TCPFlight       Kind = "tcp.flight"        // the most that one side had on its way
	TCPIdle         Kind = "tcp.idle"          // a silence of a second and more before a frame
	TCPAckDelayed   Kind = "tcp.ack.delayed"   // acknowledgments that seem to wait on purpose
	TCPAckStretched Kind = "tcp.ack.stretched" // acknowledgments of more than two full-sized segments
	TCPVantage      Kind = "tcp.vantage"       // near which end the capture was made

	UDPAnswer     Kind = "udp.answer"       // a datagram that answers another
	UDPEcho       Kind = "udp.echo"         // the same, with the same bytes
	UDPReceipt    Kind = "udp.receipt"      // an application's word that a datagram arrived
	UDPRetry      Kind = "udp.retry"        // the same bytes again, while nothing has answered them
	UDPTwice      Kind = "udp.twice"        // the same packet a second time
	UDPUnanswered Kind = "udp.unanswered"   // datagrams with no answer in the capture
	UDPApart      Kind = "udp.answer.apart" // a datagram that answers one of another exchange
	UDPNamed      Kind = "udp.answer.name"  // a response of multicast DNS, and the questions that it answers by name
	UDPAnswered   Kind = "udp.answered"     // what datagrams of other exchanges answer
	UDPGroup      Kind = "udp.group"        // what was sent goes to many
	UDPQUIC       Kind = "udp.quic"         // a datagram that begins as QUIC does
	UDPOneWay     Kind = "udp.oneway"       // datagrams of one end only, as of a stream
	UDPChecksum   Kind = "udp.checksum"
	ICMPError     Kind = "icmp.error" // an ICMP error that quotes a segment or datagram of the conversation
	ICMPTwice     Kind = "icmp.twice" // the same ICMP error a second time
)

// Fact is one thing that happened in a conversation.
type Fact struct {
	Kind   Kind
	Side   Side  // whose doing it is; of a thing of both sides, the client's
	Frames []int // the frames that show it, the deciding one first; never empty
	Sure   Certainty
	What   Particulars
}

// Particulars are what a kind has to tell. The set is closed: one struct a kind.
type Particulars interface{ particulars() }

type (
	// Data is what a segment carries. Numbers are relative.
	Data struct {
		From, Next uint32 // number of the first byte, and of the byte after the last
		Bytes      int    // of data
		Push       bool   // PSH is set
	}
	// Ack is what an acknowledgment number says.
	Ack struct {
		Number uint32 // relative
		New    uint32 // numbers newly confirmed
		Of     int    // the frame whose end it reaches, or whose Ack it repeats; 0 where not in the capture
		Flags  Flags  // SYN and FIN among what is newly confirmed
	}
	// Syn is the start of one direction.
	Syn struct {
		ISN uint32 // the initial sequence number, as in the header
		Of  int    // the frame of the SYN that a SYN-ACK confirms; 0 of a SYN, and where it is not in the capture
		// Rival is the first frame of this end's SYN-ACK before with another initial number; 0: none.
		Rival int
		// Confirmed is the frame in which the sender of a SYN had confirmed the other's SYN
		// before, and so should have sent its own; 0: it had not.
		Confirmed int
	}
	// Opened tells how the connection was opened.
	Opened struct {
		How   Opening // in one of the ways of RFC 9293 §3.5, or in none of them
		Other Side    // who has its SYN confirmed by the deciding frame
	}
	// Refused is a reset in answer to a SYN.
	Refused struct {
		Syn   int           // its frame
		After time.Duration // since the SYN
	}
	// Unanswered is one message, or tries of the same, without an answer in the capture.
	Unanswered struct {
		Tries int           // how often it was sent
		Until time.Duration // from the first to the end of the capture
	}
	// Midstream is a connection whose opening is not in the capture.
	Midstream struct{}
	// Agreed are the options of both SYNs, indexed by Side, and what follows from them.
	Agreed struct {
		Options    [2]Options
		Scale      bool // RFC 7323 §2.2: both SYNs had it
		SACK       bool // RFC 2018 §2
		Timestamps bool // RFC 7323 §3.2
	}
	// Echo is data that came back.
	Echo struct {
		Of    int           // the frame that carried the last of the same bytes the other way
		Bytes int           // of data
		After time.Duration // since the frame Of
	}
	// Fin is the end of one direction.
	Fin struct {
		Number uint32 // relative: the one number that FIN takes
		First  bool   // the connection's first FIN
		Taken  bool   // that number is its sender's SYN's, so it ends nothing
	}
	// Close tells how the connection was closed.
	Close struct {
		How      Ending // in one of the ways of RFC 9293 §3.6
		Segments int    // how many, from the first FIN or RST to the last segment of the close
	}
	// Unfinished is a connection whose end the capture does not hold.
	Unfinished struct {
		States [2]State      // in which each end was last known to be
		Idle   time.Duration // from its last frame to the end of the capture
	}
	// Silent is an endpoint of which nothing more was captured, though the other one sent what
	// asks for an answer: data, a SYN or FIN, a keep-alive or a probe of the window. A reset ends
	// the waiting, and is told instead.
	Silent struct {
		Since int           // its latest frame
		Asks  int           // how many such segments came after that
		Last  int           // the frame of the last of them
		For   time.Duration // from the first of them to the end of the capture, or to the next connection of these ports
	}
	// Reset is a segment with RST.
	Reset struct {
		Counts bool // its number is the one expected next (RFC 9293 §3.10.7.4, RFC 5961 §3.2)
		Within bool // its number lies in the window
		After  int  // the frame that had reset the connection before; 0 where none had
		Unread bool // the other side's data was not all confirmed
		// Unscaled tells that its number lies in the window if that is scaled, which the capture does not tell.
		Unscaled bool
		Asking   bool // the other side had only sent a SYN, which this does not confirm (RFC 9293 §3.10.7.3)
		Rejects  int  // the frame that confirmed something else than its sender's SYN (TCPHalfOpen), and which this answers; 0
	}
	// HalfOpen is an answer to a SYN that does not confirm it.
	HalfOpen struct {
		Syn int // the latest frame with the SYN
	}
	// Checksums counts a conversation's segments or datagrams by verdict, indexed by Verdict and
	// Side; First is the first frame with each verdict.
	Checksums struct {
		Count [5][2]int
		First [5]int
	}
)

// Opening is how a connection was opened.
type Opening uint8

const (
	ThreeWay     Opening = iota // SYN, SYN-ACK, ACK
	Simultaneous                // both sent a SYN (RFC 9293 §3.5, Figure 7)
	Split                       // one confirmed the other's SYN first, and sent its own SYN apart
)

func (o Opening) String() string { return [...]string{"three-way", "simultaneous", "split"}[o] }

// Ending is how a connection was closed.
type Ending uint8

const (
	FourSegments  Ending = iota // FIN, ACK, FIN, ACK
	ThreeSegments               // the second FIN also confirms the first
	HalfClose                   // data went on after the first FIN
	BothAtOnce                  // neither FIN confirms the other (RFC 9293 §3.6, Figure 13)
	ByReset                     // RST
)

func (e Ending) String() string {
	return [...]string{"four-segments", "three-segments", "half-close", "both-at-once", "reset"}[e]
}

func (Data) particulars()       {}
func (Ack) particulars()        {}
func (Syn) particulars()        {}
func (Opened) particulars()     {}
func (Refused) particulars()    {}
func (Unanswered) particulars() {}
func (HalfOpen) particulars()   {}
func (Midstream) particulars()  {}
func (Agreed) particulars()     {}
func (Echo) particulars()       {}
func (Fin) particulars()        {}
func (Close) particulars()      {}
func (Unfinished) particulars() {}
func (Silent) particulars()     {}
func (Reset) particulars()      {}
func (Checksums) particulars()  {}
