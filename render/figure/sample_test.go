package figure_test

import (
	"fmt"
	"strings"

	. "github.com/pcaplain/pcaplain/render/figure"
)

// The samples: an echo over TCP and UDP, and beside it what an echo does not show:
// addresses of full length, frames that were lost or that crossed, folded runs, long data.

func common(id string) Common { return Common{ID: id, Frame: "frame %d"} }

func sure(name string) State  { return State{Name: name} }
func guess(name string) State { return State{Name: name, Inferred: true} }

var (
	client = End{Name: "client", Addr: ".164:51112"}
	server = End{Name: "server", Addr: ".113:65432"}
)

// samples are all sample figures, by the name of their golden file.
func samples() map[string]Figure {
	l := map[string]Figure{
		"card-syn": synCard(), "card-data": dataCard(), "card-udp": udpCard(), "card-ko": koreanCard(), "card-trouble": troubleCard(),
		"ladder-open": openLadder(), "ladder-data": dataLadder(), "ladder-udp": udpLadder(), "ladder-error": errorLadder(), "ladder-crossing": crossingLadder(),
		"ladder-ipv6": longLadder(), "ladder-ko": koreanLadder(),
		"states": States{common("tcp0-states"), echoPaths()}, "machine": Machine{common("tcp0-machine"), echoPaths()},
		"machine-reset": resetMachine(), "machine-both": bothMachine(),
		"header-syn": synHeader(), "header-udp": udpHeader(), "header-sack": sackHeader(), "header-bad": badHeader(), "header-ko": koreanHeader(),
		"bytes": frameBytes(), "bytes-long": longBytes(), "bytes-rest": restBytes(), "ruler": echoRuler(), "ruler-long": longRuler(), "ruler-one": oneRuler(), "ruler-ko": koreanRuler(), "ruler-both": bothRuler(),
		"glance": glance(), "sum": sumUp(), "listing": listing(), "layers": layers(), "layers-deep": deepLayers(),
		"strip-sack": sackStrip(), "strip-window": windowStrip(), "strip-ko": koreanStrip(), "strip-wrap": wrapStrip(),
	}
	return l
}

func synCard() Card {
	return Card{
		Common: common("f9"), N: 9, From: "client", To: "server", Flags: []Flag{{"SYN", true}}, Time: "1.322695 s", Direct: "from client to server",
		Nums: []Num{{"Seq", "0", "raw 3152091036"}, {"Ack", "none", ""}, {"Len", "0", ""}, {"Win", "64,240", ""}},
		Sums: []Sum{{Is: "next Seq", Terms: []string{"Seq 0", "SYN 1"}, Total: "1"}},
		Moves: []CardMove{
			{End: "client", Old: guess("CLOSED"), New: sure("SYN_SENT"), How: "sent frame 9", Sure: "seen"},
			{End: "server", Old: guess("LISTEN"), New: sure("SYN_RECEIVED"), How: "received frame 9", Proof: "frame 10 proves it", Sure: "derived"},
		},
		Refs: []Ref{{9293, "3.5"}}, Filter: "tcp.stream == 0 and tcp.flags.syn == 1 and tcp.flags.ack == 0", FilterIs: "filter", Copy: "copy",
	}
}

func dataCard() Card {
	return Card{
		Common: common("f57"), N: 57, From: "server", To: "client", Side: 1, Flags: []Flag{{"PSH", true}, {"ACK", false}}, Time: "11.471886 s", Direct: "from server to client",
		Nums: []Num{{"Seq", "1", "raw 2259173196"}, {"Ack", "7", "raw 3152091043"}, {"Len", "6", ""}, {"Win", "65,536", ""}},
		Sums: []Sum{{Is: "Ack", Total: "7", Same: "as in frame 56"}, {Is: "next Seq", Terms: []string{"Seq 1", "data 6"}, Total: "7"}},
		Stay: "no change of state", Refs: []Ref{{9293, "3.4"}, {9293, "3.9.1.2"}, {7323, "A.1"}},
		Filter: "tcp.stream == 0 and tcp.srcport == 65432 and tcp.len > 0", FilterIs: "filter", Copy: "copy",
	}
}

