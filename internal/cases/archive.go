package cases

import (
	"fmt"
	"slices"
	"strings"
)

// Archive is a text file of several sections, in the format of txtar.
type Archive struct {
	About    string // what stands before the first section
	sections []section
}

type section struct{ name, body string }

// ParseArchive cuts a text into its sections. A line "-- name --" begins one.
func ParseArchive(text string) *Archive {
	a := &Archive{}
	body := &a.About
	for line := range strings.Lines(text) {
		if name, ok := marker(line); ok {
			a.sections = append(a.sections, section{name: name})
			body = &a.sections[len(a.sections)-1].body
			continue
		}
		*body += line
	}
	return a
}

// marker is the name in a line that begins a section.
func marker(line string) (string, bool) {
	rest, ok := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "-- ")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(rest, " --")
}

// Section is the text of a section; empty where there is none.
func (a *Archive) Section(name string) string {
	for _, s := range a.sections {
		if s.name == name {
			return s.body
		}
	}
	return ""
}

// Has tells whether there is such a section.
func (a *Archive) Has(name string) bool {
	return slices.ContainsFunc(a.sections, func(s section) bool { return s.name == name })
}

// Set gives a section its text. A new one comes last.
func (a *Archive) Set(name, body string) {
	if body != "" && !strings.HasSuffix(body, "\n") {
		body += "\n"
	}
	for i := range a.sections {
		if a.sections[i].name == name {
			a.sections[i].body = body
			return
		}
	}
	a.sections = append(a.sections, section{name, body})
}

// String is the text that ParseArchive reads.
func (a *Archive) String() string {
	var b strings.Builder
	b.WriteString(a.About)
	for _, s := range a.sections {
		fmt.Fprintf(&b, "-- %s --\n%s", s.name, s.body)
	}
	return b.String()
}
