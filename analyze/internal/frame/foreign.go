package frame

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// NotCapture is the error for a file that is no capture, or none of which anything can
// be read.
type NotCapture struct {
	Name string // of the file, without folders
	Kind Text   // what it is instead, as it stands behind "it is"; none of its text is in it
	Do   Text   // what to do about it
	// Command is the command line that Do has a place for, in which INPUT and OUTPUT stand
	// for files; empty where there is none.
	Command string
}

// Text is an English text to be translated: Form as it stands, and those of Args that are
// Texts themselves.
type Text struct {
	Form string
	Args []any
}

func (t Text) String() string { return fmt.Sprintf(t.Form, t.Args...) }

// Error is one line: what is wrong.
func (e *NotCapture) Error() string {
	name := e.Name
	if strings.ContainsFunc(name, func(c rune) bool { return !unicode.IsPrint(c) }) {
		name = strconv.Quote(name)
	}
	return fmt.Sprintf("%s cannot be read as a capture: it is %s", name, e.Kind)
}

// Hint is one line: what to do about it.
func (e *NotCapture) Hint() string { return e.Hinted(e.Do.Form, e.Command) }

// Hinted is Hint in other words: form is Do's, command what stands in its place.
func (e *NotCapture) Hinted(form, command string) string {
	if e.Command == "" {
		return form
	}
	return fmt.Sprintf(form, command)
}

// The hints, and the commands of those that have a place for one.
const (
	hintSave      = "export from Wireshark with File > Save As, type pcapng"
	hintAgain     = "save or download the capture again: in Wireshark, File > Save As, type pcapng"
	hintUnpack    = "unpack it and give the capture inside"
	hintConvert   = "convert it: %s (editcap comes with Wireshark)"
	hintUnclear   = "export from Wireshark with File > Save As, type pcapng; or convert it: %s (editcap comes with Wireshark)"
	hintUnpacking = "unpack it first: %s"
	editcap       = "editcap -F pcapng INPUT OUTPUT"
)

// What files are, where it takes values to say it.
const (
	kindStranger  = "%s, a capture format that is not read here"
	kindInside    = "%s data, and what it holds is %s"
	kindHeader    = "%s data with a damaged header"
	kindCut       = "%s data that is cut before the first packet"
	kindDamaged   = "%s data that is damaged"
	kindWindow    = "%s data that takes more than %d MiB of memory to unpack"
	kindPcapng    = "a pcapng file that is damaged before its first packet, at byte %d: %s (%s)"
	kindPcapCut   = "a pcap file that ends inside its header, at byte %d"
	kindPcap      = "a pcap file of version %d.%d, which is not known"
	kindSnoopCut  = "a snoop file that ends inside its header, at byte %d"
	kindSnoop     = "a snoop file of version %d, which is not known"
	kindSnoopLink = "a snoop file of data link %d, which is not read here"

	kindEmpty   = "empty"
	kindTar     = "a tar archive"
	kindZeros   = "nothing but zeros, at least at its beginning"
	kindUnknown = "data of a kind that is not known here"
	kindSkipped = "compressed data that begins with a skippable frame, which is not read here"
	kindHTML    = "an HTML page"
	kindXML     = "an XML text"
	kindJSON    = "a text (JSON, it seems)"
	kindText    = "a text"

	whyCut    = "it ends inside a block"
	whyLength = "a length that cannot be right"
	whyBlock  = "a block that contradicts itself"
	whyStream = "the compressed data is damaged"
)

// Forms are the forms of all Texts that a NotCapture may hold, for who translates them.
func Forms() []string {
	forms := []string{hintSave, hintAgain, hintUnpack, hintConvert, hintUnclear, hintUnpacking,
		kindStranger, kindInside, kindHeader, kindCut, kindDamaged, kindWindow, kindPcapng, kindPcapCut, kindPcap, kindSnoopCut, kindSnoop, kindSnoopLink,
		kindEmpty, kindTar, kindZeros, kindUnknown, kindSkipped, kindHTML, kindXML, kindJSON, kindText, whyCut, whyLength, whyBlock, whyStream}
	for _, s := range strangers {
		forms = append(forms, s.name)
	}
	for _, s := range chains {
		forms = append(forms, s.name)
	}
	for _, s := range others {
		forms = append(forms, s.kind)
	}
	return forms
}

// not is the error for a file of a kind, with a hint that needs no command.
func not(hint, form string, args ...any) *NotCapture {
	return &NotCapture{Kind: Text{form, args}, Do: Text{Form: hint}}
}

// with puts a command into an error's hint.
func (e *NotCapture) with(command string) *NotCapture {
	e.Command = command
	return e
}

func stranger(name string) *NotCapture {
	return not(hintConvert, kindStranger, Text{Form: name}).with(editcap)
}

// sniffed is how many bytes foreign likes to see.
const sniffed = 4 << 10