func udpCard() Card {
	return Card{
		Common: common("f65"), N: 65, From: "client", To: "server", Flags: []Flag{{"UDP", false}}, Time: "12.337643 s", Direct: "from client to server",
		Nums: []Num{{"ports", "53211 → 5005", ""}, {"Length", "10", ""}, {"data 2:", `"<b>`, "3c 62 3e"}},
		Sums: []Sum{{Is: "Length", Terms: []string{"header 8", "data 2"}, Total: "10"}},
		Refs: []Ref{{768, ""}}, Filter: "udp.stream == 6 and udp.dstport == 5005 and udp.length == 10", FilterIs: "filter", Copy: "copy",
	}
}

func koreanCard() Card {
	return Card{
		Common: Common{ID: "f60", Frame: "프레임 %d"}, N: 60, From: "서버", To: "클라이언트", Side: 1, Flags: []Flag{{"FIN", true}, {"ACK", false}}, Time: "11.473727 s", Direct: "서버에서 클라이언트로",
		Nums: []Num{{"Seq", "7", "실제 2259173202"}, {"Ack", "8", "실제 3152091044"}, {"Len", "0", ""}, {"Win", "65,536", ""}},
		Sums: []Sum{{Is: "Ack", Terms: []string{"58번의 Seq 7", "FIN 1"}, Total: "8"}, {Is: "다음 Seq", Terms: []string{"Seq 7", "FIN 1"}, Total: "8"}},
		Moves: []CardMove{
			{End: "서버", Old: sure("CLOSE_WAIT"), New: sure("LAST_ACK"), How: "60번을 보냄", Sure: "관측"},
			{End: "클라이언트", Old: sure("FIN_WAIT_1"), New: guess("FIN_WAIT_2"), How: "59번을 받음", Sure: "추정", Unsure: true},
		},
		Refs: []Ref{{9293, "3.6"}}, Filter: "tcp.stream == 0 and tcp.srcport == 65432 and tcp.flags.fin == 1", FilterIs: "필터", Copy: "복사",
	}
}

func troubleCard() Card {
	c := dataCard()
	c.ID, c.Trouble = "f80", []string{"retransmission of frame 57", "window full"}
	c.Flags = append(c.Flags, Flag{"URG", true}, Flag{"ECE", true}, Flag{"CWR", true})
	c.Nums[0] = Num{"Seq", "4294967295", "raw 4294967295"}
	c.Sums = []Sum{{Is: "Ack", Terms: []string{"Seq 4294967290 of frame 57", "SYN 1", "data 65,495", "FIN 1"}, Total: "4294967295"}, c.Sums[1]}
	c.Filter += " and tcp.seq == 4294967295 and tcp.ack == 4294967295 and tcp.window_size_value == 65535"
	return c
}

func openLadder() Ladder {
	return Ladder{
		Common: common("tcp0-open-ladder"), Name: "frames 9, 10, 11", No: "No.", T: "t (s)", Ends: [2]End{client, server},
		Before: [2]State{guess("CLOSED"), guess("LISTEN")},
		Rows: []Row{
			{Frame: 9, Time: "1.322695", Flags: []string{"SYN"}, Nums: []string{"Seq=0"}, Moves: []RowMove{{0, sure("SYN_SENT"), 9, false}, {1, sure("SYN_RECEIVED"), 9, true}}},
			{Frame: 10, Time: "1.324267", Side: 1, Flags: []string{"SYN", "ACK"}, Nums: []string{"Seq=0", "Ack=1"}, Moves: []RowMove{{0, sure("ESTABLISHED"), 10, true}}},
			{Frame: 11, Time: "1.324359", Flags: []string{"ACK"}, Nums: []string{"Seq=1", "Ack=1"}, Moves: []RowMove{{1, guess("ESTABLISHED"), 11, true}}},
		},
	}
}

