package text

import (
	"os"
	"strings"
	"testing"
)

// The rows of testdata/josa.tsv are a Korean reader's, not this package's.
func TestJosaTable(t *testing.T) {
	data, err := os.ReadFile("testdata/josa.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(data)), "\n")
	pairs := strings.Split(rows[0], "\t")[2:]
	for _, row := range rows[1:] {
		cells := strings.Split(row, "\t")
		for i, want := range cells[2:] {
			checkJosa(t, cells[0], pairs[i], want)
		}
	}
	if len(rows) < 70 || len(pairs) != 6 {
		t.Errorf("%d rows of %d particles: the table is not whole", len(rows)-1, len(pairs))
	}
}

func checkJosa(t *testing.T, word, pair, want string) {
	t.Helper()
	got, err := Josa(word, pair)
	if err != nil || got != want {
		t.Errorf("Josa(%q, %q) = %q, %v; want %q", word, pair, got, err, want)
	}
}

func TestJosa(t *testing.T) {
	for _, row := range []struct{ word, pair, want string }{
		{"클라이언트", "은/는", "클라이언트는"},
		{"연결", "으로/로", "연결로"},
		{"7번 패킷", "이/가", "7번 패킷이"},
		{"", "이/가", "가"},

		{"1,000", "으로/로", "1,000으로"},
		{"64,512", "이/가", "64,512가"},
		{"64,240", "이/가", "64,240이"},
		{"100,000,000", "을/를", "100,000,000을"},
		{"1,000,000,000,000", "을/를", "1,000,000,000,000를"}, // 조
		{"192.168.219.164", "이/가", "192.168.219.164가"},
		{"192.168.219.113", "이/가", "192.168.219.113이"},
		{"0x2a", "을/를", "0x2a를"},
		{"1.50", "은/는", "1.50은"},
		{"3.7", "으로/로", "3.7로"},

		{"클라이언트(192.168.219.113)", "이/가", "클라이언트(192.168.219.113)가"},
		{"서버 (포트 80(HTTP))", "은/는", "서버 (포트 80(HTTP))는"},
		{"(클라이언트 1)", "이/가", "(클라이언트 1)이"},
		{"1)", "이/가", "1)이"},
		{"a (1) b)", "은/는", "a (1) b)는"},
		{"1(", "이/가", "1(이"},
		{"[10]", "과/와", "[10]과"},
		{"[9]", "은/는", "[9]는"},
		{"[연결](#연결-3)", "은/는", "[연결](#연결-3)은"},
		{"`recv()`", "이/가", "`recv()`가"},
		{"`SYN`", "을/를", "`SYN`을"},
		{"“연결”", "이라/라", "“연결”이라"},
		{"**FIN**", "과/와", "**FIN**과"},
		{"SYN, ACK", "을/를", "SYN, ACK를"},
		{"a&#124;b&#41;1&#33;", "이/가", "a&#124;b&#41;1&#33;이"},
		{"&#xyz", "이/가", "&#xyz가"},

		{"FIN-WAIT-1", "으로/로", "FIN-WAIT-1으로"},
		{"TIME-WAIT", "으로/로", "TIME-WAIT로"},
		{"SYN_RECEIVED", "이/가", "SYN_RECEIVED가"},
		{"PING", "을/를", "PING을"},
		{"Telnet", "으로/로", "Telnet으로"},
		{"POP3", "으로/로", "POP3로"},
		{"DHCPv6", "으로/로", "DHCPv6로"},
		{"\u1100\u1173\u11af", "으로/로", "\u1100\u1173\u11af로"}, // 글, decomposed

		{"SYN", "이다/다", "SYN이다"},
		{"ACK", "이며/며", "ACK며"},
		{"SYN", "이었다/였다", "SYN이었다"},
		{"서버", "이었다/였다", "서버였다"},
		{"서버", "으로부터/로부터", "서버로부터"},
	} {
		checkJosa(t, row.word, row.pair, row.want)
	}
}

func TestJosaPair(t *testing.T) {
	for _, pair := range []string{"", "을", "를/을", "와/과", "로/으로", "을/는", "이/", "에서/에서"} {
		if got, err := Josa("서버", pair); err == nil {
			t.Errorf("Josa accepts %q and says %q", pair, got)
		}
	}
}
