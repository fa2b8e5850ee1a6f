package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// page is one file to write; without a path it goes to stdout.
type page struct {
	format string // "md", "html" or "json"
	path   string
}

// pages are what -o asks for; name is the capture's, without its ending.
func (a *app) pages(out, name string) ([]page, error) {
	switch {
	case out == "-":
		return []page{{"md", ""}}, nil
	case out == "":
		return both("", name), nil
	case os.IsPathSeparator(out[len(out)-1]) || isFolder(out):
		return both(out, name), nil
	}
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(out)), ".")
	if !slices.Contains([]string{"md", "html", "json"}, format) {
		return nil, &failure{a.say(badOutput, out), a.say(outputHint)}
	}
	return []page{{format, out}}, nil
}

func both(dir, name string) []page {
	return []page{{"md", filepath.Join(dir, name+".md")}, {"html", filepath.Join(dir, name+".html")}}
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// mayWrite refuses to overwrite what pcaplain has not written.
func (a *app) mayWrite(pages []page, force bool) error {
	for _, p := range pages {
		if p.path == "" {
			continue
		}
		info, err := os.Stat(p.path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return a.unwritable(p.path, err)
		case !info.Mode().IsRegular() || !force && !isOurs(p):
			return &failure{a.say(notOurs, p.path), a.say(forceHint)}
		}
	}
	return nil
}

// marks begin the generator line of each format.
var marks = map[string]string{
	"md":   "<!-- pcaplain ",
	"html": `<meta name="generator" content="pcaplain `,
	"json": `"generator":"pcaplain `,
}

// edge is how much of a file's beginning and end is searched for the mark.
const edge = 4 << 10

// isOurs tells whether the file has our generator line: Markdown at its end, HTML and JSON
// at their beginning.
func isOurs(p page) bool {
	f, err := os.Open(p.path)
	if err != nil {
		return false
	}
	defer f.Close()
	if p.format == "md" {
		f.Seek(-edge, io.SeekEnd) // a shorter file is read from its beginning
	}
	text, err := io.ReadAll(io.LimitReader(f, edge))
	if err != nil {
		return false
	}
	if p.format == "md" {
		text = text[bytes.LastIndexByte(bytes.TrimRight(text, "\r\n"), '\n')+1:]
		return bytes.HasPrefix(text, []byte(marks["md"]))
	}
	text = bytes.ReplaceAll(text, []byte(`": "`), []byte(`":"`))
	return bytes.Contains(text, []byte(marks[p.format]))
}

// write makes all pages or none: each is written beside its place and synced, and only
// when all are there are they renamed.
func (a *app) write(pages []page, render func(io.Writer, page) error) error {
	var drafts []string
	defer func() {
		for _, d := range drafts {
			os.Remove(d) // gone already where it was renamed
		}
	}()
	for _, p := range pages {
		text := new(bytes.Buffer)
		if err := a.unlessStopped(func() error { return render(text, p) }); err != nil {
			return err
		}
		if p.path == "" {
			if _, err := text.WriteTo(a.out); err != nil {
				return a.unprintable(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(p.path), 0o777); err != nil {
			return a.unwritable(p.path, err)
		}
		draft := filepath.Join(filepath.Dir(p.path), "."+filepath.Base(p.path)+"."+rand.Text()[:8])
		drafts = append(drafts, draft)
		if err := writeSynced(draft, text.Bytes()); err != nil {
			return a.unwritable(p.path, err)
		}
	}
	if err := a.ctx.Err(); err != nil {
		return err
	}
	for i, p := range slices.DeleteFunc(slices.Clone(pages), func(p page) bool { return p.path == "" }) {
		if err := os.Rename(drafts[i], p.path); err != nil {
			return a.unwritable(p.path, err)
		}
	}
	return nil
}

func writeSynced(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Sync(), f.Close())
}

func (a *app) unwritable(name string, err error) error {
	return &failure{a.say(cannotWrite, name, a.reason(err)), ""}
}