// strangers are the capture formats that are known by their first bytes and not read here.
var strangers = []struct{ magic, name string }{
	{"btsnoop\x00", "btsnoop (Bluetooth)"},
	{"GMBU", "Microsoft Network Monitor 2"},
	{"RTSS", "Microsoft Network Monitor 1"},
	{"TRSNIFF data    \x1a", "Sniffer (DOS)"},
	{"XCP\x00", "NetXRay or Sniffer (Windows)"},
	{"VL\x00\x00", "NetXRay 1.0"},
	{"NetS", "Shomiti or Finisar Surveyor"},
	{"\x7fver", "EtherPeek, AiroPeek or OmniPeek"},
	{"iptrace 1.0", "iptrace of AIX"},
	{"iptrace 2.0", "iptrace of AIX"},
	{"\x01\x10\x4c\x00\x01\x05Trace Display Trace File", "Novell LANalyzer"},
	{"\x01\x07\x4c\x00\x01\x05Cyco", "Novell LANalyzer"},
	{"\xaa\xaa\xaa\xaa", "InfoVista 5View"},
	{"\x05VNF", "Visual Networks"},
	{"ObserverPktBuffe", "Network Instruments or Viavi Observer"},
	{"TR\x00", "nettl of HP-UX"},
	{"\x42\xd2\x00\x34\x12\x66\x22\x88", "RADCOM WAN/LAN Analyzer"},
	{"MPCSII", "Micropross mplog"},
	{"\x00\x00\x02\x00\x12\x05\x00\x10", "Tektronix K12xx (rf5)"},
	{"+---------+---------------+----------+", "Tektronix K12 text"},
	{"EyeSDN", "EyeSDN"},
	{"Session Transcript", "Catapult DCT2000"},
	{"LOGG", "Vector BLF"},
}

// others are what else is known by its first bytes.
var others = []struct{ magic, kind, hint, command string }{
	{"\x28\xb5\x2f\xfd", "zstd data", hintUnpack, ""},
	{"\x04\x22\x4d\x18", "lz4 data", hintUnpack, ""},
	{"\x02\x21\x4c\x18", "lz4 data of the old kind, which is not read here", hintUnpacking, "lz4 -d INPUT OUTPUT"},
	{"\xfd7zXZ\x00", "xz data, a compression that is not read here", hintUnpacking, "xz -dc INPUT > OUTPUT"},
	{"BZh", "bzip2 data, a compression that is not read here", hintUnpacking, "bzip2 -dc INPUT > OUTPUT"},
	{"\x1f\x8b", "gzip data", hintUnpack, ""},
	{"PK\x03\x04", "a zip archive (or an office document)", hintUnpack, ""},
	{"PK\x05\x06", "an empty zip archive", hintAgain, ""},
	{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", hintUnpack, ""},
	{"Rar!\x1a\x07", "a RAR archive", hintUnpack, ""},
	{"%PDF-", "a PDF document", hintSave, ""},
	{"\x89PNG\r\n\x1a\n", "a PNG picture", hintSave, ""},
	{"\xff\xd8\xff", "a JPEG picture", hintSave, ""},
	{"GIF8", "a GIF picture", hintSave, ""},
	{"\x7fELF", "a program (ELF)", hintSave, ""},
	{"MZ", "a Windows program", hintSave, ""},
	{"SQLite format 3\x00", "an SQLite database", hintSave, ""},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document", hintSave, ""},
}

// foreign says what the beginning of a file looks like that is no capture of ours.
func foreign(head []byte) *NotCapture {
	for _, s := range strangers {
		if bytes.HasPrefix(head, []byte(s.magic)) {
			return stranger(s.name)
		}
	}
	for _, s := range others {
		if bytes.HasPrefix(head, []byte(s.magic)) {
			return not(s.hint, s.kind).with(s.command)
		}
	}
	switch {
	case len(head) == 0:
		return not(hintAgain, kindEmpty)
	case len(head) >= 262 && string(head[257:262]) == "ustar":
		return not(hintUnpack, kindTar)
	case len(bytes.Trim(head, "\x00")) == 0:
		return not(hintAgain, kindZeros)
	case isText(head):
		return not(hintSave, textKind(head))
	case isSkippable(head):
		return skippable(head)
	}
	if name := chained(head); name != "" {
		return stranger(name)
	}
	return not(hintUnclear, kindUnknown).with(editcap)
}

// isSkippable tells a frame that both zstd and lz4 pass over (RFC 8878 §3.1.2).
func isSkippable(head []byte) bool {
	return len(head) >= 4 && head[0]&0xf0 == 0x50 && string(head[1:4]) == "\x2a\x4d\x18"
}

// skippable finds out by the frame behind it whose data begins with a skippable one.
func skippable(head []byte) *NotCapture {
	command := "zstd -dc INPUT > OUTPUT"
	for rest := head; isSkippable(rest) && len(rest) >= 8; {
		next := 8 + uint64(binary.LittleEndian.Uint32(rest[4:]))
		if next > uint64(len(rest)) {
			break
		}
		if rest = rest[next:]; bytes.HasPrefix(rest, []byte("\x04\x22\x4d\x18")) {
			command = "lz4 -d INPUT OUTPUT"
		}
	}
	return not(hintUnpacking, kindSkipped).with(command)
}

// textKind tells apart the texts that a student is likely to save by mistake.
func textKind(head []byte) string {
	t := bytes.ToLower(bytes.TrimLeft(head, "\ufeff \t\r\n"))
	switch {
	case bytes.HasPrefix(t, []byte("<!doctype html")), bytes.HasPrefix(t, []byte("<html")), bytes.Contains(t, []byte("<head")):
		return kindHTML
	case bytes.HasPrefix(t, []byte("<?xml")):
		return kindXML
	case bytes.HasPrefix(t, []byte("{")), bytes.HasPrefix(t, []byte("[")):
		return kindJSON
	}
	return kindText
}

// isText holds for UTF-8 without control characters, the last character perhaps cut,
// and for what says that it is UTF-16.
func isText(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return true
	}
	for len(head) > 0 {
		c, n := utf8.DecodeRune(head)
		if c == utf8.RuneError && n == 1 {
			return len(head) < utf8.UTFMax && !utf8.FullRune(head)
		}
		if unicode.IsControl(c) && !strings.ContainsRune("\t\r\n\f\x1b", c) {
			return false
		}
		head = head[n:]
	}
	return true
}
