package udp

import "github.com/pcaplain/pcaplain/analyze/fact"

// minStream is how many datagrams one way are more like a stream than like questions: a
// judgement, and the text says so.
const minStream = 4

// oneWay tells that a stream of datagrams went one way: none came back, none of them reads
// as a question, no error quotes them, and none repeats another, as a program's retries do.
func (x *Exchange) oneWay() (fact.Fact, bool) {
	n := len(x.open) + x.dropped
	if x.heard || x.quoted || x.retried || x.quic != 0 || n < minStream {
		return fact.Fact{}, false
	}
	for i := range x.open {
		if r := &x.open[i]; r.mark.app != "" || r.answered {
			return fact.Fact{}, false
		}
	}
	return fact.Fact{Kind: fact.UDPOneWay, Side: fact.Client, Frames: []int{x.begun.frame, x.asked.frame}, Sure: fact.Seen,
		What: fact.OneWay{Count: n, Lasted: x.asked.time.Sub(x.begun.time)}}, true
}
