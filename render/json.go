package render

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/table"
)

// Schema is the version of what JSON writes. A reader may rely on what it knows of a
// version; new fields do not raise it, other meanings do.
const Schema = 1

type jsonCapture struct {
	Schema        int                `json:"schema"`
	Generator     string             `json:"generator"`
	File          jsonFile           `json:"file"`
	Conversations []jsonConversation `json:"conversations"`
}

type jsonFile struct {
	Name   string      `json:"name"`
	Format string      `json:"format"`
	Size   int64       `json:"size"`
	SHA256 string      `json:"sha256"`
	Frames int         `json:"frames"`
	Bytes  int64       `json:"bytes"`
	Damage *jsonDamage `json:"damage,omitempty"`
}

// jsonDamage is where reading stopped: the offset in the uncompressed file.
type jsonDamage struct {
	Offset int64 `json:"offset"`
	Frame  int   `json:"frame"`
}

// jsonConversation is one conversation; its moves and facts have the columns of the
// commands `states` and `facts`.
type jsonConversation struct {
	ID         string            `json:"id"`
	Client     string            `json:"client"`
	Server     string            `json:"server"`
	Roles      string            `json:"roles"`
	FirstFrame int               `json:"first_frame"`
	LastFrame  int               `json:"last_frame"`
	Moves      []json.RawMessage `json:"moves"`
	Facts      []json.RawMessage `json:"facts"`
}

// JSON writes the conversations that were chosen, with every move and fact, as one JSON
// object. The order is the capture's, so that the same capture gives the same bytes.
func JSON(w io.Writer, c *fact.Capture, generator string) error {
	out := jsonCapture{Schema: Schema, Generator: generator, Conversations: []jsonConversation{},
		File: jsonFile{Name: c.File.Name, Format: c.File.Format, Size: c.File.Size, SHA256: c.File.SHA256, Frames: c.Frames, Bytes: c.Bytes}}
	if d := c.File.Damage; d != nil {
		out.File.Damage = &jsonDamage{d.Offset, d.Frame}
	}
	for i := range c.Conversations {
		conv, err := conversation(&c.Conversations[i])
		if err != nil {
			return err
		}
		out.Conversations = append(out.Conversations, conv)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(out)
}

func conversation(c *fact.Conversation) (jsonConversation, error) {
	out := jsonConversation{ID: c.ID.String(), Client: c.Ends[fact.Client].String(), Server: c.Ends[fact.Server].String(),
		Roles: c.Roles.String(), FirstFrame: c.First, LastFrame: c.Last}
	var moves []table.MoveRow
	for _, m := range c.Moves {
		moves = append(moves, table.MoveRow{Conversation: &c.Row, Move: m})
	}
	var facts []table.FactRow
	for _, f := range c.Facts {
		facts = append(facts, table.FactRow{Conversation: &c.Row, Fact: f})
	}
	var err error
	if out.Moves, err = objects(table.MoveColumns, moves); err != nil {
		return out, err
	}
	out.Facts, err = objects(table.FactColumns, facts)
	return out, err
}

// objects are rows as the commands print them with --format json.
func objects[T any](columns []table.Column[T], rows []T) ([]json.RawMessage, error) {
	var b bytes.Buffer
	t := table.NewWriter(&b, table.JSON, columns)
	for _, row := range rows {
		if err := t.Row(row); err != nil {
			return nil, err
		}
	}
	if err := t.Close(); err != nil {
		return nil, err
	}
	list := []json.RawMessage{}
	for line := range bytes.Lines(b.Bytes()) {
		list = append(list, bytes.TrimSpace(line))
	}
	return list, nil
}
