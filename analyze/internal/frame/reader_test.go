package frame

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/internal/corpus"
)

// blockOf makes a block of little-endian pcapng.
func blockOf(kind uint32, body []byte) []byte {
	body = append(body, make([]byte, -len(body)&3)...)
	n := uint32(len(body) + blockFrame)
	b := binary.LittleEndian.AppendUint32(nil, kind)
	b = binary.LittleEndian.AppendUint32(b, n)
	return binary.LittleEndian.AppendUint32(append(b, body...), n)
}

func words(w ...uint32) (b []byte) {
	for _, v := range w {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// section is a section header and an Ethernet interface.
func section() []byte {
	return append(blockOf(sectionHeader, words(byteOrder, 1, ^uint32(0), ^uint32(0))), blockOf(interfaceBlock, words(1, 0))...)
}

func packetOf(size int) []byte {
	return blockOf(enhancedPacket, append(words(0, 0, 1, uint32(size), uint32(size)), make([]byte, size)...))
}

func classic(packets, size int) []byte {
	b := words(0xa1b2c3d4, 4<<16|2, 0, 0, 65535, 1)
	for range packets {
		b = append(append(b, words(5, 6, uint32(size), uint32(size))...), make([]byte, size)...)
	}
	return b
}

func packed(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

// TestCuts cuts a capture at every byte: frames grow monotonically, and whatever does
// not end between two blocks is told.
func TestCuts(t *testing.T) {
	dir := corpus.Dir(t)
	for _, name := range []string{"lab/close-3seg.pcapng", "hostile/derived__pcap-caplen-over-snaplen.pcap"} {
		whole, err := os.ReadFile(filepath.Join(dir, "captures", name))
		if err != nil {
			t.Fatal(err)
		}
		between := map[int]bool{len(whole): true}
		r, err := Open(bytes.NewReader(whole), name, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := len(all(r))
		last, ends := 0, 0
		for n := range len(whole) + 1 {
			r, err := Open(bytes.NewReader(whole[:n]), name, nil)
			if err != nil {
				if last > 0 {
					t.Fatalf("%s cut at %d: %v after %d frames", name, n, err, last)
				}
				continue
			}
			frames := len(all(r))
			if frames < last || frames > last+1 {
				t.Fatalf("%s cut at %d: %d frames after %d", name, n, frames, last)
			}
			d := r.File().Damage
			if d == nil {
				ends++
				between[n] = true
			} else if d.Why != fact.Cut || d.Offset >= int64(n) || !between[int(d.Offset)] || d.Frame != frames+1 {
				t.Fatalf("%s cut at %d: %+v", name, n, *d)
			}
			last = frames
		}
		if last != want || ends < want {
			t.Errorf("%s: %d frames of %d, %d cuts between blocks", name, last, want, ends)
		}
	}
}

// TestDribble reads a byte at a time, as from a slow pipe.
func TestDribble(t *testing.T) {
	for _, b := range [][]byte{append(section(), packetOf(60)...), classic(1, 60), packed(classic(1, 60))} {
		r, err := Open(iotest.OneByteReader(bytes.NewReader(b)), "pipe", nil)
		if err != nil || len(all(r)) != 1 || r.File().Damage != nil || r.File().Size != int64(len(b)) {
			t.Errorf("%v, %+v", err, r.File())
		}
	}
}

// TestBroken: an error of the reader below is handed on, and told as a cut.
func TestBroken(t *testing.T) {
	sick := errors.New("disk on fire")
	for _, b := range [][]byte{append(section(), packetOf(60)...), classic(1, 60)} {
		r, err := Open(io.MultiReader(bytes.NewReader(b), iotest.ErrReader(sick)), "disk", nil)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(all(r)); n != 1 || r.Err() != sick || r.File().Damage == nil {
			t.Errorf("%d frames, %v, damage %v", n, r.Err(), r.File().Damage)
		}
	}
	if _, err := Open(iotest.ErrReader(sick), "disk", nil); err != sick {
		t.Errorf("Open: %v", err)
	}
}

// TestAllocations: a frame costs none, in either format and through gzip.
func TestAllocations(t *testing.T) {
	const frames = 5000
	for name, b := range map[string][]byte{
		"pcapng": append(section(), bytes.Repeat(packetOf(600), frames)...),
		"pcap":   classic(frames, 600),
		"snoop":  snoops(2, 4, bytes.Repeat(snooped(600, 600, 0), frames)),
		"gzip":   packed(classic(frames, 600)),
		"zstd":   by(t, packers["zstd"], classic(frames, 600)),
		"lz4":    by(t, packers["lz4"], classic(frames, 600)),
	} {
		r, err := Open(bytes.NewReader(b), name, nil)
		if err != nil {
			t.Fatal(err)
		}
		f := new(Frame)
		if n := testing.AllocsPerRun(frames-2, func() { r.Next(f) }); n != 0 || f.Number < frames-1 {
			t.Errorf("%s: %v allocations a frame, %d frames", name, n, f.Number)
		}
	}
}

// TestMemory: a block of 40 MiB of zeros, and one that is a packet, are passed over
// in the space of the buffers; what follows them is read.
func TestMemory(t *testing.T) {
	usb := append(blockOf(sectionHeader, words(byteOrder, 1, ^uint32(0), ^uint32(0))), blockOf(interfaceBlock, words(249, 0))...)
	for name, b := range map[string][]byte{
		"unknown": packed(append(append(section(), blockOf(0x999, make([]byte, 40<<20))...), packetOf(60)...)),
		"usb":     packed(append(append(usb, packetOf(40<<20)...), packetOf(60)...)),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r, err := Open(bytes.NewReader(b), name, nil)
		if err != nil {
			t.Fatal(err)
		}
		last := Frame{}
		for f := (Frame{}); r.Next(&f); last = f {
			if f.CapLen > bufferSize && (len(f.Data) > bufferSize || len(f.Data) < maxPacket) {
				t.Errorf("%s: %d bytes held", name, len(f.Data))
			}
		}
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > 8<<20 || last.CapLen != 60 || r.File().Damage != nil {
			t.Errorf("%s: %d bytes allocated, last frame %+v, %+v", name, got, last.CapLen, r.File().Damage)
		}
	}
}

// TestManyInterfaces: a hundred thousand of them, each with a text, fill only what is kept.
func TestManyInterfaces(t *testing.T) {
	one := blockOf(interfaceBlock, append(words(1, 0, 2|1000<<16), make([]byte, 1000)...))
	copy(one[20:], bytes.Repeat([]byte("x"), 1000))
	b := packed(append(append(section(), bytes.Repeat(one, 100_000)...), packetOf(60)...))
	r, err := Open(bytes.NewReader(b), "many", nil)
	if err != nil {
		t.Fatal(err)
	}
	n := len(all(r))
	text := 0
	for _, in := range r.File().Interfaces {
		text += len(in.Name)
	}
	if n != 1 || text == 0 || text > fact.DefaultLimits[fact.MaxTexts] || len(r.File().Interfaces) != fact.DefaultLimits[fact.MaxInterfaces] {
		t.Errorf("%d frames, %d bytes of %d interfaces", n, text, len(r.File().Interfaces))
	}
}

// TestFile: what a capture of Wireshark's says of itself, of two sections.
func TestFile(t *testing.T) {
	option := func(code uint32, text string) []byte {
		b := append(words(code|uint32(len(text))<<16), text...)
		return append(b, make([]byte, -len(text)&3)...)
	}
	var b []byte
	for _, name := range []string{"lo", "eth0"} {
		head := words(byteOrder, 1, ^uint32(0), ^uint32(0))
		head = append(append(head, option(optApplication, "app")...), option(optComment, name+" lab")...)
		face := append(words(1, 96), option(optIfName, name)...)
		face = append(append(face, option(optIfFilter, "\x00tcp")...), option(optIfResolution, "\x8a")...)
		stats := append(words(0, 0, 0, optReceived|8<<16, 7, 0), words(optDropped|8<<16, 2, 0)...)
		b = append(append(append(b, blockOf(sectionHeader, head)...), blockOf(interfaceBlock, face)...), packetOf(60)...)
		b = append(b, blockOf(interfaceStats, stats)...)
	}
	r, err := Open(bytes.NewReader(b), "two", nil)
	if err != nil {
		t.Fatal(err)
	}
	frames, file := all(r), r.File()
	if len(frames) != 2 || frames[1].Interface != 0 || frames[1].Described != 1 {
		t.Errorf("%+v", frames)
	}
	if fmt.Sprint(file.Application, file.Comments) != "[{app 1}] [{lo lab 1} {eth0 lab 2}]" || file.Sections != 2 || file.Format != "pcapng" {
		t.Errorf("%+v", file)
	}
	for i, name := range []string{"lo", "eth0"} {
		in := file.Interfaces[i]
		if in.Name != name || in.Filter != "tcp" || in.Snaplen != 96 || in.Digits != 10 || !in.Binary || *in.Received != 7 || *in.Dropped != 2 {
			t.Errorf("%+v", in)
		}
	}
}

// TestForeign: what a file is instead of a capture, and nothing of what it says.
func TestForeign(t *testing.T) {
	const secret = "s3cr3t<script>"
	for head, kind := range map[string]string{
		"":                                   "empty",
		"x":                                  "a text",
		"\x00\x00\x00\x00":                   "zeros",
		"<!DOCTYPE html><body>" + secret:     "HTML",
		"\ufeff\r\n<HTML>" + secret:          "HTML",
		"<?xml version=\"1.0\"?>" + secret:   "XML",
		"No. Time Source\r\n1 0.0 " + secret: "a text",
		"한국어 텍스트":                            "a text",
		"\xff\xfeN\x00o\x00":                 "a text",
		"[{\"_source\":" + secret:            "JSON",
		"%PDF-1.7" + secret:                  "PDF",
		"PK\x03\x04" + secret:                "zip",
		"\x89PNG\r\n\x1a\n":                  "PNG",
		"snoop\x00\x00\x00\x00\x00\x00\x02":  "ends inside its header, at byte 12",
		"\x28\xb5\x2f\xfd" + secret:          "zstd",
		"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd" + "\x28\xb5\x2f\xfd":                             "skippable frame",
		"\x5f\x2a\x4d\x18\xff\xff\xff\xff":                                                      "skippable frame",
		"\x00\x00\x00\x0d\x00\x00\x00\x01\x00\x00\x00\x02\x00abcd":                              "PacketLogger",
		"\x00\x00\x00\x0d\x00\x00\x00\x01\x00\x00\x00\x02\x00abc":                               "not known",
		"\x42\xd2\x00\x34\x12\x66\x22\x88":                                                      "RADCOM",
		strings.Repeat("\x00\x00\x00\x00\x9b\x04\x00\x65\x02\x04\x00\x12\x00\x00\x00\x3cxx", 3): "Endace ERF",
		"GMBU\x00\x02":                         "Network Monitor",
		"\x01\x02\x03\x04":                     "not known",
		string(packed([]byte(secret))):         "gzip data, and what it holds is a text",
		string(packed(packed([]byte(secret)))): "gzip data",
		"\x1f\x8b\x00":                         "gzip data with a damaged header",
		string(section()[:20]):                 "ends inside a block",
		string(classic(0, 0)[:20]):             "a pcap file that ends inside its header",
	} {
		_, err := Open(strings.NewReader(head), "lab1\n.txt", nil)
		var not *NotCapture
		if !errors.As(err, &not) {
			t.Errorf("%q: %v", head, err)
			continue
		}
		if form := formOf(not.Kind); form != "" || !slices.Contains(Forms(), not.Do.Form) {
			t.Errorf("%q: %q or %q is not among the forms", head, form, not.Do.Form)
		}
		if !strings.Contains(not.Kind.String(), kind) || strings.Contains(not.Error()+not.Hint(), "s3cr3t") ||
			strings.ContainsAny(not.Error()+not.Hint(), "\r\n") || not.Hint() == "" {
			t.Errorf("%q: %v, hint %q", head, not, not.Hint())
		}
	}
}

// formOf is the first form of a text that Forms does not list; empty where it lists all.
func formOf(x Text) string {
	if !slices.Contains(Forms(), x.Form) {
		return x.Form
	}
	for _, arg := range x.Args {
		if inner, ok := arg.(Text); ok {
			if form := formOf(inner); form != "" {
				return form
			}
		}
	}
	return ""
}

// TestStrangers names every format by its first bytes, and the command that converts it.
func TestStrangers(t *testing.T) {
	for _, s := range strangers {
		for _, packing := range []func([]byte) []byte{func(b []byte) []byte { return b }, packed} {
			_, err := Open(bytes.NewReader(packing([]byte(s.magic+"\x00\x01"))), "lab1", nil)
			var not *NotCapture
			if !errors.As(err, &not) || !strings.Contains(not.Error(), s.name+", a capture format that is not read here") || not.Command != editcap {
				t.Errorf("%q: %v", s.magic, err)
			}
		}
	}
}

func BenchmarkNext(b *testing.B) {
	const frames = 100_000
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"pcapng", append(section(), bytes.Repeat(packetOf(100), frames)...)},
		{"pcap", classic(frames, 100)},
		{"pcapng.gz", packed(append(section(), bytes.Repeat(packetOf(100), frames)...))},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			f := new(Frame)
			for b.Loop() {
				r, err := Open(bytes.NewReader(c.data), c.name, nil)
				if err != nil {
					b.Fatal(err)
				}
				for r.Next(f) {
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/frames, "ns/frame")
		})
	}
}
