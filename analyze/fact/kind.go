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
	TCPSynAck     Kind = "tcp.synack"            // an endpoint confirms a SYN and sends its own
	TCPOpened     Kind = "tcp.opened"            // the segment that completes the opening
	TCPRefused    Kind = "tcp.refused"           // a SYN answered by a reset
	TCPUnanswered Kind = "tcp.unanswered"        // a SYN that nothing in the capture answers
	TCPMidstream  Kind = "tcp.midstream"         // the capture begins inside the connection
	TCPOptions    Kind = "tcp.options"           // what both SYNs offered and what is used
	TCPEcho       Kind = "tcp.echo"              // the same bytes came back
	TCPFin        Kind = "tcp.fin"               // an endpoint ends its sending
	TCPClosed     Kind = "tcp.closed"            // how the connection was closed
	TCPUnfinished Kind = "tcp.unfinished"        // the capture ends, or falls silent, before the close does
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
	UDPRetry      Kind = "udp.retry"        // the same bytes again, while nothing has answered them
	UDPUnanswered Kind = "udp.unanswered"   // datagrams with no answer in the capture
	UDPApart      Kind = "udp.answer.apart" // a datagram that answers one of another exchange
	UDPAnswered   Kind = "udp.answered"     // what datagrams of other exchanges answer
	UDPGroup      Kind = "udp.group"        // what was sent goes to many
	UDPQUIC       Kind = "udp.quic"         // a datagram that begins as QUIC does
	UDPOneWay     Kind = "udp.oneway"       // datagrams of one end only, as of a stream
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
	}
	// Opened tells how the connection was opened.
	Opened struct {
		How   Opening // in one of the ways of RFC 9293 §3.5
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
	// Reset is a segment with RST.
	Reset struct {
		Counts bool // its number is the one expected next (RFC 9293 §3.10.7.4, RFC 5961 §3.2)
		Within bool // its number lies in the window
		After  int  // the frame that had reset the connection before; 0 where none had
		Unread bool // the other side's data was not all confirmed
		Asking bool // the other side had only sent a SYN, which this does not confirm (RFC 9293 §3.10.7.3)
	}
	// Retransmit is a segment with numbers that were sent before. Why, By and Quiet are inferred.
	Retransmit struct {
		First      int           // the latest frame before that carried the last of them
		Bytes      int           // data bytes sent again
		Flags      Flags         // SYN or FIN sent again
		After      time.Duration // since First
		From, Next uint32        // relative numbers of the first byte sent again, and after the last; 0 where there is none
		New        int           // data bytes that were not sent before
		Acked      int           // the latest frame before that confirms all of it; 0
		Try        int           // how often these numbers were sent before, as far as it was captured: 1 or more
		Waited     time.Duration // between the two sendings before this one; 0 where Try is 1
		Why        Why
		By         []int         // the frames that show why
		Quiet      time.Duration // of a timer: since the frame in By, from which on nothing more was confirmed
	}
	// OutOfOrder is a segment with numbers below others that came before. None of them was captured
	// until now, but where Same is set. Where Order is Resent, Why, By and Quiet are those of a Retransmit.
	OutOfOrder struct {
		After      int           // the earliest frame before with higher numbers
		Late       time.Duration // since After
		From, Next uint32        // relative numbers of the first byte, and after the last
		Bytes      int
		Flags      Flags // FIN
		Acked      int   // the frame before that confirms all of it; 0
		Same       bool  // After carries the same numbers: it is the later sending
		Order      Order
		Shown      Evidence      // what Order is told by
		Marks      [2]uint32     // of the two frames, this one's first: TSval or IP identification, where that is Shown
		Round      time.Duration // the round trip, where that shows it
		Why        Why
		By         []int
		Quiet      time.Duration
	}
	// Overlap are bytes that differ from those that were sent before under the same numbers.
	Overlap struct {
		From, Next uint32        // relative numbers: of the first that differs, and after the last
		Count      int           // how many differ; 0: some, of those from From to Next
		Of         int           // the first frame that carried the byte at From
		After      time.Duration // since Of
		Acked      int           // the frame before that confirms all of it; 0
		Wrong      [2]bool       // the checksums of this frame and of Of are wrong, most of the sender's are not
		Filler     bool          // segments with data begin alike, as an anonymiser leaves them: their bytes are not those that were sent
	}
	// Gap are the numbers before a segment that no frame before it carried. They are relative.
	Gap struct {
		From, Next uint32 // the first, and the one after the last
		Before     int    // the frame that carried what lies before; 0 where not in the capture
		Acked      int    // the latest frame before that confirms all of it; 0
	}
	// Unseen are numbers that are confirmed and that no frame before carried. They are relative.
	Unseen struct {
		From, Next uint32
		Gap        int // the segment before which they are missing; 0 where they lie beyond all that was captured
	}
	// Spurious is an acknowledgment that shows that retransmissions repeated what had arrived.
	Spurious struct {
		Again []int  // the retransmissions, earliest first
		Of    int    // the frame that had arrived
		Echo  uint32 // Of's TSval, which the acknowledgment echoes (RFC 3522); 0: a D-SACK shows it (RFC 2883)
	}
	// Sack is what a SACK option reports beyond the acknowledgment number. Ranges are relative:
	// the first number, and the one after the last; in their order.
	Sack struct {
		Arrived [][2]uint32
		Missing [][2]uint32 // between the acknowledgment number and the last of Arrived
		By      []int       // the first few frames that carried numbers of Missing
		Full    bool        // the option has no room for more ranges
	}
	// DSack is a first SACK block that reports numbers, relative ones, as received again.
	DSack struct {
		From, Next uint32
		Inside     bool  // it lies in the second block; else it begins below the acknowledgment number
		Of         []int // the first few frames that carried some of them
	}
	// Twice is a packet that the capture holds a second time.
	Twice struct {
		Of      int  // the frame that holds it first
		Vantage bool // it was recorded at another interface; where it passed no routers either, network or capture doubled it
		Hops    int  // routers that it passed in between, by its time to live
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
	// OpeningRTT is the handshake's round trip as the capture point divides it.
	OpeningRTT struct {
		Peer time.Duration // from SYN to SYN-ACK: from the capture point to the other end and back
		Own  time.Duration // from SYN-ACK to ACK: to the end that opened, and back
	}
	// RoundTrips are the times from segments to the acknowledgment that reaches their end (RFC
	// 6298), without those that a retransmission makes ambiguous (Karn's algorithm).
	RoundTrips struct {
		Count               int
		Min, Max, Mean      time.Duration
		MinOf, MinAck       int // the frames of the shortest
		MaxOf, MaxAck       int
		Smoothed, Variation time.Duration // SRTT and RTTVAR of RFC 6298 §2 after the last one
	}
	// Throughput is what one side's data came to, between its first and last segment with data.
	Throughput struct {
		First, Last  int   // frames
		Segments     int   // with data
		Bytes, Again int64 // of data as captured, and those of them that had been sent before
		For          time.Duration
	}
	// Flight is what was sent and not yet acknowledged (RFC 5681 §2, FlightSize), as seen at the capture point.
	Flight struct {
		Bytes uint32 // with this segment
		At    int    // frame
	}
	// Idle is a silence.
	Idle struct {
		Since int // the connection's frame before
		For   time.Duration
	}
	// Delayed counts acknowledgments that come much later than the quickest, without data.
	Delayed struct {
		Count    int
		Longest  time.Duration // between these two frames
		Of, Ack  int
		Quickest time.Duration // the shortest such time before
	}
	// Stretched counts acknowledgments of more than two full-sized segments.
	Stretched struct {
		Count int
		Most  uint32 // bytes newly acknowledged, by this frame
		Ack   int
		Full  uint32 // bytes of data in a full-sized segment: the receiver's MSS, or more where more was seen
	}
	// Nearness are the signs that the capture was made near an end.
	Nearness struct {
		Partial    int   // the first of its frames with an unfinished checksum, where only it has such; 0
		Quick      bool  // its part of the opening's round trip is much the shorter
		Unrouted   bool  // its TTL is one that senders start with, the other end's is not
		TTL, Other uint8 // of the end and of the other one
	}
	// Answer is a datagram that came back. The fact's frames are its own, Of, and the others
	// that it may answer instead.
	Answer struct {
		Of    int           // the frame that it answers
		Bytes int           // of data
		After time.Duration // since that frame
		By    App           // the application by whose id it was found; empty: by order or by its bytes
		ID    string        // in hexadecimal
		Nth   int           // of the answers with that id; 0: none was recognised
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
		Of    int           // the latest such
		Bytes int           // of data
		Count int           // how many there are before it
		After time.Duration // since the frame Of
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
	Message struct {
		Bytes int // of data; −1 where the length in the header cannot be right, −2 where it was not captured
	}
	// Error is an ICMP error (RFC 792, RFC 4443).
	Error struct {
		Type, Code uint8  // as in its header
		Six        bool   // it is of ICMPv6
		From       string // the address it came from
		Quoted     int    // the frame it quotes; 0 where not in the capture
	}
)

// Why is why numbers were sent again, as far as the frames before suggest it.
type Why uint8

const (
	WhyUnknown    Why = iota
	WhyTimeout        // the retransmission timer ran out (RFC 6298 §5.4)
	WhyProbe          // the tail of a flight, to draw an answer (RFC 8985 §7)
	WhyTimer          // one of these two
	WhyDuplicates     // three duplicate ACKs (RFC 5681 §3.2)
	WhySACK           // an acknowledgment reports that what lies above has arrived (RFC 6675, RFC 8985)
	WhyPartial        // an acknowledgment stops short of what had been sent when a recovery began (RFC 6582, RFC 5681 §3.1)
	WhyAsked          // of a SYN-ACK: the SYN came again
)

var whyNames = [...]string{"unknown", "timeout", "tail-loss-probe", "timer", "duplicate-acks", "sack", "partial-ack", "syn-again"}

func (w Why) String() string { return whyNames[w] }

// Order is in which order two segments were sent.
type Order uint8

const (
	OrderUnknown Order = iota
	Overtaken          // as their numbers say: the later one came first
	Resent             // against their numbers: these had been sent before, in a segment that was not captured
)

var orderNames = [...]string{"unknown", "overtaken", "resent"}

func (o Order) String() string { return orderNames[o] }

// Evidence is what an Order is told by.
type Evidence uint8

const (
	NoEvidence  Evidence = iota
	ByTimestamp          // TSval, which never goes back: proof (RFC 7323 §3.2)
	ByID                 // the IPv4 identification, where the sender counts it up
	ByTime               // sooner than an answer can come, or as late as a timer runs out
	BySigns              // duplicate ACKs or SACK had asked for it, a round trip ago
)

var evidenceNames = [...]string{"none", "timestamp", "ip-id", "time", "signs"}

func (e Evidence) String() string { return evidenceNames[e] }

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

func (o Opening) String() string { return [...]string{"three-way", "simultaneous"}[o&1] }

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
func (Midstream) particulars()  {}
func (Agreed) particulars()     {}
func (Echo) particulars()       {}
func (Fin) particulars()        {}
func (Close) particulars()      {}
func (Unfinished) particulars() {}
func (Reset) particulars()      {}
func (Retransmit) particulars() {}
func (OutOfOrder) particulars() {}
func (Overlap) particulars()    {}
func (Gap) particulars()        {}
func (Unseen) particulars()     {}
func (Spurious) particulars()   {}
func (Sack) particulars()       {}
func (DSack) particulars()      {}
func (DupAck) particulars()     {}
func (Twice) particulars()      {}
func (Checksums) particulars()  {}
func (OpeningRTT) particulars() {}
func (RoundTrips) particulars() {}
func (Throughput) particulars() {}
func (Flight) particulars()     {}
func (Idle) particulars()       {}
func (Delayed) particulars()    {}
func (Stretched) particulars()  {}
func (Nearness) particulars()   {}
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
