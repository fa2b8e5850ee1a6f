package fact

import "time"

// Marks are the remarks that Wireshark makes on a segment: its tcp.analysis flags.
type Marks uint16

const (
	MarkRetransmission Marks = 1 << iota
	MarkFastRetransmission
	MarkSpuriousRetransmission
	MarkOutOfOrder
	MarkLostSegment
	MarkAckLostSegment
	MarkDuplicateAck
	MarkKeepAlive
	MarkKeepAliveAck
	MarkZeroWindow
	MarkZeroWindowProbe
	MarkZeroWindowProbeAck
	MarkWindowUpdate
	MarkWindowFull
	MarkReusedPorts
)

// MarkNames are Wireshark's names of the marks, without "tcp.analysis.", from the lowest bit up.
var MarkNames = [...]string{
	"retransmission", "fast_retransmission", "spurious_retransmission", "out_of_order", "lost_segment",
	"ack_lost_segment", "duplicate_ack", "keep_alive", "keep_alive_ack", "zero_window", "zero_window_probe",
	"zero_window_probe_ack", "window_update", "window_full", "reused_ports",
}

// Names are Wireshark's names of the marks that are set.
func (m Marks) Names() []string {
	var names []string
	for i, name := range MarkNames {
		if m>>i&1 != 0 {
			names = append(names, name)
		}
	}
	return names
}

// Analysis is what Wireshark 4.0 shows of a segment beyond its numbers: its word, not
// ours. A zero means that it shows nothing. It holds no pointer.
type Analysis struct {
	Marks         Marks
	Completeness  Completeness  // tcp.completeness, where HasComplete; whole only in a second pass (see Survey.Completeness)
	HasComplete   bool          // tcp.completeness is shown
	HasTimes      bool          // the two times are shown
	TimeRelative  time.Duration // tcp.time_relative: since the stream's first frame
	TimeDelta     time.Duration // tcp.time_delta: since its frame before
	InitialRTT    time.Duration // tcp.analysis.initial_rtt
	AckRTT        time.Duration // tcp.analysis.ack_rtt
	RTO           time.Duration // tcp.analysis.rto
	AcksFrame     int32         // tcp.analysis.acks_frame
	RTOFrame      int32         // tcp.analysis.rto_frame
	DupAckNum     int32         // tcp.analysis.duplicate_ack_num
	DupAckFrame   int32         // tcp.analysis.duplicate_ack_frame
	BytesInFlight uint32        // tcp.analysis.bytes_in_flight
	PushBytesSent uint32        // tcp.analysis.push_bytes_sent
}

// Completeness is Wireshark's tcp.completeness: which kinds of segment a stream holds, in any
// order.
type Completeness uint8

const (
	HoldsSYN Completeness = 1 << iota
	HoldsSYNACK
	HoldsACK // without data
	HoldsData
	HoldsFIN
	HoldsRST
)

// Whole tells what Wireshark calls complete: the opening's three segments, and a FIN or a reset.
func (c Completeness) Whole() bool {
	const opened = HoldsSYN | HoldsSYNACK | HoldsACK
	return c&opened == opened && c&(HoldsFIN|HoldsRST) != 0
}

// Holds is what a stream holds by a segment with these flags and so many bytes of data, −1 where
// that is not known. Of a SYN Wireshark takes note in a stream's first segment only, and there of
// its data too; of anything else, only in later ones.
func Holds(f Flags, data int32, first bool) (c Completeness) {
	switch {
	case first && !f.Has(SYN), first && f.Has(ACK):
		return 0
	case first && data > 0:
		return HoldsSYN | HoldsData
	case first:
		return HoldsSYN
	case f.Has(SYN | ACK):
		c = HoldsSYNACK
	case f.Has(ACK) && data > 0:
		c = HoldsData
	case f.Has(ACK):
		c = HoldsACK
	}
	if f.Has(FIN | ACK) {
		c |= HoldsFIN
	}
	if f.Has(RST) {
		c |= HoldsRST
	}
	return c
}