func dataLadder() Ladder {
	nums := func(s string) []string { return strings.Fields(s) }
	return Ladder{
		Common: common("tcp0-data-ladder"), Name: "frames 11, 55–57", No: "No.", T: "t (s)", Ends: [2]End{client, server},
		Before: [2]State{sure("ESTABLISHED"), sure("SYN_RECEIVED")},
		Rows: []Row{
			{Frame: 11, Time: "1.324359", Flags: []string{"ACK"}, Nums: nums("Seq=1 Ack=1"), Moves: []RowMove{{1, guess("ESTABLISHED"), 11, true}}},
			{Words: []string{"10.145 s", "43 other frames"}},
			{Frame: 55, Time: "11.469765", Flags: []string{"PSH", "ACK"}, Nums: nums("Seq=1 Ack=1 Len=6"), Moves: []RowMove{{1, sure("ESTABLISHED"), 55, true}}},
			{Frame: 56, Time: "11.471085", Side: 1, Flags: []string{"ACK"}, Nums: nums("Seq=1 Ack=7")},
			{Frame: 57, Time: "11.471886", Side: 1, Flags: []string{"PSH", "ACK"}, Nums: nums("Seq=1 Ack=7 Len=6")},
		},
	}
}

func udpLadder() Ladder {
	return Ladder{
		Common: common("udp6-ladder"), Name: "frames 65, 66", No: "No.", T: "t (s)",
		Ends: [2]End{{Name: "client", Addr: ".164:53211"}, {Name: "server", Addr: ".113:5005"}},
		Rows: []Row{
			{Frame: 65, Time: "12.337643", Flags: []string{"UDP"}, Nums: []string{"Length=10", `"hi"`}},
			{Frame: 66, Time: "12.340293", Side: 1, Flags: []string{"UDP"}, Nums: []string{"Length=10", `"hi"`}},
		},
	}
}

// errorLadder is a datagram each way that an ICMP error answers: one from the end, the other from a router.
func errorLadder() Ladder {
	return Ladder{
		Common: common("udp7-ladder"), Name: "frames 1–4", No: "No.", T: "t (s)",
		Ends: [2]End{{Name: "client", Addr: ".164:53211"}, {Name: "server", Addr: ".113:5005"}},
		Rows: []Row{
			{Frame: 1, Time: "0.000000", Flags: []string{"UDP"}, Nums: []string{"Length=10", `"hi"`}},
			{Frame: 2, Time: "0.000100", Side: 1, Flags: []string{"ICMP"}, Nums: []string{"Type=3", "Code=3"}, Trouble: []string{"port unreachable"}},
			{Frame: 3, Time: "1.000000", Side: 1, Flags: []string{"UDP"}, Nums: []string{"Length=10", `"hi"`}},
			{Frame: 4, Time: "1.000200", Flags: []string{"ICMPv6"}, Nums: []string{"Type=1", "Code=0"}, Between: "2001:db8::1", Trouble: []string{"no route to the destination"}},
		},
	}
}

// crossingLadder is RFC 9293 §3.5, Figure 7, with a lost segment and its second try after it.
func crossingLadder() Ladder {
	return Ladder{
		Common: common("tcp1-open-ladder"), Name: "frames 1–6", No: "No.", T: "t (s)", Ends: [2]End{client, server},
		Before: [2]State{guess("CLOSED"), guess("CLOSED")},
		Rows: []Row{
			{Frame: 1, Time: "0.000000", Flags: []string{"SYN"}, Nums: []string{"Seq=0"}, Moves: []RowMove{{0, sure("SYN_SENT"), 1, false}}},
			{Frame: 2, Time: "0.000110", Side: 1, Flags: []string{"SYN"}, Nums: []string{"Seq=0"}, Moves: []RowMove{{1, sure("SYN_SENT"), 2, false}, {0, sure("SYN_RECEIVED"), 2, true}, {1, sure("SYN_RECEIVED"), 1, true}}},
			{Frame: 3, Time: "0.000250", Flags: []string{"SYN", "ACK"}, Nums: []string{"Seq=0", "Ack=1"}, Moves: []RowMove{{1, sure("ESTABLISHED"), 3, true}}},
			{Frame: 4, Time: "0.000260", Side: 1, Flags: []string{"SYN", "ACK"}, Nums: []string{"Seq=0", "Ack=1"}, Moves: []RowMove{{0, sure("ESTABLISHED"), 4, true}}},
			{Frame: 5, Time: "0.100000", Flags: []string{"PSH", "ACK"}, Nums: []string{"Seq=1", "Ack=1", "Len=6"}, Lost: true, Trouble: []string{"never arrived"}},
			{Frame: 6, Time: "0.300000", Flags: []string{"PSH", "ACK"}, Nums: []string{"Seq=1", "Ack=1", "Len=6"}, Trouble: []string{"retransmission of 5"}},
			{Frame: 7, Time: "0.300100", Side: 1, Flags: []string{"ACK"}, Nums: []string{"Seq=1", "Ack=7"}, Lost: true},
		},
	}
}

