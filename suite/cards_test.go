package suite_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/render/figure"
	"github.com/pcaplain/pcaplain/render/lesson"
)

// TestCards holds every number that a page shows of a frame, in its card and in the packet
// list, to tshark's columns.
func TestCards(t *testing.T) {
	cards, lines := 0, 0
	var all cells
	for _, name := range labCaptures(t) {
		frames := map[string]row{}
		var first string
		for _, r := range readTSV(t, oracle(t, name+".pcapng.tsv")) {
			if frames[r["frame.number"]] = r; first == "" {
				first = r["frame.time_epoch"]
			}
		}
		for _, lang := range lesson.Langs {
			d := mustTell(t, labCapture(t, name), lang, nil).doc
			c := checker{t, name + " " + lang, &all, first}
			for _, f := range d.Figures {
				if card, ok := f.(figure.Card); ok {
					c.card(card, frames[strconv.Itoa(card.N)])
					cards++
				}
			}
			for _, m := range packetLine.FindAllStringSubmatch(d.Markdown, -1) {
				c.line(m[1:], frames[m[1]])
				lines++
			}
		}
	}
	figures(t, "%d cards and %d lines of packet lists: %d values compared, %d equal", cards, lines, all.compared, all.equal)
	if all.compared != all.equal || cards == 0 || lines == 0 {
		t.Errorf("%d values differ", all.compared-all.equal)
	}
}

// checker holds one document's numbers to the oracle's.
type checker struct {
	t     *testing.T
	where string
	all   *cells
	first string // time of the capture's first frame
}

// value compares one number, written with commas.
func (c *checker) value(frame, column, got, want string) {
	c.t.Helper()
	c.all.cell(c.t, fmt.Sprintf("%s, frame %s,", c.where, frame), column, strings.ReplaceAll(got, ",", ""), row{column: want})
}

var (
	cardNumber = regexp.MustCompile(`\b(Seq|Ack|Len|Win) ([\d,]+)(?: \(\p{L}+ (\d+)\)| \((\p{L}[\p{L} ]+)\))?(?:   |$)`)
	cardTime   = regexp.MustCompile(`   t = (\S+) s\b`)
	cardFlags  = regexp.MustCompile(`\[([A-Z, ]*)\]`)
	cardSum    = regexp.MustCompile(`(?:^|[ ·])([^·=]+) = ([^=·]+) = (\d+)`)
	inBrackets = regexp.MustCompile(`\((\d+)\)$`)
	cardSame   = regexp.MustCompile(`\bAck (\d+): `)
	digits     = regexp.MustCompile(`[\d,]+`)
)

// card reads the card as a reader does: its drawing.
func (c *checker) card(card figure.Card, want row) {
	c.t.Helper()
	frame, lines := strconv.Itoa(card.N), strings.Split(card.Text(), "\n")
	if want == nil || len(lines) < 2 {
		c.t.Errorf("%s: a card for frame %s, which is none", c.where, frame)
		return
	}
	if m := cardTime.FindStringSubmatch(lines[0]); m != nil {
		c.time(frame, m[1], want)
	} else {
		c.t.Errorf("%s: frame %s has no time: %s", c.where, frame, lines[0])
	}
	if want["udp.length"] != "" {
		c.datagram(frame, card.Text(), want)
		return
	}
	c.flags(frame, cardFlags.FindStringSubmatch(lines[0])[1], want)
	c.numbers(frame, lines[1:], want)
	c.sums(frame, lines[2:], want)
}

// numbers reads "Seq 1 (raw 3152091037)   Ack none   Len 6   Win 64,512", which may take more
// lines than one.
func (c *checker) numbers(frame string, lines []string, want row) {
	c.t.Helper()
	found := map[string]bool{}
	for _, line := range lines {
		for _, m := range cardNumber.FindAllStringSubmatch(line, -1) {
			columns := map[string][2]string{"Seq": {"tcp.seq", "tcp.seq_raw"}, "Ack": {"tcp.ack", "tcp.ack_raw"}, "Len": {"tcp.len"}, "Win": {"tcp.window_size"}}[m[1]]
			c.value(frame, columns[0], m[2], want[columns[0]])
			if columns[1] != "" {
				c.value(frame, columns[1], m[3], want[columns[1]])
			}
			if m[4] != "" { // "scale unknown"
				c.value(frame, "tcp.window_size_scalefactor", "-1", want["tcp.window_size_scalefactor"])
			}
			found[m[1]] = true
		}
	}
	if !found["Seq"] || !found["Len"] || !found["Win"] || found["Ack"] != strings.Contains(flagNames(want), "ACK") {
		c.t.Errorf("%s: frame %s shows only %v: %q", c.where, frame, found, lines[0])
	}
}

