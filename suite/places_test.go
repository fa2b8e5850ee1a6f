package suite_test

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/internal/cases"
)

// talked is a conversation each way, with room for a text in it, a datagram with another, and
// a question of multicast DNS with its answer.
const talked = `+0.000 C > S  S    0:0(0)        win 64240 <mss 1460,sackOK>
+0.010 C < S  S.   0:0(0) ack 1  win 65535 <mss 1460,sackOK>
+0.010 C > S  .    1:1(0) ack 1  win 64240
+0.010 C > S  P.   1:1(0) ack 1  win 64240
+0.010 C < S  P.   1:1(0) ack 1  win 65535
+0.010 C > S  UDP  ""
+0.010 C < S  UDP  ""
+0.010 C > S  UDP  ""
+0.010 C < S  UDP  ""
`

// text is what stands in a place of a capture. The same text everywhere is one that does
// not look at the place.
type text func(place string) []byte

func everywhere(b []byte) text { return func(string) []byte { return b } }

// pageWith is the page of a capture that holds a text in every place there is for one.
func pageWith(t *testing.T, of text, lang string) []byte {
	t.Helper()
	l, err := tell(capture("text.pcapng", withText(t, of)), lang, nil)
	if err != nil {
		t.Fatal(err)
	}
	return html(t, l.doc)
}

func withText(t testing.TB, of text) []byte {
	t.Helper()
	o, err := cases.ParseOptions("")
	if err != nil {
		t.Fatal(err)
	}
	packets, err := cases.ParsePackets(talked)
	if err != nil {
		t.Fatal(err)
	}
	for i, place := range []string{"request", "response", "datagram", "datagram back"} {
		packets[3+i].Data = of(place)
	}
	packets[4].Ack += uint32(len(packets[3].Data))
	packets[7].Data, packets[8].Data = askedFor(of("name asked for"))
	packets[7].Port, packets[8].Port = 5353, 5353
	packets[7].By, packets[8].By = netip.MustParseAddr("224.0.0.251"), netip.MustParseAddr("192.0.2.30")
	frames, err := cases.Frames(o, packets)
	if err != nil {
		t.Fatal(err)
	}
	return withOptions(cases.Pcapng(o, frames), of)
}

// askedFor are a question of multicast DNS for the address of a name, of which a label is the
// text, and the answer (RFC 1035 §4.1).
func askedFor(label []byte) (question, answer []byte) {
	label = label[:min(len(label), 63)]
	entry := append(append([]byte{byte(len(label))}, label...), "\x05local\x00\x00\x01\x00\x01"...)
	question = append([]byte("\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00"), entry...)
	answer = append([]byte("\x00\x00\x84\x00\x00\x00\x00\x01\x00\x00\x00\x00"), entry...)
	return question, append(answer, "\x00\x00\x00\x78\x00\x04\xc0\x00\x02\x09"...)
}

// The block types of pcapng §11.1 that have options with a text, and those options' codes.
const (
	sectionHeader  = 0x0a0d0d0a
	interfaceBlock = 1
	nameResolution = 4
	statistics     = 5
	enhancedPacket = 6
)

var textOptions = map[uint32]map[uint16]string{
	sectionHeader:  {1: "section comment", 2: "hardware", 3: "system", 4: "application"},
	interfaceBlock: {1: "interface comment", 2: "name", 3: "description", 11: "filter", 12: "interface system", 15: "interface hardware"},
	nameResolution: {1: "comment on names"},
	statistics:     {1: "comment on statistics"},
	enhancedPacket: {1: "packet comment"},
}

// withOptions adds to a little-endian file every option that holds a text, and the blocks
// that it has none of: names of the client's address, and an interface's statistics.
func withOptions(file []byte, of text) (out []byte) {
	for _, b := range cutBlocks(file) {
		if len(b) == 0 {
			continue
		}
		kind := binary.LittleEndian.Uint32(b)
		out = withTexts(out, kind, slices.Clone(b[8:len(b)-4]), of)
		if kind == interfaceBlock {
			out = withTexts(out, nameResolution, nameRecords(of("first name"), of("second name")), of)
		}
	}
	return withTexts(out, statistics, make([]byte, 12), of)
}

// withTexts appends a block with the options of its kind.
func withTexts(out []byte, kind uint32, body []byte, of text) []byte {
	for code := range uint16(16) {
		place, ok := textOptions[kind][code]
		if !ok {
			continue
		}
		value := of(place)
		if place == "filter" { // §4.2: a byte that tells a string from byte code comes first
			value = append([]byte{0}, value...)
		}
		body = option(body, code, value)
	}
	return pcapngBlock(out, kind, option(body, 0, nil))
}

// nameRecords are a record of 192.0.2.10 and its names (pcapng §4.5), and the end of the records.
func nameRecords(all ...[]byte) []byte {
	value := []byte{192, 0, 2, 10}
	for _, name := range all {
		value = append(append(value, name...), 0)
	}
	return option(option(nil, 1, value), 0, nil)
}

// option appends an option of pcapng §3.5.
func option(b []byte, code uint16, value []byte) []byte {
	b = binary.LittleEndian.AppendUint16(b, code)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(value)))
	return append(append(b, value...), make([]byte, -len(value)&3)...)
}

// pcapngBlock appends a block.
func pcapngBlock(b []byte, kind uint32, body []byte) []byte {
	body = append(body, make([]byte, -len(body)&3)...)
	b = binary.LittleEndian.AppendUint32(b, kind)
	b = binary.LittleEndian.AppendUint32(b, uint32(12+len(body)))
	return binary.LittleEndian.AppendUint32(append(b, body...), uint32(12+len(body)))
}

// TestPlaces fails where a place is none: the text of each has to be on the page.
func TestPlaces(t *testing.T) {
	var places []string
	of := func(place string) []byte {
		places = append(places, place)
		return []byte("Hello from " + place)
	}
	page := string(pageWith(t, of, "en"))
	for _, place := range places {
		if !strings.Contains(page, "Hello from "+place) {
			t.Errorf("the page has no text of the place %q", place)
		}
	}
	if len(places) < 4+4+6+2+2+8 {
		t.Errorf("only in %q", places)
	}
}
