package lab

import (
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
)

const whole = `title: TCP와 UDP 에코
author: "김 하나"
date: 2026-03-09
tags: [네트워크, TCP]
vantage: client
hosts:
  - {name: 클라이언트, role: client, addresses: [192.0.2.164, "::ffff:192.0.2.165", fe80::1%eth0], os: Linux}
  - {name: 서버, role: server, addresses: [192.0.2.113], os: Windows}
programs:
  - file: tcp/client.py
    host: 클라이언트
    session: tcp/65432
    calls:
      - {line: 2, does: connect}
      - {line: 3, does: send}
  - {session: udp/5005}
`

func TestWhole(t *testing.T) {
	fsys := fstest.MapFS{
		"lab.yaml":      {Data: []byte(whole)},
		"tcp/client.py": {Data: []byte("\ufeffimport socket\r\ns.connect()\r\ns.send()")},
	}
	got, err := Read("en", fsys, "lab.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := &Lab{
		Title: "TCP와 UDP 에코", Author: "김 하나", Date: "2026-03-09",
		Tags: []string{"네트워크", "TCP"}, Vantage: AtClient,
		Hosts: []Host{
			{"클라이언트", Client, []netip.Addr{
				netip.MustParseAddr("192.0.2.164"), netip.MustParseAddr("192.0.2.165"), netip.MustParseAddr("fe80::1"),
			}, "Linux"},
			{"서버", Server, []netip.Addr{netip.MustParseAddr("192.0.2.113")}, "Windows"},
		},
		Programs: []Program{
			{"tcp/client.py", "클라이언트", Session{"tcp", 65432}, []Call{{2, Connect}, {3, Send}},
				"import socket\ns.connect()\ns.send()"},
			{Session: Session{"udp", 5005}},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// The order of keys in the file is the author's.
func TestProgramsBeforeHosts(t *testing.T) {
	check(t, "programs: [{host: b}]\nhosts: [{name: b}]\n", "")
}

func TestNothingSaid(t *testing.T) {
	for _, text := range []string{"", "# later\n", "---\n", "title:\nhosts:\nprograms: []\n", "\ufefftitle: a\r\n"} {
		check(t, text, "")
	}
}

func TestDates(t *testing.T) {
	for _, date := range []string{"2026-03-09", "2026-03-09 12:00:00 +0900", `"2026-03-09T12:00:00+09:00"`} {
		check(t, "date: "+date+"\n", "")
	}
}

func TestFaults(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{"titel: a", `lab.yaml:1: unknown key "titel"; did you mean "title"?`},
		{"hosts:\n- name: a\n  adresses: []", `lab.yaml:3: unknown key "adresses"; did you mean "addresses"?`},
		{"hosts: [{colour: red}]", `lab.yaml:1: unknown key "colour"; known here: name, role, addresses and os`},
		{"title: a\ntitle: b", `lab.yaml:2: key "title" is given twice`},
		{"? [a]\n: b", `lab.yaml:1: a key must be a word, not a list`},
		{"- title", `lab.yaml:1: the file must be keys and values, not a list`},
		{"just words", `lab.yaml:1: the file must be keys and values, not text`},

		{"title: 2026", `lab.yaml:1: "title" must be text, not a number; put it in quotes`},
		{"title: 1.5", `lab.yaml:1: "title" must be text, not a number; put it in quotes`},
		{"author: true", `lab.yaml:1: "author" must be text, not true or false; put it in quotes`},
		{"author: 2026-01-01", `lab.yaml:1: "author" must be text, not a date; put it in quotes`},
		{"author: [a]", `lab.yaml:1: "author" must be text, not a list`},
		{"author: !!binary aGk=", `lab.yaml:1: "author" must be text, not a value tagged !!binary; put it in quotes`},
		{"title: |\n  a\n  b", `lab.yaml:1: "title" must be one line without control characters`},
		{"tags: TCP", `lab.yaml:1: "tags" must be a list, not text`},
		{"tags: [1]", `lab.yaml:1: "tags" must be text, not a number; put it in quotes`},
		{"title: &a x\nauthor: *a", `lab.yaml:2: "author" must be text, not an alias (*a)`},
		{"date: 9 March", `lab.yaml:1: "date" must be a date such as 2026-03-09, with a time such as 12:00:00 +0900 where you like`},
		{"date: 2026-02-30", `lab.yaml:1: "date" must be a date such as 2026-03-09, with a time such as 12:00:00 +0900 where you like`},
		{"vantage: router", `lab.yaml:1: "vantage" must be client, server or between, not "router"`},
		{"vantage: [client]", `lab.yaml:1: "vantage" must be client, server or between, not a list`},

		{"hosts: {name: a}", `lab.yaml:1: "hosts" must be a list, not keys and values`},
		{"hosts: [a]", `lab.yaml:1: a host must be keys and values, not text`},
		{"hosts: [{role: Client}]", `lab.yaml:1: "role" must be client or server, not "Client"`},
		{"hosts:\n- name: a\n- name: a", `lab.yaml:3: host "a" is given twice`},
		{"hosts: [{addresses: [192.0.2.256]}]", `lab.yaml:1: "192.0.2.256" in "addresses" is not an IP address`},
		{"hosts: [{addresses: [192.0.2.0/24]}]", `lab.yaml:1: "192.0.2.0/24" in "addresses" is not an IP address`},
		{"hosts:\n- addresses: [192.0.2.1]\n- addresses: [\"::ffff:192.0.2.1\"]", `lab.yaml:3: address 192.0.2.1 is given twice`},
		{"hosts: [{addresses: [192.0.2.1, 192.0.2.1]}]", `lab.yaml:1: address 192.0.2.1 is given twice`},

		{"hosts: [{name: 서버}]\nprograms: [{host: 서바}]", `lab.yaml:2: unknown host "서바"; did you mean "서버"?`},
		{"hosts: [{name: 서버}, {role: client}]\nprograms: [{host: 클라이언트}]", `lab.yaml:2: unknown host "클라이언트"; known here: 서버`},
		{"programs: [{host: a}]", `lab.yaml:1: unknown host "a"`},
		{"programs: [{session: tcp 65432}]", session("tcp 65432")},
		{"programs: [{session: sctp/1}]", session("sctp/1")},
		{"programs: [{session: tcp/0}]", session("tcp/0")},
		{"programs: [{session: tcp/65536}]", session("tcp/65536")},

		{"programs: [{file: a.py, calls: [{line: 4, does: send}]}]", `lab.yaml:1: line 4 is not in a.py, which has 3`},
		{"programs: [{file: empty.py, calls: [{line: 1, does: send}]}]", `lab.yaml:1: line 1 is not in empty.py, which has 0`},
		{"programs: [{file: a.py, calls: [{line: 0, does: send}]}]", `lab.yaml:1: "line" must be a whole number from 1, not 0`},
		{"programs: [{file: a.py, calls: [{line: 0x1, does: send}]}]", `lab.yaml:1: "line" must be a whole number from 1, not 0x1`},
		{"programs: [{file: a.py, calls: [{line: one, does: send}]}]", `lab.yaml:1: "line" must be a number, not text`},
		{"programs: [{file: a.py, calls: [{line: 1, does: recv}]}]",
			`lab.yaml:1: "does" must be bind, listen, accept, connect, input, send, receive or close, not "recv"`},
		{"programs: [{file: a.py, calls: [{does: send}]}]", `lab.yaml:1: a call needs "line"`},
		{"programs: [{file: a.py, calls: [{line: 1}]}]", `lab.yaml:1: a call needs "does"`},
		{"programs: [{calls: [{line: 1, does: send}]}]", `lab.yaml:1: "calls" tell lines of a program, which needs a "file"`},

		{"programs: [{file: missing.py, calls: [{line: 9, does: send}]}]", `lab.yaml:1: missing.py: file does not exist`},
		{"programs: [{file: folder}]", `lab.yaml:1: folder: not a file`},
		{"programs: [{file: big.py}]", `lab.yaml:1: big.py: larger than 256 KiB`},
		{"programs: [{file: latin1.py}]", `lab.yaml:1: latin1.py: not a UTF-8 text`},
		{"programs: [{file: binary}]", `lab.yaml:1: binary: not a UTF-8 text`},
		{"programs: [{file: ../a.py}]", outside(`"../a.py"`)},
		{"programs: [{file: folder/../a.py}]", outside(`"folder/../a.py"`)},
		{"programs: [{file: /etc/passwd}]", outside(`"/etc/passwd"`)},
		{`programs: [{file: 'C:\a.py'}]`, outside(`"C:\\a.py"`)},
		{"programs: [{file: 'C:/a.py'}]", outside(`"C:/a.py"`)},

		{"title: a: b", "lab.yaml:1: not valid YAML: mapping values are not allowed in this context"},
		{"title: a\n\tb: c", "lab.yaml:2: not valid YAML: found a tab character that violates indentation"},
		{"title: [a\nauthor: b", "lab.yaml:2: not valid YAML: did not find expected ',' or ']'"},
		{"title: *a", "lab.yaml:1: not valid YAML: unknown anchor 'a' referenced"},
		{"title: a\n---\ntitle: b", "lab.yaml:2: a second document begins here; put all in one"},
		{"title: \xff", "lab.yaml: not a UTF-8 text"},
	} {
		check(t, row.text, row.want)
	}
}

func session(got string) string {
	return `lab.yaml:1: "session" must be tcp or udp and the server's port, such as tcp/65432, not "` + got + `"`
}

func outside(quoted string) string {
	return "lab.yaml:1: " + quoted + " must be a path inside the folder of lab.yaml, with / between folders"
}

// check reads text as lab.yaml beside some programs and compares the error's text;
// none where want is empty.
func check(t *testing.T, text, want string) {
	t.Helper()
	files := fstest.MapFS{
		"lab.yaml":    {Data: []byte(text)},
		"a.py":        {Data: []byte("one\ntwo\nthree\n")},
		"empty.py":    {},
		"folder/b.py": {Data: []byte("one")},
		"big.py":      {Data: []byte(strings.Repeat("x", maxText+1))},
		"latin1.py":   {Data: []byte("caf\xe9\n")},
		"binary":      {Data: []byte("ab\x00")},
	}
	checkKorean(t, files)
	lab, err := Read("en", files, "lab.yaml")
	got := ""
	if err != nil {
		got = err.Error()
	}
	if got != want {
		t.Errorf("%q:\ngot  %s\nwant %s", text, got, want)
	}
	if (lab == nil) == (err == nil) {
		t.Errorf("%q: Lab %v beside error %v", text, lab, err)
	}
}

// english finds English that goes on for more than a name.
var english = regexp.MustCompile(`[A-Za-z']+ [a-z']+ [a-z']+`)

// checkKorean reads the same in Korean: as many faults at the same lines, and no English.
func checkKorean(t *testing.T, files fstest.MapFS) {
	t.Helper()
	_, en := Read("en", files, "lab.yaml")
	_, ko := Read("ko", files, "lab.yaml")
	if en == nil || ko == nil {
		if en != ko {
			t.Errorf("English %v, Korean %v", en, ko)
		}
		return
	}
	place := regexp.MustCompile(`(?m)^lab\.yaml(:\d+)?: `)
	if a, b := place.FindAllString(en.Error(), -1), place.FindAllString(ko.Error(), -1); !slices.Equal(a, b) {
		t.Errorf("%v\n%v", en, ko)
	}
	for line := range strings.SplitSeq(ko.Error(), "\n") {
		hangul := strings.ContainsFunc(place.ReplaceAllString(line, ""), func(c rune) bool { return unicode.Is(unicode.Hangul, c) })
		if !hangul || strings.Contains(line, "%!") || english.MatchString(line) {
			t.Errorf("%s (%v)", line, en)
		}
	}
}

func TestEveryFaultAtOnce(t *testing.T) {
	check(t, "programs:\n- host: 서바\n  file: ../x\n  colour: 1\nhosts:\n- {name: 서버, role: x}\ntitle: 7\n", strings.Join([]string{
		`lab.yaml:2: unknown host "서바"; did you mean "서버"?`,
		`lab.yaml:3: "../x" must be a path inside the folder of lab.yaml, with / between folders`,
		`lab.yaml:4: unknown key "colour"; known here: file, host, session and calls`,
		`lab.yaml:6: "role" must be client or server, not "x"`,
		`lab.yaml:7: "title" must be text, not a number; put it in quotes`,
	}, "\n"))
}

func TestMissingLab(t *testing.T) {
	_, err := Read("en", fstest.MapFS{}, "my.yaml")
	if !errors.Is(err, fs.ErrNotExist) || err.Error() != "my.yaml: file does not exist" {
		t.Error(err)
	}
}

// A link that leads out of the folder is refused by os.Root, one that stays in it is followed.
func TestLinks(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "outside.py"), "secret\n")
	inside := filepath.Join(dir, "lab")
	if err := os.Mkdir(inside, 0o777); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(inside, "a.py"), "one\n")
	put(t, filepath.Join(inside, "lab.yaml"), "programs: [{file: in.py}, {file: out.py}]\n")
	for link, target := range map[string]string{"in.py": "a.py", "out.py": "../outside.py"} {
		if err := os.Symlink(target, filepath.Join(inside, link)); err != nil {
			t.Skipf("this system makes no links: %v", err)
		}
	}
	root, err := os.OpenRoot(inside)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	_, err = Read("en", root.FS(), "lab.yaml")
	if err == nil || err.Error() != "lab.yaml:1: out.py: path escapes from parent" {
		t.Errorf("got %v", err)
	}
}

func put(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// The lab that the project's texts were written from reads without a fault.
func TestModelLab(t *testing.T) {
	corpus := os.Getenv("PCAPLAIN_CORPUS")
	if corpus == "" {
		corpus = "../../../../shared"
	}
	root, err := os.OpenRoot(filepath.Join(corpus, "mock"))
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	} else if err != nil {
		t.Skipf("no corpus: %v", err)
	}
	defer root.Close()
	lab, err := Read("en", root.FS(), "lab.yaml")
	if err != nil {
		t.Fatal(err)
	}
	calls := 0
	for _, p := range lab.Programs {
		calls += len(p.Calls)
		if p.Source == "" || p.Session.Port == 0 || p.Host == "" {
			t.Errorf("program %q is not whole", p.File)
		}
	}
	if len(lab.Hosts) != 2 || len(lab.Programs) != 4 || calls != 15 {
		t.Errorf("%d hosts, %d programs, %d calls", len(lab.Hosts), len(lab.Programs), calls)
	}
}
