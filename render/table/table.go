// Package table prints frames, sessions, states and facts as rows: TSV for programs,
// an aligned table for people, JSON lines for both. A column is a name and a function;
// the names are Wireshark's where it has the field.
package table

import (
	"bufio"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
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

// tellsMore is a row that has more to tell in JSON than columns hold: further members, each
// with a comma before it, and columns that are lists of numbers there.
type tellsMore interface {
	Members(dst []byte) []byte
	List(column string) bool
}

// settling is how many rows of a table for people are held back to find the columns'
// widths; a later cell that is wider pushes its row aside.
const settling = 200

// Writer writes rows in one format.
type Writer[T any] struct {
	out     *bufio.Writer
	format  Format
	columns []Column[T]
	more    bool // the rows are tellsMore
	cell    []byte
	held    [][]string // rows held back
	widths  []int      // of the columns, once they are settled
}

// NewWriter begins a table with its header row.
func NewWriter[T any](w io.Writer, format Format, columns []Column[T]) *Writer[T] {
	t := &Writer[T]{out: bufio.NewWriterSize(w, 1<<16), format: format, columns: columns}
	_, t.more = any(*new(T)).(tellsMore)
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	switch format {
	case TSV:
		t.out.WriteString(strings.Join(names, "\t"))
		t.out.WriteByte('\n')
	case Table:
		t.held = append(t.held, names)
	}
	return t
}

// Row writes one row.
func (t *Writer[T]) Row(row T) error {
	switch t.format {
	case JSON:
		return t.object(row)
	case Table:
		return t.aligned(row)
	}
	for i, c := range t.columns {
		if i > 0 {
			t.out.WriteByte('\t')
		}
		t.cell = c.Cell(t.cell[:0], row)
		t.out.Write(t.cell)
	}
	return t.out.WriteByte('\n')
}

// aligned writes a row for people.
func (t *Writer[T]) aligned(row T) error {
	cells := make([]string, len(t.columns))
	for i, c := range t.columns {
		t.cell = c.Cell(t.cell[:0], row)
		cells[i] = string(t.cell)
	}
	if t.widths != nil {
		return t.line(cells)
	}
	if t.held = append(t.held, cells); len(t.held) > settling {
		return t.settle()
	}
	return nil
}

// settle fixes the widths by the rows held back and writes these.
func (t *Writer[T]) settle() error {
	t.widths = make([]int, len(t.columns))
	for _, cells := range t.held {
		for i, c := range cells {
			t.widths[i] = max(t.widths[i], utf8.RuneCountInString(c))
		}
	}
	for _, cells := range t.held {
		if err := t.line(cells); err != nil {
			return err
		}
	}
	t.held = nil
	return nil
}

func (t *Writer[T]) line(cells []string) error {
	var b strings.Builder
	for i, c := range cells {
		b.WriteString(c)
		b.WriteString(strings.Repeat(" ", max(t.widths[i]-utf8.RuneCountInString(c), 0)+2))
	}
	_, err := t.out.WriteString(strings.TrimRight(b.String(), " ") + "\n")
	return err
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
		if t.more && any(row).(tellsMore).List(c.Name) {
			t.cell = append(slices.Insert(t.cell, 0, '['), ']')
			t.out.Write(t.cell)
			continue
		}
		t.out.Write(jsonValue(t.cell))
	}
	if t.more {
		t.cell = any(row).(tellsMore).Members(t.cell[:0])
		t.out.Write(t.cell)
	}
	_, err := t.out.WriteString("}\n")
	return err
}

// Close writes what is buffered.
func (t *Writer[T]) Close() error {
	if t.held != nil {
		if err := t.settle(); err != nil {
			return err
		}
	}
	return t.out.Flush()
}
