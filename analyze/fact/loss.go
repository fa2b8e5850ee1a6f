package fact

import "time"

// What happened to the bytes on their way.
type (
	// Retransmit is a segment with numbers that were sent before. Why, By and Quiet are inferred.
	Retransmit struct {
		First      int           // the latest frame before that carried the last of them
		Bytes      int           // data bytes sent again
		Flags      Flags         // SYN or FIN sent again
		After      time.Duration // since First
		From, Next uint32        // relative numbers of the first byte sent again, and after the last; 0 where there is none
		New        int           // data bytes that were not sent before
		Acked      int           // the latest frame before that confirms all of it; 0
		Sacked     int           // where Acked is 0: the latest frame with SACK blocks before, where one holds all of it that is not confirmed; 0
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
		Round      time.Duration // the round trip of the opening, where a time shows it; 0: unknown
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
	// DupAck counts the repetitions of one acknowledgment number.
	DupAck struct {
		Of    int
		Count int
	}
	// Twice is a packet that the capture holds a second time.
	Twice struct {
		Of      int  // the frame that holds it first
		Vantage bool // it was recorded at another interface; where it passed no routers either, network or capture doubled it
		Hops    int  // routers that it passed in between, by its time to live
		ID      bool // both have the same IPv4 identification
		Alone   bool // no other of the sender's datagrams before shows that it changes the identification
		Bare    bool // of a segment: neither identification nor timestamps tell it from a retransmission, for which no frame shows a reason
		Cut     bool // not all of both was captured
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
	WhyUntaken        // the SYN's data was not taken with it (RFC 7413 §4.2.2)
	WhyTooBig         // an ICMP error reported the packet as too big, and this one is smaller (RFC 1191 §3, RFC 8201 §4)
)

var whyNames = [...]string{"unknown", "timeout", "tail-loss-probe", "timer", "duplicate-acks", "sack", "partial-ack", "syn-again", "syn-data", "icmp-too-big"}

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
	ByTimestamp          // TSval, which never goes back: proof (RFC 7323 §5.2)
	ByID                 // the IPv4 identification, where the sender counts it up
	ByTime               // sooner than an answer can come, or as late as a timer runs out
	BySigns              // duplicate ACKs or SACK had asked for it, a round trip ago
)

var evidenceNames = [...]string{"none", "timestamp", "ip-id", "time", "signs"}

func (e Evidence) String() string { return evidenceNames[e] }

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
