// Package corpus finds the folder of captures and oracles that tests are held to. It
// lies outside of the repository; PCAPLAIN_CORPUS says where.
package corpus

import (
	"os"
	"path/filepath"
	"testing"
)

// Dir is the folder that holds captures/ and oracle/: PCAPLAIN_CORPUS, else "shared"
// beside the repository. Without it the test is skipped, and fails where CI=true.
func Dir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("PCAPLAIN_CORPUS")
	if dir == "" {
		dir = filepath.Join(root(t), "..", "shared")
	}
	if dir, err := filepath.Abs(dir); err == nil && isDir(filepath.Join(dir, "captures")) {
		return dir
	}
	Missing(t, "the corpus (PCAPLAIN_CORPUS)")
	return ""
}

// Missing ends a test that wants something this machine lacks: a skip, and a failure
// where CI=true.
func Missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing", what)
	}
	t.Skipf("%s is missing", what)
}

// root is the repository: the nearest folder upwards with a go.mod.
func root(t testing.TB) string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the test's folder")
		}
		dir = up
	}
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}