func longLadder() Ladder {
	l := dataLadder()
	l.ID = "tcp9-ladder"
	l.Ends = [2]End{{Name: "client", Addr: "[2001:db8:85a3:1111:2222:8a2e:370:7334]:51112"}, {Name: "server", Addr: "[2001:db8:85a3:1111:2222:8a2e:370:7335]:65432"}}
	l.Rows = []Row{
		{Frame: 9801, Time: "1300.324359", Flags: []string{"CWR", "ECE", "URG", "ACK", "PSH", "RST", "SYN", "FIN"}, Nums: []string{"Seq=4294967295", "Ack=4294967295", "Len=65495"}, Moves: []RowMove{{1, guess("ESTABLISHED"), 9801, true}}},
		{Words: []string{"frames 9,802–9,999,999", "9,990,198 segments"}, Fold: true, Moves: []RowMove{{1, sure("CLOSE_WAIT"), 9990000, true}}},
		{Frame: 10000000, Time: "1301.324359", Side: 1, Flags: []string{"RST", "ACK"}, Nums: []string{"Seq=4294967295", "Ack=4294967295", "Len=0"}, Moves: []RowMove{{0, guess("CLOSED"), 10000000, true}, {1, sure("CLOSED"), 10000000, false}}},
	}
	return l
}

func koreanLadder() Ladder {
	l := dataLadder()
	l.Common = Common{ID: "ko-ladder", Frame: "프레임 %d"}
	l.Ends[0].Name, l.Ends[1].Name = "클라이언트", "서버"
	l.No, l.T = "번호", "시각"
	l.Rows[1].Words = []string{"10.145초", "다른 프레임 43개"}
	return l
}

func echoPaths() [2]Path {
	return [2]Path{
		{client, []Step{{State: guess("CLOSED")}, {sure("SYN_SENT"), "tx:9", 9, 9, "SYN"}, {sure("ESTABLISHED"), "rx:10", 10, 10, "SYN, ACK"}, {sure("FIN_WAIT_1"), "tx:58", 58, 58, "FIN, ACK"},
			{guess("FIN_WAIT_2"), "rx:59", 59, 59, "ACK"}, {sure("TIME_WAIT"), "rx:60", 60, 60, "FIN, ACK"}}},
		{server, []Step{{State: guess("LISTEN")}, {sure("SYN_RECEIVED"), "rx:9", 9, 9, "SYN"}, {guess("ESTABLISHED"), "rx:11", 11, 11, "ACK"}, {sure("CLOSE_WAIT"), "rx:58", 58, 58, "FIN, ACK"},
			{sure("LAST_ACK"), "tx:60", 60, 60, "FIN, ACK"}, {guess("CLOSED"), "rx:61", 61, 61, "ACK"}}},
	}
}

// resetMachine begins in mid-connection and ends by a reset.
func resetMachine() Machine {
	p := echoPaths()
	p[0].Steps = []Step{{State: sure("UNKNOWN")}, {sure("ESTABLISHED"), "tx:5", 5, 5, "ACK"}, {sure("CLOSE_WAIT"), "rx:7", 7, 7, "FIN, ACK"}, {sure("CLOSED"), "tx:9812345", 9812345, 9812345, "RST, ACK"}, {sure("SYN_SENT"), "tx:9812400", 9812400, 9812400, "SYN"}}
	p[1].Steps = []Step{{State: sure("UNKNOWN")}, {guess("ESTABLISHED"), "rx:5", 5, 5, "ACK"}, {sure("FIN_WAIT_1"), "tx:7", 7, 7, "FIN, ACK"}, {guess("CLOSED"), "rx:9812345", 9812345, 9812345, "RST, ACK"}, {State: sure("LISTEN")}}
	p[0].End.Addr, p[1].End.Addr = "[2001:db8:85a3:1111:2222:8a2e:370:7334]:51112", "[2001:db8:85a3:1111:2222:8a2e:370:7335]:65432"
	return Machine{common("tcp9-machine"), p}
}

