package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
)

// unnamed is what a capture is called that comes through a pipe.
const unnamed = "capture"

// input is the capture that an argument names. What cannot be read twice, such as stdin,
// is copied to a temporary file first.
func (a *app) input(arg string) (analyze.Source, error) {
	if arg == "-" {
		return a.spool(func() (io.ReadCloser, error) { return io.NopCloser(a.in), nil })
	}
	open := func() (io.ReadCloser, error) { return os.Open(arg) }
	info, err := os.Stat(arg)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return analyze.Source{}, &failure{a.say(noFile, arg), a.say(namedOtherwise, examples(filepath.Dir(arg)))}
	case err != nil:
		return analyze.Source{}, a.unreadable(arg, err)
	case info.IsDir():
		return analyze.Source{}, &failure{a.say(isDirectory, arg), a.say(oneFile, examples(arg))}
	case !info.Mode().IsRegular():
		return a.spool(open)
	}
	file, err := open()
	if err != nil {
		return analyze.Source{}, a.unreadable(arg, err)
	}
	file.Close()
	a.path = arg
	return analyze.Source{Name: filepath.Base(arg), Open: a.watched(open, info.Size())}, nil
}

// unreadable says why a file cannot be opened.
func (a *app) unreadable(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &failure{a.say(noFile, name), ""}
	case errors.Is(err, fs.ErrPermission):
		return &failure{a.say(noPermission, name), a.say(checkPermission)}
	}
	return &failure{a.say(cannotRead, name, a.reason(err)), ""}
}

// examples are captures in a folder, for a hint: at most three of the current one, one of
// another.
func examples(dir string) string {
	entries, _ := os.ReadDir(dir)
	most := 1
	if dir == "." {
		most = 3
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && stem(e.Name()) != e.Name() && len(names) < most {
			names = append(names, filepath.Join(dir, e.Name()))
		}
	}
	if len(names) == 0 {
		return "lab.pcapng"
	}
	return strings.Join(names, ", ")
}

// endings are how names of captures end, compression outermost.
var (
	compressed = []string{"gz", "zst", "lz4"}
	endings    = []string{"pcapng", "pcap", "cap", "snoop", "ntar", "dmp"}
)

// stem is the name of a capture without the endings that say it is one.
func stem(name string) string {
	return without(without(name, compressed), endings)
}

func without(name string, endings []string) string {
	ext := filepath.Ext(name)
	for _, e := range endings {
		if strings.EqualFold(ext, "."+e) && len(ext) < len(name) {
			return strings.TrimSuffix(name, ext)
		}
	}
	return name
}

// spool copies a capture to a temporary file. It does not wait for a pipe that stays
// silent once the run is interrupted.
func (a *app) spool(open func() (io.ReadCloser, error)) (analyze.Source, error) {
	file, err := os.CreateTemp("", "pcaplain-*")
	if err != nil {
		return analyze.Source{}, &failure{a.say(noTemp, a.reason(err)), ""}
	}
	os.Remove(file.Name()) // where the system allows it the open file stays, without a name
	a.temp = append(a.temp, func() { file.Close(); os.Remove(file.Name()) })
	copied := make(chan error, 1)
	go func() { copied <- copyAll(file, a.watched(open, 0)) }()
	select {
	case <-a.ctx.Done():
		return analyze.Source{}, a.ctx.Err()
	case err := <-copied:
		if err != nil {
			return analyze.Source{}, &failure{a.say(cannotSpool, a.reason(err)), ""}
		}
	}
	size, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return analyze.Source{}, &failure{a.say(noTemp, a.reason(err)), ""}
	}
	again := func() (io.ReadCloser, error) { return io.NopCloser(io.NewSectionReader(file, 0, size)), nil }
	return analyze.Source{Name: unnamed, Open: a.watched(again, size)}, nil
}

func copyAll(w io.Writer, open func() (io.ReadCloser, error)) error {
	r, err := open()
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(w, r)
	return err
}

// watched makes reading end when the run is interrupted, and tells how far it has come;
// size is that of the file as it is stored, 0 where it is not known.
func (a *app) watched(open func() (io.ReadCloser, error), size int64) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		r, err := open()
		if err != nil {
			return nil, err
		}
		a.progress.begin(size)
		return &watchedReader{r, a.ctx, a.progress}, nil
	}
}

type watchedReader struct {
	io.ReadCloser
	ctx      context.Context
	progress *progress
}

func (r *watchedReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.ReadCloser.Read(p)
	r.progress.add(n)
	return n, err
}

// walk goes over a capture and hands out what each frame settled.
func (a *app) walk(src analyze.Source, opt analyze.Options, each func(*analyze.Settled) error) (*fact.Survey, error) {
	var survey fact.Survey
	for settled, err := range analyze.Walk(src, opt, &survey) {
		if err != nil {
			return nil, a.readError(src.Name, err)
		}
		if err := a.ctx.Err(); err != nil {
			return nil, err
		}
		if err := each(settled); err != nil {
			return nil, a.unprintable(err)
		}
	}
	if err := a.ctx.Err(); err != nil {
		return nil, err
	}
	return &survey, nil
}

// readError puts an error of reading a capture into the reader's language.
func (a *app) readError(name string, err error) error {
	var foreign *analyze.NotCapture
	switch {
	case errors.As(err, &foreign):
		return a.foreign(foreign)
	case a.ctx.Err() != nil:
		return a.ctx.Err()
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return a.unreadable(name, err)
	}
	return &failure{a.say(readFailed, name, a.reason(err)), ""}
}

// reason is what the system says, without what was tried and where.
func (a *app) reason(err error) string {
	for _, c := range causes {
		if errors.Is(err, c.err) {
			return a.say(c.message)
		}
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return err.Error()
}

// unprintable says that standard output takes no more; whoever read it may have had enough,
// which is no failure.
func (a *app) unprintable(err error) error {
	if err == nil || brokenPipe(err) {
		return err
	}
	return &failure{a.say(cannotPrint, a.reason(err)), ""}
}

// partly is the end of a run: where the file could not be read to its end it says so.
func (a *app) partly(f *fact.File) error {
	if f.Damage == nil {
		return nil
	}
	a.warnDamage(f)
	return status(exitPartly)
}
