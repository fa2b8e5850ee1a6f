package main

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
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
	if r.narrow() {
		opt.Chosen = strings.Join(r.choice.words(), " ")
	}
	if r.frames != nil {
		opt.Frames = r.frames.has
	}
	opt.Generator = fmt.Sprintf("pcaplain %s, %s sha256 %s, %s", version, src.Name, capture.File.SHA256, a.flags(r))
	var doc *lesson.Document
	err = a.unlessStopped(func() (err error) {
		doc, err = lesson.Build(capture, opt)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = a.write(pages, func(w io.Writer, p page) error {
		switch {
		case p.format == "html":
			return render.HTML(w, doc)
		case p.format == "json":
			return render.JSON(w, r.only(capture), doc.Generator)
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
	opt := analyze.Options{Servers: r.servers, Limits: fact.Limits(r.limits)}
	within, err := a.within(src, opt, r.frames)
	if err != nil {
		return nil, err
	}
	var failed *failure
	capture, err := analyze.Read(src, opt, func(s *fact.Survey) (ids []fact.ID) {
		if !r.sessions.all && !r.narrow() {
			return lesson.Choose(s, known)
		}
		ids, failed = a.pick(&r.choice, s, within)
		return ids
	})
	switch {
	case a.ctx.Err() != nil:
		return nil, a.ctx.Err()
	case err != nil:
		return nil, a.readError(src.Name, err)
	case failed != nil:
		return nil, failed
	}
	return capture, nil
}

// within are the conversations of which the frames show anything; nil where no frames are
// chosen. It takes a reading of its own, for a survey keeps no frames.
func (a *app) within(src analyze.Source, opt analyze.Options, frames framesFlag) (map[fact.ID]bool, error) {
	if frames == nil {
		return nil, nil
	}
	opt.Unverified = true
	found := map[fact.ID]bool{}
	_, err := a.walk(src, opt, func(s *analyze.Settled) error {
		for i := range s.Steps {
			if frames.has(s.Steps[i].Frame) {
				found[s.Steps[i].Row.ID] = true
			}
		}
		for i := range s.Facts {
			if slices.ContainsFunc(s.Facts[i].Frames, frames.has) {
				found[s.Facts[i].Row.ID] = true
			}
		}
		return nil
	})
	return found, err
}

// pick are the conversations chosen. That a name is none of them, or that all is left out,
// is an error; within is nil where frames are of no account.
func (a *app) pick(c *choice, s *fact.Survey, within map[fact.ID]bool) (ids []fact.ID, failed *failure) {
	if missing := c.sessions.missing(rowIDs(s.Rows)); missing != "" {
		return nil, &failure{a.say(noSession, missing, s.File.Name), a.say(sessionsHint, s.File.Name)}
	}
	for _, r := range s.Rows {
		if c.row(r) && (within == nil || within[r.ID]) {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 && len(s.Rows) > 0 {
		return nil, &failure{a.say(noChoice, s.File.Name, strings.Join(c.words(), " ")), a.say(sessionsHint, s.File.Name)}
	}
	return ids, nil
}

func rowIDs(rows []*fact.Row) iter.Seq[fact.ID] {
	return func(yield func(fact.ID) bool) {
		for _, r := range rows {
			if !yield(r.ID) {
				return
			}
		}
	}
}

// only leaves of the moves and facts those that the frames chosen show.
func (c *choice) only(capture *fact.Capture) *fact.Capture {
	if c.frames == nil {
		return capture
	}
	less := *capture
	less.Conversations = slices.Clone(capture.Conversations)
	for i := range less.Conversations {
		conv := &less.Conversations[i]
		conv.Moves = slices.DeleteFunc(slices.Clone(conv.Moves), func(m fact.Move) bool { return !c.move(&m) })
		conv.Facts = slices.DeleteFunc(slices.Clone(conv.Facts), func(f fact.Fact) bool { return !c.fact(&f) })
	}
	return &less
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
	words = append(words, r.choice.words()...)
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
