package suite_test

import (
	"fmt"
	"regexp"
)

// absurd is what no sentence or table says, whatever the capture holds: a time or a size
// below zero – only a frame's own time may be before the first frame's –, a plural of one, a
// value that is none.
var absurd = regexp.MustCompile(`(^|[^=] |[^ ^])−\d[\d,.]* ?(s|ms|µs|ns|bytes?|frames?|segments?|초|바이트)([^\w]|$)|(^|[^\d,.#–])1 (frames|bytes|segments|datagrams|packets|times|bits|ACKs|SYNs|fragments|blocks|connections|exchanges)\b|\bNaN\b|\+Inf\b|%!|<nil>|<no value>`)

// sensible fails where a text says something absurd.
func sensible(text string) error {
	if at := absurd.FindStringIndex(text); at != nil {
		return fmt.Errorf("absurd: …%q…", text[max(0, at[0]-80):min(len(text), at[1]+40)])
	}
	return nil
}
