package fact

import "time"

// What was measured.
type (
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
	// Idle is a silence. Where meanwhile a window left less room than its peer's full segments take,
	// Room is how much, Full how many bytes of data these hold, and Own tells that the window is that
	// of the endpoint that ends the silence; else all three are zero.
	Idle struct {
		Since int // the connection's frame before
		For   time.Duration
		Room  int
		Full  int
		Own   bool
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
)

func (OpeningRTT) particulars() {}
func (RoundTrips) particulars() {}
func (Throughput) particulars() {}
func (Flight) particulars()     {}
func (Idle) particulars()       {}
func (Delayed) particulars()    {}
func (Stretched) particulars()  {}
func (Nearness) particulars()   {}
