package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// inKoreanHelp puts what --help says of a command and of those below it into Korean.
func inKoreanHelp(cmd *cobra.Command) {
	cmd.Use, cmd.DisableFlagsInUseLine = cmd.Use+" [플래그]", true
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	for _, text := range []*string{&cmd.Short, &cmd.Long, &cmd.Example} {
		*text = koreanHelp.of(*text)
	}
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		switch f.Name {
		case "help":
			f.Usage = "이 도움말"
		case "version":
			f.Usage = "버전"
		default:
			usage, defaults, _ := strings.Cut(f.Usage, " (defaults: ")
			if f.Usage = koreanHelp.of(usage); defaults != "" {
				f.Usage += " (기본값: " + defaults
			}
			if f.Name == "format" {
				f.Usage, f.DefValue = f.Usage+" (기본값: "+f.DefValue+")", ""
			}
		}
	})
	for _, below := range cmd.Commands() {
		inKoreanHelp(below)
	}
}

// koreanUsage are the words that cobra puts around all this.
var koreanUsage = strings.NewReplacer("Usage:", "사용법:", "[command]", "[명령]", "Examples:", "예:", "Available Commands:", "명령:",
	"Global Flags:", "어느 명령에나 있는 플래그:", "Flags:", "플래그:",
	`Use "{{.CommandPath}} [command] --help" for more information about a command.`, `명령의 도움말: {{.CommandPath}} [명령] --help`)

// translation is the Korean of English texts. What is not in it stays as it is.
type translation map[string]string

func (t translation) of(s string) string {
	if ko, ok := t[s]; ok {
		return ko
	}
	return s
}

var koreanHelp = translation{
	rootLong: "pcaplain은 저장해 둔 패킷 캡처를 읽어 풀이를 씁니다. TCP 연결마다 두 종단이 거친 상태와 UDP 교환을\n" +
		"프레임별로 설명하는 Markdown과 HTML 한 쪽을 만듭니다. 캡처를 지정하지 않으면 들어 있는 예제를 풀이합니다.",
	rootExample: "  pcaplain lab.pcapng                        # 이 폴더에 lab.md와 lab.html\n" +
		"  pcaplain lab.pcapng --lang ko --lab lab.yaml -o out/\n" +
		"  pcaplain frames lab.pcapng --format tsv --fields frame.number,tcp.seq,tcp.ack\n" +
		"  tcpdump -r lab.pcap -w - | pcaplain states -",
	"Print the completion script of a shell": "셸의 자동 완성 스크립트를 출력합니다",
	completionExample: "  source <(pcaplain completion bash)                         # 이 셸에서만. ~/.bashrc에 적어 두면 언제나\n" +
		"  pcaplain completion zsh > \"${fpath[1]}/_pcaplain\"\n" +
		"  pcaplain completion fish > ~/.config/fish/completions/pcaplain.fish\n" +
		"  pcaplain completion powershell | Out-String | Invoke-Expression",
	"Explain a command": "명령을 설명합니다",
	"Say what a kind of fact is, by which rules, and how it reads": "사실의 종류 하나를 규칙과 풀이와 함께 설명합니다",
	explainExample: "  pcaplain explain tcp.retransmit\n" +
		"  pcaplain explain --all --lang ko > kinds.md\n" +
		"  pcaplain explain --schema facts            # pcaplain facts --format json이 출력하는 줄의 JSON Schema",
	"every kind: a table, then each":                                   "모든 종류를 표로, 그리고 하나씩",
	"print the JSON Schema of what report or a listing prints as JSON": "report나 목록이 JSON으로 출력하는 것의 JSON Schema를 출력합니다",
	"md: Markdown, json: one object a line":                            "md는 Markdown, json은 한 줄에 객체 하나",
	"Write the walkthrough of a capture":                               "캡처의 풀이를 씁니다",
	"Say which pcaplain this is":                                       "pcaplain의 버전을 출력합니다",
	"List the frames, under Wireshark's field names":                   "프레임 목록을 Wireshark의 필드 이름으로 출력합니다",
	"List the TCP and UDP streams":                                     "TCP 스트림과 UDP 스트림의 목록을 출력합니다",
	"List the state transitions of both ends of every TCP connection":  "TCP 연결마다 두 종단의 상태 전이를 출력합니다",
	"List what happened, and the frames that show it":                  "일어난 일과 그것을 보여 주는 프레임을 출력합니다",

	"language: en or ko (default: the environment's, else en)": "언어: en 또는 ko (기본값: 환경 변수에 따르고, 없으면 en)",
	"what to explain (default: what is worth it)":              "설명할 대화 (기본값: 설명할 만한 것)",
	"only these": "고른 것만",
	"the frames to tell one by one; the rest of their conversations is folded": "하나씩 설명할 프레임. 같은 대화의 나머지는 접습니다",
	"only what these frames show":                                                                                         "이 프레임이 보여 주는 것만",
	"only what has one of these addresses as an end":                                                                      "이 주소 가운데 하나가 종단인 것만",
	"only what has one of these ports at an end":                                                                          "이 포트 가운데 하나를 종단이 쓰는 것만",
	"say which end is the server; may be repeated":                                                                        "어느 종단이 서버인지 정합니다. 여러 번 쓸 수 있습니다",
	"move a limit that bounds memory; may be repeated":                                                                    "메모리를 제한하는 한도를 바꿉니다. 여러 번 쓸 수 있습니다",
	"table for people, tsv for programs, json: one object a line":                                                         "table은 사람이 읽는 표, tsv는 프로그램용, json은 한 줄에 객체 하나",
	"`columns`, by their names, with commas between them (default: all; in a table a few)":                                "출력할 열(`columns`)의 이름을 쉼표로 이어 적습니다 (기본값: 모두. 표에서는 몇 개만)",
	"`OUT` is x.md, x.html or x.json: that one file; DIR/: both pages in it; -: Markdown on stdout (default: both, here)": "`OUT`이 x.md, x.html, x.json이면 그 파일 하나, DIR/이면 그 안에 두 파일, -이면 Markdown을 표준 출력으로 (기본값: 두 파일을 이 폴더에)",
	"`lab.yaml`: what no capture holds, such as host names and programs":                                                  "`lab.yaml`: 호스트 이름과 프로그램처럼 캡처에 없는 것",
	"`TITLE` of the page": "페이지의 제목 (`TITLE`)",
	"date of the page":    "페이지의 날짜",
	"time zone of times of day, such as Asia/Seoul or +09:00 (default UTC)": "시각을 적을 시간대 (예: Asia/Seoul, +09:00. 기본값: UTC)",
	"begin the Markdown with title, date, language and tags in YAML":        "Markdown을 제목, 날짜, 언어, 태그를 적은 YAML로 시작합니다",
	"overwrite files that pcaplain has not written":                         "pcaplain이 쓰지 않은 파일도 덮어씁니다",
	"as one JSON object": "JSON 객체 하나로",
}
