package frame

import (
	"bytes"
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
	Kind string // what it is instead, as it stands behind "it is"; none of its text is in it
	hint string
}

// Error is one line: what is wrong.
func (e *NotCapture) Error() string {
	name := e.Name
	if strings.ContainsFunc(name, func(c rune) bool { return !unicode.IsPrint(c) }) {
		name = strconv.Quote(name)
	}
	return fmt.Sprintf("%s cannot be read as a capture: it is %s", name, e.Kind)
}

// Hint is one line: what to do about it.
func (e *NotCapture) Hint() string { return e.hint }

const (
	hintSave    = "export from Wireshark with File > Save As, type pcapng"
	hintAgain   = "save or download the capture again: in Wireshark, File > Save As, type pcapng"
	hintUnpack  = "unpack it and give the capture inside"
	hintConvert = "convert it: editcap -F pcapng INPUT OUTPUT (editcap comes with Wireshark)"
)

// sniffed is how many bytes foreign likes to see.
const sniffed = 512

// strangers are files known by their first bytes: magic, kind, hint.
var strangers = []struct{ magic, kind, hint string }{
	{"btsnoop\x00", "a Bluetooth capture (btsnoop), a format that is not read here", hintConvert},
	{"GMBU", "a Microsoft Network Monitor capture, a format that is not read here", hintConvert},
	{"RTSS", "a Microsoft Network Monitor 1 capture, a format that is not read here", hintConvert},
	{"TRSNIFF data    \x1a", "a Sniffer capture, a format that is not read here", hintConvert},
	{"XCP\x00", "a NetXRay or Sniffer capture, a format that is not read here", hintConvert},
	{"NetS", "a Shomiti or Finisar Surveyor capture, a format that is not read here", hintConvert},
	{"\x7fver", "an EtherPeek or OmniPeek capture, a format that is not read here", hintConvert},
	{"VL\x00\x00", "an old NetXRay capture, a format that is not read here", hintConvert},
	{"iptrace 1.0", "an iptrace capture of AIX, a format that is not read here", hintConvert},
	{"iptrace 2.0", "an iptrace capture of AIX, a format that is not read here", hintConvert},
	{"\x01\x10\x4c\x00\x01\x05Trace Display Trace File", "a LANalyzer capture, a format that is not read here", hintConvert},
	{"\x01\x07\x4c\x00\x01\x05Cyco", "a LANalyzer capture, a format that is not read here", hintConvert},
	{"\xaa\xaa\xaa\xaa", "an InfoVista 5View capture, a format that is not read here", hintConvert},
	{"\x05VNF", "a Visual Networks capture, a format that is not read here", hintConvert},
	{"ObserverPktBuffe", "a Network Instruments or Viavi Observer capture, a format that is not read here", hintConvert},
	{"TR\x00", "a nettl trace of HP-UX, a format that is not read here", hintConvert},
	{"\x00\x00\x02\x00\x12\x05\x00\x10", "a Tektronix K12xx capture (rf5), a format that is not read here", hintConvert},
	{"+---------+---------------+----------+", "a Tektronix K12 text export, a format that is not read here", hintConvert},
	{"EyeSDN", "an EyeSDN trace, a format that is not read here", hintConvert},
	{"Session Transcript", "a Catapult DCT2000 trace, a format that is not read here", hintConvert},
	{"LOGG", "a Vector BLF log, a format that is not read here", hintConvert},
	{"\x28\xb5\x2f\xfd", "zstd data", hintUnpack},
	{"\x04\x22\x4d\x18", "lz4 data", hintUnpack},
	{"\x02\x21\x4c\x18", "lz4 data of the old kind, which is not read here", "unpack it first: lz4 -d FILE"},
	{"\xfd7zXZ\x00", "xz data, a compression that is not read here", "unpack it first: xz -d FILE"},
	{"BZh", "bzip2 data, a compression that is not read here", "unpack it first: bzip2 -d FILE"},
	{"\x1f\x8b", "gzip data", hintUnpack},
	{"PK\x03\x04", "a zip archive (or an office document)", hintUnpack},
	{"PK\x05\x06", "an empty zip archive", hintAgain},
	{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", hintUnpack},
	{"Rar!\x1a\x07", "a RAR archive", hintUnpack},
	{"%PDF-", "a PDF document", hintSave},
	{"\x89PNG\r\n\x1a\n", "a PNG picture", hintSave},
	{"\xff\xd8\xff", "a JPEG picture", hintSave},
	{"GIF8", "a GIF picture", hintSave},
	{"\x7fELF", "a program (ELF)", hintSave},
	{"MZ", "a Windows program", hintSave},
	{"SQLite format 3\x00", "an SQLite database", hintSave},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document", hintSave},
}

// foreign says what the beginning of a file looks like that is no capture of ours.
func foreign(head []byte) *NotCapture {
	for _, s := range strangers {
		if bytes.HasPrefix(head, []byte(s.magic)) {
			return &NotCapture{Kind: s.kind, hint: s.hint}
		}
	}
	switch {
	case len(head) == 0:
		return &NotCapture{Kind: "empty", hint: hintAgain}
	case len(head) >= 262 && string(head[257:262]) == "ustar":
		return &NotCapture{Kind: "a tar archive", hint: hintUnpack}
	case len(bytes.Trim(head, "\x00")) == 0:
		return &NotCapture{Kind: "nothing but zeros, at least at its beginning", hint: hintAgain}
	case isText(head):
		return &NotCapture{Kind: textKind(head), hint: hintSave}
	}
	return &NotCapture{Kind: "data of a kind that is not known here", hint: hintSave + "; or " + hintConvert}
}

// textKind tells apart the texts that a student is likely to save by mistake.
func textKind(head []byte) string {
	t := bytes.ToLower(bytes.TrimLeft(head, "\ufeff \t\r\n"))
	switch {
	case bytes.HasPrefix(t, []byte("<!doctype html")), bytes.HasPrefix(t, []byte("<html")), bytes.Contains(t, []byte("<head")):
		return "an HTML page"
	case bytes.HasPrefix(t, []byte("<?xml")):
		return "an XML text"
	case bytes.HasPrefix(t, []byte("{")), bytes.HasPrefix(t, []byte("[")):
		return "a text (JSON, it seems)"
	}
	return "a text"
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
