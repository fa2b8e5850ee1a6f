package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render"
	"github.com/pcaplain/pcaplain/render/lesson"
	"github.com/pcaplain/pcaplain/render/lesson/lab"
)

// writeReport reads the capture, makes the lesson and writes its pages.
func (a *app) writeReport(src analyze.Source, r *report, known *lab.Lab, pages []page) ([]page, error) {
	capture, err := a.read(src, r, known)
	if err != nil {
		return nil, err
	}
	opt := lesson.Options{Lang: a.lang.String(), Title: r.title, Lab: known, Zone: r.zone.zone}
	opt.Generator = fmt.Sprintf("pcaplain %s, %s sha256 %s, %s", version, src.Name, capture.File.SHA256, a.flags(r))
	doc, err := lesson.Build(capture, opt)
	if err != nil {
		return nil, err
	}
	err = a.write(pages, func(w io.Writer, p page) error {
		switch {
		case p.format == "html":
			return render.HTML(w, doc)
		case p.format == "json":
			return render.JSON(w, capture, doc.Generator)
		case r.frontMatter:
			if err := frontMatter(w, doc, r.pageDate(known, capture), known); err != nil {
				return err
			}
		}
		return render.Markdown(w, doc)
	})
	if err != nil {
		return nil, err
	}
	return pages, a.outcome(capture)
}

// read collects the conversations that the command line asks for, else those that the
// lesson thinks worth it.
func (a *app) read(src analyze.Source, r *report, known *lab.Lab) (*fact.Capture, error) {
	missing := ""
	choose := func(s *fact.Survey) []fact.ID {
		if !r.sessions.given() {
			return lesson.Choose(s, known)
		}
		var ids []fact.ID
		ids, missing = r.sessions.among(s.Rows)
		return ids
	}
	capture, err := analyze.Read(src, analyze.Options{Servers: r.servers, Limits: fact.Limits(r.limits)}, choose)
	switch {
	case a.ctx.Err() != nil:
		return nil, a.ctx.Err()
	case err != nil:
		return nil, a.readError(src.Name, err)
	case missing != "":
		return nil, &failure{a.say(noSession, missing, src.Name), a.say(sessionsHint, src.Name)}
	}
	return capture, nil
}

// among are the conversations that the flag names, and the first name that is none of them.
func (f *sessionsFlag) among(rows []*fact.Row) (ids []fact.ID, missing string) {
	for _, want := range f.ids {
		if !slices.ContainsFunc(rows, func(r *fact.Row) bool { return covers(want, r.ID) }) {
			return nil, want.String()
		}
	}
	for _, r := range rows {
		if f.all || slices.ContainsFunc(f.ids, func(want fact.ID) bool { return covers(want, r.ID) }) {
			ids = append(ids, r.ID)
		}
	}
	return ids, ""
}

// covers tells whether a name of the command line means the conversation: tcp:3 means all
// that stream 3 holds.
func covers(want, id fact.ID) bool {
	return want.Proto == id.Proto && want.Stream == id.Stream && (want.Incarnation == 0 || want.Incarnation == id.Incarnation)
}

// flags are those that decide what the page says, as they go into the generator line:
// always in the same order, and without folders.
func (a *app) flags(r *report) string {
	words := []string{"--lang", a.lang.String()}
	add := func(flag, value string) {
		if value != "" {
			words = append(words, flag, value)
		}
	}
	add("--session", r.sessions.String())
	if r.lab != "" {
		add("--lab", filepath.Base(r.lab))
	}
	for _, s := range r.servers {
		add("--role", "server="+s.String())
	}
	add("--limit", r.limits.String())
	add("--tz", r.zone.String())
	if r.title != "" {
		add("--title", strconv.Quote(r.title))
	}
	return strings.Join(words, " ")
}

// outcome says what must be said after the pages are written.
func (a *app) outcome(c *fact.Capture) error {
	a.warnLimits(c.File.Name, &c.Bounds)
	if err := a.partly(&c.File); err != nil {
		return err
	}
	if len(c.Rows) == 0 {
		a.talk(nothingToSay, c.File.Name)
		return status(exitNothing)
	}
	return nil
}

// pageDate is the date of the front matter: the command line's, else the lab's, else the
// day of the first frame; never the clock's.
func (r *report) pageDate(known *lab.Lab, c *fact.Capture) string {
	switch {
	case r.date != "":
		return string(r.date)
	case known != nil && known.Date != "":
		return known.Date
	case c.First.Known():
		return time.Unix(c.First.Sec, 0).In(r.zone.orUTC()).Format(time.DateOnly)
	}
	return ""
}

// frontMatter writes what blogs want before the Markdown. Strings are quoted as JSON
// does, which YAML reads too.
func frontMatter(w io.Writer, doc *render.Document, date string, known *lab.Lab) error {
	title, err := json.Marshal(doc.Title)
	if err != nil {
		return err
	}
	lines := []string{"---", "title: " + string(title)}
	if date != "" {
		lines = append(lines, "date: "+date)
	}
	lines = append(lines, "lang: "+doc.Lang)
	if known != nil && len(known.Tags) > 0 {
		tags, err := json.Marshal(known.Tags)
		if err != nil {
			return err
		}
		lines = append(lines, "tags: "+string(tags))
	}
	_, err = io.WriteString(w, strings.Join(append(lines, "---", "", ""), "\n"))
	return err
}
