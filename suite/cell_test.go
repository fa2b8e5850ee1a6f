package suite_test

import (
	"math/big"
	"net/netip"
	"regexp"
	"strings"
	"testing"
)

// Columns that are not compared as the text they are, or as numbers by their value.
var (
	moments = set("frame.time_epoch start_epoch duration") // within a nanosecond
	texts   = set("frame.comment proto")                   // letter by letter
	flags   = set("quoted tcp.options.sack_perm")          // "0" says as much as nothing
	counts  = set("frames_ab bytes_ab payload_ab fin_ab rst_ab frames_ba bytes_ba payload_ba fin_ba rst_ba syn synack")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// same tells whether two cells of a column say the same.
func same(column, a, b string) bool {
	if x, y := number(a), number(b); moments[column] && x != nil && y != nil {
		d := new(big.Rat).Sub(x, y)
		return d.Abs(d).Cmp(big.NewRat(1, 1e9)) <= 0
	}
	return canonical(column, a) == canonical(column, b)
}

// canonical is one writing for all that mean the same.
func canonical(column, cell string) string {
	switch {
	case cell == "" || texts[column]:
		return cell
	case column == "frame.protocols":
		return transport(cell)
	case flags[column]:
		if cell == "0" || strings.EqualFold(cell, "false") {
			return ""
		}
		return "1"
	case column == "src" || column == "dst" || strings.HasSuffix(column, "_addr"):
		return address(cell)
	}
	return numbers(column, cell)
}

func address(cell string) string {
	if a, err := netip.ParseAddr(cell); err == nil {
		return a.String()
	}
	return strings.ToLower(cell)
}

// numbers is a number, or several with commas between them, each by its value.
func numbers(column, cell string) string {
	parts := strings.Split(cell, ",")
	for i, p := range parts {
		if n := number(strings.TrimSpace(p)); n != nil {
			parts[i] = n.RatString()
		}
	}
	if counts[column] && parts[0] == "0" {
		return ""
	}
	return strings.Join(parts, ",")
}

// number is the value of a decimal or hexadecimal number; nil for anything else.
func number(s string) *big.Rat {
	if hex, ok := strings.CutPrefix(strings.ToLower(s), "0x"); ok {
		if n, ok := new(big.Int).SetString(hex, 16); ok {
			return new(big.Rat).SetInt(n)
		}
		return nil
	}
	if strings.Contains(s, "/") {
		return nil
	}
	if n, ok := new(big.Rat).SetString(s); ok {
		return n
	}
	return nil
}

// transport are the layers up to the last tcp or udp: what follows names an application.
// Empty where there is neither.
func transport(protocols string) string {
	layers := strings.Split(protocols, ":")
	for i := len(layers) - 1; i >= 0; i-- {
		if layers[i] == "tcp" || layers[i] == "udp" {
			return strings.Join(layers[:i+1], ":")
		}
	}
	return ""
}

// cells counts the cells compared, those empty on both sides left out, and those that a rule covers.
type cells struct {
	rows, compared, equal, excused int
	rules                          []*difference
}

// compare holds the product's rows, keyed by the cells of key, to the oracle's, column by
// column. Of a segment that an ICMP error quotes, tcp.* and udp.* are not compared.
func (c *cells) compare(t *testing.T, name string, key, columns []string, product, oracle []row) {
	t.Helper()
	ours, theirs := keyed(t, key, product), keyed(t, key, oracle)
	for k := range ours {
		if theirs[k] == nil {
			t.Errorf("%s: row %s is not in the oracle", name, k)
		}
	}
	for k, want := range theirs {
		got := ours[k]
		if got == nil {
			t.Errorf("%s: row %s is missing", name, k)
			continue
		}
		for _, column := range columns {
			if want["quoted"] == "1" && (strings.HasPrefix(column, "tcp.") || strings.HasPrefix(column, "udp.")) {
				continue
			}
			if column == "_ws.malformed" && want[column] != "" && !headers.MatchString(want["frame.protocols"]) {
				continue
			}
			c.cell(t, name+" "+k, column, got[column], want)
		}
	}
}

func (c *cells) cell(t *testing.T, where, column, got string, oracle row) {
	t.Helper()
	want := oracle[column]
	if canonical(column, want) == "" && (column == "frame.protocols" || canonical(column, got) == "") {
		return
	}
	same := same(column, got, want)
	if !same && c.excuse(column, got, oracle) {
		return
	}
	if c.compared++; same {
		c.equal++
	} else if c.compared-c.equal <= shown {
		t.Errorf("%s %s: %q, the oracle has %q", where, column, got, want)
	}
}

// headers are layers that a reader of headers reads: where the last is another, it was an
// application's that Wireshark could not read.
var headers = regexp.MustCompile(`(^|:)(eth|ethertype|sll|raw|null|ppp|vlan|mpls|ip|ipv6(\.\w+)?|icmp|icmpv6|tcp|udp)(:data)?$`)

// shown is how many differences a test lists.
const shown = 20

func keyed(t *testing.T, key []string, rows []row) map[string]row {
	t.Helper()
	m := map[string]row{}
	for _, r := range rows {
		parts := make([]string, len(key))
		for i, column := range key {
			parts[i] = r[column]
		}
		k := strings.Join(parts, "/")
		if m[k] != nil {
			t.Fatalf("a second row for %s", k)
		}
		m[k] = r
	}
	return m
}
