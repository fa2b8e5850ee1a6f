package fact

// OtherKind is what a frame is that belongs to no conversation.
type OtherKind struct {
	Protocol string // of its innermost header, by Wireshark's short name: arp, icmp, icmpv6, igmp …
	By       Numbering
	Number   int64
	Fault    Unread
}

// Numbering tells which registry a number belongs to.
type Numbering uint8

const (
	NoNumber    Numbering = iota
	ByOpcode              // of ARP
	ByType                // of ICMP, ICMPv6 and IGMP
	ByProtocol            // IP's, of what is not read
	ByEtherType           // of what is not read
	ByDSAP                // IEEE 802.2's, of what is not read
	BySNAP                // organisation (24 bits) and type (16)
	ByPPP                 // PPP's protocol
	ByWLAN                // type and subtype of an IEEE 802.11 frame, four bits each
	ByLink                // LINKTYPE_ value
	ByBlock               // a block that holds no packet, which Wireshark numbers as a frame
)

// Unread is why what a frame carries could not be read though its kind is known.
type Unread uint8

const (
	Whole        Unread = iota
	CutOff              // not enough of the frame was captured
	Unreadable          // its headers contradict themselves, or end too early
	TooDeep             // more headers inside one another than MaxHeaders
	OtherVersion        // of an IP header, than the type before it says
	ShortHeader         // an IPv4 header length of less than 20 bytes
	LongHeader          // … of more bytes than there are
	ShortTotal          // an IPv4 total length of less than its header's
	ShortLength         // a UDP length of less than its header's 8 bytes
)
