// Package schema holds the JSON Schemas (draft 2020-12) of what pcaplain prints as JSON:
// of one line of each listing, and of the report. They are made from the columns, the
// Catalogue and the comments of the Go types; the package's tests compare them with what
// these say now, and write them anew where they are run with -update.
package schema

import (
	"embed"
	"fmt"
)

//go:embed *.json
var files embed.FS

// Names are the schemas there are: "report", and the listings by their commands.
var Names = []string{"report", "frames", "sessions", "states", "facts", "explain"}

// Of is the schema of that name.
func Of(name string) ([]byte, error) {
	b, err := files.ReadFile(name + ".json")
	if err != nil {
		return nil, fmt.Errorf("there is no schema %q: %w", name, err)
	}
	return b, nil
}
