package main

import "fmt"

// message is a line of ours in every language, by lang. Korean lines put values behind a
// colon or in quotation marks, so that no particle depends on them.
type message [2]string

func (a *app) say(m message, args ...any) string { return fmt.Sprintf(m[a.lang], args...) }

var (
	errorLine = message{"error: %s", "오류: %s"}
	hintLine  = message{"hint: %s", "도움말: %s"}
	seeHelp   = message{"%s --help", "%s --help"}

	unknownFlag    = message{"there is no flag %s", "없는 플래그입니다: %s"}
	flagWantsValue = message{"%s wants a value", "값이 필요한 플래그입니다: %s"}
	badValue       = message{"%s %q: it takes %s", "%s %q: 받는 값은 %s"}
	unwanted       = message{"%q is not wanted here", "필요 없는 인수입니다: %q"}
	unknownCommand = message{"there is no command %q", "없는 명령입니다: %q"}
	whichShell     = message{"name one shell: %s", "셸 이름을 하나 적어 주십시오: %s"}
	wantLang       = message{"en or ko", "en 또는 ko"}
	wantFormat     = message{"table, tsv or json", "table, tsv, json"}
	wantRole       = message{"server=IP:PORT, such as server=192.0.2.1:80 or server=[2001:db8::1]:80", "server=IP:PORT (예: server=192.0.2.1:80, server=[2001:db8::1]:80)"}
	wantSession    = message{"all, or sessions such as tcp:0,udp:1 or tcp:3.2", "all 또는 세션 목록 (예: tcp:0,udp:1, tcp:3.2)"}
	wantDate       = message{"a date such as 2026-03-09", "날짜 (예: 2026-03-09)"}
	wantZone       = message{"a time zone such as UTC, Asia/Seoul or +09:00", "시간대 (예: UTC, Asia/Seoul, +09:00)"}
	fieldsHint     = message{"--fields takes names with commas between them, such as frame.number,tcp.seq", "--fields에는 이름을 쉼표로 이어 적습니다 (예: frame.number,tcp.seq)"}

	wantLimit    = message{"a limit and a number from 1 on, such as conversations=100000 or frames=500000 (--help lists them)", "한도 이름과 1 이상의 수 (예: conversations=100000, frames=500000. 목록은 --help)"}
	limitReached = message{"%s: the limit of %[2]s, %[3]d, was reached, and %[4]d beyond it left out; --limit %[2]s=N raises it", "%s: 한도에 이르러 뺀 것이 있습니다. 한도: %[2]s=%[3]d, 뺀 수: %[4]d (--limit %[2]s=N으로 높일 수 있습니다)"}

	noCapture       = message{"no capture is named", "캡처 파일을 지정하지 않았습니다"}
	giveCapture     = message{"%s lab.pcapng, or - to read standard input", "%s lab.pcapng (표준 입력은 -)"}
	manyCaptures    = message{"one capture at a time: %q is one too many", "캡처는 한 번에 하나만 읽습니다. 남는 인수: %q"}
	noFile          = message{"there is no file %s", "그런 파일이 없습니다: %s"}
	namedOtherwise  = message{"name a capture, such as %s", "캡처 파일 이름을 적어 주십시오 (예: %s)"}
	meantCommand    = message{"did you mean: pcaplain %s", "이 명령을 찾으셨습니까: pcaplain %s"}
	isDirectory     = message{"%s is a folder", "폴더입니다: %s"}
	oneFile         = message{"name one capture, such as %s", "캡처 파일 하나를 적어 주십시오 (예: %s)"}
	noPermission    = message{"%s may not be read", "읽을 권한이 없습니다: %s"}
	checkPermission = message{"check the permissions of the file", "파일의 권한을 확인해 주십시오"}
	cannotRead      = message{"%s cannot be read: %v", "읽을 수 없습니다: %s: %v"}
	noTemp          = message{"a temporary file is needed: %v", "임시 파일을 만들 수 없습니다: %v"}
	cannotSpool     = message{"the input cannot be copied to a temporary file: %v", "입력을 임시 파일로 옮길 수 없습니다: %v"}
	notCapture      = message{"", "%s: 캡처로 읽을 수 없습니다. 파일의 내용: %s"}

	badOutput    = message{"-o %q: pages are .md, .html or .json", "-o %q: 만들 수 있는 파일은 .md, .html, .json입니다"}
	outputHint   = message{"-o page.html, -o DIR/ for both pages, or -o - for Markdown on standard output", "-o page.html, 두 파일을 모두 만들려면 -o DIR/, Markdown을 표준 출력으로 보내려면 -o -"}
	notOurs      = message{"%s is already there, and not written by pcaplain", "이미 있는 파일이며 pcaplain이 쓴 것이 아닙니다: %s"}
	forceHint    = message{"--force overwrites it; -o writes elsewhere", "덮어쓰려면 --force, 다른 곳에 쓰려면 -o"}
	cannotWrite  = message{"%s cannot be written: %v", "쓸 수 없습니다: %s: %v"}
	noSession    = message{"there is no session %s in %s", "세션이 없습니다: %s (%s)"}
	sessionsHint = message{"pcaplain sessions %s lists them", "세션 목록: pcaplain sessions %s"}
	nothingToSay = message{"%s holds neither TCP nor UDP", "TCP도 UDP도 들어 있지 않습니다: %s"}
	demoWritten  = message{"this explains a recording that comes with pcaplain: a TCP echo and a UDP echo", "pcaplain에 들어 있는 예제 캡처의 풀이입니다: TCP 에코와 UDP 에코"}
	demoOpen     = message{"open %s in a browser", "브라우저로 열어 보십시오: %s"}
	demoNext     = message{"then try your own: pcaplain lab.pcapng (from Wireshark: File > Save As, type pcapng)", "다음은 직접 뜬 캡처로: pcaplain lab.pcapng (Wireshark에서 File > Save As, pcapng 형식)"}
)