// bothMachine opens and closes at the same time on both sides.
func bothMachine() Machine {
	p := echoPaths()
	for i := range p {
		p[i].Steps = []Step{{State: guess("CLOSED")}, {sure("SYN_SENT"), "tx:1", 1, 1, "SYN"}, {sure("SYN_RECEIVED"), "rx:2", 2, 2, "SYN"}, {sure("ESTABLISHED"), "rx:4", 4, 4, "SYN, ACK"},
			{sure("FIN_WAIT_1"), "tx:5", 5, 5, "FIN, ACK"}, {sure("CLOSING"), "rx:6", 6, 6, "FIN, ACK"}, {sure("TIME_WAIT"), "rx:7", 7, 7, "ACK"}, {guess("CLOSED"), "", 0, 8, ""}}
	}
	return Machine{common("tcp1-machine"), p}
}

var headerWords = HeaderWords{"Source Port", "Destination Port", "Sequence Number", "Acknowledgment Number", "Data Offset", "Reserved", "Window", "Checksum", "Urgent Pointer",
	"Kind", "Length", "Maximum Segment Size", "Shift", "Left Edge", "Right Edge", "data"}

func raw(s string) []byte {
	var b []byte
	for _, f := range strings.Fields(s) {
		var v byte
		fmt.Sscanf(f, "%02x", &v)
		b = append(b, v)
	}
	return b
}

func synHeader() Header {
	return Header{Common: common("f9-header"), Words: headerWords,
		Bytes: raw("c7 a8 ff 98 bb e1 17 9c 00 00 00 00 a0 02 fa f0 d3 2d 00 00 02 04 05 b4 04 02 08 0a 2e 8b 78 2c 00 00 00 00 01 03 03 0a")}
}

func udpHeader() Header {
	return Header{Common: common("f65-header"), Words: headerWords, UDP: true, Bytes: raw("cf db 13 8d 00 0a 7b a0"), Data: []byte("hi")}
}

// sackHeader has timestamps that cross the end of a row, SACK blocks and an unknown option.
func sackHeader() Header {
	return Header{Common: common("f5-header"), Words: headerWords,
		Bytes: raw("c7 a8 ff 98 bb e1 17 9c ff ff ff ff d1 59 fa f0 d3 2d 00 00 08 0a 2e 8b 78 2c 80 05 65 dc 05 0a ff ff ff ff 00 00 00 09 fe 07 01 02 03 04 05 00 00 00 00")}
}

// badHeader has an option that says it is longer than the header.
func badHeader() Header {
	return Header{Common: common("f6-header"), Words: headerWords, Bytes: raw("c7 a8 ff 98 bb e1 17 9c ff ff ff ff 70 10 fa f0 d3 2d 00 00 01 01 08 ff 01 02")}
}

func koreanHeader() Header {
	h := udpHeader()
	h.ID, h.Data, h.Rest = "ko-header", []byte("안녕하세요 and more"), "1,400바이트 더"
	h.Words = HeaderWords{SourcePort: "출발지 포트", DestinationPort: "목적지 포트", Length: "길이", Checksum: "체크섬", Data: "데이터"}
	return h
}

func row(off int, hex, means string) ByteRow { return ByteRow{off, raw(hex), means} }

func frameBytes() Bytes {
	return Bytes{Common: common("f55-bytes"), Where: "position", Raw: "bytes", Means: "meaning", More: "%s more bytes", Layers: []Layer{
		{Name: "Ethernet II header", Size: "14 bytes", Len: 14, Rows: []ByteRow{row(0, "02 5e 12 00 01 13", "destination MAC, the server"), row(6, "02 c1 1e 00 01 64", "source MAC, the client"), row(12, "08 00", "type 0x0800 = IPv4")}},
		{Name: "IPv4 header", Size: "20 bytes", Len: 20, Rows: []ByteRow{row(14, "45", "version 4, header length 5 × 4 = 20"), row(15, "00", "DSCP 0, ECN 0"), row(16, "00 3a", "total length 58 = 20 + 32 + 6"),
			row(18, "ac 3f", "identification 0xac3f"), row(20, "40 00", "flag DF, fragment offset 0"), row(22, "40", "TTL 64"), row(23, "06", "protocol 6 = TCP"), row(24, "56 17", "IP header checksum 0x5617"),
			row(26, "c0 a8 db a4", "source 192.168.219.164"), row(30, "c0 a8 db 71", "destination 192.168.219.113")}},
		{Name: "TCP header", Size: "32 bytes", Len: 32, Rows: []ByteRow{row(34, "c7 a8", "source port 51112"), row(36, "ff 98", "destination port 65432"), row(38, "bb e1 17 9d", "Seq 3152091037, relative 1"), row(42, "86 a8 3f 4c", "Ack 2259173196, relative 1"),
			row(46, "80 18", "data offset 8 × 4 = 32, flags 0x018 = ACK + PSH"), row(48, "00 3f", "window 63 × 1,024 = 64,512"), row(50, "05 05", "checksum 0x0505"), row(52, "00 00", "urgent pointer 0"),
			row(54, "01 01", "options NOP, NOP"), row(56, "08 0a", "option timestamps: kind 8, length 10"), row(58, "2e 8b 9f d0", "TSval 780902352"), row(62, "80 05 65 dc", "TSecr 2147837404")}},
		{Name: "data", Size: "6 bytes", Len: 6, Data: true, Rows: []ByteRow{{66, []byte("Hello?"), ""}}},
	}}
}

