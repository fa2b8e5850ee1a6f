package pcaplain_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render/lesson"
)

// TestPatterns wants one sentence about many connections that are alike, and no judgement.
func TestPatterns(t *testing.T) {
	for file, want := range map[string]string{
		"hostile-made/packet/syn-flood-1000.pcapng": "1,000 TCP connections are asked for and do not come about: from 1,000 addresses to port 65432 of 198.51.100.20, between frames 1 and 1000. No segment in the capture answers any of the SYNs.",
		"hostile-made/packet/port-scan.pcapng":      "400 TCP connections are asked for and do not come about: from 192.0.2.10 to 400 ports of 198.51.100.20, between frames 1 and 800. Each SYN is answered with RST.",
		"hostile-made/packet/tcp-port-reuse.pcapng": "40 TCP connections follow one another between 192.0.2.10:51112 and 198.51.100.20:65432, with the same two ports each time.",
		"lab/echo-lab.pcapng":                       "",
	} {
		doc, err := lesson.Build(readFile(t, filepath.Join(corpus.Dir(t), "captures", file)), lesson.Options{})
		if err != nil {
			t.Fatal(err)
		}
		intro, _, _ := strings.Cut(doc.Markdown, "\n## ")
		if !strings.Contains(intro, want) {
			t.Errorf("%s does not say %q:\n%s", file, want, intro)
		}
		for _, word := range []string{"attack", "scan ", "flood ", "malicious"} {
			if strings.Contains(strings.SplitN(intro, "\n", 2)[1], word) {
				t.Errorf("%s says %q", file, word)
			}
		}
		if want == "" && (strings.Contains(intro, "do not come about") || strings.Contains(intro, "follow one another")) {
			t.Errorf("%s: %s", file, intro)
		}
	}
}
