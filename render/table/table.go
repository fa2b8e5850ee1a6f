// Package table prints frames, sessions, states and facts as rows: TSV for programs,
// an aligned table for people, JSON lines for both. A column is a name and a function;
// the names are Wireshark's where it has the field.
package table

import (
	"bufio"
	"io"
	"strconv"
	"strings"
)

// Format is how rows are written.
type Format string

// TSV has a header row, tabs between the cells, and an empty cell for "does not apply".
const (
	Table Format = "table"
	TSV   Format = "tsv"
	JSON  Format = "json"
)

// Column is one column of rows made from a T.
type Column[T any] struct {
	Name string
	Cell func(dst []byte, row T) []byte // appends the cell; nothing where it does not apply
}

// Writer writes rows in one format.
type Writer[T any] struct {
	out     *bufio.Writer
	format  Format
	columns []Column[T]
	cell    []byte
	widths  []int
	rows    int
}

// NewWriter begins a table; the header row is written with the first row or at Close.
func NewWriter[T any](w io.Writer, format Format, columns []Column[T]) *Writer[T] {
	t := &Writer[T]{out: bufio.NewWriterSize(w, 1<<16), format: format, columns: columns}
	t.widths = make([]int, len(columns))
	t.header()
	return t
}

func (t *Writer[T]) header() {
	if t.format == JSON {
		return
	}
	for i, c := range t.columns {
		t.put(i, []byte(c.Name))
	}
	t.out.WriteByte('\n')
}

// Row writes one row.
func (t *Writer[T]) Row(row T) error {
	if t.format == JSON {
		return t.object(row)
	}
	for i, c := range t.columns {
		t.cell = c.Cell(t.cell[:0], row)
		t.put(i, t.cell)
	}
	t.rows++
	return t.out.WriteByte('\n')
}

// put writes cell i. In a table for people a column is as wide as its widest cell so far.
func (t *Writer[T]) put(i int, cell []byte) {
	if i > 0 {
		t.out.WriteByte(map[Format]byte{TSV: '\t', Table: ' '}[t.format])
	}
	t.out.Write(cell)
	if t.format == Table && i < len(t.columns)-1 {
		t.widths[i] = max(t.widths[i], len(cell)+1)
		t.out.WriteString(strings.Repeat(" ", t.widths[i]-len(cell)))
	}
}

// object writes the row as one JSON object on a line; numbers stay numbers.
func (t *Writer[T]) object(row T) error {
	t.out.WriteByte('{')
	first := true
	for _, c := range t.columns {
		t.cell = c.Cell(t.cell[:0], row)
		if len(t.cell) == 0 {
			continue
		}
		if !first {
			t.out.WriteByte(',')
		}
		first = false
		t.out.WriteString(strconv.Quote(c.Name))
		t.out.WriteByte(':')
		t.out.Write(jsonValue(t.cell))
	}
	_, err := t.out.WriteString("}\n")
	return err
}

// Close writes what is buffered.
func (t *Writer[T]) Close() error { return t.out.Flush() }
