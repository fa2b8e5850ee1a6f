package fact

// TCPOffload are one side's segments that are too large to travel as they were captured.
const TCPOffload Kind = "tcp.offload"

// Offload is segmentation left to the network card, or undone by it.
type Offload struct {
	Count     int  // segments with more than Limit bytes of data
	Largest   int  // bytes of data
	Limit     int  // the MSS that the other side announced, else what a frame of 1500 bytes holds
	Announced bool // the former
	Where     Vantage
}

// Vantage is where a side's large segments seem to have been captured, by the checksums of its others.
type Vantage uint8

const (
	VantageUnknown Vantage = iota // no checksum tells
	BeforeCut                     // at their sender, before the card: its small segments have unfinished sums as well
	AfterJoin                     // at their receiver: the small ones have the sum with which they travelled
	NoCard                        // a path on which neither side finishes its sums, as on a loopback or virtual link
)

func (v Vantage) String() string {
	return [...]string{"unknown", "before-cut", "after-join", "no-card"}[v]
}

func (Offload) particulars() {}
