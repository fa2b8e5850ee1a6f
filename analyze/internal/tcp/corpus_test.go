package tcp_test

import (
	"bufio"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/tcp"
)

// corpus is the folder that holds captures/ and oracle/. Where it is missing the test
// is skipped, but never in CI.
func corpus(t testing.TB) string {
	dir := os.Getenv("PCAPLAIN_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "captures", "lab")); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no corpus: %v (PCAPLAIN_CORPUS names its folder)", err)
		}
		t.Skipf("no corpus: %v (PCAPLAIN_CORPUS names its folder)", err)
	}
	return dir
}

// row is one line of a TSV file, by column name.
type row map[string]string

func readTSV(t testing.TB, name string) []row {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	var head []string
	var rows []row
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if head == nil {
			head = strings.Split(strings.TrimPrefix(lines.Text(), "#"), "\t")
			continue
		}
		r := row{}
		for i, name := range head {
			if i < len(cells) {
				r[name] = cells[i]
			}
		}
		rows = append(rows, r)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

func (r row) number(t testing.TB, name string) uint32 {
	if r[name] == "" {
		return 0
	}
	n, err := strconv.ParseUint(r[name], 0, 32)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return uint32(n)
}

// seconds reads "1795548165.462187912".
func (r row) seconds(t testing.TB, name string) fact.Time {
	whole, part, _ := strings.Cut(r[name], ".")
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return fact.NoTime
	}
	nano, err := strconv.ParseInt((part + "000000000")[:9], 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return fact.Time{Sec: sec, Nano: int32(nano)}
}

func (r row) segment(t testing.TB) *tcp.Segment {
	s := &tcp.Segment{Frame: int(r.number(t, "frame.number")), Time: r.seconds(t, "frame.time_epoch"), Vantage: r.number(t, "frame.interface_id")}
	s.Part = fact.Header
	s.Flags = fact.Flags(r.number(t, "tcp.flags"))
	s.Seq, s.Ack = r.number(t, "tcp.seq_raw"), r.number(t, "tcp.ack_raw")
	s.Len, s.Window = int32(r.number(t, "tcp.len")), uint16(r.number(t, "tcp.window_size_value"))
	s.SrcPort, s.DstPort = uint16(r.number(t, "tcp.srcport")), uint16(r.number(t, "tcp.dstport"))
	if r["tcp.options.timestamp.tsval"] != "" {
		s.Options.Has |= fact.HasTimestamps
		s.Options.TSval, s.Options.TSecr = r.number(t, "tcp.options.timestamp.tsval"), r.number(t, "tcp.options.timestamp.tsecr")
	}
	if le := r["tcp.options.sack_le"]; le != "" {
		s.Options.Has |= fact.HasSack
		// Wireshark's edges count from the other direction's initial number.
		base := s.Ack - r.number(t, "tcp.ack")
		re := strings.Split(r["tcp.options.sack_re"], ",")
		for i, edge := range strings.Split(le, ",") {
			s.Options.Sack[i] = [2]uint32{base + row{"": edge}.number(t, ""), base + row{"": re[i]}.number(t, "")}
			s.Options.Blocks++
		}
	}
	return s
}

// watched is one pair of ends, and the names of its ends.
type watched struct {
	tcp.Pair
	ends   fact.Ends
	stream string
	roles  map[int]uint8 // the client's end, by incarnation
}

// transition is a row of a states file.
type transition struct {
	stream, endpoint, peer, old, new, cause, sure, ref string
	proof, certain                                     int
}

// observe feeds the frames of an oracle's TSV to the observer.
func observe(t testing.TB, rows []row) []transition {
	pairs := map[fact.Ends]*watched{}
	var order []*watched
	var out tcp.Out
	var all []transition
	for _, r := range rows {
		if r["tcp.srcport"] == "" {
			continue
		}
		s := r.segment(t)
		src := netip.AddrPortFrom(netip.MustParseAddr(r["src"]), s.SrcPort)
		dst := netip.AddrPortFrom(netip.MustParseAddr(r["dst"]), s.DstPort)
		key := fact.Ends{src, dst}
		if dst.Compare(src) < 0 {
			key, s.From = fact.Ends{dst, src}, 1
		}
		s.Same = src == dst
		s.Ports = [2]uint16{key[0].Port(), key[1].Port()}
		p := pairs[key]
		if p == nil && r["quoted"] != "" {
			continue
		}
		if p == nil {
			p = &watched{ends: key, stream: r["tcp.stream"], roles: map[int]uint8{}}
			pairs[key] = p
			order = append(order, p)
		}
		if r["quoted"] != "" { // the quoted header's own fields: src is the end that sent it
			p.Unreachable(&tcp.Unreachable{Frame: s.Frame, Time: s.Time, To: s.From, Seq: r.number(t, "tcp.seq")}, &out)
		} else {
			p.Step(s, &out)
		}
		all = append(all, p.take(&out)...)
	}
	for _, p := range order {
		p.End(&out)
		all = append(all, p.take(&out)...)
	}
	return all
}

func (p *watched) take(out *tcp.Out) []transition {
	var rows []transition
	for _, b := range out.Begun {
		p.roles[b.Incarnation] = b.Client
	}
	for _, m := range out.Moves {
		end := p.roles[m.Incarnation]
		if m.Side == fact.Server {
			end = 1 - end
		}
		rows = append(rows, transition{
			p.stream, p.ends[end].String(), p.ends[1-end].String(), m.Old.String(), m.New.String(),
			m.CauseText(), m.Sure.String(), m.Ref.String(), m.Proof, m.Certain,
		})
	}
	out.Reset()
	return rows
}

func writeStates(t testing.TB, name string, rows []transition) {
	var b strings.Builder
	b.WriteString("stream\tendpoint\tpeer\told\tnew\tcause\tsure\tref\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.stream, r.endpoint, r.peer, r.old, r.new, r.cause, r.sure, r.ref)
	}
	if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
