package main

import (
	"fmt"
	"io/fs"
	"syscall"
)

// message is a line of ours in every language, by lang. Korean lines put values behind a
// colon or in quotation marks, so that no particle depends on them.
type message [2]string

func (a *app) say(m message, args ...any) string { return fmt.Sprintf(m[a.lang], args...) }

var (
	errorLine = message{"error: %s", "오류: %s"}
	hintLine  = message{"hint: %s", "도움말: %s"}
	seeHelp   = message{"%s --help", "%s --help"}

	noKind         = message{"no kind is named", "종류를 지정하지 않았습니다"}
	giveKind       = message{"%s tcp.retransmit, or --all", "%s tcp.retransmit (모두 보려면 --all)"}
	unknownKind    = message{"there is no kind %q", "없는 종류입니다: %q"}
	nearestKinds   = message{"did you mean one of %s? %s --all lists every kind", "비슷한 종류: %s (전체 목록: %s --all)"}
	wantSchema     = message{"report, frames, sessions, states, facts or explain", "report, frames, sessions, states, facts, explain"}
	wantKindFormat = message{"md or json", "md, json"}

	unknownFlag    = message{"there is no flag %s", "없는 플래그입니다: %s"}
	flagWantsValue = message{"%s wants a value", "값이 필요한 플래그입니다: %s"}
	badValue       = message{"%s %q: it takes %s", "%s %q: 쓸 수 있는 값은 %s"}
	wantNames      = message{"names with commas between them", "쉼표로 이은 이름"}
	badSyntax      = message{"%q is no flag", "플래그 형식이 아닙니다: %q"}
	wantBool       = message{"true or false", "true 또는 false"}
	unwanted       = message{"%q is not wanted here", "필요 없는 인수입니다: %q"}
	unknownCommand = message{"there is no command %q", "없는 명령입니다: %q"}
	whichShell     = message{"name one shell: %s", "셸 이름을 하나 적어 주십시오: %s"}
	wantLang       = message{"en or ko", "en 또는 ko"}
	wantFormat     = message{"table, tsv or json", "table, tsv, json"}
	wantRole       = message{"server=IP:PORT, such as server=192.0.2.1:80 or server=[2001:db8::1]:80", "server=IP:PORT (예: server=192.0.2.1:80, server=[2001:db8::1]:80)"}
	wantSession    = message{"all, or sessions such as tcp:0,udp:1 or tcp:3.2", "all 또는 세션 목록 (예: tcp:0,udp:1, tcp:3.2)"}
	wantFrames     = message{"frame numbers such as 9-11,55-61", "프레임 번호 (예: 9-11,55-61)"}
	wantHost       = message{"addresses such as 192.0.2.1 or 2001:db8::1", "주소 (예: 192.0.2.1, 2001:db8::1)"}
	wantPort       = message{"ports from 0 to 65535, such as 80,443", "0부터 65535까지의 포트 번호 (예: 80,443)"}
	wantDate       = message{"a date such as 2026-03-09", "날짜 (예: 2026-03-09)"}
	wantZone       = message{"a time zone such as UTC, Asia/Seoul or +09:00", "시간대 (예: UTC, Asia/Seoul, +09:00)"}
	noField        = message{"no field %q; there are %s", "없는 필드입니다: %q. 있는 필드: %s"}
	fieldsHint     = message{"--fields takes names with commas between them, such as frame.number,tcp.seq", "--fields에는 이름을 쉼표로 이어 적습니다 (예: frame.number,tcp.seq)"}

	wantLimit    = message{"a limit and a number from 1 on, such as conversations=100000 or frames=500000 (--help lists them)", "한도 이름과 1 이상의 수 (예: conversations=100000, frames=500000. 목록은 --help)"}
	limitReached = message{"%s: the limit of %[2]s, %[3]d, was reached, and %[4]d beyond it left out; --limit %[2]s=N raises it", "%s: 한도에 이르러 뺀 것이 있습니다. 한도: %[2]s=%[3]d, 뺀 수: %[4]d (--limit %[2]s=N으로 높일 수 있습니다)"}

	reading      = message{"reading", "읽는 중"}
	readingAgain = message{"reading again", "다시 읽는 중"}

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
	readFailed      = message{"%s cannot be read to its end: %v", "끝까지 읽을 수 없습니다: %s: %v"}
	noTemp          = message{"a temporary file is needed: %v", "임시 파일을 만들 수 없습니다: %v"}
	cannotSpool     = message{"the input cannot be copied to a temporary file: %v", "입력을 임시 파일로 옮길 수 없습니다: %v"}
	notCapture      = message{"", "%s: 캡처로 읽을 수 없습니다. 파일의 내용: %s"}

	badOutput    = message{"-o %q: pages are .md, .html or .json", "-o %q: 만들 수 있는 파일은 .md, .html, .json입니다"}
	outputHint   = message{"-o page.html, -o DIR/ for both pages, or -o - for Markdown on standard output", "-o page.html, 두 파일을 모두 만들려면 -o DIR/, Markdown을 표준 출력으로 보내려면 -o -"}
	notOurs      = message{"%s is already there, and not written by pcaplain", "이미 있는 파일이며 pcaplain이 쓴 것이 아닙니다: %s"}
	forceHint    = message{"--force overwrites it; -o writes elsewhere", "덮어쓰려면 --force, 다른 곳에 쓰려면 -o"}
	cannotWrite  = message{"%s cannot be written: %v", "쓸 수 없습니다: %s: %v"}
	cannotPrint  = message{"standard output cannot be written: %v", "표준 출력에 쓸 수 없습니다: %v"}
	noSession    = message{"there is no session %s in %s", "세션이 없습니다: %s (%s)"}
	onlyStreams  = message{"%s is a part of a stream; here a row is a whole one: %s", "%s: 스트림의 일부입니다. 여기서는 한 행이 스트림 하나입니다: %s"}
	noChoice     = message{"no conversation of %s is among those chosen: %s", "고른 조건에 맞는 대화가 없습니다: %s (%s)"}
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

// causes are what a system most often says of a file that it does not read or write.
var causes = []struct {
	err error
	message
}{
	{fs.ErrNotExist, message{"no such file or folder", "그런 파일이나 폴더가 없음"}},
	{fs.ErrExist, message{"a file of this name is in the way", "같은 이름의 파일이 이미 있음"}},
	{fs.ErrPermission, message{"permission denied", "권한 없음"}},
	{syscall.ENOTDIR, message{"not a folder", "폴더가 아님"}},
	{syscall.EISDIR, message{"it is a folder", "폴더임"}},
	{syscall.ENOSPC, message{"no space left", "저장 공간 부족"}},
	{syscall.EROFS, message{"it cannot be written to", "읽기 전용"}},
	{syscall.ENAMETOOLONG, message{"the name is too long", "이름이 너무 김"}},
	{syscall.EIO, message{"the device failed", "장치 오류"}},
}
