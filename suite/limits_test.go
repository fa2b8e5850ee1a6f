package suite_test

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/internal/corpus"
)

// limits tells that what is a goal is demanded, too.
var limits = os.Getenv("PCAPLAIN_LIMITS") == "1"

// flooded is a way to make a large capture out of little.
type flooded struct {
	name   string
	packed bool     // as gzip
	verbs  []string // what is run over it; report is one
	most   int64    // bytes of memory, where a packed one has less than 1 MB
	write  func(w *pcapngWriter)
}

// aMillion is the one whose limit is demanded always.
const aMillion = "a million SYNs"

var everything = strings.Fields("sessions frames states facts report")

var floods = []flooded{
	{aMillion, false, []string{"sessions"}, 150 << 20, synFlood(1_000_000)},
	{"interfaces", true, []string{"sessions", "report"}, memoryLimit, func(w *pcapngWriter) {
		for range 1_000_000 {
			w.block(1, []byte{1, 0, 0, 0, 0, 0, 0, 0})
		}
	}},
	{"sections", true, []string{"sessions", "report"}, memoryLimit, func(w *pcapngWriter) {
		for range 1_000_000 {
			w.section()
		}
	}},
	{"comments of one section", true, []string{"sessions", "report"}, memoryLimit, func(w *pcapngWriter) {
		w.block(0x0a0d0d0a, append(slices.Clone(sectionBody), slices.Repeat([]byte{1, 0, 1, 0, 'x', 0, 0, 0}, 10_000_000)...))
		w.link()
		w.packet(segment(1, 0, 2, nil))
	}},
	{"comments of one packet", true, everything, memoryLimit, func(w *pcapngWriter) {
		p := segment(1, 0, 2, nil)
		body := binary.LittleEndian.AppendUint32(make([]byte, 12), uint32(len(p)))
		body = append(binary.LittleEndian.AppendUint32(body, uint32(len(p))), p...)
		body = append(body, make([]byte, -len(p)&3)...)
		w.block(6, append(body, slices.Repeat([]byte{1, 0, 1, 0, 'x', 0, 0, 0}, 10_000_000)...))
	}},
	{"a large unknown block", true, everything, 128 << 20, func(w *pcapngWriter) {
		w.packet(segment(1, 0, 2, nil))
		w.block(0x999, make([]byte, 126<<20))
	}},
	{"one segment again and again", true, everything, memoryLimit, func(w *pcapngWriter) {
		w.packet(segment(1, 0, 2, nil))
		for range 300_000 {
			w.packet(segment(1, 1, 0x18, []byte("again")))
		}
	}},
	{"segments with gaps", true, everything, memoryLimit, func(w *pcapngWriter) {
		w.packet(segment(1, 0, 2, nil))
		for i := range 200_000 {
			w.packet(segment(1, uint32(1+20*i), 0x18, []byte("gap")))
		}
	}},
	{"datagrams of one exchange", true, everything, memoryLimit, func(w *pcapngWriter) {
		for range 300_000 {
			w.packet(datagram(1))
		}
	}},
	{"SYNs, packed", true, everything, memoryLimit, synFlood(150_000)},
	{"connections of one packet", true, everything, memoryLimit, func(w *pcapngWriter) {
		for i := range 140_000 {
			w.packet(segment(uint32(i), 1, 0x10, nil))
		}
	}},
	{"exchanges of one datagram", true, everything, memoryLimit, func(w *pcapngWriter) {
		for i := range 150_000 {
			w.packet(datagram(uint32(i)))
		}
	}},
	{"fragments", true, everything, memoryLimit, func(w *pcapngWriter) {
		for i := range 150_000 {
			w.packet(ipv4(uint32(i), 17, 0x2000, make([]byte, 1400)))
		}
	}},
}

// TestFloods runs commands over captures that want memory: long ones, and small ones that are
// packed. Without a campaign it lists their sessions only, with -short those of the first.
func TestFloods(t *testing.T) {
	for i, f := range slices.Concat(floods, longTalks) {
		if i == 0 || !testing.Short() {
			t.Run(f.name, func(t *testing.T) { f.run(t) })
		}
	}
}

