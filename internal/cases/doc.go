// Package cases reads the case files of testdata/cases. A case is one situation in one
// text file: a line that tells it, the packets in the notation of packetdrill with a
// direction added, and what pcaplain says of them. The packets become the bytes of a
// pcapng file, and nothing that reads that file knows that it is none of Wireshark's.
//
//	A segment is sent again because nothing confirmed it. RFC 9293 §3.8.1.
//	-- options --
//	isn C 4294967290
//	-- packets --
//	+0.000 C > S  S    0:0(0)        win 64240 <mss 1460,sackOK,ws 7>
//	+0.010 C < S  S.   0:0(0) ack 1  win 65535 <mss 1460>
//	+0.010 C > S  P.   1:7(6) ack 1  win 502 "Hello?"
//	+0.010 C > S  UDP  "hi"
//	+0.001 C < S  ICMP 3.3 of 4
//
// A line begins with the seconds since the line before. C is the client, S the server; an
// address in the place of S is a router that sends an ICMP error. Of a TCP segment follow
// the flags (S F R P . U E W A, x y z for the reserved bits, or - for none), its relative
// numbers FROM:TO(LENGTH) with TO − FROM = LENGTH, and what the header holds: ack, relative
// too, win as sent (65535 where it is not given), options and the data, of which there is a
// filling where it is not given; "offset 4" is a data offset that need not be the right one.
// An ICMP error quotes all of the frame it is about, or the IP header and as many bytes as
// "quote 8" says. "sum partial", "sum bad" and, of UDP, "sum absent" give one packet another
// checksum than the right one, "id 0" another IPv4 identification than its frame's number, "ttl 61" another TTL;
// "part 0:16" makes it the fragment with these bytes of the IP packet's data, "mtu 1400"
// and "pointer 8" are what an ICMP error tells; "ect0", "ect1" and "ce" set the ECN bits
// of its IP header. A datagram may go to or come from another address in the place of S
// too, and "port 69" is then its port there; "length 12" is another Length than its own.
// "COPY of 4" is frame 4 to the last bit, "COPY of 4 hops 1" what a router makes of it,
// and "on 1" captures a packet at the second interface.
package cases
