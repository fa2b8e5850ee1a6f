package suite_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/render/lesson"
)

// obeyedName is a name, of a file or of anything else, that a terminal obeys.
const obeyedName = "\x1b]0;title\a\x1b[2J\x9b1m\r\b\xff\u202e\u009b\u200b\n"

// TestMessagesNotObeyed gives such names where a run has something to say of them: what it
// says, in every language, holds nothing that a terminal obeys.
func TestMessagesNotObeyed(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o666); err != nil {
			t.Fatal(err)
		}
		return name
	}
	whole := withText(t, everywhere([]byte(obeyedName)))
	good, cut := write("good"+obeyedName+".pcapng", whole), write("cut"+obeyedName+".pcapng", whole[:len(whole)-7])
	foreign, page := write(obeyedName+".html", []byte("<!doctype html>"+obeyedName)), write(obeyedName+".md", []byte("not ours"))
	lab := write(obeyedName+".yaml", []byte(obeyedName+": [\""))
	for what, args := range map[string][]string{
		"a whole capture":       {good},
		"a listing":             {"frames", good},
		"a cut capture":         {cut, "-o", "cut" + obeyedName + ".html"},
		"a listing of one":      {"facts", cut},
		"no capture":            {foreign},
		"a listing of none":     {"states", foreign},
		"no file":               {"missing" + obeyedName},
		"a command":             {obeyedName, good},
		"a page of others":      {good, "-o", page},
		"an output":             {good, "-o", obeyedName},
		"no folder":             {good, "-o", "no" + obeyedName + "/x.html"},
		"a lab":                 {good, "--lab", lab},
		"no lab":                {good, "--lab", "missing" + obeyedName},
		"a session":             {good, "--session", obeyedName},
		"a session that is not": {good, "--session", "tcp:77"},
		"a language":            {good, "--lang", obeyedName},
		"a flag":                {good, "--x" + obeyedName},
		"a column":              {"frames", good, "--fields", obeyedName},
		"a format":              {"frames", good, "--format", obeyedName},
		"a limit":               {"frames", good, "--limit", obeyedName},
		"a role":                {"frames", good, "--role", obeyedName},
		"frames":                {good, "--frames", obeyedName},
		"a kind":                {"explain", obeyedName},
		"a schema":              {"explain", "--schema", obeyedName},
		"help on what is not":   {"help", obeyedName},
		"two captures":          {"frames", good, obeyedName},
		"a shell":               {"completion", obeyedName},
	} {
		for _, lang := range lesson.Langs {
			t.Run(strings.ReplaceAll(what, " ", "-")+"/"+lang, func(t *testing.T) {
				r := run(t, dir, []string{"LC_ALL=" + map[string]string{"en": "C", "ko": "ko_KR.UTF-8"}[lang]}, args...)
				inert(t, "stderr", r.errors)
				inert(t, "stdout", r.out)
				if r.code == 0 && len(r.errors) > 0 {
					t.Errorf("it says %q of what is right", r.errors)
				}
				if r.code != 0 && len(r.errors) == 0 {
					t.Errorf("exit code %d, and nothing is said", r.code)
				}
			})
		}
	}
}
