package main

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// commandFor puts the capture's name, and one for the result, into a command line in which
// INPUT and OUTPUT stand for them. They stay where the capture is no file, and where its
// name holds what a terminal might obey or no printed line can hold.
func commandFor(line, path string) string {
	in, ok := shellWord(path)
	if !ok {
		return line
	}
	out, _ := shellWord(resultName(path, !strings.HasPrefix(line, "editcap ")))
	return strings.NewReplacer("INPUT", in, "OUTPUT", out).Replace(line)
}

// packings are the endings that an unpacked file is without.
var packings = []string{".gz", ".zst", ".lz4", ".xz", ".bz2"}

// resultName is a name in the current folder that no file has, for what a file is converted
// or unpacked to.
func resultName(path string, unpacks bool) string {
	base := filepath.Base(path)
	ext := filepath.Ext(base)
	name := strings.TrimSuffix(base, ext)
	switch {
	case name != "" && !unpacks:
		name += ".pcapng"
	case name == "" || !slices.Contains(packings, strings.ToLower(ext)):
		name = base + ".pcapng"
	}
	ext = filepath.Ext(name)
	free := name
	for n := 2; exists(free); n++ {
		free = strings.TrimSuffix(name, ext) + "-" + strconv.Itoa(n) + ext
	}
	return free
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// shellWord is a file's name as one word of a command line, false where it cannot be one
// that is safe to print.
func shellWord(name string) (word string, ok bool) {
	if name == "" || !utf8.ValidString(name) || strings.ContainsFunc(name, func(c rune) bool { return !unicode.IsPrint(c) }) {
		return "", false
	}
	if name[0] == '-' {
		name = "." + string(filepath.Separator) + name // no option
	}
	plain := func(c rune) bool {
		return unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("._-+:@"+string(filepath.Separator), c)
	}
	switch {
	case !strings.ContainsFunc(name, func(c rune) bool { return !plain(c) }):
		return name, true
	case runtime.GOOS == "windows":
		return `"` + name + `"`, true // a name there holds no quotation mark
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'", true
}
