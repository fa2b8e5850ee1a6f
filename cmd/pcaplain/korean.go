package main

import (
	"fmt"

	"github.com/pcaplain/pcaplain/analyze"
)

// inKorean says in Korean what the reader of captures says of a file.
func inKorean(t analyze.Text) string {
	args := make([]any, len(t.Args))
	for i, arg := range t.Args {
		args[i] = arg
		if inner, ok := arg.(analyze.Text); ok {
			args[i] = inKorean(inner)
		}
	}
	return fmt.Sprintf(koreanForms[t.Form], args...)
}

// koreanForms are the Korean words for analyze.Forms.
var koreanForms = map[string]string{
	"export from Wireshark with File > Save As, type pcapng":                                                   "Wireshark에서 File > Save As로, pcapng 형식으로 저장해 주십시오",
	"save or download the capture again: in Wireshark, File > Save As, type pcapng":                            "캡처를 다시 저장하거나 내려받아 주십시오 (Wireshark: File > Save As, pcapng 형식)",
	"unpack it and give the capture inside":                                                                    "압축을 풀고 그 안의 캡처 파일을 지정해 주십시오",
	"unpack it first: %s":                                                                                      "먼저 압축을 풀어 주십시오: %s",
	"convert it: %s (editcap comes with Wireshark)":                                                            "변환해 주십시오: %s (editcap은 Wireshark에 들어 있습니다)",
	"export from Wireshark with File > Save As, type pcapng; or convert it: %s (editcap comes with Wireshark)": "Wireshark에서 File > Save As로, pcapng 형식으로 저장하거나 변환해 주십시오: %s (editcap은 Wireshark에 들어 있습니다)",

	"%s, a capture format that is not read here":                                 "%s 캡처(여기서 읽지 않는 형식)",
	"%s data, and what it holds is %s":                                           "%s 압축 파일, 그 안의 내용: %s",
	"%s data with a damaged header":                                              "헤더가 손상된 %s 압축 파일",
	"%s data that is cut before the first packet":                                "첫 패킷 앞에서 끊긴 %s 압축 파일",
	"%s data that is damaged":                                                    "손상된 %s 압축 파일",
	"%s data that takes more than %d MiB of memory to unpack":                    "%s 압축 파일로, 푸는 데 필요한 메모리가 %d MiB를 넘음",
	"a pcapng file that is damaged before its first packet, at byte %d: %s (%s)": "첫 패킷 앞에서 손상된 pcapng 파일(오프셋 %[1]d: %[2]s)",
	"a pcap file that ends inside its header, at byte %d":                        "헤더 도중에 끝나는 pcap 파일(오프셋 %d)",
	"a pcap file of version %d.%d, which is not known":                           "알 수 없는 버전(%d.%d)의 pcap 파일",
	"a snoop file that ends inside its header, at byte %d":                       "헤더 도중에 끝나는 snoop 파일(오프셋 %d)",
	"a snoop file of version %d, which is not known":                             "알 수 없는 버전(%d)의 snoop 파일",
	"a snoop file of data link %d, which is not read here":                       "여기서 읽지 않는 데이터 링크(%d)의 snoop 파일",
	"compressed data that begins with a skippable frame, which is not read here": "건너뛰는 프레임으로 시작하는 압축 파일(여기서 읽지 않음)",

	"it ends inside a block":          "블록 도중에 끝남",
	"a length that cannot be right":   "잘못된 길이 값",
	"a block that contradicts itself": "내용이 서로 어긋나는 블록",
	"the compressed data is damaged":  "손상된 압축 데이터",

	"empty": "비어 있음",
	"nothing but zeros, at least at its beginning": "앞부분이 모두 0",
	"data of a kind that is not known here":        "알 수 없는 데이터",
	"an HTML page":                                 "HTML 문서",
	"an XML text":                                  "XML 텍스트",
	"a text":                                       "일반 텍스트",
	"a text (JSON, it seems)":                      "텍스트(JSON으로 보임)",
	"a tar archive":                                "tar 묶음 파일",

	"gzip data": "gzip 압축 파일",
	"zstd data": "zstd 압축 파일",
	"lz4 data":  "lz4 압축 파일",
	"lz4 data of the old kind, which is not read here": "옛 방식의 lz4 압축 파일(여기서 읽지 않음)",
	"xz data, a compression that is not read here":     "xz 압축 파일(여기서 읽지 않는 압축)",
	"bzip2 data, a compression that is not read here":  "bzip2 압축 파일(여기서 읽지 않는 압축)",
	"a zip archive (or an office document)":            "zip 묶음 파일(또는 오피스 문서)",
	"an empty zip archive":                             "빈 zip 묶음 파일",
	"a 7-Zip archive":                                  "7-Zip 묶음 파일",
	"a RAR archive":                                    "RAR 묶음 파일",
	"a PDF document":                                   "PDF 문서",
	"a PNG picture":                                    "PNG 그림",
	"a JPEG picture":                                   "JPEG 그림",
	"a GIF picture":                                    "GIF 그림",
	"a program (ELF)":                                  "실행 파일(ELF)",
	"a Windows program":                                "Windows 실행 파일",
	"an SQLite database":                               "SQLite 데이터베이스",
	"an old office document":                           "옛 형식의 오피스 문서",

	"btsnoop (Bluetooth)":                   "btsnoop(블루투스)",
	"Microsoft Network Monitor 2":           "Microsoft 네트워크 모니터 2",
	"Microsoft Network Monitor 1":           "Microsoft 네트워크 모니터 1",
	"Sniffer (DOS)":                         "Sniffer(DOS용)",
	"NetXRay or Sniffer (Windows)":          "NetXRay 또는 Sniffer(Windows용)",
	"NetXRay 1.0":                           "NetXRay 1.0",
	"Shomiti or Finisar Surveyor":           "Shomiti 또는 Finisar Surveyor",
	"EtherPeek, AiroPeek or OmniPeek":       "EtherPeek, AiroPeek 또는 OmniPeek",
	"iptrace of AIX":                        "AIX의 iptrace",
	"Novell LANalyzer":                      "노벨 LANalyzer",
	"InfoVista 5View":                       "InfoVista 5View",
	"Visual Networks":                       "Visual Networks",
	"Network Instruments or Viavi Observer": "Network Instruments 또는 Viavi Observer",
	"nettl of HP-UX":                        "HP-UX의 nettl",
	"RADCOM WAN/LAN Analyzer":               "RADCOM WAN/LAN 분석기",
	"Micropross mplog":                      "Micropross mplog",
	"Tektronix K12xx (rf5)":                 "텍트로닉스 K12xx(rf5)",
	"Tektronix K12 text":                    "텍트로닉스 K12 텍스트",
	"EyeSDN":                                "EyeSDN",
	"Catapult DCT2000":                      "Catapult DCT2000",
	"Vector BLF":                            "Vector BLF",
	"TamoSoft CommView (NCF)":               "TamoSoft CommView(NCF)",
	"TamoSoft CommView (NCFX)":              "TamoSoft CommView(NCFX)",
	"Endace ERF":                            "Endace ERF",
	"PacketLogger of macOS":                 "macOS의 PacketLogger",
}
