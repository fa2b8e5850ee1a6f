package suite_test

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render"
	"github.com/pcaplain/pcaplain/render/schema"
	"github.com/pcaplain/pcaplain/render/table"
)

// schemas are those of everything that is printed as JSON, by name.
var schemas = sync.OnceValues(func() (map[string]*jsonschema.Schema, error) {
	all := map[string]*jsonschema.Schema{}
	c := jsonschema.NewCompiler()
	for _, name := range schema.Names {
		raw, err := schema.Of(name)
		if err != nil {
			return nil, err
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			return nil, err
		}
		if err := c.AddResource(name, doc); err != nil {
			return nil, err
		}
		if all[name], err = c.Compile(name); err != nil {
			return nil, err
		}
	}
	return all, nil
})

// listings are the lines of every listing of a capture as JSON, by name.
type listings struct {
	text map[string]*bytes.Buffer

	frames   *table.Writer[*fact.Frame]
	moves    *table.Writer[table.MoveRow]
	facts    *table.Writer[table.FactRow]
	sessions *table.Writer[*fact.Stream]
}

// fitSchemas fails where a line of a listing, or the report, is not as its schema says.
func fitSchemas(b []byte, c *fact.Capture) error {
	l := newListings()
	if err := l.fill(b); err != nil {
		return err
	}
	for name, text := range l.text {
		for line := range bytes.Lines(text.Bytes()) {
			if err := fits(name, line); err != nil {
				return err
			}
		}
	}
	var report bytes.Buffer
	if err := render.JSON(&report, c, "pcaplain test"); err != nil {
		return err
	}
	return fits("report", report.Bytes())
}

func newListings() *listings {
	l := &listings{text: map[string]*bytes.Buffer{}}
	to := func(name string) *bytes.Buffer {
		l.text[name] = new(bytes.Buffer)
		return l.text[name]
	}
	l.frames = table.NewWriter(to("frames"), table.JSON, table.FrameColumns)
	l.moves = table.NewWriter(to("states"), table.JSON, table.MoveColumns)
	l.facts = table.NewWriter(to("facts"), table.JSON, table.FactColumns)
	l.sessions = table.NewWriter(to("sessions"), table.JSON, table.SessionColumns)
	return l
}

// fill walks over a capture as the commands do.
func (l *listings) fill(b []byte) error {
	var survey fact.Survey
	for s, err := range analyze.Walk(capture("mutant.pcapng", b), analyze.Options{}, &survey) {
		if err == nil {
			err = l.settled(s)
		}
		if err != nil {
			return err
		}
	}
	for s := range survey.Streams {
		if err := l.sessions.Row(s); err != nil {
			return err
		}
	}
	for _, close := range []func() error{l.frames.Close, l.moves.Close, l.facts.Close, l.sessions.Close} {
		if err := close(); err != nil {
			return err
		}
	}
	return nil
}

func (l *listings) settled(s *analyze.Settled) error {
	if s.Frame != nil {
		if err := l.frames.Row(s.Frame); err != nil {
			return err
		}
	}
	for i := range s.Moves {
		if err := l.moves.Row(table.MoveRow{Conversation: s.Moves[i].Row, Move: s.Moves[i].Move}); err != nil {
			return err
		}
	}
	for i := range s.Steps {
		for _, f := range fact.OfStep(s.Steps[i].Row.ID.Proto, &s.Steps[i].Step) {
			if err := l.facts.Row(table.FactRow{Conversation: s.Steps[i].Row, Fact: f}); err != nil {
				return err
			}
		}
	}
	for i := range s.Facts {
		if err := l.facts.Row(table.FactRow{Conversation: s.Facts[i].Row, Fact: s.Facts[i].Fact}); err != nil {
			return err
		}
	}
	return nil
}

// fits holds a JSON text to the schema of that name.
func fits(name string, text []byte) error {
	all, err := schemas()
	if err != nil {
		return err
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err == nil {
		err = all[name].Validate(v)
	}
	if err != nil {
		return fmt.Errorf("%s as JSON: %.400s: %w", name, text, err)
	}
	return nil
}
