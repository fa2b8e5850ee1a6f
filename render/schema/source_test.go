package schema

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// source are the comments and the structs of a Go package.
type source struct {
	types    map[string]*ast.StructType
	comments map[string]string // of "Type", of "Type.Field", and of constants by their value
}

// read parses the files of a folder.
func read(t *testing.T, folder string) source {
	t.Helper()
	s := source{map[string]*ast.StructType{}, map[string]string{}}
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no Go files in %s (%v)", folder, err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				s.declaration(g)
			}
		}
	}
	return s
}

func (s source) declaration(g *ast.GenDecl) {
	for _, spec := range g.Specs {
		switch d := spec.(type) {
		case *ast.ValueSpec:
			for i := range d.Names {
				if i < len(d.Values) {
					if lit, ok := d.Values[i].(*ast.BasicLit); ok {
						s.comments[strings.Trim(lit.Value, `"`)] = words(d.Doc, d.Comment)
					}
				}
			}
		case *ast.TypeSpec:
			doc := d.Doc
			if doc == nil {
				doc = g.Doc
			}
			s.comments[d.Name.Name] = words(doc, d.Comment)
			if st, ok := d.Type.(*ast.StructType); ok {
				s.types[d.Name.Name] = st
				s.fields(d.Name.Name, st)
			}
		}
	}
}

func (s source) fields(of string, st *ast.StructType) {
	for _, f := range st.Fields.List {
		for _, name := range f.Names {
			s.comments[of+"."+name.Name] = words(f.Doc, f.Comment)
		}
	}
}

// words is a comment in one line: the one above, else the one behind.
func words(groups ...*ast.CommentGroup) string {
	for _, g := range groups {
		if g != nil {
			return strings.Join(strings.Fields(g.Text()), " ")
		}
	}
	return ""
}
