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
const Schema = 2

// jsonCapture is a capture file and the conversations of it that were chosen.
type jsonCapture struct {
	Schema        int                `json:"schema"`        // the version; it is raised where a member changes its meaning, not for new ones
	Generator     string             `json:"generator"`     // the program, its version and the flags it was run with
	File          jsonFile           `json:"file"`          // the capture file
	Conversations []jsonConversation `json:"conversations"` // in the order of their first frames
}

// jsonFile is the capture file.
type jsonFile struct {
	Name   string      `json:"name"`             // without folders
	Format string      `json:"format"`           // pcapng, pcap or snoop
	Size   int64       `json:"size"`             // bytes as stored
	SHA256 string      `json:"sha256"`           // of the file as stored, hexadecimal
	Frames int         `json:"frames"`           // how many there are
	Bytes  int64       `json:"bytes"`            // of all frames on the wire
	Damage *jsonDamage `json:"damage,omitempty"` // where the file could not be read to its end
}

// jsonDamage is where reading stopped.
type jsonDamage struct {
	Offset int64 `json:"offset"` // of the block or record that could not be read, in the uncompressed file
	Frame  int   `json:"frame"`  // the number that the next frame would have had
}

// jsonConversation is one conversation; its moves and facts have the columns of the
// commands `states` and `facts`.
type jsonConversation struct {
	ID         string            `json:"id"`          // Wireshark's stream of its first frame: tcp:3, and tcp:3.2 for a second incarnation in the same stream
	Client     string            `json:"client"`      // ip:port or [ip6]:port
	Server     string            `json:"server"`      // likewise
	Roles      string            `json:"roles"`       // how it is known which end is the client
	FirstFrame int               `json:"first_frame"` // number of its first frame
	LastFrame  int               `json:"last_frame"`  // and of its last
	Moves      []json.RawMessage `json:"moves"`       // every state transition, in causal order for each endpoint
	Facts      []json.RawMessage `json:"facts"`       // what took history to see, in the order in which it settled; what a frame shows by itself is in the listing alone
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
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := w.Write(table.Escaped(text.Bytes()))
	return err
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
