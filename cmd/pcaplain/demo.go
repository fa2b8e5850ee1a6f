package main

import (
	"embed"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/pcaplain/pcaplain/analyze"
)

// demoFiles are a recording of a TCP echo and a UDP echo, the programs that made it, and
// what is known of the lab, in each language.
//
//go:embed demo
var demoFiles embed.FS

const demoCapture = "echo-lab.pcapng"

// demo is what is explained where no capture is named.
func (a *app) demo() (analyze.Source, fs.FS) {
	files, err := fs.Sub(demoFiles, "demo")
	if err != nil {
		panic(err) // the name is a constant
	}
	open := func() (io.ReadCloser, error) { return files.Open(demoCapture) }
	return analyze.Source{Name: demoCapture, Open: a.watched(open, 0)}, files
}

// demoLab is the name of the demo's lab file.
func (a *app) demoLab() string { return "lab." + a.lang.String() + ".yaml" }

// presentDemo says what was written and what to try next.
func (a *app) presentDemo(pages []page) {
	a.talk(demoWritten)
	for _, p := range pages {
		if p.format == "html" {
			where, err := filepath.Abs(p.path)
			if err != nil {
				where = p.path
			}
			a.talk(demoOpen, where)
		}
	}
	a.talk(demoNext)
}
