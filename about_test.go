package pcaplain_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render/lesson"
)

// TestAbout wants of what files say of themselves each thing on the page, with who said it
// of what, and no key.
func TestAbout(t *testing.T) {
	for _, tt := range []struct {
		file      string
		says, not []string
	}{
		{"public/pcapplusplus__pcapng-example.pcapng", []string{
			"| Interface 0 | `lo`, Ethernet, timestamps in units of 1 ns, capture filter `tcp port 3306`, on `Linux 3.18.1-1-ARCH`, 59 frames, 59 received, 0 dropped, comment: `Counters provided by dumpcap` |",
			"| Interface 1 | Linux cooked capture, timestamps in units of 1 µs, 100 frames |",
			"| Comment in the file | 226 bytes that look like keys to encrypted data; not shown here |",
			"| Comment on frame [60] | `Packet #1` |", "100 frames have comments",
			"The file has a comment on this frame, by whoever wrote it: `Packet #1`."}, []string{"E39B5BF4903C68684E85", "95A5D39B02693BC1"}},
		{"hostile-made/file/2000-interfaces.pcapng", []string{"| Interface 1999 | Ethernet, timestamps in units of 1 µs, 1 frame |", "| Interface | 1,999 more, with 0 of the frames |"}, nil},
		{"hostile-made/file/400-sections-mixed-endian.pcapng", []string{"| Sections | 400 |", "| Interface 0 of section 8 |", "| Interface | 392 more, with 392 of the frames |"}, nil},
		{"hostile-made/inject/comments.pcapng", []string{"| Comment on frame [6] |", "11 frames have comments"}, []string{"\n<script>", "|<script>"}},
	} {
		doc, err := lesson.Build(readFile(t, filepath.Join(corpus.Dir(t), "captures", tt.file)), lesson.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range tt.says {
			if !strings.Contains(doc.Markdown, s) {
				t.Errorf("%s does not say %q", tt.file, s)
			}
		}
		for _, s := range tt.not {
			if strings.Contains(doc.Markdown, s) {
				t.Errorf("%s says %q", tt.file, s)
			}
		}
	}
}
