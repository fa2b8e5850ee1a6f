// Package pagetest holds a page of package render against programs we did not write:
// Chromium, the accessibility rules of axe-core, the HTML validator vnu, and cmark-gfm,
// the engine that GitHub renders Markdown with. For tests only.
//
// A tool that is missing skips the test, and fails it where CI=true. axe-core and vnu are
// npm packages (package.json beside this file); they are looked for in node_modules of the
// folder named by PCAPLAIN_NODE, or of this package's own.
package pagetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// tool is the path of a program.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, name)
	}
	return path
}

// module is the path of a file of an npm package.
func module(t testing.TB, file string) string {
	t.Helper()
	dir := os.Getenv("PCAPLAIN_NODE")
	if dir == "" {
		dir = filepath.Join(root(t), "render", "pagetest")
	}
	path := filepath.Join(dir, "node_modules", filepath.FromSlash(file))
	if _, err := os.Stat(path); err != nil {
		missing(t, path)
	}
	return path
}

// root is the folder of the repository.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
}

func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing", what)
	}
	t.Skipf("%s is missing", what)
}