func longBytes() Bytes {
	f := frameBytes()
	f.ID = "f12-bytes"
	f.Layers[1].Name = "IPv6 header"
	f.Layers[1].Rows = append(f.Layers[1].Rows[:2], row(22, "20 01 0d b8 85 a3 00 00 00 00 8a 2e 03 70 73 34", "source 2001:db8:85a3::8a2e:370:7334, and a long word about it that will not fit on the line"))
	f.Layers[3] = Layer{Name: "data", Size: "1,448 bytes", Len: 1448, Data: true, Rows: []ByteRow{{1066, []byte(strings.Repeat("GET /<b>`&|\x00\xff안 ", 90))[:1448], ""}}}
	return f
}

// restBytes is of a frame of which not all bytes were kept.
func restBytes() Bytes {
	f := frameBytes()
	f.ID = "f8-bytes"
	f.Layers[3] = Layer{Name: "data", Size: "8,984 bytes", Len: 8984, Data: true, Rest: 8920, Rows: []ByteRow{{66, []byte(strings.Repeat("Hello? ", 10))[:64], ""}}}
	return f
}

var rulerWords = RulerWords{"number", "counts", "sent in", "acked by", "next", "%s more bytes", "%s more segments"}

func echoRuler() Ruler {
	return Ruler{Common: common("tcp0-ruler"), Words: rulerWords, Directions: [2]Direction{
		{Name: "client → server", Plain: "C -> S", Zero: "number 0 is raw 3152091036", Next: 8, Spans: []Stretch{{0, 1, "SYN", nil, []int{9}, 10}, {1, 6, "", []byte("Hello?"), []int{55}, 56}, {7, 1, "FIN", nil, []int{58}, 59}}},
		{Side: 1, Name: "server → client", Plain: "S -> C", Zero: "number 0 is raw 2259173195", Next: 8, Spans: []Stretch{{0, 1, "SYN", nil, []int{10}, 11}, {1, 6, "", []byte("Hello?"), []int{57}, 58}, {7, 1, "FIN", nil, []int{60}, 61}}},
	}}
}

func koreanRuler() Ruler {
	r := echoRuler()
	r.ID, r.Plain = "ko-ruler", rulerWords
	r.Words = RulerWords{"번호", "내용", "실음", "확인", "다음", "%s바이트 더", "세그먼트 %s개 더"}
	for i, name := range []string{"클라이언트 → 서버", "서버 → 클라이언트"} {
		d := &r.Directions[i]
		d.Name, d.PlainZero, d.Zero = name, d.Zero, "0번은 실제 3152091036"
	}
	return r
}

func longRuler() Ruler {
	r := echoRuler()
	r.ID = "tcp9-ruler"
	var l []Stretch
	for i := range uint32(40) {
		l = append(l, Stretch{From: 1 + 1448*i, Len: 1448, Data: []byte("GET <&"), Sent: []int{int(20 + i)}, Acked: int(20+i) + 1})
	}
	l[1].Sent, l[1].Acked = []int{21, 9801, 9902, 9903, 10000001}, 0
	r.Directions[0].Spans, r.Directions[0].Next = l, 1+40*1448
	r.Directions[1].Spans = []Stretch{{0, 1, "SYN", nil, []int{10}, 11}, {4294967200, 95, "", []byte("tail"), []int{57}, 10000000}}
	r.Directions[1].Next = 4294967295
	return r
}