func (f *flooded) run(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "flood.pcapng")
	size := f.make(t, file)
	verbs := f.verbs
	if campaign == 0 {
		verbs = verbs[:1]
	}
	for _, verb := range verbs {
		args := []string{verb, file, "--format", "tsv"}
		if verb == "report" {
			args = []string{file, "-o", filepath.Join(dir, "x.html"), "--force"}
		}
		r, u := runMeasured(t, dir, args...)
		for range 2 { // the system adds to what a run needs, and takes nothing away
			if f.name == aMillion && u.Memory > f.most {
				_, again := runMeasured(t, dir, args...)
				u.Memory = min(u.Memory, again.Memory)
			}
		}
		figures(t, "%s over %.1f MB: exit %d, %d MiB, %v of the processor, %.1f MB of output", verb, float64(size)/1e6, r.code, u.Memory>>20, u.CPU.Round(time.Millisecond), float64(len(r.out))/1e6)
		if r.code > 1 && r.code != 4 {
			t.Errorf("%s exits with %d: %s", verb, r.code, r.errors[:min(len(r.errors), 300)])
		}
		if (limits && size < 1_000_000 == f.packed || f.name == aMillion) && u.Memory > f.most {
			t.Errorf("%s needs %d MiB, at most %d are allowed", verb, u.Memory>>20, f.most>>20)
		}
		if limits && size < 1_000_000 && u.CPU > hangLimit {
			t.Errorf("%s needs %v", verb, u.CPU)
		}
	}
}

// make writes the capture and returns its size.
func (f *flooded) make(t *testing.T, name string) int64 {
	t.Helper()
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	out := bufio.NewWriterSize(file, 1<<20)
	w := &pcapngWriter{w: out}
	var packed *gzip.Writer
	if f.packed {
		packed = gzip.NewWriter(out)
		w.w = packed
	}
	w.section()
	w.link()
	f.write(w)
	if packed != nil {
		packed.Close()
	}
	if err := out.Flush(); err != nil || w.err != nil {
		t.Fatal(err, w.err)
	}
	size, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		t.Fatal(err)
	}
	return size
}

// pcapngWriter writes a capture of a microsecond between two packets.
type pcapngWriter struct {
	w   io.Writer
	buf []byte
	now uint64
	err error
}

var sectionBody = []byte{0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255}

func (w *pcapngWriter) section() { w.block(0x0a0d0d0a, sectionBody) }
func (w *pcapngWriter) link()    { w.block(1, []byte{1, 0, 0, 0, 0, 0, 0, 0}) }

func (w *pcapngWriter) block(kind uint32, body []byte) {
	w.buf = pcapngBlock(w.buf[:0], kind, body)
	if _, err := w.w.Write(w.buf); err != nil {
		w.err = err
	}
}

func (w *pcapngWriter) packet(p []byte) {
	w.now++
	var body [20]byte
	binary.LittleEndian.PutUint32(body[4:], uint32((1_700_000_000_000_000+w.now)>>32))
	binary.LittleEndian.PutUint32(body[8:], uint32(1_700_000_000_000_000+w.now))
	binary.LittleEndian.PutUint32(body[12:], uint32(len(p)))
	binary.LittleEndian.PutUint32(body[16:], uint32(len(p)))
	w.block(6, append(body[:], p...))
}

// ipv4 is a packet from the n-th of many addresses, segment and datagram one with a header
// in it. Their checksums are left out: nothing depends on them here.
func ipv4(n uint32, proto byte, fragment uint16, body []byte) []byte {
	b := []byte{2, 0, 0, 0, 0, 5, 2, 0, 0, 0, 0, 12, 8, 0, 0x45, 0, 0, 0, 0, 0, 0, 0, 64, proto, 0, 0, 10, byte(n >> 16), byte(n >> 8), byte(n), 192, 0, 2, 1}
	binary.BigEndian.PutUint16(b[16:], uint16(20+len(body)))
	binary.BigEndian.PutUint16(b[18:], uint16(n))
	binary.BigEndian.PutUint16(b[20:], fragment)
	return append(b, body...)
}

