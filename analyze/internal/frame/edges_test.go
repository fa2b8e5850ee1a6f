package frame

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// edges are small files and what tshark 4.0.17 says of them: "length/captured" of each
// frame, with its time where that matters; "stop" where it refuses to go on. The last
// block or record of each is an ordinary packet of 42 bytes.
var edges = []struct {
	name, want string
	file       []byte
}{
	{"custom blocks", "0/0 4/4 4/4 8/8 20/20 42/42", pcapng(ofSizes(custom, 4, 5, 8, 12, 24), packetOf(42))},
	{"custom block without its number", "stop", pcapng(blockOf(custom, nil), packetOf(42))},
	{"journal entry", "55/55@1478000000.000001 42/42", pcapng(blockOf(journalExport, []byte("MESSAGE=hi there\n__REALTIME_TIMESTAMP=1478000000000001\n")), packetOf(42))},
	{"journal entry without a time", "39/39 42/42", pcapng(blockOf(journalExport, []byte("MESSAGE=hi there and many more letters\n")), packetOf(42))},
	{"journal entry that is too short", "stop", pcapng(blockOf(journalExport, []byte("MESSAGE=hi there\n")), packetOf(42))},
	{"sysdig event", "30/20@1478000000.000000 42/42", pcapng(blockOf(sysdigEvent, sysdigBody(20)), packetOf(42))},
	{"sysdig event, second version", "30/20@1478000000.000000 42/42", pcapng(blockOf(sysdigEventV2, sysdigBody(24)), packetOf(42))},
	{"sysdig event, large", "30/20@1478000000.000000 42/42", pcapng(blockOf(sysdigEventLong, sysdigBody(24)), packetOf(42))},
	{"sysdig event with flags", "42/42", pcapng(blockOf(0x208, sysdigBody(24)), packetOf(42))},
	{"statistics of an unknown interface", "42/42", pcapng(blockOf(interfaceStats, words(7, 0, 0)), packetOf(42))},
	{"statistics cut short", "stop", pcapng(blockOf(interfaceStats, words(0)), packetOf(42))},
	{"names without an end", "42/42", pcapng(blockOf(nameResolution, words(1|6<<16, 0x04030201, 'a')), packetOf(42))},
	{"no names at all", "stop", pcapng(blockOf(nameResolution, nil), packetOf(42))},
	{"a name with half an address", "stop", pcapng(blockOf(nameResolution, words(1|2<<16, 0x0201, 0)), packetOf(42))},
	{"block length 11", "42/42", pcapng(words(0x999, 11, 11), packetOf(42))},
	{"block length 8", "stop", pcapng(words(0x999, 8, 8), packetOf(42))},
	{"Ethernet, longest packet", "262144/262144 42/42", pcapng(packetOf(262144), packetOf(42))},
	{"Ethernet, too long", "stop", pcapng(packetOf(262145), packetOf(42))},
	{"D-Bus, long", "3000000/3000000 42/42", pcapng(blockOf(sectionHeader, words(byteOrder, 1, 0, 0)), blockOf(interfaceBlock, words(231, 0)), packetOf(3000000), packetOf(42))},
	{"simple packet cut by the snap length", "42/20 42/42", pcapng(blockOf(sectionHeader, words(byteOrder, 1, 0, 0)), blockOf(interfaceBlock, words(1, 20)), blockOf(simplePacket, append(words(42), make([]byte, 20)...)), packetOf(42))},
	{"simple packet longer than its block", "stop", pcapng(blockOf(simplePacket, append(words(42), make([]byte, 20)...)), packetOf(42))},
	{"pcap 2.2 has the lengths the other way round", "60/40 42/42", record(2, 60, 40)},
	{"pcap 2.3 has either order", "60/40 42/42", record(3, 60, 40)},
	{"pcap 2.3, order of today", "60/40 42/42", record(3, 40, 60)},
	{"pcap 2.5", "60/40 42/42", record(5, 40, 60)},
}

func TestEdges(t *testing.T) {
	for _, c := range edges {
		r, err := Open(bytes.NewReader(c.file), c.name, nil)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []string
		for f := (Frame{}); r.Next(&f); {
			cell := fmt.Sprintf("%d/%d", f.Len, f.CapLen)
			if f.NoPacket && f.Time.Known() {
				cell += fmt.Sprintf("@%d.%06d", f.Time.Sec, f.Time.Nano/1000)
			}
			got = append(got, cell)
		}
		if r.File().Damage != nil {
			got = append(got, "stop")
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, tshark %s", c.name, s, c.want)
		}
	}
}

// TestComments: all of a packet's, up to a NUL, and none of what an option claims
// beyond its block (there tshark stops; the packet is no worse for it).
func TestComments(t *testing.T) {
	body := append(words(0, 0, 1, 0, 0, optComment, optComment|3<<16), "x\x00y\x00"...)
	body = append(append(body, words(optComment|4<<16)...), "last"...)
	body = append(append(body, words(optComment|60000<<16)...), "more"...)
	r, err := Open(bytes.NewReader(pcapng(blockOf(enhancedPacket, body), packetOf(42))), "comments", nil)
	if err != nil {
		t.Fatal(err)
	}
	frames := all(r)
	if len(frames) != 2 || strings.Join(frames[0].Comments, "|") != "|x|last" || frames[1].Comments != nil {
		t.Errorf("%+v", frames)
	}
}

// TestModified reads the pcap variant with eight more bytes a record, big-endian.
func TestModified(t *testing.T) {
	head := []byte("\xa1\xb2\xcd\x34\x00\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x00\x00\x00\x01")
	packet := []byte("\x00\x00\x00\x05\x00\x00\x00\x06\x00\x00\x00\x03\x00\x00\x00\x07\x00\x00\x00\x02\x08\x00\x04\x00abc")
	r, err := Open(bytes.NewReader(append(head, packet...)), "modified", nil)
	if err != nil {
		t.Fatal(err)
	}
	f := all(r)
	if len(f) != 1 || string(f[0].Data) != "abc" || f[0].Len != 7 || f[0].Time != (fact.Time{Sec: 5, Nano: 6000}) || f[0].Link != 1 {
		t.Errorf("%+v", f)
	}
}

// pcapng joins blocks, behind a section of one Ethernet interface unless they bring their own.
func pcapng(blocks ...[]byte) []byte {
	b := bytes.Join(blocks, nil)
	if isPcapng(b[:4]) {
		return b
	}
	return append(section(), b...)
}

func ofSizes(kind uint32, sizes ...int) (b []byte) {
	for _, n := range sizes {
		b = append(b, blockOf(kind, make([]byte, n))...)
	}
	return b
}

// sysdigBody is processor 3, a time, thread 77, length 30, type 5, and so many bytes.
func sysdigBody(more int) []byte {
	at := uint64(1478000000000000000)
	b := words(uint32(at), uint32(at>>32), 77, 0, 30, 5)
	b = append([]byte{3, 0}, b[:len(b)-2]...)
	return append(b, make([]byte, more)...)
}

// record is a pcap file of version 2.minor: a packet with the two lengths as they stand
// in the file, 40 bytes of it captured, and an ordinary one.
func record(minor, first, second uint32) []byte {
	b := words(0xa1b2c3d4, minor<<16|2, 0, 0, 65535, 1, 5, 6, first, second)
	return append(append(append(b, make([]byte, 40)...), words(5, 6, 42, 42)...), make([]byte, 42)...)
}