// bothRuler is the same bytes in a segment and in two datagrams.
func bothRuler() Ruler {
	return Ruler{Common: common("same-bytes"), Words: rulerWords, Directions: [2]Direction{
		{Name: "TCP: client → server", Plain: "TCP: C -> S", Next: 8, Spans: []Stretch{{1, 7, "", []byte("hihello"), []int{4}, 5}}},
		{Apart: true, Name: "UDP: client → server", Plain: "UDP: C -> S", Spans: []Stretch{{1, 2, "", []byte("hi"), []int{10}, 0}, {1, 5, "", []byte("hello"), []int{11}, 0}}},
	}}
}

// oneRuler is of a capture without a segment of the client's.
func oneRuler() Ruler {
	r := echoRuler()
	r.ID, r.Directions[0] = "tcp8-ruler", Direction{}
	return r
}

func glance() Glance {
	g := Glance{Common: common("glance"), T: "t (s)", Columns: 57, Legend: "# = a frame, 0.25 s a column", Ends: [2]string{"client", "server"}}
	for t := range 15 {
		g.Ticks = append(g.Ticks, Tick{4 * t, fmt.Sprint(t)})
	}
	at := func(columns ...int) []int {
		l := make([]int, 57)
		for _, c := range columns {
			l[c]++
		}
		return l
	}
	tcp := GlanceRow{Name: "TCP 51112 ↔ 65432", Plain: "TCP 51112-65432", Pick: true, Counts: [2][]int{at(5, 5, 45, 45, 45), at(5, 45, 45, 45, 45)}, Total: "10"}
	udp := GlanceRow{Name: "UDP 53211 ↔ 5005", Plain: "UDP 53211-5005", Pick: true, Counts: [2][]int{at(49, 53), at(49, 53)}, Total: "4"}
	dns := GlanceRow{Name: "DNS <i>", Counts: [2][]int{at(1, 11, 15, 18, 22), nil}, Total: "1,212"}
	dns.Counts[0][22] = 1208
	six := GlanceRow{Name: "TCP [2001:470:1f17:13f:3e97:eff:fe73:4dec]:53234 → [2604:a880:1:20::224:b001]:443", Plain: "TCP 53234-443", Counts: [2][]int{at(30), nil}, Total: "1"}
	g.Rows = []GlanceRow{tcp, udp, dns, six}
	return g
}

func sumUp() SumUp {
	return SumUp{common("f65-sum"), []SumLine{
		{"", "c0a8 + dba4", "pseudo-header: source 192.168.219.164"}, {"+", "c0a8 + db71", "pseudo-header: destination 192.168.219.113"}, {"+", "0011", "pseudo-header: protocol 17"},
		{"+", "000a", "pseudo-header: UDP length 10"}, {"+", "cfdb + 138d", "UDP header: ports 53211, 5005"}, {"+", "000a", "UDP header: length 10"}, {"+", "0000", "UDP header: checksum field, taken as 0"},
		{"+", "6869", `data: "hi"`}, {"=", "4845b", "carry 4 added back: 845b + 4 = 845f"}, {"~", "845f", "inverted: 7ba0, the checksum in the header"}}}
}

func listing() Listing {
	return Listing{common("tcp-client"), "tcp/client.py", []Line{
		{Spans: []Span{{"k", "import"}, {"", " socket"}}},
		{},
		{Spans: []Span{{"c", "# 소켓 객체 생성 <script>"}}},
		{Spans: []Span{{"k", "with"}, {"", " socket.socket(family=socket.AF_INET, type=socket.SOCK_STREAM) "}, {"k", "as"}, {"", " s:"}}},
		{Spans: []Span{{"", "    s.connect(("}, {"s", `"192.168.219.113"`}, {"", ", 65432))"}}, Frames: []int{9, 10, 11}},
	}}
}

