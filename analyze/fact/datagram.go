package fact

import "time"

// What datagrams, and the ICMP errors about them, tell.
type (
	// Answer is a datagram that came back. The fact's frames are its own, Of, and the others
	// that it may answer instead.
	Answer struct {
		Of    int           // the frame that it answers
		Bytes int           // of data
		After time.Duration // since that frame
		By    App           // the application by whose id it was found; empty: by order or by its bytes
		ID    string        // in hexadecimal
		Nth   int           // of the answers with that id; 0: none was recognised

		Confirms bool // it comes with CoAP's acknowledgement: the ID is the Message ID, not the token
	}
	// Receipt is a message of an application that says only that another arrived (RFC 7252 §4.2).
	Receipt struct {
		Of    int           // the frame with that
		After time.Duration // since that frame
		By    App
		ID    string // in hexadecimal
		Reset bool   // … and that its receiver can make nothing of it
		Empty bool   // the frame Of carries neither a request nor a response
	}
	// Apart is an answer to a datagram of another exchange, which went to a group, or to
	// another port of the host that answers; or to a question with an id that no frame
	// before asks with.
	Apart struct {
		Of    int // 0: such a question
		After time.Duration
		Group bool
		By    App // as in Answer
		ID    string
	}
	// Named is a message of multicast DNS that tells of a name. Its format leaves no id to
	// find the question by (RFC 6762 §18.1), so name, type and class are what question and
	// answer have in common. The fact's frames are its own, Of, and the others that ask for
	// something that it tells.
	Named struct {
		Of    int           // the latest frame of another host, a second before at most, that asks for it; 0: none does
		After time.Duration // since that frame
		Name  string        // as captured, labels with dots between them
		Type  uint16        // of the record (RFC 1035 §3.2.2)
		Group bool          // it goes to the group, not to who asked
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
		ID    bool          // both have the same IPv4 identification
		NoID  bool          // neither has one, and After is as short as of a copy
	}
	// QUIC is what a long header says before anything is encrypted (RFC 8999 §5.1).
	QUIC struct {
		Version uint32
		Draft   int // of version 1; 0: none
	}
	// OneWay counts datagrams of one end, none of which was seen to repeat another; the fact's
	// frames are the first and the last.
	OneWay struct {
		Count  int
		Lasted time.Duration
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
		Type, Code uint8         // as in its header
		Six        bool          // it is of ICMPv6
		From       string        // the address it came from
		Quoted     int           // the frame it quotes; 0 where not in the capture
		At         time.Duration // since the first frame of its conversation
		MTU        int           // of the link that the packet was too big for, in bytes with the IP header; 0: none told
		Pointer    int           // of a parameter problem: the byte of the packet that it is about, from 0
		Points     bool          // … where it tells one
		Fragment   bool          // it quotes a fragment without ports: the conversation was found by the packet's identification
	}
)

// TooBig tells the error about a packet that the next link does not take: "fragmentation
// needed" (RFC 1191 §4) and "packet too big" (RFC 4443 §3.2).
func (e Error) TooBig() bool {
	if e.Six {
		return e.Type == 2
	}
	return e.Type == 3 && e.Code == 4
}

// Soft tells an error for which RFC 9293 §3.9.2.2 forbids a TCP to abort its connection.
func (e Error) Soft() bool {
	switch {
	case e.Six:
		return e.Type == 1 && (e.Code == 0 || e.Code == 3) || (e.Type == 3 || e.Type == 4) && e.Code <= 2
	case e.Type == 3:
		return e.Code <= 1 || e.Code == 5
	}
	return e.Type == 11 || e.Type == 12
}

// Hard tells one for which a TCP should abort it by that section: codes 2 to 4 of ICMP's
// "destination unreachable", and of ICMPv6's those that are not soft.
func (e Error) Hard() bool {
	if e.Six {
		return e.Type == 1 && !e.Soft()
	}
	return e.Type == 3 && e.Code >= 2 && e.Code <= 4
}

// NoPort tells "port unreachable" of both versions of ICMP.
func (e Error) NoPort() bool {
	return e.Type == 3 && e.Code == 3 && !e.Six || e.Type == 1 && e.Code == 4 && e.Six
}

// Exceeded tells that time ran out, Problem that a header could not be processed, either
// way of both versions of ICMP.
func (e Error) Exceeded() bool { return e.Type == 11 && !e.Six || e.Type == 3 && e.Six }
func (e Error) Problem() bool  { return e.Type == 12 && !e.Six || e.Type == 4 && e.Six }

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
	CoAP   App = "CoAP"   // RFC 7252 §5.3.1, token; §4.4, Message ID
)

func (Answer) particulars()   {}
func (Receipt) particulars()  {}
func (Apart) particulars()    {}
func (Named) particulars()    {}
func (Answered) particulars() {}
func (Group) particulars()    {}
func (Retry) particulars()    {}
func (QUIC) particulars()     {}
func (OneWay) particulars()   {}
func (Length) particulars()   {}
func (Message) particulars()  {}
func (Error) particulars()    {}
