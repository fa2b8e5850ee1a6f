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
	{TCPOptions, PhaseOpen, false, []Ref{tcp("3.2"), {7323, "2.2"}, {2018, "2"}}, Fact{TCPOptions, Client, []int{9, 10}, Derived, Agreed{Scale: true, SACK: true}}},
	{TCPRefused, PhaseOpen, false, []Ref{tcp("3.5.2"), tcp("3.10.7.3")}, Fact{TCPRefused, Server, []int{2, 1}, Derived, Refused{1, time.Millisecond}}},
	{TCPUnanswered, PhaseOpen, false, []Ref{tcp("3.8.3")}, Fact{TCPUnanswered, Client, []int{1, 2, 3}, Seen, Unanswered{3, 3 * time.Second}}},
	{TCPMidstream, PhaseOpen, false, []Ref{tcp("3.3.2")}, Fact{TCPMidstream, Client, []int{1}, Guessed, Midstream{}}},

	{TCPData, PhaseData, true, []Ref{tcp("3.4"), tcp("3.9.1.2")}, Fact{TCPData, Client, []int{55}, Seen, Data{1, 7, 6, true}}},
	{TCPAck, PhaseData, true, []Ref{tcp("3.4")}, Fact{TCPAck, Server, []int{56, 55}, Derived, Ack{7, 6, 55, 0}}},
	{TCPAckAgain, PhaseData, true, []Ref{tcp("3.10.7.4")}, Fact{TCPAckAgain, Server, []int{56, 54}, Derived, Ack{7, 0, 54, 0}}},
	{TCPBare, PhaseData, true, []Ref{tcp("3.10.7.4")}, Fact{TCPBare, Client, []int{56}, Seen, Data{}}},
	{TCPEcho, PhaseData, false, []Ref{tcp("2.2")}, Fact{TCPEcho, Server, []int{57, 55}, Inferred, Echo{55, 6, 2 * time.Millisecond}}},
	{TCPRetransmit, PhaseData, false, []Ref{tcp("3.8.1")}, Fact{TCPRetransmit, Client, []int{8, 6}, Derived, Retransmit{First: 6, Bytes: 6, After: 200 * time.Millisecond, From: 1, Next: 7}}},
	{TCPTwice, PhaseData, false, []Ref{tcp("3.10.7.4")}, Fact{TCPTwice, Client, []int{8, 6}, Inferred, Twice{Of: 6}}},
	{TCPAckDup, PhaseData, false, []Ref{{5681, "2"}}, Fact{TCPAckDup, Server, []int{12, 10}, Derived, DupAck{10, 1}}},

	{TCPFin, PhaseClose, false, []Ref{tcp("3.6")}, Fact{TCPFin, Client, []int{58}, Seen, Fin{7, true}}},
	{TCPFinAck, PhaseClose, true, []Ref{tcp("3.3.2"), tcp("3.6")}, Fact{TCPFinAck, Server, []int{59, 58}, Derived, Ack{8, 1, 58, FIN}}},
	{TCPReset, PhaseClose, false, []Ref{tcp("3.5.3"), tcp("3.5.2")}, Fact{TCPReset, Client, []int{10}, Seen, Reset{Counts: true}}},
	{TCPClosed, PhaseClose, false, []Ref{tcp("3.6")}, Fact{TCPClosed, Client, []int{61, 60, 59, 58}, Derived, Close{FourSegments, 4}}},
	{TCPUnfinished, PhaseClose, false, []Ref{tcp("3.6")}, Fact{TCPUnfinished, Client, []int{9}, Seen, Unfinished{[2]State{Established, Established}, time.Second}}},
	{TCPChecksum, PhaseWhole, false, []Ref{tcp("3.1")}, Fact{TCPChecksum, Client, []int{9}, Derived, Checksums{Count: [5][2]int{Good: {5, 5}}, First: [5]int{Good: 9}}}},

	{UDPDatagram, PhaseData, true, []Ref{{768, ""}}, Fact{UDPDatagram, Client, []int{65}, Seen, Message{2}}},
	{UDPLength, PhaseData, true, []Ref{{768, ""}, {9868, ""}}, Fact{UDPLength, Client, []int{65}, Seen, Length{Length: 10, Surplus: 4}}},
	{UDPAnswer, PhaseData, false, []Ref{{768, ""}}, Fact{UDPAnswer, Server, []int{66, 65}, Inferred, Answer{Of: 65, Bytes: 2, After: 2 * time.Millisecond}}},
	{UDPEcho, PhaseData, false, []Ref{{768, ""}}, Fact{UDPEcho, Server, []int{66, 65}, Inferred, Answer{Of: 65, Bytes: 2, After: 2 * time.Millisecond}}},
	{UDPRetry, PhaseData, false, []Ref{{768, ""}, {8085, "3.1"}}, Fact{UDPRetry, Client, []int{4, 3}, Inferred, Retry{3, 33, 1, time.Second}}},
	{UDPUnanswered, PhaseData, false, []Ref{{768, ""}, {8085, "3.1"}}, Fact{UDPUnanswered, Client, []int{3}, Seen, Unanswered{1, time.Second}}},
	{UDPApart, PhaseData, false, []Ref{{768, ""}}, Fact{UDPApart, Server, []int{4, 1}, Inferred, Apart{Of: 1, After: 2 * time.Millisecond, Group: true}}},
	{UDPQUIC, PhaseData, false, []Ref{{9000, "17.2"}, {8999, "5.1"}}, Fact{UDPQUIC, Client, []int{1}, Inferred, QUIC{Version: 1}}},
	{UDPOneWay, PhaseWhole, false, []Ref{{768, ""}, {8085, "3.1"}}, Fact{UDPOneWay, Client, []int{3, 7}, Seen, OneWay{5, 4 * time.Second}}},
	{UDPAnswered, PhaseWhole, false, []Ref{{768, ""}}, Fact{UDPAnswered, Client, []int{1, 4}, Inferred, Answered{1, true}}},
	{UDPGroup, PhaseWhole, false, []Ref{{1122, "3.2.1.3"}, {1112, "4"}, {919, "7"}, {4291, "2.7"}}, Fact{UDPGroup, Client, []int{1}, Seen, Group{Multicast, false}}},
	{UDPChecksum, PhaseWhole, false, []Ref{{768, ""}}, Fact{UDPChecksum, Client, []int{65}, Derived, Checksums{Count: [5][2]int{Good: {2, 2}}, First: [5]int{Good: 65}}}},
	{ICMPError, PhaseData, false, []Ref{{792, ""}, {1122, "3.2.2.1"}}, Fact{ICMPError, Server, []int{2, 1}, Seen, Error{Type: 3, Code: 3, From: "192.0.2.1", Quoted: 1}}},
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
