package pcaplain_test

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render/lesson"
)

// A never is what an instructor would call wrong or misleading: a pattern of the wrong
// sentence in one language, and such a sentence, which the pattern must find.
type never struct {
	what          string
	lang, pattern string
	wrong         string
}

// neverSay are the mistakes that a pattern can express, by topic. What none can (a state
// shown as seen, a cause asserted from one end) is for readers of the texts.
var neverSay = []never{
	// Numbers.
	{"a SYN's number is 0 only relatively", "en", `(?i)sequence number (?:of (?:a|the) SYN )?is 0\b`, "The sequence number of the SYN is 0."},
	{"a SYN's number is 0 only relatively", "ko", `순서 번호는 0이다`, "SYN의 순서 번호는 0이다."},
	{"sequence numbers count bytes", "en", `(?i)(?:sequence number|\bseq\b)[^.]{0,40}(?:counts (?:the )?(?:packets|segments)|unique)`, "The sequence number is a unique number of the packet."},
	{"sequence numbers count bytes", "ko", `순서 번호[^.]{0,20}(?:패킷을 센|고유)`, "순서 번호는 패킷의 고유 일련번호다."},
	{"Ack is the next number expected", "en", `(?i)\back(?:nowledgment number)?(?: \d+)? is the number of the (?:last )?(?:packet|segment|byte) received`, "Ack 7 is the number of the last byte received."},
	{"Ack is the next number expected", "ko", `Ack[^.]{0,30}받은 (?:패킷|세그먼트|바이트)의 번호(?:다|이다)`, "Ack 7은 마지막으로 받은 바이트의 번호다."},
	{"data adds its length, not 1", "en", `(?i)\back (?:=|is|equals) (?:always )?seq ?\+ ?1`, "Ack is always Seq + 1."},
	{"data adds its length, not 1", "ko", `Ack(?:는|은| =)? (?:항상 )?Seq ?\+ ?1`, "Ack는 항상 Seq + 1이다."},
	{"pure ACKs use no number", "en", `(?i)\bACK\b[^.]{0,30}(?:uses up|takes|consumes|occupies) (?:one|a) `, "A pure ACK uses up one number."},
	{"pure ACKs use no number", "ko", `ACK(?:도|는|가)? 번호 하나를`, "순수한 ACK도 번호 하나를 차지한다."},
	{"each direction has its own numbers", "en", `(?i)(?:share|use) the same (?:sequence )?numbers`, "Both directions share the same sequence numbers."},
	{"each direction has its own numbers", "ko", `두 방향[^.]{0,15}같은 번호를 (?:쓴|사용)`, "두 방향은 같은 번호를 쓴다."},
	{"without the ACK flag Ack means nothing", "en", `\bAck 0 (?:says|confirms)`, "Ack 0 confirms nothing new."},
	{"without the ACK flag Ack means nothing", "ko", `Ack 0[은이][^.]{0,30}확인`, "Ack 0은 새로 확인하는 것이 없다는 뜻이다."},
	{"no capture proves randomness", "en", `(?i)(?:ISN|initial sequence number)[^.]{0,40}(?:random|starts at [01]\b)`, "The ISN is a random number."},
	{"no capture proves randomness", "ko", `난수|무작위|(?:ISN|순서 번호)[^.]{0,20}임의`, "ISN은 임의의 값이다."},
	// Opening.
	{"the kernel opens the connection", "en", `(?i)accepted by the (?:server )?program|program accepts the connection`, "The server's program accepts the connection in frame 11."},
	{"the kernel opens the connection", "ko", `프로그램이 연결(?: 요청)?을 (?:수락|받아들)`, "서버 프로그램이 연결 요청을 수락한다."},
	{"one port serves many clients", "en", `(?i)new port (?:for|per) (?:each|every) client|one-to-one`, "The server opens a new port for every client."},
	{"one port serves many clients", "ko", `클라이언트마다 (?:새|다른) 포트|1:1 ?(?:로 )?연결`, "클라이언트마다 새 포트를 연다."},
	{"SYN and ACK travel in one segment", "en", `(?i)first (?:an|the) ACK,? then (?:a|its|the) SYN`, "The server sends first an ACK, then a SYN."},
	{"SYN and ACK travel in one segment", "ko", `ACK를 보낸 (?:뒤|다음)[^.]{0,12}SYN을`, "서버는 ACK를 보낸 뒤 SYN을 보낸다."},
	{"what a handshake is not", "en", `(?i)handshake[^.]*(?:bandwidth|keys|encrypt)`, "The handshake tests the bandwidth."},
	{"what a handshake is not", "ko", `핸드셰이크[^.]*(?:대역폭|암호|키를)`, "핸드셰이크로 대역폭을 잰다."},
	{"the ends do not open at one instant", "en", `(?i)both (?:ends|endpoints|sides)[^.]*ESTABLISHED[^.]*same`, "Both endpoints are ESTABLISHED at the same moment."},
	{"the ends do not open at one instant", "ko", `동시에 ESTABLISHED`, "두 종단은 동시에 ESTABLISHED가 된다."},
	{"MSS is not negotiated", "en", `(?i)negotiated MSS|MSS(?: of \d+)? (?:is|was|has been) (?:negotiated|agreed on)`, "The MSS is negotiated."},
	{"MSS is not negotiated", "ko", `MSS[^.|]{0,20}(?:협상|합의)(?:했|하였|되었|된|한다)`, "MSS는 1460으로 협상되었다."},
	{"a SYN's window is not scaled", "en", `(?i)(?:scale|scaling|factor) (?:applies|is applied) to (?:a|the) SYN`, "The scale is applied to the SYN as well."},
	{"a SYN's window is not scaled", "ko", `SYN의 윈도에도 배율`, "SYN의 윈도에도 배율을 곱한다."},
	{"a SYN may carry data", "en", `(?i)SYN (?:can never|cannot|must not|never) carr(?:y|ies) data`, "A SYN cannot carry data."},
	{"a SYN may carry data", "ko", `SYN에는? 데이터를 실을 수 없`, "SYN에는 데이터를 실을 수 없다."},
	// Data.
	{"PSH is no order to send", "en", `(?i)PSH (?:means|says|asks|orders)[^.]*(?:at once|immediately|urgent|buffer)`, "PSH asks to send at once, without buffering."},
	{"PSH is no order to send", "ko", `PSH[^.]{0,30}(?:즉시|긴급|급한)|즉시 전송`, "PSH는 즉시 보내라는 뜻이다."},
	{"PSH is no boundary", "en", `(?i)PSH (?:is|marks) (?:a|the) (?:message boundary|end of (?:a|the) message)`, "PSH marks the end of a message."},
	{"PSH is no boundary", "ko", `PSH[^.]{0,20}메시지의 (?:경계|끝)(?:다|이다|를|을)`, "PSH는 메시지의 끝을 표시한다."},
	{"PSH does not ask for an ACK", "en", `(?i)PSH[^.]*(?:makes|forces) the receiver`, "PSH makes the receiver send an ACK."},
	{"PSH does not ask for an ACK", "ko", `PSH[^.]*(?:곧바로|바로|곧) ACK`, "PSH를 받으면 바로 ACK를 보내야 한다."},
	{"not every segment gets an ACK", "en", `(?i)(?:every|each) segment (?:gets|is answered by|must get|needs) `, "Every segment gets its own ACK."},
	{"not every segment gets an ACK", "ko", `세그먼트마다 ACK`, "세그먼트마다 ACK를 하나씩 보낸다."},
	{"an ACK is TCP's, not the program's", "en", `(?i)(?:confirms|says|proves|shows) that the (?:program|application) (?:has )?(?:read|received|got)`, "The ACK proves that the program has read the data."},
	{"an ACK is TCP's, not the program's", "ko", `프로그램이 [^.]{0,12}(?:읽었|받았)(?:음을|다는 것을|다는 뜻이)`, "ACK는 프로그램이 데이터를 읽었다는 뜻이다."},
	{"a call is no segment", "en", `(?i)one (?:send|call)\S* (?:is|makes|becomes) one segment`, "One send is one segment."},
	{"a call is no segment", "ko", `한 번(?:이|은|마다) 세그먼트 (?:하나다|하나이다|하나가)`, "보내는 호출 한 번이 세그먼트 하나다."},
	{"padding is no data", "en", `(?i)padding (?:is|counts as) (?:part of the )?(?:data|payload)`, "The padding is part of the data."},
	{"padding is no data", "ko", `패딩(?:도|은) (?:데이터|페이로드)(?:다|이다)`, "패딩도 데이터다."},
	{"the window is the receiver's", "en", `(?i)window[^.]{0,30}(?:send(?:ing|er's)? buffer|is the congestion window)`, "The window is the size of the send buffer."},
	{"the window is the receiver's", "ko", `윈도(?:는|가) (?:송신 버퍼|혼잡 윈도)`, "윈도는 송신 버퍼의 크기다."},
	{"a zero window is the receiver's doing", "en", `(?i)zero window[^.]*network`, "A zero window is a problem of the network."},
	{"a zero window is the receiver's doing", "ko", `윈도가 0[^.]*네트워크`, "윈도가 0이 된 것은 네트워크의 문제다."},
	{"a retransmission proves no loss", "en", `(?i)(?:so|because|means that|therefore)[^.,]{0,30}(?:was|were|got) lost`, "It was sent again because the first segment was lost."},
	{"a retransmission proves no loss", "ko", `(?:세그먼트|패킷|프레임|번)(?:이|가|은|는) (?:유실|손실)(?:되었다|됐다|되었으므로|되어서)`, "4번이 유실되었으므로 다시 보낸다."},
	{"a repeated Ack is not yet a duplicate ACK", "en", `(?i)same Ack[^.]{0,20}(?:so|is a|makes)[^.]*duplicate ACK`, "It has the same Ack, so it is a duplicate ACK."},
	{"a repeated Ack is not yet a duplicate ACK", "ko", `Ack[가이] 같(?:으므로|아서) 중복`, "Ack가 같으므로 중복 ACK다."},
	{"a checksum may be unfinished", "en", `(?i)checksum[^.]*(?:so|and) (?:it|the (?:segment|packet|frame)) (?:is|was) (?:corrupt|damaged)`, "The checksum is wrong, so the segment was damaged."},
	{"a checksum may be unfinished", "ko", `체크섬[^.]*(?:손상|변조)(?:되었다|됐다|된 것이다)`, "체크섬이 틀렸으니 손상된 것이다."},
	{"a checksum is no protection", "en", `(?i)checksum[^.]*(?:secur|prevents|guarantees|vouches)|UDP has no checksum`, "The checksum guarantees that the content is right."},
	{"a checksum is no protection", "ko", `체크섬[^.]*(?:보안|변조를 막는다|보장한다|보증한다)|UDP에는 체크섬이 없`, "체크섬은 내용이 올바름을 보장한다."},
	{"large segments come of offload", "en", `(?i)(?:larger|more) than the MSS[^.]*(?:violat|illegal|error|wrong)`, "A segment larger than the MSS is an error."},
	{"large segments come of offload", "ko", `MSS보다 [^.]*(?:위반|오류|잘못)`, "MSS보다 큰 세그먼트는 오류다."},
	{"a time at the tap is no round trip", "en", `(?i)(?:RTT|round[- ]trip time) (?:is|was) `, "The RTT is 12 ms."},
	{"a time at the tap is no round trip", "ko", `(?:RTT|왕복 시간)(?:은|는|이|가) \d`, "왕복 시간은 12 ms다."},
	// Closing.
	{"a FIN closes one direction", "en", `(?i)FIN (?:closes|cuts|ends) (?:both|the (?:whole )?connection)`, "The FIN closes the connection."},
	{"a FIN closes one direction", "ko", `FIN(?:은|이|으로)? (?:양방향|두 방향|연결)(?:을|를) (?:모두 )?(?:닫|끊|종료)`, "FIN은 연결을 종료한다."},
	{"four segments are no law", "en", `(?i)clos(?:e|ing) (?:always|must) (?:takes?|needs?) (?:four|4)`, "Closing always takes four segments."},
	{"four segments are no law", "ko", `(?:종료|해제)[에는은]+ (?:항상|반드시) (?:네|4|세그먼트 4)`, "해제에는 반드시 세그먼트 4개가 필요하다."},
	{"a FIN's Ack confirms earlier data", "en", `(?i)FIN[^.]{0,12} has no ACK`, "A FIN segment has no ACK."},
	{"a FIN's Ack confirms earlier data", "ko", `FIN[^.]{0,8}에는 ACK가 없`, "FIN 세그먼트에는 ACK가 없다."},
	{"either side may close first", "en", `(?i)client always closes`, "The client always closes first."},
	{"either side may close first", "ko", `항상 클라이언트가 먼저`, "항상 클라이언트가 먼저 닫는다."},
	{"CLOSE_WAIT waits for its own program", "en", `(?i)CLOSE_WAIT (?:waits|is waiting|means waiting) for (?:the (?:peer|other|session|connection|client)|a timeout)`, "CLOSE_WAIT waits for the peer to finish."},
	{"CLOSE_WAIT waits for its own program", "ko", `세션 종료 대기|CLOSE_WAIT는 (?:상대|세션|연결)[^.]{0,20}기다리는 상태(?:다|이다)`, "CLOSE_WAIT는 세션이 끝나기를 기다리는 상태다."},
	{"the last ACK is not the end", "en", `(?i)connection is (?:now )?(?:over|finished)|TIME_WAIT is an error`, "With this ACK the connection is over."},
	{"the last ACK is not the end", "ko", `(?:통신|연결)이 (?:완전히 )?(?:종료된다|끝난다)|TIME_WAIT는 오류`, "이로써 통신이 종료된다."},
	{"a reset is no verdict", "en", `(?i)(?:RST|reset) (?:is|means|signals|indicates) an? (?:attack|error|fault|failure)`, "The reset is an error."},
	{"a reset is no verdict", "ko", `RST(?:는|가) (?:공격|오류|장애|고장)(?:이다|다|을|를)`, "RST는 오류다."},
	{"not every reset counts", "en", `(?i)every (?:RST|reset) (?:takes|closes|counts|ends)`, "Every reset takes effect."},
	{"not every reset counts", "ko", `모든 RST`, "모든 RST는 연결을 끝낸다."},
	{"the capture may have ended first", "en", `(?:^|[.!?] )(?:The|This) connection was never closed`, "The connection was never closed."},
	{"the capture may have ended first", "ko", `닫히지 않았다(?:\.|$)`, "이 연결은 닫히지 않았다."},
	{"half-open is not half-closed", "en", `(?i)half-open[^.]*FIN|FIN[^.]*half-open`, "After the FIN the connection is half-open."},
	{"half-open is not half-closed", "ko", `반열림|반만 열린`, "한쪽만 닫힌 연결을 반열림이라고 한다."},
	// States.
	{"a state belongs to an endpoint", "en", `(?i)the connection (?:is|was|goes to|enters|reaches) (?:in |now )?(?:SYN_|ESTABLISHED|CLOS|TIME_WAIT|FIN_WAIT|LAST_ACK)`, "The connection is ESTABLISHED."},
	{"a state belongs to an endpoint", "ko", `연결(?:이|은|의 상태는) (?:SYN_|ESTABLISHED|CLOS|TIME_WAIT|FIN_WAIT|LAST_ACK)`, "연결은 ESTABLISHED가 된다."},
	{"one spelling of a state", "en", `SYN[_-]RCVD|SYN-RECEIVED`, "The server goes to SYN_RCVD."},
	{"one spelling of a state", "ko", `SYN[_-]RCVD|SYN-RECEIVED`, "서버는 SYN_RCVD가 된다."},
	{"RFC 793 is obsolete", "en", `RFC ?793\b`, "As RFC 793 says."},
	{"RFC 793 is obsolete", "ko", `RFC ?793\b`, "RFC 793에 따르면 그렇다."},
	// UDP.
	{"UDP has exchanges", "en", `(?i)UDP (?:connection|session|handshake)`, "The UDP session begins."},
	{"UDP has exchanges", "ko", `UDP (?:연결|세션|핸드셰이크)`, "UDP 세션이 시작된다."},
	{"an answer is no ACK", "en", `(?i)(?:reply|answer|response)[^.]{0,10} is an (?:ACK|acknowledgment)`, "The answer is an acknowledgment."},
	{"an answer is no ACK", "ko", `(?:응답|답)[은이] (?:곧 )?(?:ACK|확인응답)(?:다|이다)`, "서버의 답은 확인응답이다."},
	{"UDP is not faster for it", "en", `(?i)UDP (?:loses|drops|is (?:always |much )?(?:faster|unreliable|lighter))`, "UDP is faster than TCP."},
	{"UDP is not faster for it", "ko", `UDP(?:는|가) [^.]{0,12}(?:빠르다|가볍다|잃는다)`, "UDP는 TCP보다 빠르다."},
	{"silence is not loss", "en", `(?i)no answer[^.]*(?:so|means)[^.]*lost`, "There is no answer, so it was lost."},
	{"silence is not loss", "ko", `답이 없으(?:므로|니)[^.]*(?:유실|잃)`, "답이 없으므로 유실된 것이다."},
	{"Length counts the header", "en", `(?i)Length (?:is|counts) (?:only )?the (?:length of the )?data`, "Length is the length of the data."},
	{"Length counts the header", "ko", `Length[^.]{0,6} 데이터(?:의)? 길이(?:다|이다)`, "Length는 데이터 길이다."},
	{"datagrams keep no order", "en", `(?i)datagrams (?:always )?(?:arrive|come) in order`, "Datagrams always arrive in order."},
	{"datagrams keep no order", "ko", `데이터그램은 (?:항상 )?순서대로`, "데이터그램은 순서대로 도착한다."},
	// Words.
	{"a segment is TCP's, a datagram UDP's", "en", `(?i)UDP (?:segment|packet)s?\b|TCP datagram`, "A UDP segment with 2 bytes."},
	{"a segment is TCP's, a datagram UDP's", "ko", `UDP (?:세그먼트|패킷)|TCP 데이터그램`, "2바이트가 실린 UDP 세그먼트다."},
	{"a port proves no application", "en", `(?i)port (?:80|443|22|53)[^.]*(?:so|means)[^.]*(?:HTTP|SSH|DNS|web)`, "It is port 443, so this is HTTPS."},
	{"a port proves no application", "ko", `(?:80|443|22|53)번 포트이?므로`, "443번 포트이므로 HTTPS다."},
	{"a TTL proves no system", "en", `(?i)TTL[^.]*(?:so|means|proves that|shows that)[^.]*(?:Windows|Linux|macOS)`, "The TTL is 128, so the system is Windows."},
	{"a TTL proves no system", "ko", `TTL[^.]*(?:이므로|이니)[^.]*(?:Windows|Linux|윈도우|리눅스)`, "TTL이 128이므로 Windows다."},
	{"TCP guarantees nothing", "en", `(?i)TCP (?:guarantees|ensures)`, "TCP guarantees delivery."},
	{"TCP guarantees nothing", "ko", `TCP(?:는|가) [^.]*보장(?:한다|된다)`, "TCP는 전달을 보장한다."},
	// Evidence.
	{"a time is the tap's", "en", `(?i)(?:was sent|left|arrived) at \d`, "Frame 9 was sent at 1.322 s."},
	{"a time is the tap's", "ko", `\d초에 (?:보냈|보내|떠났|도착)`, "9번은 1.322초에 보냈다."},
	{"what is not captured is not lost", "en", `(?i)missing (?:frame|segment|packet)s? (?:was|were) lost`, "The missing frames were lost."},
	{"what is not captured is not lost", "ko", `캡처되지 않은 [^.]*(?:유실|잃어)`, "캡처되지 않은 프레임은 유실되었다."},
	{"a cause at one end is not asserted", "en", `(?i)(?:server|client|network|program) (?:was|is) (?:slow|busy|overloaded)`, "The server was slow."},
	{"a cause at one end is not asserted", "ko", `(?:서버|클라이언트|네트워크|프로그램)[가이는은]+ (?:느리|느려|느렸|바쁘|바빴)`, "서버가 느렸다."},
	{"no praise", "en", `(?i)\bhealthy\b|no (?:errors|problems) (?:were )?found|everything is fine`, "The connection is healthy."},
	{"no praise", "ko", `정상이다|정상적|문제가 없다|건강`, "이 연결은 정상이다."},
	{"nobody is accused", "en", `(?i)same MAC[^.]*(?:cop|cheat)`, "Both have the same MAC, so it was copied."},
	{"nobody is accused", "ko", `MAC[^.]*(?:베낀|부정)`, "MAC이 같으므로 베낀 것이다."},
	// Korean words.
	{"only a reset breaks a connection off", "ko", `연결[을이] 끊`, "FIN으로 연결을 끊는다."},
	{"an ACK is no approval", "ko", `승인`, "서버가 승인을 보낸다."},
	{"nothing is made to fit", "ko", `(?:번호|패킷)[을를] 맞추`, "서버가 번호를 맞추고 있다."},
	{"one spelling", "ko", `핸드쉐이크|핸드쉐이킹|3방향`, "3방향 핸드쉐이크다."},
}

