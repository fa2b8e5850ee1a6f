package fact

import "time"

// Kind is one word for what can happen. The same word is the JSON value, the word in a
// rubric, the file name of its text in every language and the name of its test case.
type Kind string

// The kinds that a Step shows by itself (OfStep derives them).
const (
	TCPData     Kind = "tcp.data"      // a segment with data
	TCPAck      Kind = "tcp.ack"       // a segment without data, SYN, FIN, RST that confirms something new
	TCPAckAgain Kind = "tcp.ack.again" // the same, confirming nothing new
	TCPBare     Kind = "tcp.bare"      // a segment with neither data, SYN, FIN, RST nor ACK
	TCPFinAck   Kind = "tcp.fin.ack"   // a segment that newly confirms the other side's FIN
	UDPDatagram Kind = "udp.datagram"
	UDPLength   Kind = "udp.length" // UDP's Length is not that of the IP packet's data
)

// The kinds that take history to see.
const (
	TCPSyn        Kind = "tcp.syn"           // an endpoint asks to connect
	TCPSynAck     Kind = "tcp.synack"        // an endpoint confirms a SYN and sends its own
	TCPOpened     Kind = "tcp.opened"        // the segment that completes the opening
	TCPRefused    Kind = "tcp.refused"       // a SYN answered by a reset
	TCPUnanswered Kind = "tcp.unanswered"    // a SYN that nothing in the capture answers
	TCPMidstream  Kind = "tcp.midstream"     // the capture begins inside the connection
	TCPOptions    Kind = "tcp.options"       // what both SYNs offered and what is used
	TCPEcho       Kind = "tcp.echo"          // the same bytes came back
	TCPFin        Kind = "tcp.fin"           // an endpoint ends its sending
	TCPClosed     Kind = "tcp.closed"        // how the connection was closed
	TCPUnfinished Kind = "tcp.unfinished"    // the capture ends, or falls silent, before the close does
	TCPReset      Kind = "tcp.reset"         // a reset of a connection
	TCPRetransmit Kind = "tcp.retransmit"    // numbers sent before are sent again
	TCPAckDup     Kind = "tcp.ack.duplicate" // RFC 5681 §2
	TCPTwice      Kind = "tcp.twice"         // the same packet a second time
	TCPChecksum   Kind = "tcp.checksum"      // what the checksums of a conversation say
	UDPAnswer     Kind = "udp.answer"        // a datagram that answers another
	UDPEcho       Kind = "udp.echo"          // the same, with the same bytes
	UDPRetry      Kind = "udp.retry"         // the same bytes again, while nothing has answered them
	UDPUnanswered Kind = "udp.unanswered"    // datagrams with no answer in the capture
	UDPApart      Kind = "udp.answer.apart"  // a datagram that answers one of another exchange
	UDPAnswered   Kind = "udp.answered"      // what datagrams of other exchanges answer
	UDPGroup      Kind = "udp.group"         // what was sent goes to many
	UDPQUIC       Kind = "udp.quic"          // a datagram that begins as QUIC does
	UDPOneWay     Kind = "udp.oneway"        // datagrams of one end only, as of a stream
	UDPChecksum   Kind = "udp.checksum"
	ICMPError     Kind = "icmp.error" // an ICMP error that quotes a segment or datagram of the conversation
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
		Bytes      int
		Push       bool
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
		ISN uint32
		Of  int // the SYN that a SYN-ACK confirms; 0
	}
	// Opened tells how the connection was opened.
	Opened struct {
		How   Opening
		Other Side // who has its SYN confirmed by the deciding frame
	}
	// Refused is a reset in answer to a SYN.
	Refused struct {
		Syn   int
		After time.Duration
	}
	// Unanswered is one message, or tries of the same, without an answer in the capture.
	Unanswered struct {
		Tries int
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
		Of    int // the frame that carried the last of the same bytes the other way
		Bytes int
		After time.Duration
	}
	// Fin is the end of one direction.
	Fin struct {
		Number uint32 // relative: the one number that FIN takes
		First  bool   // the connection's first FIN
	}
	// Close tells how the connection was closed.
	Close struct {
		How      Ending
		Segments int // from the first FIN or RST to the last segment of the close
	}
	// Unfinished is a connection whose end the capture does not hold.
	Unfinished struct {
		States [2]State      // last known
		Idle   time.Duration // from its last frame to the end of the capture
	}
	// Reset is a segment with RST.
	Reset struct {
		Counts bool // its number is the one expected next (RFC 9293 §3.10.7.4, RFC 5961 §3.2)
		Within bool // its number lies in the window
		After  int  // the frame that had reset the connection before; 0
		Unread bool // the other side's data was not all confirmed
		Asking bool // the other side had only sent a SYN, which this does not confirm (RFC 9293 §3.10.7.3)
	}
	// Retransmit is a segment with numbers that were sent before.
	Retransmit struct {
		First      int           // the latest frame before that carried the last of them
		Bytes      int           // data bytes sent again
		Flags      Flags         // SYN or FIN sent again
		After      time.Duration // since First
		From, Next uint32        // relative numbers of the first byte sent again, and after the last; 0 where there is none
		New        int           // data bytes that were not sent before
		Differs    bool          // the bytes are not those that First carried under the same numbers
		Acked      int           // the latest frame before that confirms all of it; 0
	}
	// Twice is a packet that the capture holds a second time.
	Twice struct {
		Of      int
		Vantage bool // it was recorded at another interface; else network or capture doubled it
		Hops    int  // … or behind so many routers
		ID      bool // both have the same IPv4 identification
		Cut     bool // not all of both was captured
	}
	// DupAck counts the repetitions of one acknowledgment number.
	DupAck struct {
		Of    int
		Count int
	}
	// Checksums counts a conversation's segments or datagrams by verdict, indexed by Verdict and
	// Side; First is the first frame with each verdict.
	Checksums struct {
		Count [5][2]int
		First [5]int
	}
	// Answer is a datagram that came back. The fact's frames are its own, Of, and the others
	// that it may answer instead.
	Answer struct {
		Of    int
		Bytes int
		After time.Duration
		By    App    // the application by whose id it was found; empty: by order or by its bytes
		ID    string // in hexadecimal
		Nth   int    // of the answers with that id; 0: none was recognised
	}
	// Apart is an answer to a datagram of another exchange, which went to a group, or to
	// another port of the host that answers.
	Apart struct {
		Of    int
		After time.Duration
		Group bool
		By    App // as in Answer
		ID    string
	}
	// Answered counts the answers in other exchanges. The fact's frames are the first request
	// that has one, and the first few of them.
	Answered struct {
		Answers int
		Group   bool
	}
	// Group is an address at which many listen.
	Group struct {
		Cast  Cast
		Local bool // no router passes it on
	}
	// Retry is a datagram with the bytes of one before that nothing has answered.
	Retry struct {
		Of    int // the latest such
		Bytes int
		Count int // how many there are before it
		After time.Duration
	}
	// OneWay counts datagrams of one end, none of which was seen to repeat another; the fact's
	// frames are the first and the last.
	OneWay struct {
		Count  int
		Lasted time.Duration
	}
	// QUIC is what a long header says before anything is encrypted (RFC 8999 §5.1).
	QUIC struct {
		Version uint32
		Draft   int // of version 1; 0: none
	}
	// Length is a UDP header that counts more bytes than the IP packet holds, or fewer.
	Length struct {
		Length  int // as in the header
		Beyond  int // bytes that the IP packet lacks
		Surplus int // bytes behind those that are counted
	}
	// Message is a datagram.
	Message struct{ Bytes int }
	// Error is an ICMP error (RFC 792, RFC 4443).
	Error struct {
		Type, Code uint8
		Six        bool   // ICMPv6
		From       string // the address it came from
		Quoted     int    // the frame it quotes; 0 where not in the capture
	}
)