// faults say where reading stopped, by fact.Fault: file, offset, the frames before it.
var faults = []message{
	{"%s: the file ends in the middle of what begins at byte %d; %s", "%s: 파일이 도중에 끊겼습니다(오프셋 %d). %s"},
	{"%s: a length at byte %d cannot be right; %s", "%s: 길이 값이 잘못되었습니다(오프셋 %d). %s"},
	{"%s: what begins at byte %d contradicts itself; %s", "%s: 내용이 서로 어긋납니다(오프셋 %d). %s"},
	{"%s: the compressed data is damaged at byte %d of the uncompressed file; %s", "%s: 압축된 데이터가 손상되었습니다(압축을 푼 파일의 오프셋 %d). %s"},
	{"%s: the compressed data unpacks to more than is believed of a capture, beyond byte %d of the uncompressed file; %s", "%s: 압축을 풀면 캡처 파일이라고 보기 어려울 만큼 커집니다(압축을 푼 파일의 오프셋 %d). %s"},
}

// framesBefore tell how many frames were read before a fault.
func (a *app) framesBefore(n int) string {
	if a.lang == english && n == 1 {
		return "1 frame before it was read"
	}
	return a.say(message{"%d frames before it were read", "그 앞의 프레임 %d개를 읽었습니다"}, n)
}

// inKorean translates what the reader of captures says of files that are none. What is not
// in the table stays as it is.
func inKorean(s string) string {
	if ko, ok := koreanKinds[s]; ok {
		return ko
	}
	return s
}

var koreanKinds = map[string]string{
	"empty":                                 "비어 있음",
	"gzip data":                             "gzip 압축 파일",
	"an HTML page":                          "HTML 문서",
	"an XML text":                           "XML 텍스트",
	"a text":                                "일반 텍스트",
	"a text (JSON, it seems)":               "텍스트(JSON으로 보임)",
	"a PDF document":                        "PDF 문서",
	"a PNG picture":                         "PNG 그림",
	"a JPEG picture":                        "JPEG 그림",
	"a GIF picture":                         "GIF 그림",
	"a tar archive":                         "tar 묶음 파일",
	"a zip archive (or an office document)": "zip 묶음 파일(또는 오피스 문서)",
	"nothing but zeros, at least at its beginning":                                  "앞부분이 모두 0",
	"data of a kind that is not known here":                                         "알 수 없는 데이터",
	"export from Wireshark with File > Save As, type pcapng":                        "Wireshark에서 File > Save As로, pcapng 형식으로 저장해 주십시오",
	"save or download the capture again: in Wireshark, File > Save As, type pcapng": "캡처를 다시 저장하거나 내려받아 주십시오 (Wireshark: File > Save As, pcapng 형식)",
	"unpack it and give the capture inside":                                         "압축을 풀고 그 안의 캡처 파일을 지정해 주십시오",
	"convert it: editcap -F pcapng INPUT OUTPUT (editcap comes with Wireshark)":     "변환해 주십시오: editcap -F pcapng INPUT OUTPUT (editcap은 Wireshark에 들어 있습니다)",
}