func segment(n, seq uint32, flags byte, data []byte) []byte {
	b := binary.BigEndian.AppendUint32([]byte{0xc0, byte(n), 0, 80}, 1000+seq)
	return ipv4(n, 6, 0, append(append(b, 0, 0, 0, 0, 0x50, flags, 255, 255, 0, 0, 0, 0), data...))
}

func datagram(n uint32) []byte {
	return ipv4(n, 17, 0, []byte{0xc0, byte(n), 0, 53, 0, 12, 0, 0, 'd', 'a', 't', 'a'})
}

func synFlood(n int) func(w *pcapngWriter) {
	return func(w *pcapngWriter) {
		for i := range n {
			w.packet(segment(uint32(i), 0, 2, nil))
		}
	}
}

// TestBomb reads a small file that unpacks to 128 MiB.
func TestBomb(t *testing.T) {
	file := filepath.Join(corpus.Dir(t), "captures", "hostile-made", "file", "gzip-bomb-128M.pcapng.gz")
	for _, args := range [][]string{{"sessions", file}, {file, "-o", "x.json"}} {
		r, u := runMeasured(t, t.TempDir(), args...)
		figures(t, "exit %d, %d MiB, %v of the processor", r.code, u.Memory>>20, u.CPU.Round(time.Millisecond))
		if u.Memory > 128<<20 {
			t.Errorf("%d MiB", u.Memory>>20)
		}
	}
}

// TestAllocations counts what one more frame of a long transfer allocates, from file to facts.
func TestAllocations(t *testing.T) {
	const few, many = 4000, 24000
	for _, opt := range []analyze.Options{{StreamsOnly: true}, {}} {
		allocs := func(b []byte) float64 {
			return testing.AllocsPerRun(5, func() {
				for _, err := range analyze.Walk(capture("bulk", b), opt, nil) {
					if err != nil {
						t.Fatal(err)
					}
				}
			})
		}
		short, long := allocs(bulk(t, few)), allocs(bulk(t, many))
		each := (long - short) / (many - few)
		figures(t, "streams only: %v: %.4f allocations a frame; %.0f for %d frames, %.0f for %d", opt.StreamsOnly, each, short, few, long, many)
		if each > 0 {
			t.Errorf("%.4f allocations a frame", each)
		}
	}
}

// bulk is a transfer of about n frames, two segments and an ACK in turn, as a file.
func bulk(t *testing.T, n int) []byte {
	t.Helper()
	var b writer
	w := &pcapngWriter{w: &b}
	w.section()
	w.link()
	data := make([]byte, 1400)
	w.packet(segment(1, 0, 2, nil))
	w.packet(answer(0, 1, 0x12))
	w.packet(acked(1, 1, 0x10, nil))
	for seq := uint32(1); n > 0; n -= 3 {
		w.packet(acked(seq, 1, 0x10, data))
		w.packet(acked(seq+1400, 1, 0x18, data))
		seq += 2800
		w.packet(answer(1, seq, 0x10))
	}
	return b
}

type writer []byte

func (w *writer) Write(b []byte) (int, error) {
	*w = append(*w, b...)
	return len(b), nil
}

// acked is a segment of the client's that acknowledges, answer one of the server's.
func acked(seq, ack uint32, flags byte, data []byte) []byte {
	b := segment(1, seq, flags, data)
	binary.BigEndian.PutUint32(b[14+20+8:], 5000+ack)
	return b
}

func answer(seq, ack uint32, flags byte) []byte {
	b := segment(1, 4000+seq, flags, nil)
	binary.BigEndian.PutUint32(b[14+20+8:], 1000+ack)
	ip := b[14:]
	for i := range 4 {
		ip[12+i], ip[16+i] = ip[16+i], ip[12+i]
	}
	for i := range 2 {
		ip[20+i], ip[22+i] = ip[22+i], ip[20+i]
	}
	return b
}
