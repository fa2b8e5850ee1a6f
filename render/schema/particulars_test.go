package schema

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/table"
)

// particulars makes the schemas of what kinds have to tell.
type particulars struct {
	t    *testing.T
	from source
	defs shared
}

// of is the schema of a struct of particulars, which joins the shared ones.
func (p *particulars) of(what fact.Particulars) object {
	full := reflect.New(reflect.TypeOf(what)).Elem()
	fill(full)
	return p.structure(full.Type(), line(full.Interface().(fact.Particulars)))
}

// fill gives every list one element, so that it shows how these are written.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	}
}

// structure is the schema of a struct, of which an example shows how it is written.
func (p *particulars) structure(typ reflect.Type, example json.RawMessage) object {
	if p.defs[typ.Name()] == nil {
		var members []member
		for name, v := range inOrder(p.t, example) {
			f := typ.Field(len(members))
			members = append(members, member{name, said(p.field(f.Type, v), p.from.comments[typ.Name()+"."+f.Name]), true})
		}
		p.defs[typ.Name()] = said(closed(members), p.from.comments[typ.Name()])
	}
	return p.defs.ref(typ.Name())
}

// field is the schema of a field, whose type says most, and its example the rest.
func (p *particulars) field(typ reflect.Type, example json.RawMessage) object {
	switch typ {
	case reflect.TypeFor[time.Duration]():
		p.defs["seconds"] = seconds
		return p.defs.ref("seconds")
	case reflect.TypeFor[fact.Flags]():
		return object{{"type", "array"}, {"items", object{{"enum", fact.Flags(0xffff).Names()}}}, {"uniqueItems", true}}
	case reflect.TypeFor[fact.Options]():
		p.defs["options"] = p.options()
		return p.defs.ref("options")
	}
	switch typ.Kind() {
	case reflect.Bool:
		return object{{"type", "boolean"}}
	case reflect.String:
		return object{{"type", "string"}}
	case reflect.Array, reflect.Slice:
		return p.places(typ, example)
	case reflect.Struct:
		return p.structure(typ, example)
	}
	if typ.Kind() != reflect.Struct && typ.Implements(reflect.TypeFor[fmt.Stringer]()) {
		return object{{"enum", spoken(p.t, typ)}}
	}
	if typ.PkgPath() != "" && typ.Kind() == reflect.Uint8 {
		p.t.Errorf("%s has no words: without a method String, JSON shows numbers", typ)
	}
	return integer(typ)
}

// places are an array's: members where they are written with names.
func (p *particulars) places(typ reflect.Type, example json.RawMessage) object {
	if example[0] == '[' {
		var elements []json.RawMessage
		if err := json.Unmarshal(example, &elements); err != nil {
			p.t.Fatal(err)
		}
		o := object{{"type", "array"}, {"items", p.field(typ.Elem(), elements[0])}}
		if typ.Kind() == reflect.Array {
			o = append(o, pair{"minItems", typ.Len()}, pair{"maxItems", typ.Len()})
		}
		return o
	}
	var members []member
	for name, v := range inOrder(p.t, example) {
		members = append(members, member{name, p.field(typ.Elem(), v), true})
	}
	return closed(members)
}

// options are TCP options, of which only those that are there are members.
func (p *particulars) options() object {
	every := fact.Agreed{Options: [2]fact.Options{{Has: 1<<16 - 1, Blocks: 1}}}
	var sides map[string]json.RawMessage
	if err := json.Unmarshal(maps.Collect(inOrder(p.t, line(every)))["options"], &sides); err != nil {
		p.t.Fatal(err)
	}
	var members []member
	for name, v := range inOrder(p.t, sides["client"]) {
		about, ok := aboutOptions[name]
		if !ok {
			p.t.Errorf("nothing is said about the option %s", name)
		}
		members = append(members, member{name, said(likeness(v), about), false})
	}
	return said(closed(members), "The TCP options of one segment; a member for each that is there.")
}

// likeness is the schema of an option's value: a number, true, or pairs of numbers.
func likeness(v json.RawMessage) object {
	switch v[0] {
	case 't':
		return object{{"const", true}}
	case '[':
		edge := object{{"type", "integer"}, {"minimum", 0}}
		return object{{"type", "array"}, {"items", object{{"type", "array"}, {"prefixItems", []object{edge, edge}}, {"items", false}, {"minItems", 2}}}}
	}
	return object{{"type", "integer"}, {"minimum", 0}}
}

var aboutOptions = map[string]string{
	"mss":            "the largest segment that the sender can receive, bytes (RFC 9293 §3.7.1)",
	"window_scale":   "bits by which windows are shifted, as sent (RFC 7323 §2.2)",
	"sack_permitted": "the sender can make use of selective acknowledgments (RFC 2018 §2)",
	"sack":           "ranges that have arrived: the first number of each and the one after its last, as in the header (RFC 2018 §3)",
	"tsval":          "the sender's timestamp (RFC 7323 §3.2)",
	"tsecr":          "the timestamp echoed (RFC 7323 §3.2)",
	"fast_open":      "TCP Fast Open (RFC 7413)",
	"other":          "an option that is not read",
	"cut":            "the options behind those could not be read: not captured, or damaged",
}

// seconds is how durations and moments are written.
var seconds = object{{"type", "string"}, {"pattern", `^-?[0-9]+\.[0-9]{9}$`}, {"description", "seconds, with nine decimals"}}

// integer is a number of the type's size.
func integer(typ reflect.Type) object {
	switch typ.Kind() {
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return object{{"type", "integer"}, {"minimum", 0}, {"maximum", uint64(1)<<typ.Bits() - 1}}
	}
	return object{{"type", "integer"}}
}

// spoken are the words of an enumeration. One of ours panics, or repeats itself, beyond its last.
func spoken(t *testing.T, typ reflect.Type) (words []string) {
	t.Helper()
	if typ.Kind() != reflect.Uint8 {
		t.Fatalf("%s is no enumeration", typ)
	}
	defer func() { _ = recover() }()
	for n := range 256 {
		v := reflect.New(typ).Elem()
		v.SetUint(uint64(n))
		word := v.Interface().(fmt.Stringer).String()
		if slices.Contains(words, word) {
			break
		}
		words = append(words, word)
	}
	return words
}

// line is how a row has particulars.
func line(what fact.Particulars) json.RawMessage {
	row := table.FactRow{Conversation: &fact.Row{}, Fact: fact.Fact{What: what}}
	_, members, _ := strings.Cut(string(row.Members(nil)), `,"what":`)
	return json.RawMessage(members)
}

// inOrder are the members of a JSON object.
func inOrder(t *testing.T, o json.RawMessage) iter.Seq2[string, json.RawMessage] {
	t.Helper()
	return func(yield func(string, json.RawMessage) bool) {
		d := json.NewDecoder(strings.NewReader(string(o)))
		if _, err := d.Token(); err != nil {
			t.Fatal(err)
		}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				t.Fatal(err)
			}
			var v json.RawMessage
			if err := d.Decode(&v); err != nil {
				t.Fatal(err)
			}
			if !yield(name.(string), v) {
				return
			}
		}
	}
}
