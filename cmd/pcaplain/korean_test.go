package main

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/pcaplain/pcaplain/analyze"
)

// sentence finds English that goes on for more than a name.
var sentence = regexp.MustCompile(`[A-Za-z']+ [a-z']+ [a-z']+`)

// phrase is what does not begin as a name does.
var phrase = regexp.MustCompile(`^[a-z%]`)

func hasHangul(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return unicode.Is(unicode.Hangul, c) })
}

// TestKoreanForms: whatever the reader of captures says has words in Korean, with places
// for the same values.
func TestKoreanForms(t *testing.T) {
	verb := regexp.MustCompile(`%(?:\[\d\])?[sd]`)
	for _, form := range analyze.Forms() {
		ko, ok := koreanForms[form]
		if !ok {
			t.Errorf("%q is not in the table", form)
			continue
		}
		if phrase.MatchString(form) && !hasHangul(ko) || sentence.MatchString(ko) {
			t.Errorf("%q: %q", form, ko)
		}
		var args []any
		for _, v := range verb.FindAllString(form, -1) {
			args = append(args, map[string]any{"%s": "S", "%d": 7}[v])
		}
		if got := inKorean(analyze.Text{Form: form, Args: args}); strings.Contains(got, "%!") {
			t.Errorf("%q: %q", form, got)
		}
	}
	forms := analyze.Forms()
	for form := range koreanForms {
		if !slices.Contains(forms, form) {
			t.Errorf("nothing says %q", form)
		}
	}
}

// TestKoreanErrors makes what can go wrong with files and command lines go wrong: what is
// said of it is Korean, and the English words for the same are not.
func TestKoreanErrors(t *testing.T) {
	demo, err := demoFiles.ReadFile("demo/" + demoCapture)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	os.Mkdir("folder", 0o777)
	for name, content := range map[string]string{
		"lab.pcapng": string(demo), "cut.pcapng": string(demo[:2000]), "cut-early.pcapng": string(demo[:20]), "none.pcap": string(noFrames),
		"short.pcap": string(noFrames[:9]), "old.pcap": "\xd4\xc3\xb2\xa1\x09\x00" + string(noFrames[6:]), "empty": "", "notes": "This is no capture.",
		"page.html": "<html>", "zeros": "\x00\x00\x00\x00\x00", "odd": "\x01\x02\x03\x04", "nm.cap": "GMBU\x00\x02", "sniffer.cap": "XCP\x00001.1",
		"a.xz": "\xfd7zXZ\x00", "bad.gz": "\x1f\x8b\x00", "cut.zst": "\x28\xb5\x2f\xfd", "skip.zst": "\x50\x2a\x4d\x18\x00\x00\x00\x00\x28\xb5\x2f\xfd",
		"call.ncf": "\x01\x00\x01\x00\x00\xea\x07\x0b\x18\x13\x16\x2d\x6b\x0d\x07\x00" + strings.Repeat("\x00", 9), "notes.md": "# mine", "old.snoop": "snoop\x00\x00\x00\x00\x00\x00\x09\x00\x00\x00\x04",
	} {
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range []string{
		"frames nowhere", "frames folder", "frames cut.pcapng", "frames cut-early.pcapng", "none.pcap", "frames short.pcap", "frames old.pcap", "frames empty", "frames notes",
		"frames page.html", "frames zeros", "frames odd", "frames nm.cap", "frames sniffer.cap", "frames a.xz", "frames bad.gz", "frames cut.zst", "frames skip.zst",
		"frames call.ncf", "frames old.snoop", "frames lab.pcapng/x", "frames", "frames a b", "lab.pcapng -o notes.md", "lab.pcapng -o notes/page.md", "lab.pcapng -o x.txt",
		"lab.pcapng -o folder/" + strings.Repeat("x", 300) + ".md", "lab.pcapng --lab nowhere.yaml", "lab.pcapng --lab notes", "lab.pcapng --lab folder", "lab.pcapng --session tcp:9", "lab.pcapng --port 9", "sessions lab.pcapng --session tcp:0.1",
		"frames lab.pcapng --fields tcp.sequence", "frames lab.pcapng --fields \"", "frames lab.pcapng --format xml", "frames lab.pcapng --limit x", "frames lab.pcapng --frames 0", "frames lab.pcapng --host x",
		"frames lab.pcapng --role x", "frames lab.pcapng --nonsense", "frames lab.pcapng -x", "frames lab.pcapng --format", "frames lab.pcapng --lang de", "lab.pcapng --date x", "lab.pcapng --tz x",
		"lab.pcapng --force=perhaps", "lab.pcapng --=x", "help nonsense", "version now", "completion", "sesions", "facts lab.pcapng --limit conversations=1",
	} {
		var out, talk bytes.Buffer
		run(append(strings.Fields(line), "--lang=ko"), strings.NewReader(""), &out, &talk)
		said := strings.ReplaceAll(talk.String(), strings.Repeat("x", 300), "")
		for l := range strings.Lines(said) {
			l = strings.NewReplacer("pcaplain", "", "editcap -F pcapng", "", "zstd -dc", "", "xz -dc", "", "--help", "").Replace(l)
			if sentence.MatchString(l) {
				t.Errorf("%s: %s", line, l)
			}
		}
		if !hasHangul(said) {
			t.Errorf("%s: nothing in Korean in %q", line, said)
		}
	}
	for _, c := range []struct{ name, kind, command string }{
		{"call.ncf", "TamoSoft CommView(NCF) 캡처", "변환해 주십시오: editcap -F pcapng call.ncf call.pcapng (editcap은"},
		{"nm.cap", "Microsoft 네트워크 모니터 2 캡처", "변환해 주십시오: editcap -F pcapng nm.cap nm.pcapng (editcap은"},
		{"skip.zst", "건너뛰는 프레임으로 시작하는 압축 파일", "먼저 압축을 풀어 주십시오: zstd -dc skip.zst > skip"},
	} {
		var talk bytes.Buffer
		run([]string{"--lang=ko", c.name}, nil, nil, &talk)
		if said := talk.String(); !strings.Contains(said, c.kind) || !strings.Contains(said, "도움말: "+c.command) {
			t.Errorf("%s: %s, want %q and %q", c.name, said, c.kind, c.command)
		}
	}
}

// TestKoreanHelp: --help has no English sentence, and the table no text that nothing says.
func TestKoreanHelp(t *testing.T) {
	said := ""
	for _, command := range []string{"", "report", "frames", "sessions", "states", "facts", "explain", "completion", "version", "help"} {
		var out bytes.Buffer
		if code := run(append(strings.Fields(command), "--help", "--lang", "ko"), nil, &out, &out); code != exitDone || !strings.Contains(out.String(), "사용법:\n  pcaplain") {
			t.Errorf("%s --help: exit code %d, %s", command, code, &out)
		}
		for line := range strings.Lines(out.String()) {
			if line = regexp.MustCompile(`pcaplain|expansion|bytes|source <|conversations.*|fish > .*`).ReplaceAllString(line, ""); sentence.MatchString(line) || strings.Contains(line, "lags") {
				t.Errorf("%s --help: %s", command, line)
			}
		}
		said += out.String()
	}
	for en, ko := range koreanHelp {
		if !strings.Contains(said, strings.ReplaceAll(ko, "`", "")) {
			t.Errorf("nothing says %q, %q", en, ko)
		}
	}
}
