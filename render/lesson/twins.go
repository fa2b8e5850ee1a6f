package lesson

import (
	"net/netip"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Twins are the connections told before that began with the same two initial numbers: that does
// not happen by chance.
type Twins struct {
	Count      int
	First      string // the first of them
	ISN        [2]uint32
	Translated bool // one end is the same, and the other has another address
}

// SameISNs tells of a connection's twins; nil where it has none.
func (t *talk) SameISNs() *Twins {
	mine, ok := t.isns()
	if !ok {
		return nil
	}
	twins := &Twins{ISN: mine, Translated: true}
	for _, o := range t.b.talks {
		if o == t {
			break
		}
		if theirs, ok := o.isns(); !ok || theirs != mine || o.ID.Stream == t.ID.Stream {
			continue
		}
		if twins.Count++; twins.Count == 1 {
			twins.First = o.Label()
		}
		twins.Translated = twins.Translated && oneEnd(t.Ends, o.Ends)
	}
	if twins.Count == 0 {
		return nil
	}
	return twins
}

// isns are the initial numbers of both ends; false where not both were captured.
func (t *talk) isns() (isn [2]uint32, ok bool) {
	var has [2]bool
	for _, f := range t.Facts {
		if syn, is := f.What.(fact.Syn); is && (f.Kind == fact.TCPSyn || f.Kind == fact.TCPSynAck) && !has[f.Side] {
			isn[f.Side], has[f.Side] = syn.ISN, true
		}
	}
	return isn, has[0] && has[1]
}

// oneEnd tells that one end of both is the same, and the other has another address.
func oneEnd(a, b [2]netip.AddrPort) bool {
	return a[0] == b[0] && a[1].Addr() != b[1].Addr() || a[1] == b[1] && a[0].Addr() != b[0].Addr()
}
