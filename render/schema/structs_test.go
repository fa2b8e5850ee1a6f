package schema

import (
	"go/ast"
	"reflect"
	"strings"
	"testing"
)

// structs makes the schemas of Go structs from their source.
type structs struct {
	t    *testing.T
	from source
	as   map[string]object // "Type.Field": what its type does not tell
	defs shared
}

// members are those of a struct, by the names that its tags give.
func (s *structs) members(of string) (list []member) {
	st := s.from.types[of]
	if st == nil {
		s.t.Fatalf("there is no struct %s", of)
	}
	for _, f := range st.Fields.List {
		if len(f.Names) != 1 || f.Tag == nil {
			s.t.Fatalf("%s: every field wants a name and a tag", of)
		}
		tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json")
		name, option, _ := strings.Cut(tag, ",")
		field := of + "." + f.Names[0].Name
		shape, ok := s.as[field]
		if !ok {
			shape = s.shape(f.Type)
		}
		if s.from.comments[field] == "" {
			s.t.Errorf("%s has no comment", field)
		}
		list = append(list, member{name, said(shape, s.from.comments[field]), option != "omitempty"})
	}
	return list
}

func (s *structs) shape(e ast.Expr) object {
	switch e := e.(type) {
	case *ast.StarExpr:
		return s.shape(e.X)
	case *ast.ArrayType:
		return object{{"type", "array"}, {"items", s.shape(e.Elt)}}
	case *ast.Ident:
		switch e.Name {
		case "string":
			return object{{"type", "string"}}
		case "int", "int64":
			return number
		}
		name := strings.ToLower(strings.TrimPrefix(e.Name, "json"))
		if s.defs[name] == nil {
			s.defs[name] = said(closed(s.members(e.Name)), s.from.comments[e.Name])
		}
		return s.defs.ref(name)
	}
	s.t.Fatalf("no shape for the type %T", e)
	return nil
}
