package lesson

import (
	"fmt"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Errors are the texts of the ICMP errors about the conversation.
func (t *talk) Errors() string {
	var out []string
	for _, f := range t.errors() {
		s := &Scene{t: t, step: &fact.Step{Frame: f.Frames[0], Side: f.Side}, fact: f}
		out = append(out, t.b.labelf("in.frame", f.Frames[0])+" "+t.b.paragraphs([]*Scene{s}))
	}
	return strings.Join(out, "\n\n")
}

// maxErrors is how many ICMP errors of one conversation are told.
const maxErrors = 4

// errors are the ICMP errors about the conversation that are told.
func (t *talk) errors() []fact.Fact {
	var l []fact.Fact
	for _, f := range t.Facts {
		if f.Kind == fact.ICMPError && len(l) < maxErrors {
			l = append(l, f)
		}
	}
	return l
}

// icmpName names the errors that TCP and UDP meet (RFC 792, RFC 1122 §3.2.2.1, RFC 4443 §3).
func (b *builder) icmpName(six bool, typ, code uint8) string {
	key := fmt.Sprintf("icmp.%d.%d", typ, code)
	if six {
		key = fmt.Sprintf("icmp6.%d.%d", typ, code)
	}
	if s, ok := b.words[key]; ok {
		return s
	}
	return b.label("icmp.other")
}

// protocolOf is the overview's name of an error's protocol.
func protocolOf(e fact.Error) string {
	if e.Six {
		return fact.LayerICMPv6.String()
	}
	return fact.LayerICMP.String()
}
