package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/pcaplain/pcaplain/internal/cases"
	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render/schema"
)

// TestSchemasOfCases holds everything that is printed as JSON about the cases to its schema.
func TestSchemasOfCases(t *testing.T) {
	schemas := compiled(t)
	for _, file := range files(t, "../../testdata/cases/*.txt") {
		t.Run(stemOf(file), func(t *testing.T) { valid(t, schemas, ofCase(t, file)) })
	}
}

// TestSchemasOfLab does the same with the lab's captures.
func TestSchemasOfLab(t *testing.T) {
	schemas := compiled(t)
	for _, file := range files(t, filepath.Join(corpus.Dir(t), "captures", "lab", "*.pcapng")) {
		t.Run(stemOf(file), func(t *testing.T) { valid(t, schemas, file) })
	}
}

// TestSchemaOfExplain holds the catalogue, which needs no capture, to its schema.
func TestSchemaOfExplain(t *testing.T) {
	for _, lang := range langNames {
		lines(t, compiled(t)["explain"], printed(t, "explain", "--all", "--lang", lang, "--format", "json"))
	}
}

func valid(t *testing.T, schemas map[string]*jsonschema.Schema, file string) {
	for _, listing := range []string{"frames", "sessions", "states", "facts"} {
		lines(t, schemas[listing], printed(t, listing, file, "--format", "json"))
	}
	page := filepath.Join(t.TempDir(), "page.json")
	printed(t, file, "-o", page)
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	holds(t, schemas["report"], raw)
}

func lines(t *testing.T, s *jsonschema.Schema, text []byte) {
	t.Helper()
	for line := range bytes.Lines(text) {
		holds(t, s, line)
	}
}

func holds(t *testing.T, s *jsonschema.Schema, text []byte) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("%s: %v", text, err)
	}
}

// printed is what a run writes to standard output. A capture that is cut short is no failure here,
// nor one without TCP and UDP.
func printed(t *testing.T, args ...string) []byte {
	t.Helper()
	var out, err bytes.Buffer
	if code := run(args, strings.NewReader(""), &out, &err); code != exitDone && code != exitPartly && code != exitNothing {
		t.Fatalf("%v: exit code %d: %s", args, code, &err)
	}
	return out.Bytes()
}

// compiled are the schemas by name, as the program prints them.
func compiled(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	all := map[string]*jsonschema.Schema{}
	c := jsonschema.NewCompiler()
	for _, name := range schema.Names {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(printed(t, "explain", "--schema", name)))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(name, doc); err != nil {
			t.Fatal(err)
		}
		if all[name], err = c.Compile(name); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// ofCase writes a case as a capture.
func ofCase(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c, err := cases.Parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	capture, err := c.Capture()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), stemOf(file)+".pcapng")
	if err := os.WriteFile(name, capture, 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

func files(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no file is like %s (%v)", pattern, err)
	}
	return names
}

func stemOf(file string) string {
	base := filepath.Base(file)
	return strings.TrimSuffix(base, filepath.Ext(base))
}
