package frame

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
)

// bigs are big-endian words.
func bigs(w ...uint32) (b []byte) {
	for _, v := range w {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

func snoops(version, link uint32, records []byte) []byte {
	return append(append([]byte(snoopMagic), bigs(version, link)...), records...)
}

// snooped is a record with so many bytes behind its packet, three packets having been lost.
func snooped(wire, captured, more int) []byte {
	b := bigs(uint32(wire), uint32(captured), uint32(snoopRecord+captured+more), 3, 5, 6)
	return append(b, make([]byte, captured+max(more, 0))...)
}

// variant is a pcap file of packets of 60 and 42 bytes, of 70 and 50 on the wire.
func variant(magic, minor, link uint32, extra, more int) []byte {
	b := append(bigs(magic, 2<<16|minor, 0, 0, 65535, link), make([]byte, extra)...)
	for _, n := range []uint32{60, 42} {
		first, second := n, n+10
		if minor == 2 {
			first, second = second, first
		}
		b = append(append(b, bigs(5, 6, first, second)...), make([]byte, more+int(n))...)
	}
	return b
}

// nokia is a pcap file with four more bytes before each packet.
func nokia(packets int) []byte {
	b := words(0xa1b2c3d4, 4<<16|2, 0, 0, 65535, 1)
	for range packets {
		b = append(append(b, words(5, 6, 60, 60, 0xffffffff)...), make([]byte, 60)...)
	}
	return b
}

// variants are files and what tshark 4.0.17 says of them: "length/captured@time" of each
// frame, and the link type; "stop" where it refuses to go on.
var variants = []struct {
	name, want string
	file       []byte
}{
	{"IXIA by hardware", "70/60@5.000006000 52/42@5.000006000 1", variant(0x1c0001ac, 4, 1, 4, 0)},
	{"IXIA by software", "70/60@5.000006000 52/42@5.000006000 1", variant(0x1c0001ab, 4, 1, 4, 0)},
	{"AIX, Ethernet", "70/60@5.000000006 52/42@5.000000006 1", variant(0xa1b2c3d4, 2, 6, 0, 0)},
	{"AIX, token ring", "70/60@5.000000006 52/42@5.000000006 6", variant(0xa1b2c3d4, 2, 9, 0, 0)},
	{"AIX, FDDI", "67/57@5.000000006 49/39@5.000000006 10", variant(0xa1b2c3d4, 2, 15, 0, 0)},
	{"AIX, loopback", "70/60@5.000000006 52/42@5.000000006 0", variant(0xa1b2c3d4, 2, 24, 0, 0)},
	{"version 2.2, not of AIX", "70/60@5.000006000 52/42@5.000006000 1", variant(0xa1b2c3d4, 2, 1, 0, 0)},
	{"modified", "70/60@5.000006000 52/42@5.000006000 1", variant(0xa1b2cd34, 4, 1, 0, 8)},
	{"SunATM's four bytes", "66/56@5.000006000 48/38@5.000006000 123", variant(0xa1b2c3d4, 4, 123, 0, 0)},
	{"NFC's two bytes", "68/58@5.000006000 50/40@5.000006000 245", variant(0xa1b2c3d4, 4, 245, 0, 0)},
	{"snoop, Ethernet", "60/60@5.000006000 80/42@5.000006000 1", snoops(2, 4, append(snooped(60, 60, 0), snooped(80, 42, 2)...))},
	{"snoop, 802.3", "60/60@5.000006000 1", snoops(2, 0, snooped(60, 60, 0))},
	{"snoop, token ring", "60/60@5.000006000 6", snoops(3, 2, snooped(60, 60, 0))},
	{"snoop, FDDI", "60/60@5.000006000 10", snoops(4, 8, snooped(60, 60, 0))},
	{"snoop, loopback", "60/60@5.000006000 0", snoops(5, 14, snooped(60, 60, 0))},
	{"snoop, ATM", "56/56@5.000006000 123", snoops(2, 18, snooped(60, 60, 0))},
	{"snoop, ATM, too short", "stop 123", snoops(2, 18, snooped(3, 3, 0))},
	{"Surveyor", "60/60@5.000006000 1", snoops(2, 12, snooped(60, 60, 16))},
	{"snoop, captured more than there was", "40/60@5.000006000 1", snoops(2, 4, snooped(40, 60, 0))},
	{"snoop, record too short", "60/60@5.000006000 stop 1", snoops(2, 4, append(snooped(60, 60, 0), snooped(60, 60, -4)...))},
	{"snoop, longest packet", "262144/262144@5.000006000 1", snoops(2, 4, snooped(262144, 262144, 0))},
	{"snoop, too long", "stop 1", snoops(2, 4, snooped(262145, 262144, 0))},
	{"snoop, much behind the packet", "60/60@5.000006000 42/42@5.000006000 1", snoops(2, 4, append(snooped(60, 60, 20<<20), snooped(42, 42, 0)...))},
	{"snoop, cut in its padding", "60/60@5.000006000 stop 1", snoops(2, 4, append(snooped(60, 60, 0), snooped(42, 42, 2)[:snoopRecord+43]...))},
}

func TestVariants(t *testing.T) {
	for _, c := range variants {
		r, err := Open(bytes.NewReader(c.file), c.name, nil)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []string
		for f := (Frame{}); r.Next(&f); {
			got = append(got, fmt.Sprintf("%d/%d@%d.%09d", f.Len, f.CapLen, f.Time.Sec, f.Time.Nano))
		}
		if r.File().Damage != nil {
			got = append(got, "stop")
		}
		if s := fmt.Sprint(strings.Join(got, " "), " ", r.File().Interfaces[0].Link); s != c.want {
			t.Errorf("%s: %s, tshark %s", c.name, s, c.want)
		}
	}
	for _, b := range [][]byte{snoops(6, 4, nil), snoops(2, 5, nil), snoops(2, 12, nil)} {
		if _, err := Open(bytes.NewReader(b), "snoop", nil); err == nil {
			t.Errorf("%x: opened, tshark refuses", b)
		}
	}
}

// written is a capture as editcap writes it in another format; false where it does not.
func written(t *testing.T, format, capture string) ([]byte, bool) {
	tool, err := exec.LookPath("editcap")
	if err != nil {
		corpus.Missing(t, "editcap")
	}
	out := filepath.Join(t.TempDir(), "out")
	if err := exec.Command(tool, "-F", format, capture, out).Run(); err != nil {
		t.Errorf("editcap -F %s: %v", format, err)
		return nil, false
	}
	b, err := os.ReadFile(out)
	return b, err == nil
}

// TestEditcap: the same frames in every format that editcap writes and we read, cut to
// microseconds where it knows no more; the others are named, with the line that converts.
func TestEditcap(t *testing.T) {
	capture := filepath.Join(corpus.Dir(t), "captures", "lab", "close-3seg.pcapng")
	plain := lab(t, "close-3seg.pcapng")
	want, _, _ := framesOf(plain)
	for _, format := range []string{"pcapng", "pcap", "nsecpcap", "modpcap", "nokiapcap", "rh6_1pcap", "suse6_3pcap", "snoop"} {
		b, ok := written(t, format, capture)
		got, file, err := framesOf(b)
		if !ok || err != nil || len(got) != len(want) || file.Damage != nil {
			t.Errorf("%s: %v, %d frames of %d", format, err, len(got), len(want))
			continue
		}
		for i := range got {
			g, w := got[i], want[i]
			if g.Len != w.Len || g.Link != w.Link || !bytes.Equal(g.Data, w.Data) || g.Time.Sec != w.Time.Sec || g.Time.Nano/1000 != w.Time.Nano/1000 {
				t.Errorf("%s frame %d: %+v, want %+v", format, g.Number, g, w)
			}
		}
	}
	for format, kind := range map[string]string{"lanalyzer": "LANalyzer", "5views": "5View", "netmon1": "Network Monitor 1", "netmon2": "Network Monitor 2",
		"ngsniffer": "Sniffer", "ngwsniffer_1_1": "NetXRay", "ngwsniffer_2_0": "NetXRay", "visual": "Visual Networks", "observer": "Observer",
		"nettl": "nettl", "k12text": "K12", "commview-ncf": "CommView (NCF)", "commview-ncfx": "CommView (NCFX)"} {
		b, _ := written(t, format, capture)
		_, _, err := framesOf(b)
		if not := new(NotCapture); !errors.As(err, &not) || !strings.Contains(not.Kind.String(), kind) || !strings.Contains(not.Hint(), "editcap -F pcapng ") {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// TestUnclearLayout: a usual file is never taken for a variant for being cut or damaged.
func TestUnclearLayout(t *testing.T) {
	whole := classic(5, 60)
	for n := 24; n <= len(whole); n++ {
		got, _, err := framesOf(whole[:n])
		if err != nil || len(got) != (n-24)/76 {
			t.Fatalf("cut at %d: %v, %d frames", n, err, len(got))
		}
	}
	copy(whole[24+2*76+8:], "\xff\xff\xff\x7f")
	if got, file, _ := framesOf(whole); len(got) != 2 || file.Damage == nil || file.Damage.Why != fact.BadLength {
		t.Errorf("%d frames, %+v", len(got), file.Damage)
	}
}

// TestNamesAndSecrets: what a file says of addresses, and that it holds keys.
func TestNamesAndSecrets(t *testing.T) {
	names := append(words(1|10<<16, 0x010200c0), "a\x00bcd\x00\x00\x00"...)
	names = append(append(names, words(2|18<<16, 0xb80d0120, 0, 0, 1<<24)...), "x\x00\x00\x00"...)
	names = append(append(names, words(0, optComment|2<<16)...), "hi\x00\x00"...)
	keys := append(words(0x544c534b, 6), "s3cr3t\x00\x00"...)
	keys = append(append(keys, words(optComment|4<<16)...), "mine"...)
	stats := words(0, 0, 0, optComment|2<<16, 'o'|'k'<<8, optAccepted|8<<16, 5, 0, optDroppedByOS|8<<16, 4, 0, optDelivered|8<<16, 3, 0)
	packet := append(words(0, 0, 1, 0, 0), words(optDropCount|8<<16, 9, 0)...)
	old := words(7<<16, 0, 1, 0, 0)
	frames, file, err := framesOf(pcapng(blockOf(nameResolution, names), blockOf(secretsBlock, keys), blockOf(secretsBlock, keys),
		blockOf(interfaceStats, stats), blockOf(enhancedPacket, packet), blockOf(oldPacket, old)))
	if err != nil || len(frames) != 2 || file.Damage != nil {
		t.Fatalf("%v, %d frames, %+v", err, len(frames), file)
	}
	if got := fmt.Sprint(file.Names); got != "[{192.0.2.1 [a bcd] 1} {2001:db8::1 [x] 1}]" {
		t.Error(got)
	}
	if want := []fact.Secret{{Type: 0x544c534b, Blocks: 2, Bytes: 12}}; !reflect.DeepEqual(file.Secrets, want) || strings.Contains(fmt.Sprint(file), "s3cr3t") {
		t.Errorf("%+v", file.Secrets)
	}
	if got := fmt.Sprint(file.Comments); got != "[{hi 1} {mine 1} {mine 1}]" {
		t.Error(got)
	}
	in := file.Interfaces[0]
	if *in.Accepted != 5 || *in.DroppedByOS != 4 || *in.Delivered != 3 || in.Lost != 16 || in.Comments[0] != "ok" || in.Section != 1 {
		t.Errorf("%+v", in)
	}
}