// sums reads "Ack = Seq 1 of frame 55 + data 6 = 7": the terms must add up, to tshark's number.
func (c *checker) sums(frame string, lines []string, want row) {
	c.t.Helper()
	for _, line := range lines {
		for _, part := range strings.Split(line, " · ") {
			if m := cardSame.FindStringSubmatch(part); m != nil {
				c.value(frame, "tcp.ack", m[1], want["tcp.ack"])
			}
			m := cardSum.FindStringSubmatch(part)
			if m == nil || strings.Contains(part, "==") {
				continue
			}
			column := "tcp.nxtseq"
			switch strings.TrimSpace(m[1]) {
			case "Ack":
				column = "tcp.ack"
			case "header", "헤더":
				column = "tcp.hdr_len"
			}
			c.value(frame, column, m[3], want[column])
			if sum := addUp(m[2]); fmt.Sprint(sum) != m[3] {
				c.t.Errorf("%s: frame %s does not add up: %q", c.where, frame, part)
			}
		}
	}
}

// addUp adds the terms of a sum: of each, the first number in English, and in Korean the
// last, since "55번의 Seq 1" names the frame first; of an option the one in brackets,
// "MSS 1460 (4)".
func addUp(terms string) (sum uint32) {
	for _, term := range strings.Split(terms, " + ") {
		numbers := digits.FindAllString(term, -1)
		if len(numbers) == 0 {
			continue
		}
		which := numbers[0]
		if i := strings.Index(term, "Seq "); i >= 0 {
			which = digits.FindString(term[i:])
		} else if m := inBrackets.FindStringSubmatch(strings.TrimSpace(term)); m != nil {
			which = m[1]
		}
		n, _ := strconv.ParseUint(strings.ReplaceAll(which, ",", ""), 10, 32)
		sum += uint32(n)
	}
	return sum
}

func (c *checker) datagram(frame, text string, want row) {
	c.t.Helper()
	m := regexp.MustCompile(`(\d+) → (\d+)   Length ([\d,]+)`).FindStringSubmatch(text)
	if m == nil {
		c.t.Errorf("%s: frame %s shows no ports and length: %s", c.where, frame, text)
		return
	}
	for i, column := range []string{"udp.srcport", "udp.dstport", "udp.length"} {
		c.value(frame, column, m[i+1], want[column])
	}
}

// time compares a time since the first frame, shown with so many decimals.
func (c *checker) time(frame, got string, want row) {
	c.t.Helper()
	n := number(strings.Replace(got, "−", "-", 1))
	_, decimals, _ := strings.Cut(got, ".")
	exact := number(want["frame.time_epoch"])
	c.all.compared++
	if n != nil && exact != nil && exact.Sub(exact, number(c.first)).FloatString(len(decimals)) == n.FloatString(len(decimals)) {
		c.all.equal++
		return
	}
	c.t.Errorf("%s, frame %s: t = %s, the oracle has %s after %s", c.where, frame, got, want["frame.time_epoch"], c.first)
}

// flags compares the names of the control bits, in whatever order.
func (c *checker) flags(frame, got string, want row) {
	c.t.Helper()
	names := strings.Split(got, ", ")
	slices.Sort(names)
	c.all.compared++
	if strings.Join(names, ", ") == flagNames(want) {
		c.all.equal++
		return
	}
	c.t.Errorf("%s, frame %s: flags %q, the oracle has %s", c.where, frame, got, want["tcp.flags"])
}

// flagNames are the control bits of RFC 9293 §3.1 that are set, in the order of the alphabet.
func flagNames(r row) string {
	bits, _ := strconv.ParseUint(r["tcp.flags"], 0, 16)
	var names []string
	for i, name := range strings.Fields("FIN SYN RST PSH ACK URG ECE CWR AE") {
		if bits&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// packetLine is a line of a packet list: frame, time, direction, flags, Seq, Ack, Len, Win.
var packetLine = regexp.MustCompile(`(?m)^\| \[?(\d+)\]? \| (\S+) \| ([CS] → [CS]) \| ([^|]*) \| (\d+) \| (\d+|–) \| ([\d,]+) \| ([\d,]+) \|`)

func (c *checker) line(cells []string, want row) {
	c.t.Helper()
	frame := cells[0]
	c.time(frame, cells[1], want)
	c.flags(frame, cells[3], want)
	for i, column := range []string{"tcp.seq", "tcp.ack", "tcp.len", "tcp.window_size"} {
		if got := cells[4+i]; got != "–" {
			c.value(frame, column, got, want[column])
		} else if strings.Contains(flagNames(want), "ACK") {
			c.t.Errorf("%s: frame %s has no Ack in the packet list", c.where, frame)
		}
	}
}