// Cast is how many a datagram goes to.
type Cast string

// What tells that a datagram goes to many. One that goes to a single host has none of these.
const (
	Multicast Cast = "multicast" // the IP address
	Broadcast Cast = "broadcast" // the IP address 255.255.255.255
	LinkCast  Cast = "link"      // the MAC address only: the IP address may be a network's own broadcast address
)

// App is an application whose messages are recognised by their contents.
type App string

// The applications whose messages hold an id that question and answer share.
const (
	DNS    App = "DNS"    // with mDNS, LLMNR and NetBIOS names: RFC 1035 §4.1.1, ID
	DHCP   App = "DHCP"   // RFC 2131 §2, xid
	STUN   App = "STUN"   // RFC 8489 §5, transaction ID
	NTP    App = "NTP"    // RFC 5905 §7.3, the client's transmit timestamp
	SNMP   App = "SNMP"   // RFC 3416 §3, request-id
	RADIUS App = "RADIUS" // RFC 2865 §3, Identifier
	RPC    App = "RPC"    // RFC 5531 §9, xid
)

// Opening is how a connection was opened.
type Opening uint8

const (
	ThreeWay     Opening = iota // SYN, SYN-ACK, ACK
	Simultaneous                // both sent a SYN (RFC 9293 §3.5, Figure 7)
)

// Ending is how a connection was closed.
type Ending uint8

const (
	FourSegments  Ending = iota // FIN, ACK, FIN, ACK
	ThreeSegments               // the second FIN also confirms the first
	HalfClose                   // data went on after the first FIN
	BothAtOnce                  // neither FIN confirms the other (RFC 9293 §3.6, Figure 13)
	ByReset                     // RST
)

func (Data) particulars()       {}
func (Ack) particulars()        {}
func (Syn) particulars()        {}
func (Opened) particulars()     {}
func (Refused) particulars()    {}
func (Unanswered) particulars() {}
func (Midstream) particulars()  {}
func (Agreed) particulars()     {}
func (Echo) particulars()       {}
func (Fin) particulars()        {}
func (Close) particulars()      {}
func (Unfinished) particulars() {}
func (Reset) particulars()      {}
func (Retransmit) particulars() {}
func (DupAck) particulars()     {}
func (Twice) particulars()      {}
func (Checksums) particulars()  {}
func (Answer) particulars()     {}
func (Apart) particulars()      {}
func (Answered) particulars()   {}
func (Group) particulars()      {}
func (Retry) particulars()      {}
func (QUIC) particulars()       {}
func (OneWay) particulars()     {}
func (Length) particulars()     {}
func (Message) particulars()    {}
func (Error) particulars()      {}