// TestNeverSayFinds wants every pattern to find its wrong sentence.
func TestNeverSayFinds(t *testing.T) {
	for _, n := range neverSay {
		if !regexp.MustCompile(n.pattern).MatchString(n.wrong) {
			t.Errorf("%s (%s): %q is not found by %s", n.what, n.lang, n.wrong, n.pattern)
		}
	}
}

// TestNeverSay looks for the mistakes in what is told of every case and of every capture
// of the lab.
func TestNeverSay(t *testing.T) {
	patterns := map[string][]*regexp.Regexp{}
	whats := map[*regexp.Regexp]string{}
	for _, n := range neverSay {
		re := regexp.MustCompile(n.pattern)
		patterns[n.lang] = append(patterns[n.lang], re)
		whats[re] = n.what
	}
	check := func(t *testing.T, doc *lesson.Document) {
		told := prose(doc.Markdown)
		if len(told) < len(doc.Markdown)/4 {
			t.Errorf("of %d bytes only %d are prose", len(doc.Markdown), len(told))
		}
		for line := range strings.SplitSeq(told, "\n") {
			for _, re := range patterns[doc.Lang] {
				if found := re.FindString(line); found != "" {
					t.Errorf("%s: %q in %q", whats[re], found, line)
				}
			}
		}
	}
	for name, c := range allCases(t) {
		t.Run("case/"+name, func(t *testing.T) {
			capture := readCase(t, name, c)
			eachLesson(t, func(lang string) (*lesson.Document, error) { return lesson.Build(capture, lesson.Options{Lang: lang}) }, check)
		})
	}
	files, err := filepath.Glob(filepath.Join(corpus.Dir(t), "captures", "lab", "*.pcapng"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no captures of the lab (%v)", err)
	}
	for _, file := range files {
		t.Run("lab/"+filepath.Base(file), func(t *testing.T) {
			capture := readCapture(t, analyze.Source{Name: filepath.Base(file), Open: func() (io.ReadCloser, error) { return os.Open(file) }})
			eachLesson(t, func(lang string) (*lesson.Document, error) { return lesson.Build(capture, lesson.Options{Lang: lang}) }, check)
		})
	}
}

func eachLesson(t *testing.T, build func(lang string) (*lesson.Document, error), check func(*testing.T, *lesson.Document)) {
	for _, lang := range lesson.Langs {
		doc, err := build(lang)
		if err != nil {
			t.Fatal(err)
		}
		check(t, doc)
	}
}

// quoted is what the lesson does not say itself: what a capture holds, and the mistakes
// that it names to correct them.
var quoted = regexp.MustCompile("“[^”]*”|``.*?``|`[^`]*`")

// prose is a document without drawings, captured text and quotations.
func prose(markdown string) string {
	var b strings.Builder
	fence := ""
	for line := range strings.SplitSeq(markdown, "\n") {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence != "" && line == fence:
			fence = ""
		case fence == "" && len(ticks) >= 3:
			fence = ticks
		case fence == "":
			b.WriteString(quoted.ReplaceAllString(line, "…") + "\n")
		}
	}
	return b.String()
}
