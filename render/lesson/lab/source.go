package lab

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// maxText is the most a lab file or a program may hold. A listing of 256 KiB is
// some six thousand lines: no lab's program, but perhaps a wrong path.
const maxText = 256 << 10

// source reads the listing of a program and tells how many lines it has; −1 where
// it cannot be read.
func (r *reader) source(n *yaml.Node, p *Program) int {
	file := r.text(n, "file")
	if file == "" {
		return -1
	}
	p.File = path.Clean(file)
	if !inside(file) {
		r.fault(n.Line, "%q must be a path inside the folder of %s, with / between folders", file, path.Base(r.name))
		return -1
	}
	text, err := r.readText(p.File)
	if err != nil {
		r.fault(n.Line, "%s: %w", file, err)
		return -1
	}
	p.Source = text
	return lineCount(text)
}

// inside tells whether a path stays in its folder on every system: ".." is refused
// even where it would come back, and so are the ways Windows has to leave.
func inside(file string) bool {
	for part := range strings.SplitSeq(file, "/") {
		if part == ".." {
			return false
		}
	}
	return fs.ValidPath(path.Clean(file)) && !strings.ContainsAny(file, `\:`)
}

// readText is a whole text file, its lines ending in \n alone and without a byte
// order mark.
func (r *reader) readText(name string) (string, error) {
	// Looked at before it is opened: opening a named pipe would wait for a writer.
	info, err := fs.Stat(r.fsys, name)
	if err != nil {
		return "", r.spoken(err)
	}
	if !info.Mode().IsRegular() {
		return "", errors.New(r.in("not a file"))
	}
	f, err := r.fsys.Open(name)
	if err != nil {
		return "", r.spoken(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxText+1))
	switch {
	case err != nil:
		return "", r.spoken(err)
	case len(data) > maxText:
		return "", errors.New(r.say("larger than %d KiB", maxText>>10))
	case !isText(data):
		return "", errors.New(r.in("not a UTF-8 text"))
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), nil
}

// unpathed drops the path from an error that is told beside the path.
func unpathed(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// isText tells whether data is UTF-8 without the control characters that no
// source holds.
func isText(data []byte) bool {
	if !utf8.Valid(data) {
		return false
	}
	for _, b := range data {
		if b < ' ' && !strings.ContainsRune("\t\n\r\f", rune(b)) || b == 0x7f {
			return false
		}
	}
	return true
}

func lineCount(text string) int {
	lines := strings.Count(text, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		lines++
	}
	return lines
}
