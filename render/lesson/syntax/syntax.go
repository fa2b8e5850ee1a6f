// Package syntax splits programs into tokens, in the languages in which labs are written.
//
// The rules are chroma's, a file a language (their licence is in languages/COPYING): chroma's
// own package of them reads all its languages, some hundreds, whenever a program starts.
package syntax

import (
	"embed"
	"io/fs"
	"sync"

	"github.com/alecthomas/chroma/v2"
)

//go:embed languages/*.xml
var files embed.FS

var languages = sync.OnceValue(func() *chroma.LexerRegistry {
	names, err := fs.Glob(files, "languages/*.xml")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	r := chroma.NewLexerRegistry()
	for _, name := range names {
		r.Register(chroma.MustNewXMLLexer(files, name))
	}
	return r
})

// Of is the lexer for a file of that name, that of plain text where the language is none of ours.
func Of(file string) chroma.Lexer {
	lexer := languages().Match(file)
	if lexer == nil {
		lexer = languages().Get("plaintext")
	}
	return chroma.Coalesce(lexer)
}
