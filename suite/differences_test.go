package suite_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// difference is a line of testdata/differences.tsv: a situation in which our cell is not Wireshark's, and why.
type difference struct {
	rule    string
	columns []string // "*": all
	tests   []test
	used    int
}

// test is a condition on a cell of the oracle's row, or on one of the two cells compared.
type test struct {
	column  string
	negated bool
	pattern *regexp.Regexp // nil: the cell is text, numbers by their value
	text    string
}

var condition = regexp.MustCompile(`^([a-z_.]+)(!?)([=~])(.*)$`)

func differences(t *testing.T) []*difference {
	t.Helper()
	var all []*difference
	for _, r := range readTSV(t, filepath.Join("..", "testdata", "differences.tsv")) {
		if r["why"] == "" {
			t.Errorf("rule %s does not say why", r["rule"])
		}
		d := &difference{rule: r["rule"], columns: strings.Split(r["column"], ",")}
		for _, s := range strings.Fields(r["where"]) {
			m := condition.FindStringSubmatch(s)
			if m == nil {
				t.Fatalf("rule %s: %q is no test", d.rule, s)
			}
			c := test{column: m[1], negated: m[2] != "", text: m[4]}
			if m[3] == "~" {
				c.pattern = regexp.MustCompile(m[4])
			}
			d.tests = append(d.tests, c)
		}
		if len(d.tests) == 0 {
			t.Errorf("rule %s names no situation", d.rule)
		}
		all = append(all, d)
	}
	return all
}

// covers tells whether the difference is in such a situation.
func (d *difference) covers(column, product string, oracle row) bool {
	if !slices.Contains(d.columns, column) && !slices.Contains(d.columns, "*") {
		return false
	}
	for _, c := range d.tests {
		cell, of := oracle[c.column], c.column
		switch c.column {
		case "oracle":
			cell, of = oracle[column], column
		case "product":
			cell, of = product, column
		}
		holds := canonical(of, cell) == canonical(of, c.text)
		if c.pattern != nil {
			holds = c.pattern.MatchString(cell)
		}
		if holds == c.negated {
			return false
		}
	}
	return true
}

// excuse counts a difference for the first rule that covers it; false where none does.
func (c *cells) excuse(column, product string, oracle row) bool {
	for _, d := range c.rules {
		if d.covers(column, product, oracle) {
			d.used++
			c.excused++
			return true
		}
	}
	return false
}
