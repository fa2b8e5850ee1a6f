package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/render/lesson/lab"
)

// report is the walkthrough of one capture.
type report struct {
	out, lab, title string
	date            dateFlag
	zone            zoneFlag
	choice
	servers            serversFlag
	limits             limitsFlag
	force, frontMatter bool
}

// report writes the walkthrough; use is the command's name, for it is the default one too.
func (a *app) report(use string) *cobra.Command {
	var r report
	cmd := &cobra.Command{
		Use:               use,
		Short:             "Write the walkthrough of a capture",
		Args:              a.captureOrDemo,
		ValidArgsFunction: completeCapture,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.explainDemo(&r)
			}
			return a.explainFile(&r, args[0])
		},
	}
	f := cmd.Flags()
	f.StringVarP(&r.out, "output", "o", "", "`OUT` is x.md, x.html or x.json: that one file; DIR/: both pages in it; -: Markdown on stdout (default: both, here)")
	r.choice.flags(cmd, "what to explain (default: what is worth it)", "the frames to tell one by one; the rest of their conversations is folded")
	f.StringVar(&r.lab, "lab", "", "`lab.yaml`: what no capture holds, such as host names and programs")
	r.servers.flag(cmd)
	r.limits.flag(cmd)
	f.StringVar(&r.title, "title", "", "`TITLE` of the page")
	f.Var(&r.date, "date", "date of the page")
	f.Var(&r.zone, "tz", "time zone of times of day, such as Asia/Seoul or +09:00 (default UTC)")
	f.BoolVar(&r.frontMatter, "front-matter", false, "begin the Markdown with title, date, language and tags in YAML")
	f.BoolVar(&r.force, "force", false, "overwrite files that pcaplain has not written")
	complete(cmd, "tz", "UTC", "Asia/Seoul")
	cmd.MarkFlagFilename("lab", "yaml", "yml")
	cmd.MarkFlagFilename("output", "md", "html", "json")
	return cmd
}

func (a *app) captureOrDemo(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return a.oneCapture(cmd, args)
}

// explainDemo writes the walkthrough of the recording that comes with the command.
func (a *app) explainDemo(r *report) error {
	src, files := a.demo()
	known, err := lab.Read(a.lang.String(), files, a.demoLab())
	if r.lab != "" {
		known, err = a.readLab(r.lab)
	}
	if err != nil {
		return err
	}
	pages, err := a.explain(src, r, known)
	if pages != nil && r.out != "-" {
		a.presentDemo(pages)
	}
	return err
}

// explainFile writes the walkthrough of a capture.
func (a *app) explainFile(r *report, name string) error {
	src, err := a.input(name)
	if err != nil {
		return a.perhapsCommand(name, err)
	}
	var known *lab.Lab
	if r.lab != "" {
		if known, err = a.readLab(r.lab); err != nil {
			return err
		}
	}
	_, err = a.explain(src, r, known)
	return err
}

// perhapsCommand turns the hint for a missing file to a command of a similar name.
func (a *app) perhapsCommand(name string, err error) error {
	var failed *failure
	if similar := a.root().SuggestionsFor(name); len(similar) > 0 && errors.As(err, &failed) {
		failed.hint = a.say(meantCommand, strings.Join(similar, ", "))
	}
	return err
}

// readLab reads a lab file and the listings it names. They stay inside its folder: links
// that lead out of it are refused.
func (a *app) readLab(name string) (*lab.Lab, error) {
	root, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return nil, a.unreadable(name, err)
	}
	defer root.Close()
	if _, err := root.Stat(filepath.Base(name)); err != nil {
		return nil, a.unreadable(name, err)
	}
	known, err := lab.Read(a.lang.String(), root.FS(), filepath.Base(name))
	if err != nil {
		return nil, &failure{line: err.Error()}
	}
	return known, nil
}

// explain writes the pages and returns them; none where it could not.
func (a *app) explain(src analyze.Source, r *report, known *lab.Lab) ([]page, error) {
	pages, err := a.pages(r.out, stem(src.Name))
	if err != nil {
		return nil, err
	}
	if err := a.mayWrite(pages, r.force); err != nil {
		return nil, err
	}
	return a.writeReport(src, r, known, pages)
}
