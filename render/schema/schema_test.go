package schema

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render"
	"github.com/pcaplain/pcaplain/render/table"
)

var update = flag.Bool("update", false, "rewrite the schemas")

// TestSchemas compares the files with what columns, Catalogue and comments say.
func TestSchemas(t *testing.T) {
	made := map[string]object{
		"frames":   document("frames", "A line of `pcaplain frames --format json`", closed(rows(t, table.FrameColumns, frameColumns()), pair{"description", aboutFrames}), nil),
		"sessions": document("sessions", "A line of `pcaplain sessions --format json`", closed(rows(t, table.SessionColumns, sessionColumns()), pair{"description", aboutSessions}), nil),
		"states":   document("states", "A line of `pcaplain states --format json`", moveRow(t), nil),
		"facts":    factDocument(t),
		"explain":  entryDocument(t),
		"report":   reportDocument(t),
	}
	for _, name := range Names {
		want, err := Of(name)
		if err != nil && !*update {
			t.Error(err)
		}
		if got := text(t, made[name]); *update {
			if err := os.WriteFile(name+".json", got, 0o666); err != nil {
				t.Error(err)
			}
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s.json is not what the code says; -update rewrites it", name)
		}
	}
	if len(Names) != len(made) {
		t.Errorf("%v are named, and %d are made", Names, len(made))
	}
}

const (
	aboutFrames   = "One frame of the capture, under Wireshark's field names. A member that does not apply to a frame is left out."
	aboutSessions = "One of Wireshark's streams, as its conversation windows count it."
	aboutMove     = "One endpoint of a TCP connection going from one state to another."
	aboutFact     = "One thing that happened in a conversation, and the frames that show it. What it has to tell depends on its kind."
)

func moveRow(t *testing.T) object {
	return closed(append(rows(t, table.MoveColumns, moveColumns(t)), whose()...), pair{"description", aboutMove})
}

// factRow is the schema of a fact: the columns, and what its kind has to tell.
func factRow(t *testing.T, d shared) object {
	p := &particulars{t, read(t, "../../analyze/fact"), d}
	d["kind"] = kinds(p.from)
	members := rows(t, table.FactColumns, factColumns(t, d.ref("kind")))
	members = append(members, whose()...)
	members = append(members, member{"what", object{{"type", "object"}, {"description", "the particulars, by kind"}}, true})
	var each []object
	for _, info := range fact.Catalogue {
		is := object{{"properties", object{{"kind", object{{"const", info.Kind}}}}}}
		then := object{{"properties", object{{"what", p.of(info.Example.What)}}}}
		each = append(each, object{{"if", is}, {"then", then}})
	}
	return closed(members, pair{"allOf", each}, pair{"description", aboutFact})
}

// kinds are those of the Catalogue, each with its comment and the rules.
func kinds(from source) object {
	var each []object
	for _, info := range fact.Catalogue {
		about := from.comments[string(info.Kind)]
		for _, r := range info.Refs {
			if !strings.Contains(about, r.String()) {
				about = strings.TrimPrefix(about+"; "+r.String(), "; ")
			}
		}
		each = append(each, object{{"const", info.Kind}, {"description", about}})
	}
	return object{{"oneOf", each}}
}

func factDocument(t *testing.T) object {
	d := shared{}
	return document("facts", "A line of `pcaplain facts --format json`", factRow(t, d), d)
}

// entryDocument is the schema of the catalogue's lines.
func entryDocument(t *testing.T) object {
	d := shared{"kind": kinds(read(t, "../../analyze/fact"))}
	s := &structs{t, read(t, "../lesson"), map[string]object{
		"Entry.Kind": d.ref("kind"), "Entry.Phase": oneOf("open", "data", "close", "whole"), "Entry.Shown": oneOf("frame", "history"),
		"Reading.Sure": certainties(t),
	}, d}
	return document("explain", "A line of `pcaplain explain --format json`", closed(s.members("Entry"), pair{"description", s.from.comments["Entry"]}), d)
}

// reportDocument is the schema of the report as JSON, in which moves and facts are as the listings have them.
func reportDocument(t *testing.T) object {
	d := shared{}
	d["move"], d["fact"] = moveRow(t), factRow(t, d)
	list := func(name string) object { return object{{"type", "array"}, {"items", d.ref(name)}} }
	s := &structs{t, read(t, ".."), map[string]object{
		"jsonCapture.Schema": {{"const", render.Schema}}, "jsonFile.SHA256": {{"type", "string"}, {"pattern", "^[0-9a-f]{64}$"}},
		"jsonConversation.ID": {{"type", "string"}, {"pattern", `^(tcp|udp):[0-9]+(\.[0-9]+)?$`}}, "jsonConversation.Client": endpoint, "jsonConversation.Server": endpoint,
		"jsonConversation.Roles": certainties(t), "jsonConversation.Moves": list("move"), "jsonConversation.Facts": list("fact"),
	}, d}
	return document("report", "What `pcaplain CAPTURE -o page.json` writes", closed(s.members("jsonCapture"), pair{"description", s.from.comments["jsonCapture"]}), d)
}

// written is a schema as its file has it, -update included.
func written(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// compiled is a schema that lines can be held to.
func compiled(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	raw := written(t, name)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestKinds holds the example of every kind to the schema of facts, which takes nothing that
// it lacks and nothing beyond.
func TestKinds(t *testing.T) {
	s := compiled(t, "facts")
	for _, info := range fact.Catalogue {
		row := example(t, info.Example)
		if err := s.Validate(row); err != nil {
			t.Errorf("%s: %v", info.Kind, err)
		}
		what := row["what"].(map[string]any)
		for name, v := range what {
			delete(what, name)
			if s.Validate(row) == nil {
				t.Errorf("%s: %s may be left out", info.Kind, name)
			}
			what[name] = v
		}
		what["surprise"] = true
		if s.Validate(row) == nil {
			t.Errorf("%s may tell more than the schema says", info.Kind)
		}
	}
}

func example(t *testing.T, f fact.Fact) map[string]any {
	t.Helper()
	var b bytes.Buffer
	w := table.NewWriter(&b, table.JSON, table.FactColumns)
	if err := w.Row(table.FactRow{Conversation: exampleRow, Fact: f}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var row map[string]any
	if err := json.Unmarshal(b.Bytes(), &row); err != nil {
		t.Fatal(err)
	}
	return row
}

// TestClosed finds an object of a schema that would take members it does not tell of.
func TestClosed(t *testing.T) {
	for _, name := range Names {
		var doc map[string]any
		if err := json.Unmarshal(written(t, name), &doc); err != nil {
			t.Fatal(err)
		}
		compiled(t, name)
		for path, o := range objects(name, doc) {
			if _, described := o["properties"]; described && o["type"] == "object" && o["additionalProperties"] != false {
				t.Errorf("%s is open", path)
			}
		}
	}
}

// objects are those of a schema, by where they are.
func objects(path string, v any) map[string]map[string]any {
	all := map[string]map[string]any{}
	switch v := v.(type) {
	case map[string]any:
		all[path] = v
		for name, w := range v {
			for p, o := range objects(path+"/"+name, w) {
				all[p] = o
			}
		}
	case []any:
		for i, w := range v {
			for p, o := range objects(fmt.Sprintf("%s/%d", path, i), w) {
				all[p] = o
			}
		}
	}
	return all
}

// exampleRow is the conversation of the examples.
var exampleRow = &fact.Row{Ends: fact.Ends{netip.MustParseAddrPort("192.0.2.10:51112"), netip.MustParseAddrPort("[2001:db8::1]:7000")}}
