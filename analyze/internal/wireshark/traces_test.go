package wireshark

// traces are short histories with what tshark 4.0.17 shows of each. A line is: number,
// seconds since the one before, side, flags, numbers relative to the side's initial one,
// and after the semicolon the marks ("-": none) and other fields. A line without a
// semicolon is not asserted. Those marked handshake begin with three segments 10 ms apart.
var traces = []struct {
	name      string
	handshake bool
	lines     string
}{
	{"T1 fast retransmission after two repeats", true, `
4 +0.1 A P. 1:101(100) ack 1 ; - bif=100
5 +0 A P. 101:201(100) ack 1 ; - bif=200
6 +0 A P. 201:301(100) ack 1 ; - bif=300
7 +0.01 B . 1:1(0) ack 1 sack 101:201 ; duplicate_ack num=1 of=2 options.sack_le=101
8 +0 B . 1:1(0) ack 1 sack 101:301 ; duplicate_ack num=2 of=2
9 +0.001 A P. 1:101(100) ack 1 ; retransmission fast_retransmission bif=100 rto=none
10 +0 A P. 101:201(100) ack 1 ; out_of_order`},
	{"T2 fast without a repeat", true, `
4 +1 B F. 1:1(0) ack 1
5 +0.01 A P. 1:101(100) ack 1
6 +0.001 B F. 1:1(0) ack 201 ; ack_lost_segment retransmission fast_retransmission`},
	{"T3 the bound of out of order", true, `
4 +1 A P. 1:101(100) ack 1
5 +0 A P. 301:401(100) ack 1 ; lost_segment bif=none
6 +0.019999999 A P. 101:201(100) ack 1 ; out_of_order
7 +0.000000001 A P. 201:301(100) ack 1 ; retransmission rto=0.02 rto_frame=4`},
	{"T4 the newest segment again", true, `
4 +1 A P. 1:101(100) ack 1
5 +0.001 A P. 1:101(100) ack 1 ; retransmission rto=0.001 rto_frame=4`},
	{"T5 spurious, and half of it new", true, `
4 +1 A P. 1:101(100) ack 1
5 +0.01 B . 1:1(0) ack 101 ; - acks=4 rtt=0.01
6 +0.0001 A P. 1:101(100) ack 1 ; retransmission spurious_retransmission bif=100 rto=none
7 +0.1 A P. 1:201(200) ack 1 ; retransmission rto=0.1 rto_frame=6`},
	{"T6 keep-alives", true, `
4 +1 A P. 1:101(100) ack 1
5 +0.01 B . 1:1(0) ack 101
6 +45 A . 100:100(0) ack 1 ; keep_alive
7 +0.01 B . 1:1(0) ack 101 ; keep_alive_ack
8 +45 A . 100:101(1) ack 1 ; keep_alive
9 +0.01 B . 1:1(0) ack 101 ; keep_alive_ack
10 +1 B . 1:1(0) ack 101 ; keep_alive_ack`},
	{"T7 probes with a new byte", true, `
4 +1 A P. 1:1001(1000) ack 1 ; window_full
5 +0.01 B . 1:1(0) ack 1001 win 0 ; zero_window
6 +0.2 A . 1001:1002(1) ack 1 ; zero_window_probe
7 +0.01 B . 1:1(0) ack 1001 win 0 ; zero_window zero_window_probe_ack
8 +0.4 A . 1001:1002(1) ack 1 ; zero_window_probe
9 +0.01 B . 1:1(0) ack 1002 win 0 ; zero_window ack_lost_segment acks=6 rtt=0.42
10 +0.1 B . 1:1(0) ack 1002 win 1000 ; window_update
11 +0.01 A P. 1002:1102(100) ack 1 ; lost_segment`},
	{"T8 probes as Linux sends them", true, `
4 +1 A P. 1:1001(1000) ack 1 ; window_full
5 +0.01 B . 1:1(0) ack 1001 win 0 ; zero_window
6 +0.2 A . 1000:1000(0) ack 1 ; keep_alive
7 +0.01 B . 1:1(0) ack 1001 win 0 ; zero_window
8 +0.4 A P. 1001:1011(10) ack 1 ; -
9 +0.1 A P. 1001:1011(10) ack 1 ; retransmission`},
	{"T9 counting repeats", true, `
4 +1 A P. 1:101(100) ack 1
5 +0.01 B . 1:1(0) ack 101 ; - acks=4
6 +0 B . 1:1(0) ack 101 ; duplicate_ack num=1 of=5
7 +0 B . 1:1(0) ack 101 win 2000 ; window_update num=none
8 +0 B P. 1:11(10) ack 101 win 2000 ; -
9 +0 B . 11:11(0) ack 101 win 2000 ; duplicate_ack num=2 of=5`},
	{"T10 flight and push", true, `
4 +1 A . 1:101(100) ack 1 ; - bif=100 push=100
5 +0 A . 101:201(100) ack 1 ; - bif=200 push=200
6 +0 A P. 201:301(100) ack 1 ; - bif=300 push=300
7 +0 A . 301:401(100) ack 1 ; - bif=400 push=100
8 +0.01 B . 1:1(0) ack 51 sack 201:301 ; - acks=none
9 +0 A . 401:501(100) ack 1 ; - bif=350 push=200
10 +0 A P. 601:701(100) ack 1 ; lost_segment bif=none push=none
11 +0 A P. 701:801(100) ack 1 ; - bif=none
12 +0.01 B . 1:1(0) ack 51 ; duplicate_ack
13 +0 A P. 801:901(100) ack 1 ; - bif=850 push=300`},
	{"T11 timeout from the oldest", true, `
4 +1 A P. 1:101(100) ack 1
5 +0.01 A P. 101:201(100) ack 1
6 +0.01 A P. 201:301(100) ack 1
7 +0.5 A P. 201:301(100) ack 1 ; retransmission rto=0.52 rto_frame=4
8 +0.01 B . 1:1(0) ack 301 ; - acks=6 rtt=0.51`},
	{"T12 SYN again, then a new one", false, `
1 +0 A S 0:0(0)
2 +1 A S 0:0(0) ; retransmission rto=1 rto_frame=1
3 +0.01 B S. 0:0(0) ack 1 ; - acks=1 rtt=1.01
4 +0.01 A . 1:1(0) ack 1 ; - irtt=0.02 acks=3
5 +1 A S 0:0(0) isn 3000000 ; reused_ports stream=1`},
	{"T13 handshake out of order", false, `
1 +0 B S. 0:0(0) ack 1
2 +0.001 A S 0:0(0) ; - seq=0 stream=0
3 +0.001 A . 1:1(0) ack 1 ; - irtt=0.001`},
	{"T14 reset with number 0, then SYN-ACK", false, `
1 +0 A S 0:0(0)
2 +0.1 B R. -2000000:-2000000(0) ack 1 ; - seq=1 irtt=0.1 acks=1 completeness=39
3 +0.001 B S. 0:0(0) ack 1 ; reused_ports seq=0 stream=0`},
	{"T15 simultaneous open", false, `
1 +0 A S 0:0(0)
2 +0.001 B S 0:0(0)
3 +0.001 A S. 0:0(0) ack 1 ; retransmission
4 +0.001 B S. 0:0(0) ack 1 ; retransmission`},
	{"T16 from the middle", false, `
1 +0 A . 5000:5100(100) ack 700 ; - seq=1 ack=1 nxtseq=101
2 +0.1 B . 8000:8010(10) ack 5100 ; - seq=7301 ack=101
3 +0.1 A . 4000:4010(10) ack 8010 ; retransmission spurious_retransmission seq=4294966297`},
	{"T17 window full counts the scale late", false, `
1 +0 A S 0:0(0) ws 2
2 +0.001 B S. 0:0(0) ack 1 ws 2
3 +0.001 A . 1:1(0) ack 1
4 +0.001 A P. 1:1001(1000) ack 1 ; window_full
5 +0.001 B . 1:1(0) ack 1001 win 300 ; - window_size=1200
6 +0.001 A P. 1001:2201(1200) ack 1 ; window_full`},
}
