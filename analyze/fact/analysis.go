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
	Completeness  uint8         // tcp.completeness, where HasComplete; whole only in a second pass (see Survey.Completeness)
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
