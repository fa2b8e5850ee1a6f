// Package pcaplain_test holds what is true of the module as a whole.
package pcaplain_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/pcaplain/pcaplain"

// room is what a package may import of ours and of other modules. "…/..." stands for a
// package and all below it. A package without a row may not be.
type room struct {
	name   string
	ours   []string
	others []string
}

// rooms are the doors between the rooms: data goes one way, and each knows its own trade
// only. The standard library is open to all, save for what reaches out of the program.
var rooms = []room{
	{name: "analyze", ours: []string{"analyze/fact", "analyze/internal/..."}},
	{name: "analyze/fact"},
	{name: "analyze/internal/frame", ours: []string{"analyze/fact"},
		others: []string{"github.com/klauspost/compress/zstd", "github.com/pierrec/lz4/v4"}},
	{name: "analyze/internal/packet/...", ours: []string{"analyze/fact", "analyze/internal/packet/..."}, others: []string{"github.com/google/gopacket/..."}},
	{name: "analyze/internal/flow", ours: []string{"analyze/fact", "analyze/internal/slab"}},
	{name: "analyze/internal/seq"},
	{name: "analyze/internal/tcp/...", ours: []string{"analyze/fact", "analyze/internal/seq", "analyze/internal/tcp/..."}},
	{name: "analyze/internal/udp", ours: []string{"analyze/fact", "analyze/internal/seq"}},
	{name: "analyze/internal/slab"},
	{name: "analyze/internal/wireshark", ours: []string{"analyze/fact", "analyze/internal/seq", "analyze/internal/slab"}},
	{name: "templates"},
	{name: "render/figure"},
	{name: "render/table", ours: []string{"analyze/fact"}},
	{name: "render/schema"},
	{name: "render/lesson/text"},
	{name: "render/lesson/lab", ours: []string{"internal/spell"}, others: []string{"go.yaml.in/yaml/v4"}},
	{name: "render/lesson", ours: []string{"analyze/fact", "render/figure", "render/lesson/...", "templates"},
		others: []string{"github.com/alecthomas/chroma/v2"}},
	{name: "render/lesson/syntax", others: []string{"github.com/alecthomas/chroma/v2"}},
	{name: "render", ours: []string{"analyze/fact", "render/figure", "render/lesson", "render/table", "templates"},
		others: []string{"github.com/yuin/goldmark/..."}},
	{name: "cmd/...", ours: []string{"analyze", "analyze/fact", "render", "render/lesson", "render/lesson/lab", "render/schema", "render/table", "internal/spell"},
		others: []string{"github.com/spf13/cobra", "github.com/spf13/pflag"}},
	{name: "render/pagetest", ours: []string{"render"}},
	{name: "internal/corpus"},
	{name: "internal/spell"},
	{name: "internal/cases"},
	{name: "internal/cases/capture", ours: []string{"internal/cases"}},
	{name: "suite"},
}

// forTests are the packages that only tests may import, and that may do what tests do.
var forTests = []string{"render/pagetest", "internal/corpus", "internal/cases"}

// reaching are the packages of the standard library that reach out of the program: no
// network, ever, and no other program but where a command would need one.
var reaching = []string{"net", "net/http", "os/exec"}

// TestImports holds every import of the module to the table.
func TestImports(t *testing.T) {
	used := map[string]bool{}
	for name, imports := range packages(t) {
		r, ok := roomOf(name)
		if !ok {
			t.Errorf("%s has no row in the table of rooms", name)
			continue
		}
		used[r.name] = true
		for _, path := range imports {
			if !r.allows(path) {
				t.Errorf("%s may not import %s", name, path)
			}
		}
	}
	for _, r := range rooms {
		if !used[r.name] {
			t.Errorf("the table of rooms has a row for %s, which is no package", r.name)
		}
	}
}

// packages are those of the module and what each imports outside of its tests; our own
// without the module's path.
func packages(t *testing.T) map[string][]string {
	form := `{{with .Module}}{{if eq .Path "` + module + `"}}{{$.ImportPath}} {{join $.Imports " "}}{{end}}{{end}}`
	cmd := exec.Command("go", "list", "-pgo=off", "-deps", "-f", form, "./...") // with a profile each package is there twice
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(strings.ReplaceAll(line, module+"/", "./"))
		if len(words) > 0 && words[0] != module { // the root holds tests alone
			found[strings.TrimPrefix(words[0], "./")] = words[1:]
		}
	}
	return found
}

func roomOf(name string) (room, bool) {
	i := slices.IndexFunc(rooms, func(r room) bool { return within(name, r.name) })
	if i < 0 {
		return room{}, false
	}
	return rooms[i], true
}

func within(name, pattern string) bool {
	if tree, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == tree || strings.HasPrefix(name, tree+"/")
	}
	return name == pattern
}

func (r room) allows(path string) bool {
	among := func(path string, patterns []string) bool {
		return slices.ContainsFunc(patterns, func(p string) bool { return within(path, p) })
	}
	if name, ours := strings.CutPrefix(path, "./"); ours {
		return among(name, r.ours)
	}
	if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
		return among(path, r.others)
	}
	return !slices.Contains(reaching, path) || r.name == "cmd/..." || slices.Contains(forTests, r.name)
}
