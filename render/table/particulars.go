package table

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Members is what rows of facts have in JSON alone: the conversation, and the particulars, an
// object "what" with a member for every field of the struct, zero or not.
//
// A field's name is written with underscores: NextOf is next_of. A duration is a string of
// seconds with nine decimals, as in the columns; a number that stands for a word is the
// word; flags are a list of names. An array that Side or Verdict indexes is an object
// with their words as names. Of TCP options those that are there are members.
func (f FactRow) Members(dst []byte) []byte {
	return value(append(conversation(dst, f.Conversation), `,"what":`...), reflect.ValueOf(f.Fact.What))
}

// List tells the column that is a list of numbers.
func (FactRow) List(column string) bool { return column == "frames" }

// indexed are the arrays whose places have names.
var indexed = map[reflect.Type][]string{
	reflect.TypeFor[[2]int]():          {"client", "server"},
	reflect.TypeFor[[2]fact.State]():   {"client", "server"},
	reflect.TypeFor[[2]fact.Options](): {"client", "server"},
	reflect.TypeFor[[5][2]int]():       {"unchecked", "good", "partial", "bad", "absent"},
	reflect.TypeFor[[5]int]():          {"unchecked", "good", "partial", "bad", "absent"},
}

func value(dst []byte, v reflect.Value) []byte {
	switch w := v.Interface().(type) {
	case time.Duration:
		return append(seconds(append(dst, '"'), w), '"')
	case fact.Flags:
		return list(dst, w.Names())
	case fact.Options:
		return options(dst, &w)
	case fmt.Stringer:
		if v.Kind() != reflect.Struct {
			return quoted(dst, w.String())
		}
	}
	switch v.Kind() {
	case reflect.Bool:
		return strconv.AppendBool(dst, v.Bool())
	case reflect.String:
		return quoted(dst, v.String())
	case reflect.Struct:
		names := make([]string, v.NumField())
		for i := range names {
			names[i] = member(v.Type().Field(i).Name)
		}
		return object(dst, names, v.Field)
	case reflect.Array, reflect.Slice:
		return places(dst, v)
	}
	if v.CanUint() {
		return strconv.AppendUint(dst, v.Uint(), 10)
	}
	return strconv.AppendInt(dst, v.Int(), 10)
}

// places are an array's: by name where they have one, else in a list.
func places(dst []byte, v reflect.Value) []byte {
	if names, ok := indexed[v.Type()]; ok {
		return object(dst, names, v.Index)
	}
	dst = append(dst, '[')
	for i := range v.Len() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = value(dst, v.Index(i))
	}
	return append(dst, ']')
}

func object(dst []byte, names []string, at func(int) reflect.Value) []byte {
	dst = append(dst, '{')
	for i, name := range names {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(append(dst, '"'), name...), `":`...) // a name of ours, with nothing to escape
		dst = value(dst, at(i))
	}
	return append(dst, '}')
}

func list(dst []byte, words []string) []byte {
	dst = append(dst, '[')
	for i, w := range words {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = quoted(dst, w)
	}
	return append(dst, ']')
}

func quoted(dst []byte, s string) []byte {
	q, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always marshals
	}
	return append(dst, Escaped(q)...)
}

// member is a field's name in JSON: ISN is isn, NextOf is next_of.
func member(field string) string {
	var b strings.Builder
	low := false
	for _, r := range field {
		if low && unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		low = !unicode.IsUpper(r)
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// option is a TCP option as a member; one without a value is true.
type option struct {
	bit   fact.OptionBits
	name  string
	value func(o *fact.Options) any
}

func present(*fact.Options) any { return true }

var optionMembers = []option{
	{fact.HasMSS, "mss", func(o *fact.Options) any { return o.MSS }},
	{fact.HasShift, "window_scale", func(o *fact.Options) any { return o.Shift }},
	{fact.HasSackOK, "sack_permitted", present},
	{fact.HasSack, "sack", func(o *fact.Options) any { return o.Sack[:o.Blocks] }},
	{fact.HasTimestamps, "tsval", func(o *fact.Options) any { return o.TSval }},
	{fact.HasTimestamps, "tsecr", func(o *fact.Options) any { return o.TSecr }},
	{fact.HasFastOpen, "fast_open", present},
	{fact.HasOther, "other", present},
	{fact.OptionsCut, "cut", present},
}

func options(dst []byte, o *fact.Options) []byte {
	var names []string
	var values []reflect.Value
	for _, m := range optionMembers {
		if o.Has&m.bit != 0 {
			names, values = append(names, m.name), append(values, reflect.ValueOf(m.value(o)))
		}
	}
	return object(dst, names, func(i int) reflect.Value { return values[i] })
}
