package fact

import "time"

// Phase is the part of a conversation that a kind belongs to.
type Phase uint8

const (
	PhaseOpen Phase = iota
	PhaseData
	PhaseClose
	PhaseWhole // of the conversation as a whole
)

func (p Phase) String() string { return [...]string{"open", "data", "close", "whole"}[p&3] }

// Info is what is known of a kind before any capture is read.
type Info struct {
	Kind    Kind
	Phase   Phase
	OfStep  bool  // OfStep derives it from a Step; the others come with the Facts
	Refs    []Ref // the rules it follows or breaks, the first one foremost
	Example Fact  // values with which every text of the kind must read well
}

func tcp(section string) Ref { return Ref{9293, section} }

// Catalogue holds every kind there is, in the order of a connection's life.
var Catalogue = []Info{
	{TCPSyn, PhaseOpen, false, []Ref{tcp("3.5")}, Fact{TCPSyn, Client, []int{9}, Seen, Syn{ISN: 3152091036}}},
	{TCPSynAck, PhaseOpen, false, []Ref{tcp("3.5"), tcp("3.10.7.2")}, Fact{TCPSynAck, Server, []int{10, 9}, Seen, Syn{ISN: 2259173195, Of: 9}}},
	{TCPOpened, PhaseOpen, false, []Ref{tcp("3.10.7.4"), tcp("3.5")}, Fact{TCPOpened, Client, []int{11, 10, 9}, Derived, Opened{ThreeWay, Server}}},
	{TCPOptions, PhaseOpen, false, []Ref{tcp("3.2"), {7323, "2.2"}, {2018, "2"}}, Fact{TCPOptions, Client, []int{9, 10}, Derived, Agreed{Options: [2]Options{{Has: HasMSS | HasShift | HasSackOK, MSS: 1460, Shift: 8}, {Has: HasMSS | HasShift | HasSackOK, MSS: 1460, Shift: 7}}, Scale: true, SACK: true}}},
	{TCPECN, PhaseOpen, false, []Ref{{3168, "6.1.1"}, {9768, "3.1.2"}}, Fact{TCPECN, Server, []int{10, 9}, Derived, ECNOffer{Asked: FeedbackClassic, Answered: true, Agreed: FeedbackClassic, Flags: ECE}}},
	{TCPFastOpen, PhaseOpen, false, []Ref{{7413, "4.2"}, {7413, "4.1.1"}}, Fact{TCPFastOpen, Client, []int{9}, Seen, FastOpen{Option: true, Cookie: 8, Data: 6}}},
	{TCPSynData, PhaseOpen, false, []Ref{tcp("3.10.7.2"), tcp("3.5")}, Fact{TCPSynData, Client, []int{9}, Seen, SynData{Bytes: 6}}},
	{TCPRefused, PhaseOpen, false, []Ref{tcp("3.5.2"), tcp("3.10.7.3")}, Fact{TCPRefused, Server, []int{2, 1}, Derived, Refused{1, time.Millisecond}}},
	{TCPHalfOpen, PhaseOpen, false, []Ref{tcp("3.5.1"), tcp("3.10.7.4"), {5961, "4.2"}}, Fact{TCPHalfOpen, Server, []int{2, 1}, Inferred, HalfOpen{1}}},
	{TCPUnanswered, PhaseOpen, false, []Ref{tcp("3.8.3")}, Fact{TCPUnanswered, Client, []int{1, 2, 3}, Seen, Unanswered{3, 3 * time.Second}}},
	{TCPMidstream, PhaseOpen, false, []Ref{tcp("3.3.2")}, Fact{TCPMidstream, Client, []int{1}, Guessed, Midstream{}}},

	{TCPData, PhaseData, true, []Ref{tcp("3.4"), tcp("3.9.1.2")}, Fact{TCPData, Client, []int{55}, Seen, Data{1, 7, 6, true}}},
	{TCPAck, PhaseData, true, []Ref{tcp("3.4")}, Fact{TCPAck, Server, []int{56, 55}, Derived, Ack{7, 6, 55, 0}}},
	{TCPAckAgain, PhaseData, true, []Ref{tcp("3.10.7.4")}, Fact{TCPAckAgain, Server, []int{56, 54}, Derived, Ack{7, 0, 54, 0}}},
	{TCPBare, PhaseData, true, []Ref{tcp("3.10.7.4")}, Fact{TCPBare, Client, []int{56}, Seen, Data{}}},
	{TCPEcho, PhaseData, false, []Ref{tcp("2.2")}, Fact{TCPEcho, Server, []int{57, 55}, Inferred, Echo{55, 6, 2 * time.Millisecond}}},
	{TCPRetransmit, PhaseData, false, []Ref{tcp("3.8.1"), {6298, "5"}, {5681, "3.2"}, {6675, ""}, {8985, ""}}, Fact{TCPRetransmit, Client, []int{8, 6}, Derived,
		Retransmit{First: 6, Bytes: 6, After: 300 * time.Millisecond, From: 1, Next: 7, Try: 1, Why: WhyTimeout, By: []int{6}, Quiet: 300 * time.Millisecond}}},
	{TCPSpurious, PhaseData, false, []Ref{{2883, "5.2"}, {3522, "3.2"}, {7323, "4.3"}}, Fact{TCPSpurious, Server, []int{9, 8, 6}, Derived, Spurious{[]int{8}, 6, 1000}}},
	{TCPResent, PhaseData, false, []Ref{tcp("3.8.1"), {7323, "5.2"}}, Fact{TCPResent, Client, []int{8, 6}, Derived,
		OutOfOrder{After: 6, Late: 300 * time.Millisecond, From: 1, Next: 7, Bytes: 6, Order: Resent, Shown: ByTimestamp, Marks: [2]uint32{1300, 1000}, Why: WhyTimeout, By: []int{6}, Quiet: 300 * time.Millisecond}}},
	{TCPOutOfOrder, PhaseData, false, []Ref{tcp("3.10.7.4"), {7323, "5.2"}}, Fact{TCPOutOfOrder, Client, []int{8, 6}, Derived,
		OutOfOrder{After: 6, Late: 2 * time.Millisecond, From: 1, Next: 7, Bytes: 6, Order: Overtaken, Shown: ByTimestamp, Marks: [2]uint32{1000, 1002}}}},
	{TCPOverlap, PhaseData, false, []Ref{tcp("3.10.7.4")}, Fact{TCPOverlap, Client, []int{8, 6}, Seen, Overlap{From: 3, Next: 5, Count: 2, Of: 6, After: time.Millisecond}}},
	{TCPGap, PhaseData, false, []Ref{tcp("3.4"), tcp("3.10.7.4")}, Fact{TCPGap, Client, []int{8, 6}, Derived, Gap{From: 7, Next: 14, Before: 6}}},
	{TCPAckUnseen, PhaseData, false, []Ref{tcp("3.4"), tcp("3.10.7.4")}, Fact{TCPAckUnseen, Server, []int{9, 8}, Derived, Unseen{From: 7, Next: 14, Gap: 8}}},
	{TCPTwice, PhaseData, false, []Ref{tcp("3.10.7.4")}, Fact{TCPTwice, Client, []int{8, 6}, Inferred, Twice{Of: 6}}},
	{TCPPAWS, PhaseData, false, []Ref{{7323, "5.3"}}, Fact{TCPPAWS, Client, []int{12, 10}, Inferred, PAWS{TSval: 90, Echoed: 100, Of: 10}}},
	{TCPSynInside, PhaseData, false, []Ref{tcp("3.10.7.4"), {5961, "4.2"}}, Fact{TCPSynInside, Client, []int{9}, Inferred, Syn{ISN: 3152091036}}},
	{TCPSack, PhaseData, false, []Ref{{2018, "3"}, {2018, "4"}}, Fact{TCPSack, Server, []int{12, 11}, Seen,
		Sack{Arrived: [][2]uint32{{201, 301}}, Missing: [][2]uint32{{101, 201}}, By: []int{10}}}},
	{TCPDSack, PhaseData, false, []Ref{{2883, "4"}}, Fact{TCPDSack, Server, []int{12, 10, 11}, Seen, DSack{From: 101, Next: 201, Of: []int{10, 11}}}},
	{TCPAckDup, PhaseData, false, []Ref{{5681, "2"}}, Fact{TCPAckDup, Server, []int{12, 10}, Derived, DupAck{10, 1}}},
	{TCPKeepAlive, PhaseData, false, []Ref{tcp("3.8.4"), {1122, "4.2.3.6"}}, Fact{TCPKeepAlive, Client, []int{12, 10}, Derived, KeepAlive{Of: 10, Number: 2, Count: 1, Idle: time.Second}}},
	{TCPKeepAliveAck, PhaseData, false, []Ref{tcp("3.10.7.4"), tcp("3.8.4")}, Fact{TCPKeepAliveAck, Server, []int{13, 12}, Derived, Reply{12, 1, 4 * time.Millisecond}}},
	{TCPZeroWindow, PhaseData, false, []Ref{tcp("3.8.6")}, Fact{TCPZeroWindow, Server, []int{11, 15}, Seen, ZeroWindow{15, 1550 * time.Millisecond, 2}}},
	{TCPWindowUpdate, PhaseData, false, []Ref{tcp("3.8.6.2.2"), tcp("3.8.6")}, Fact{TCPWindowUpdate, Server, []int{15, 13}, Derived, WindowUpdate{Of: 13, New: Window{Field: 2896}, Closed: 11}}},
	{TCPWindowFull, PhaseData, false, []Ref{tcp("3.8.6")}, Fact{TCPWindowFull, Client, []int{7, 4}, Derived, WindowFull{Of: 4, Window: Window{Field: 2896}, From: 1}}},
	{TCPWindowShrunk, PhaseData, false, []Ref{tcp("3.8.6")}, Fact{TCPWindowShrunk, Server, []int{9, 8}, Derived, WindowShrunk{Of: 8, Old: Window{Field: 4096}, New: Window{Field: 1024}, By: 3072, End: 1025}}},
	{TCPUrgent, PhaseData, false, []Ref{tcp("3.8.5"), {6093, ""}}, Fact{TCPUrgent, Client, []int{8}, Seen, Urgent{1, 2, true}}},
	{TCPWindowProbe, PhaseData, false, []Ref{tcp("3.8.6.1")}, Fact{TCPWindowProbe, Client, []int{12, 11}, Inferred, WindowProbe{Closed: 11, Count: 1, After: 220 * time.Millisecond}}},
	{TCPBeyondWindow, PhaseData, false, []Ref{tcp("3.10.7.4"), tcp("3.4")}, Fact{TCPBeyondWindow, Client, []int{8, 4, 9}, Derived, Beyond{Of: 4, End: 65536, From: 900001, Past: 834465, Bytes: 6, Answer: 9}}},
	{TCPWindowProbeAck, PhaseData, false, []Ref{tcp("3.8.6.1"), tcp("3.10.7.4")}, Fact{TCPWindowProbeAck, Server, []int{13, 12}, Derived, Reply{12, 1, 14 * time.Millisecond}}},
	{TCPECNMark, PhaseData, false, []Ref{{3168, "5"}}, Fact{TCPECNMark, Client, []int{8}, Seen, ECNMark{1, FeedbackClassic}}},
	{TCPECNEcho, PhaseData, false, []Ref{{3168, "6.1.3"}, {9768, "3.2.2"}}, Fact{TCPECNEcho, Server, []int{9, 8}, Seen, ECNEcho{Of: 8}}},
	{TCPECNCut, PhaseData, false, []Ref{{3168, "6.1.2"}}, Fact{TCPECNCut, Client, []int{10, 9}, Seen, ECNCut{9}}},

	{TCPFin, PhaseClose, false, []Ref{tcp("3.6")}, Fact{TCPFin, Client, []int{58}, Seen, Fin{Number: 7, First: true}}},
	{TCPFinAck, PhaseClose, true, []Ref{tcp("3.3.2"), tcp("3.6")}, Fact{TCPFinAck, Server, []int{59, 58}, Derived, Ack{8, 1, 58, FIN}}},
	{TCPReset, PhaseClose, false, []Ref{tcp("3.5.3"), tcp("3.5.2")}, Fact{TCPReset, Client, []int{10}, Seen, Reset{Counts: true}}},
	{TCPClosed, PhaseClose, false, []Ref{tcp("3.6")}, Fact{TCPClosed, Client, []int{61, 60, 59, 58}, Derived, Close{FourSegments, 4}}},
	{TCPUnfinished, PhaseClose, false, []Ref{tcp("3.6")}, Fact{TCPUnfinished, Client, []int{9}, Seen, Unfinished{[2]State{Established, Established}, time.Second}}},
	{TCPSilent, PhaseClose, false, []Ref{tcp("3.8.3"), tcp("3.8.4")}, Fact{TCPSilent, Server, []int{12, 11}, Seen, Silent{11, 3, 14, 9 * time.Second}}},
	{TCPOdd, PhaseWhole, false, []Ref{tcp("3.1"), tcp("3.10.7.4"), tcp("3.2"), {7323, "2.2"}, {7323, "3.2"}, {2018, "2"}}, Fact{TCPOdd, Client, []int{3}, Seen, Odd{What: OddShift, Level: Forbidden, Value: 255}}},
	{TCPOffload, PhaseWhole, false, []Ref{tcp("3.7.1")}, Fact{TCPOffload, Client, []int{6, 8}, Inferred, Offload{2, 7240, 1460, true, BeforeCut}}},
	{TCPChecksum, PhaseWhole, false, []Ref{tcp("3.1")}, Fact{TCPChecksum, Client, []int{9}, Derived, Checksums{Count: [5][2]int{Good: {5, 5}}, First: [5]int{Good: 9}}}},
	{TCPOpeningRTT, PhaseWhole, false, []Ref{{6298, "2"}, tcp("3.5")}, Fact{TCPOpeningRTT, Client, []int{11, 10, 9}, Derived, OpeningRTT{Peer: 12 * time.Millisecond, Own: 100 * time.Microsecond}}},
	{TCPRTT, PhaseWhole, false, []Ref{{6298, "3"}, {6298, "2"}}, Fact{TCPRTT, Client, []int{56, 55, 61, 60}, Derived, RoundTrips{Count: 12, Min: 2 * time.Millisecond, Max: 42 * time.Millisecond, Mean: 16 * time.Millisecond, MinOf: 55, MinAck: 56, MaxOf: 60, MaxAck: 61, Smoothed: 7 * time.Millisecond, Variation: 11 * time.Millisecond}}},
	{TCPThroughput, PhaseWhole, false, []Ref{tcp("3.8")}, Fact{TCPThroughput, Client, []int{60, 12}, Derived, Throughput{First: 12, Last: 60, Segments: 40, Bytes: 58400, Again: 1460, For: 2 * time.Second}}},
	{TCPFlight, PhaseWhole, false, []Ref{{5681, "2"}}, Fact{TCPFlight, Client, []int{40}, Derived, Flight{Bytes: 14600, At: 40}}},
	{TCPIdle, PhaseData, false, []Ref{tcp("3.8.4"), tcp("3.8.6.2.1")}, Fact{TCPIdle, Client, []int{58, 57}, Seen, Idle{Since: 57, For: 5 * time.Second}}},
	{TCPAckDelayed, PhaseWhole, false, []Ref{tcp("3.8.6.3"), {5681, "4.2"}}, Fact{TCPAckDelayed, Client, []int{58, 57}, Inferred, Delayed{Count: 1, Longest: 40 * time.Millisecond, Of: 57, Ack: 58, Quickest: 100 * time.Microsecond}}},
	{TCPAckStretched, PhaseWhole, false, []Ref{tcp("3.8.6.3"), {2525, "2.13"}}, Fact{TCPAckStretched, Server, []int{40}, Derived, Stretched{Count: 3, Most: 14600, Ack: 40, Full: 1460}}},
	{TCPVantage, PhaseWhole, false, []Ref{{6298, "2"}, tcp("3.1")}, Fact{TCPVantage, Client, []int{9}, Inferred, Nearness{Partial: 9, Quick: true, Unrouted: true, TTL: 64, Other: 52}}},

	{UDPDatagram, PhaseData, true, []Ref{{768, ""}}, Fact{UDPDatagram, Client, []int{65}, Seen, Message{2}}},
	{UDPLength, PhaseData, true, []Ref{{768, ""}, {9868, ""}}, Fact{UDPLength, Client, []int{65}, Seen, Length{Length: 10, Surplus: 4}}},
	{UDPAnswer, PhaseData, false, []Ref{{768, ""}}, Fact{UDPAnswer, Server, []int{66, 65}, Inferred, Answer{Of: 65, Bytes: 2, After: 2 * time.Millisecond}}},
	{UDPEcho, PhaseData, false, []Ref{{768, ""}}, Fact{UDPEcho, Server, []int{66, 65}, Inferred, Answer{Of: 65, Bytes: 2, After: 2 * time.Millisecond}}},
	{UDPReceipt, PhaseData, false, []Ref{{7252, "4.2"}, {7252, "4.4"}}, Fact{UDPReceipt, Server, []int{2, 1}, Derived, Receipt{Of: 1, After: 3 * time.Millisecond, By: CoAP, ID: "7d34"}}},
	{UDPRetry, PhaseData, false, []Ref{{768, ""}, {8085, "3.3"}}, Fact{UDPRetry, Client, []int{4, 3}, Inferred, Retry{Of: 3, Bytes: 33, Count: 1, After: time.Second}}},
	{UDPTwice, PhaseData, false, []Ref{{768, ""}, {791, "3.2"}}, Fact{UDPTwice, Client, []int{4, 3}, Inferred, Twice{Of: 3, ID: true}}},
	{UDPUnanswered, PhaseData, false, []Ref{{768, ""}, {8085, "3.3"}}, Fact{UDPUnanswered, Client, []int{3}, Seen, Unanswered{1, time.Second}}},
	{UDPApart, PhaseData, false, []Ref{{768, ""}}, Fact{UDPApart, Server, []int{4, 1}, Inferred, Apart{Of: 1, After: 2 * time.Millisecond, Group: true}}},
	{UDPNamed, PhaseData, false, []Ref{{6762, "6"}, {6762, "18.1"}, {6762, "8.3"}}, Fact{UDPNamed, Client, []int{4, 1}, Inferred, Named{Of: 1, After: 25 * time.Millisecond, Name: "_ipp._tcp.local", Type: 12, Group: true}}},
	{UDPQUIC, PhaseData, false, []Ref{{9000, "17.2"}, {8999, "5.1"}}, Fact{UDPQUIC, Client, []int{1}, Inferred, QUIC{Version: 1}}},
	{UDPOneWay, PhaseWhole, false, []Ref{{768, ""}, {8085, "3.1"}}, Fact{UDPOneWay, Client, []int{3, 7}, Seen, OneWay{5, 4 * time.Second}}},
	{UDPAnswered, PhaseWhole, false, []Ref{{768, ""}}, Fact{UDPAnswered, Client, []int{1, 4}, Inferred, Answered{1, true}}},
	{UDPGroup, PhaseWhole, false, []Ref{{1122, "3.2.1.3"}, {1112, "4"}, {919, "7"}, {4291, "2.7"}}, Fact{UDPGroup, Client, []int{1}, Seen, Group{Multicast, false}}},
	{UDPChecksum, PhaseWhole, false, []Ref{{768, ""}}, Fact{UDPChecksum, Client, []int{65}, Derived, Checksums{Count: [5][2]int{Good: {2, 2}}, First: [5]int{Good: 65}}}},
	{ICMPError, PhaseData, false, []Ref{{792, ""}, {4443, ""}, {1122, "3.2.2.1"}}, Fact{ICMPError, Server, []int{2, 1}, Seen, Error{Type: 3, Code: 3, From: "192.0.2.1", Quoted: 1}}},
	{ICMPTwice, PhaseData, false, []Ref{{791, "3.2"}, {792, ""}}, Fact{ICMPTwice, Server, []int{3, 2}, Inferred, Twice{Of: 2, Vantage: true, ID: true}}},
}

// index finds a kind's place in the Catalogue.
var index = func() map[Kind]int {
	m := make(map[Kind]int, len(Catalogue))
	for i, info := range Catalogue {
		m[info.Kind] = i
	}
	return m
}()

// Of is the Catalogue's row of a kind; false for a word that is no kind.
func Of(k Kind) (*Info, bool) {
	i, ok := index[k]
	if !ok {
		return nil, false
	}
	return &Catalogue[i], true
}

// KindSet is a set of kinds.
type KindSet [2]uint64

// Add puts a kind of the Catalogue into the set.
func (s *KindSet) Add(k Kind) {
	if i, ok := index[k]; ok {
		s[i/64] |= 1 << (i % 64)
	}
}

// Has tells whether the kind is in the set.
func (s KindSet) Has(k Kind) bool {
	i, ok := index[k]
	return ok && s[i/64]&(1<<(i%64)) != 0
}
