package lab

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"
)

// field is a key that a mapping may hold, and what reads its value.
type field struct {
	key    string
	needed bool
	read   func(*yaml.Node)
}

// document is the one YAML document of text; nil where it is empty or faulty.
func (r *reader) document(text string) *yaml.Node {
	loader, err := yaml.NewLoader(strings.NewReader(text))
	if err != nil {
		r.syntax(err)
		return nil
	}
	var doc, next yaml.Node
	if err := loader.Load(&doc); err != nil {
		r.syntax(err)
		return nil
	}
	if err := loader.Load(&next); err == nil {
		r.fault(next.Line, "a second document begins here; put all in one")
	} else {
		r.syntax(err)
	}
	return doc.Content[0]
}

// syntax notes what the YAML library found; the end of the text is none of it.
func (r *reader) syntax(err error) {
	if errors.Is(err, io.EOF) {
		return
	}
	var bad *yaml.LoadError
	if errors.As(err, &bad) {
		r.fault(bad.Mark.Line, "not valid YAML: %s", bad.Message)
		return
	}
	r.fault(0, "not valid YAML: %s", err.Error())
}

// mapping hands the values of n to fields, in the order of fields, so that a
// reader may rely on an earlier one whatever the order in the file. Keys without a
// value count as left out.
func (r *reader) mapping(n *yaml.Node, what string, fields []field) {
	if n.Kind != yaml.MappingNode {
		r.fault(n.Line, "%s must be keys and values, not %s", r.in(what), r.kindOf(n))
		return
	}
	values := r.values(n, fields)
	for _, f := range fields {
		switch value := values[f.key]; {
		case value != nil:
			f.read(value)
		case f.needed:
			r.fault(n.Line, "%s needs %q", r.in(what), f.key)
		}
	}
}

// values are the values of n by key.
func (r *reader) values(n *yaml.Node, fields []field) map[string]*yaml.Node {
	known := make([]string, len(fields))
	values := make(map[string]*yaml.Node, len(fields))
	for i, f := range fields {
		known[i] = f.key
		values[f.key] = nil
	}
	seen := make(map[string]bool)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		_, ok := values[key.Value]
		switch {
		case key.Kind != yaml.ScalarNode:
			r.fault(key.Line, "a key must be a word, not %s", r.kindOf(key))
		case !ok:
			r.fault(key.Line, "unknown key %q%s", key.Value, r.suggestion(key.Value, known))
		case seen[key.Value]:
			r.fault(key.Line, "key %q is given twice", key.Value)
		case value.ShortTag() != "!!null":
			values[key.Value] = value
		}
		seen[key.Value] = true
	}
	return values
}

// sequence hands each item of a list to read. Items without a value are passed over.
func (r *reader) sequence(n *yaml.Node, key string, read func(*yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		r.fault(n.Line, "%q must be a list, not %s", key, r.kindOf(n))
		return
	}
	for _, item := range n.Content {
		if item.ShortTag() != "!!null" {
			read(item)
		}
	}
}

// text is one line of words.
func (r *reader) text(n *yaml.Node, key string) string {
	switch {
	case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str":
	case n.Kind == yaml.ScalarNode:
		r.fault(n.Line, "%q must be text, not %s; put it in quotes", key, r.kindOf(n))
		return ""
	default:
		r.fault(n.Line, "%q must be text, not %s", key, r.kindOf(n))
		return ""
	}
	if strings.ContainsFunc(n.Value, unicode.IsControl) {
		r.fault(n.Line, "%q must be one line without control characters", key)
		return ""
	}
	return n.Value
}

// number is a whole number from 1.
func (r *reader) number(n *yaml.Node, key string) int {
	value, err := strconv.Atoi(n.Value)
	switch {
	case n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int":
		r.fault(n.Line, "%q must be a number, not %s", key, r.kindOf(n))
		return 0
	case err != nil || value < 1:
		r.fault(n.Line, "%q must be a whole number from 1, not %s", key, n.Value)
		return 0
	}
	return value
}

// oneOf is a word of a closed set; empty where n is none of it.
func oneOf[T ~string](r *reader, n *yaml.Node, key string, set ...T) T {
	words := make([]string, len(set))
	for i, member := range set {
		if words[i] = string(member); n.Kind == yaml.ScalarNode && n.Value == words[i] {
			return member
		}
	}
	if n.Kind != yaml.ScalarNode {
		r.fault(n.Line, "%q must be %s, not %s", key, r.list(words, "or"), r.kindOf(n))
	} else {
		r.fault(n.Line, "%q must be %s, not %q", key, r.list(words, "or"), n.Value)
	}
	return ""
}

// kindOf says what a node is to somebody who does not know YAML's words.
func (r *reader) kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return r.in("keys and values")
	case yaml.SequenceNode:
		return r.in("a list")
	case yaml.AliasNode:
		return r.say("an alias (*%s)", n.Value)
	}
	if name, ok := tagNames[n.ShortTag()]; ok {
		return r.in(name)
	}
	return r.say("a value tagged %s", n.ShortTag())
}

var tagNames = map[string]string{
	"!!str":       "text",
	"!!int":       "a number",
	"!!float":     "a number",
	"!!bool":      "true or false",
	"!!timestamp": "a date",
	"!!null":      "nothing",
}
