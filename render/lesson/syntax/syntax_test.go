package syntax

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// TestRules holds the files to the version of chroma that is built with. Of Go it has none.
func TestRules(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/alecthomas/chroma/v2").Output()
	if err != nil {
		t.Fatal(err)
	}
	ours, err := filepath.Glob("languages/*.xml")
	if err != nil || len(ours) < 2 {
		t.Fatalf("%d languages: %v", len(ours), err)
	}
	for _, name := range ours {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Base(name) == "go.xml" {
			continue
		}
		theirs := filepath.Join(strings.TrimSpace(string(dir)), "lexers", "embedded", filepath.Base(name))
		if want, err := os.ReadFile(theirs); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not %s (%v)", name, theirs, err)
		}
	}
}

// TestTokens reads programs by our rules and by chroma's.
func TestTokens(t *testing.T) {
	for file, source := range map[string]string{
		"a.py":   "import socket\n# a comment\ns = f'x{1}'\nwith socket.socket() as s:\n    return b\"x\"\n",
		"a.go":   "package main\n\n// a comment\nfunc main() { for { println(\"x\", 'y', 0x1f, 1.5) } }\n",
		"a.c":    "#include <stdio.h>\n/* a comment */\nint main(void) { return puts(\"x\"); }\n",
		"a.ts":   "// a comment\nconst s: string = `x ${1}`;\n",
		"A.java": "// a comment\nclass A { String s = \"x\"; }\n",
	} {
		ours, err := chroma.Tokenise(Of(file), nil, source)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := chroma.Tokenise(chroma.Coalesce(lexers.Match(file)), nil, source)
		if err != nil {
			t.Fatal(err)
		}
		if len(ours) != len(theirs) || len(ours) < 5 {
			t.Fatalf("%s: %d tokens, chroma has %d", file, len(ours), len(theirs))
		}
		for i := range ours {
			if ours[i] != theirs[i] {
				t.Errorf("%s: %v, chroma has %v", file, ours[i], theirs[i])
			}
		}
	}
	if name := Of("notes.unknown").Config().Name; name != "plaintext" {
		t.Errorf("%s for a name that no language has", name)
	}
}
