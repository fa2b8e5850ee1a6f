package cases

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

const sample = `A situation. RFC 9293 §3.5.
-- options --
isn C 4294967295
-- packets --
# a remark
+0.000 C > S  S    0:0(0)        win 64240 <mss 1460,sackOK,nop,ws 7>
+0.010 C < S  S.   0:0(0) ack 1  <TS val 1 ecr 2>
+0.010 C > S  P.   1:3(2) ack 1  "\x00\xff" sum bad
+0.010 C > S  UDP  "hi"
+0.001 C < 198.51.100.1  ICMP 3.3 of 4 quote 8
-- facts --
`

// TestArchive writes a case as it was read.
func TestArchive(t *testing.T) {
	c, err := Parse(sample)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.String(); got != sample {
		t.Errorf("got\n%s", got)
	}
	if len(c.Packets) != 5 || c.Options.ISN != [2]uint32{4294967295, 2000000} || !c.Has("facts") || c.Has("states") {
		t.Errorf("got %+v", c)
	}
	c.Set("facts", "none")
	c.Set("states", "none\n")
	if got := c.String(); got != sample+"none\n-- states --\nnone\n" {
		t.Errorf("got\n%s", got)
	}
}

// TestMistakes wants a word about every mistake, and no capture.
func TestMistakes(t *testing.T) {
	for _, line := range []string{
		"0.5x C > S S 0:0(0)", "+0 S > C S 0:0(0)", "+0 C > X S 0:0(0)", "+0 C > S Q 0:0(0)", "+0 C > S S 0:5(4)", "+0 C > S S 0:0",
		"+0 C > S . 1:1(0) ack x", "+0 C > S . 1:1(0) win 65536", "+0 C > S . 1:3(2) \"abc\"", "+0 C > S . 1:1(0) \"abc", "+0 C > S . 1:1(0) <mss>",
		"+0 C > S . 1:1(0) <mss 1", "+0 C > S . 1:1(0) <mptcp 1>", "+0 C > S . 1:1(0) sum odd", "+0 C > S . 1:1(0) twice", "+0 C < S ICMP 3.3 of 1", "+0 C > S COPY of 1", "+0 C > S UDP on x",
	} {
		c, err := Parse("A mistake.\n-- packets --\n" + line + "\n")
		if err == nil {
			_, err = c.Capture()
		}
		if err == nil {
			t.Errorf("%q is taken", line)
		}
	}
	for _, line := range []string{"client nowhere", "server [2001:db8::1]:7000", "isn X 5", "sum C odd", "snaplen some", "colour blue", "isn 5"} {
		if _, err := Parse("A mistake.\n-- options --\n" + line + "\n"); err == nil {
			t.Errorf("option %q is taken", line)
		}
	}
	if _, err := Parse(strings.TrimPrefix(sample, "A situation. RFC 9293 §3.5.\n")); err == nil {
		t.Error("a case without its situation is taken")
	}
}

// TestReadme reads the case that testdata/README.md shows, and looks there for every word of
// the notation.
func TestReadme(t *testing.T) {
	raw, err := os.ReadFile("../../testdata/README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(raw)
	_, example, _ := strings.Cut(readme, "```text\n")
	example, _, _ = strings.Cut(example, "```\n")
	c, err := Parse(example)
	if err != nil {
		t.Fatal(err)
	}
	if frames, err := Frames(c.Options, c.Packets); err != nil || len(frames) != 6 {
		t.Errorf("%d frames of the example, %v", len(frames), err)
	}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z]+ [^`]+)` \\|").FindAllStringSubmatch(readme, -1) {
		line := "+0 C > S S 0:0(0) " + m[1]
		_, option := ParseOptions(m[1] + "\nserver [2001:db8::2]:7000\nclient [2001:db8::1]:51112")
		if _, packet := ParsePackets(line); option != nil && packet != nil {
			t.Errorf("%q is neither an option nor part of a packet: %v, %v", m[1], option, packet)
		}
	}
	for name := range optionValues {
		if !strings.Contains(readme, name) {
			t.Errorf("testdata/README.md does not tell the option %s", name)
		}
	}
	for _, letter := range flagLetters {
		if !strings.Contains(readme, "`"+string(letter)+"` ") {
			t.Errorf("testdata/README.md does not tell the flag %c", letter)
		}
	}
}
