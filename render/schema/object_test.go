package schema

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"
)

// object is a JSON object whose members keep their order.
type object []pair

type pair struct {
	name  string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := plain(p.name)
		if err != nil {
			return nil, err
		}
		v, err := plain(p.value)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(v)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// plain is JSON that leaves <, > and & as they are.
func plain(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

// text is a schema as it lies in its file.
func text(t *testing.T, v any) []byte {
	t.Helper()
	line, err := plain(v)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, line, "", "  "); err != nil {
		t.Fatal(err)
	}
	return append(b.Bytes(), '\n')
}

// member is a member of an object that a schema describes.
type member struct {
	name   string
	schema object
	always bool // it is never left out
}

// closed describes an object with these members and no others.
func closed(members []member, more ...pair) object {
	properties, required := object{}, []string{}
	for _, m := range members {
		properties = append(properties, pair{m.name, m.schema})
		if m.always {
			required = append(required, m.name)
		}
	}
	return append(object{{"type", "object"}, {"properties", properties}, {"required", required}, {"additionalProperties", false}}, more...)
}

// said is a schema with a description, where there is one.
func said(s object, description string) object {
	if description == "" {
		return s
	}
	return append(slices.Clone(s), pair{"description", description})
}

// shared are schemas that others refer to.
type shared map[string]object

func (d shared) ref(name string) object { return object{{"$ref", "#/$defs/" + name}} }

// defs are the shared ones by name.
func (d shared) defs() object {
	var o object
	for _, name := range slices.Sorted(maps.Keys(d)) {
		o = append(o, pair{name, d[name]})
	}
	return o
}

// document is the whole of a schema's file.
func document(name, title string, body object, d shared) object {
	o := object{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$id", "https://github.com/pcaplain/pcaplain/render/schema/" + name + ".json"}, {"title", title}}
	if o = append(o, body...); len(d) > 0 {
		o = append(o, pair{"$defs", d.defs()})
	}
	return o
}
