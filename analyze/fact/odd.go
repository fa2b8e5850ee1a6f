package fact

// TCPOdd is something in a header that breaks a rule or that hardly any sender writes.
const TCPOdd Kind = "tcp.odd"

// Odd is what is odd in a header. A frame may have several.
type Odd struct {
	What   Oddity
	Level  Level
	Value  uint32 // bytes of the header, the bits, the field or the option's kind, by What
	Length int    // of the option, bytes
}

// Oddity is one way of being odd.
type Oddity uint8

const (
	OddOffset   Oddity = iota // the data offset counts fewer than 20 bytes
	OddBeyond                 // … or more than the segment has
	OddOptions                // the list of options breaks off at one whose length cannot be
	OddOption                 // an option has a length that its kind does not have
	OddReserved               // bits are set that no RFC gives a meaning
	OddNull                   // no flag is set
	OddXmas                   // FIN, PSH and URG alone
	OddNoAck                  // FIN or data without ACK
	OddSynFin
	OddSynReset
	OddAckField    // an acknowledgment number without ACK
	OddUrgentField // an urgent pointer without URG
	OddPort        // port 0
	OddMSS         // an MSS of 0
	OddShift       // a window scale above 14
	OddResetData   // data in a RST
	OddLate        // an option that belongs in a SYN, in a segment without it
	OddUnasked     // an option of a SYN-ACK that may only answer the same one of the SYN
	OddUnstamped   // no timestamps, although both SYNs had them: the first such segment of a row
)

func (o Oddity) String() string {
	return [...]string{"offset", "beyond", "options", "option", "reserved", "null", "xmas", "no-ack", "syn-fin", "syn-reset",
		"ack-field", "urgent-field", "port", "mss", "shift", "reset-data",
		"late-option", "unasked-option", "no-timestamps"}[o]
}

// Level is how much an oddity weighs.
type Level uint8

const (
	Broken    Level = iota // the header contradicts itself
	Forbidden              // an RFC tells a sender to do otherwise
	Unusual                // no rule forbids it, or an RFC allows it
)

func (l Level) String() string { return [...]string{"broken", "forbidden", "unusual"}[l] }

func (Odd) particulars() {}
