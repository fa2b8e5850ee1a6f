package suite_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pcaplain/pcaplain/render/lesson"
)

// surroundings are what may differ from run to run: the folder worked in, the environment,
// and where the capture lies.
type surroundings struct {
	name string
	env  []string
	far  bool // another working folder, and the capture under another path
}

var around = []surroundings{
	{name: "again"},
	{name: "elsewhere", far: true},
	{name: "in Seoul", env: []string{"TZ=Asia/Seoul"}},
	{name: "on one processor", env: []string{"GOMAXPROCS=1"}},
	{name: "on eight processors", env: []string{"GOMAXPROCS=8"}},
	{name: "as somebody else", env: []string{"HOME=/nonexistent", "USER=somebody", "LANG=ko_KR.UTF-8", "LC_ALL=ko_KR.UTF-8"}},
}

// TestSameBytes runs the command again and again: the same capture, flags and language give
// the same bytes, whatever is around.
func TestSameBytes(t *testing.T) {
	var pages atomic.Int32
	t.Run("all", func(t *testing.T) {
		for _, name := range inShort(strings.Fields("echo-lab many-short-50 loss-rto-client hostile-tcp"), 2) {
			for _, lang := range lesson.Langs {
				t.Run(name+"/"+lang, func(t *testing.T) {
					t.Parallel()
					first := writeAll(t, name, lang, surroundings{})
					for _, s := range around {
						for file, b := range writeAll(t, name, lang, s) {
							if pages.Add(1); !bytes.Equal(b, first[file]) {
								t.Errorf("%s: other bytes of %s", s.name, file)
							}
						}
					}
				})
			}
		}
	})
	figures(t, "%d files, each the same bytes as at first", pages.Load())
}

// writeAll is every file that the command writes of a capture.
func writeAll(t *testing.T, name, lang string, s surroundings) map[string][]byte {
	t.Helper()
	dir, file := t.TempDir(), inLab(t, name+".pcapng")
	work := dir
	if s.far {
		work = filepath.Join(dir, "a folder", "far away")
		copied := filepath.Join(work, "captures", name+".pcapng")
		if err := os.MkdirAll(filepath.Dir(copied), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(copied, read(t, file), 0o666); err != nil {
			t.Fatal(err)
		}
		file = filepath.Join("captures", name+".pcapng")
	}
	all := map[string][]byte{}
	for _, out := range []string{"out" + string(filepath.Separator), "x.json"} {
		if r := run(t, work, s.env, file, "--lang", lang, "-o", out); r.code != 0 {
			t.Fatalf("%s: exit %d: %s", name, r.code, r.errors)
		}
	}
	for _, file := range []string{"out/" + name + ".md", "out/" + name + ".html", "x.json"} {
		all[file] = read(t, filepath.Join(work, file))
	}
	return all
}

// TestSameLesson tells the lesson of every capture of the lab twice: no order of a map shows.
func TestSameLesson(t *testing.T) {
	lessons := 0
	for _, name := range inShort(labCaptures(t), 8) {
		for _, lang := range lesson.Langs {
			var texts, pages [2][]byte
			for i := range texts {
				d := mustTell(t, labCapture(t, name), lang, nil).doc
				texts[i], pages[i] = markdown(t, d), html(t, d)
			}
			if lessons++; !bytes.Equal(texts[0], texts[1]) || !bytes.Equal(pages[0], pages[1]) {
				t.Errorf("%s, %s: told twice, the lesson differs", name, lang)
			}
		}
	}
	figures(t, "%d lessons told twice, the same", lessons)
}