// layers is a segment in a VXLAN tunnel, padded, and not all of it captured.
func layers() Layers {
	return Layers{common("f1-layers"), []Peel{
		{"14", "Ethernet II header", "12:42:cd:c5:e8:22 → 0a:1b:2c:3d:4e:5f, type 0x0800 = IPv4", false},
		{"20", "IPv4 header", "10.1.200.131 → 10.1.1.172, protocol 17 = UDP", false},
		{"8", "UDP header", "port 50000 → 4789", false},
		{"8", "VXLAN header", "VNI 123", false},
		{"14", "Ethernet II header", "", false},
		{"40", "IPv6 header", "2001:db8:85a3:1111:2222:8a2e:370:7334 → 2001:db8:85a3:3333:4444:8a2e:370:7335, protocol 6 = TCP", false},
		{"20", "TCP header", "port 40354 → 80", false},
		{"1,000", "<data>", "", true},
	}, []Peel{{"4", "frame check sequence", "", true}, {"10", "not captured", "", true}}, "14 + 20 + 8 + 8 + 14 + 40 + 20 + 1,000 + 4 + 10 = 1,138 bytes"}
}

// deepLayers has more headers than can be moved to the right.
func deepLayers() Layers {
	f := Layers{Common: common("f2-layers")}
	for i := range 30 {
		f.Headers = append(f.Headers, Peel{"4", "VLAN tag", fmt.Sprint("VLAN ", i), false})
	}
	return f
}

var stripKey = []StripKey{{Acked, "acknowledged"}, {Missing, "missing"}, {Held, "arrived beyond a gap (SACK)"}, {Twice, "arrived once more (D-SACK)"}}

// sackStrip is a loss of two segments, one byte of the second apart, with rows left out.
func sackStrip() Strip {
	ack := func(frame int, words string, acked uint32, parts ...Part) StripRow {
		return StripRow{frame, words, append([]Part{{Acked, 1700, acked - 1700}}, parts...)}
	}
	return Strip{Common: common("f17-holes"), Name: "client → server", Plain: "C -> S", Zero: 1700, Len: 9300, Cut: true, Key: stripKey, Rows: []StripRow{
		ack(17, "Ack 2897, SACK 4345–5792", 2897, Part{Missing, 2897, 1448}, Part{Held, 4345, 1448}),
		ack(19, "Ack 2897, SACK 4345–5792, 7241–8688", 2897, Part{Missing, 2897, 1448}, Part{Held, 4345, 1448}, Part{Missing, 5793, 1448}, Part{Held, 7241, 1448}),
		{Words: "12 more acknowledgments"},
		ack(10000033, "Ack 5793, D-SACK 4345–4345, SACK 7241–11000", 5793, Part{Twice, 4345, 1}, Part{Missing, 5793, 1448}, Part{Held, 7241, 3759}),
		ack(34, "Ack 11000", 11000),
	}}
}

// windowStrip fills a window that is then closed and opened.
func windowStrip() Strip {
	return Strip{Common: common("f9-window"), Side: 1, Name: "server → client", Plain: "S -> C", Zero: 1, Len: 5792,
		Key: []StripKey{{Acked, "acknowledged"}, {Flight, "on its way"}, {Room, "allowed, not used"}, {Edge, "end of the window"}}, Rows: []StripRow{
			{7, "2,896 of 2,896 bytes in use", []Part{{Flight, 1, 2896}, {Edge, 2897, 0}}},
			{9, "Ack 2897, Win 0", []Part{{Acked, 1, 2896}, {Edge, 2897, 0}}},
			{15, "Ack 2897, Win 2,896", []Part{{Acked, 1, 2896}, {Room, 2897, 2896}, {Edge, 5793, 0}}},
		}}
}

func koreanStrip() Strip {
	s := windowStrip()
	s.Common, s.Name = Common{ID: "ko-strip", Frame: "프레임 %d"}, "서버 → 클라이언트"
	s.Key = []StripKey{{Acked, "확인됨"}, {Flight, "전송 중"}, {Room, "허용되었으나 아직 보내지 않음"}, {Edge, "윈도의 끝"}}
	s.Rows[0].Words = "윈도 2,896바이트 가운데 2,896바이트 사용"
	return s
}

// wrapStrip begins before the numbers do so anew.
func wrapStrip() Strip {
	return Strip{Common: common("f3-holes"), Name: "client → server", Plain: "C -> S", Zero: 4294967290, Len: 30, Key: stripKey[:3],
		Rows: []StripRow{{3, "Ack 4294967295, SACK 9–23", []Part{{Acked, 4294967290, 5}, {Missing, 4294967295, 10}, {Held, 9, 15}}}}}
}
