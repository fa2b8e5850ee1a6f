package lesson

import (
	"bytes"
	"slices"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// Pair is a request and its answer.
type Pair struct {
	Request, Answer, Sent, Received, Time, Verdict string
	frame                                          int // the request's
}

// Pairs are the requests and answers of a UDP exchange; a request without an answer has dashes.
func (t *talk) Pairs() []Pair {
	b := t.b
	var l []Pair
	answered := map[int]bool{}
	for _, f := range t.Facts {
		a, ok := f.What.(fact.Answer)
		if !ok || t.step(a.Of) == nil || t.step(f.Frames[0]) == nil {
			continue
		}
		answered[a.Of] = true
		verdict := "verdict.other"
		switch {
		case f.Kind == fact.UDPEcho:
			verdict = "verdict.same"
		case a.By != "":
			verdict = "verdict.id"
		case t.alikeAsHeld(t.step(a.Of), t.step(f.Frames[0])):
			verdict = "verdict.cut"
		}
		l = append(l, Pair{b.frameLink(a.Of), b.frameLink(f.Frames[0]), t.data(t.step(a.Of)), t.data(t.step(f.Frames[0])), b.gap(a.After), b.label(verdict), a.Of})
	}
	l = append(append(l, t.rejected()...), t.apart()...)
	for _, f := range t.Facts {
		r, ok := f.What.(fact.Retry)
		if s := t.step(r.Of); ok && s != nil && !answered[r.Of] {
			answered[r.Of] = true
			l = append(l, Pair{b.frameLink(r.Of), "–", t.data(s), "–", "–", b.labelf("verdict.again", b.frameLink(f.Frames[0])), r.Of})
		}
	}
	if f, ok := t.find(fact.UDPUnanswered); ok {
		for _, n := range f.Frames {
			if s := t.step(n); s != nil && !answered[n] {
				l = append(l, Pair{b.frameLink(n), "–", t.data(s), "–", "–", t.unanswered(n), n})
			}
		}
	}
	slices.SortStableFunc(l, func(a, c Pair) int { return a.frame - c.frame })
	if len(l) > maxPairs {
		l = l[:maxPairs]
	}
	return l
}

// alikeAsHeld tells two datagrams of the same length that are alike as far as the file holds
// their data, which is not to the end.
func (t *talk) alikeAsHeld(a, b *fact.Step) bool {
	if a.UDP.Len != b.UDP.Len || a.Held >= a.UDP.Len && b.Held >= b.UDP.Len {
		return false
	}
	one, two := t.payload(a), t.payload(b)
	n := min(len(one), len(two))
	return n > 0 && bytes.Equal(one[:n], two[:n])
}

// unanswered is what the table says of a datagram without an answer.
func (t *talk) unanswered(frame int) string {
	for _, f := range t.Facts {
		if e, ok := f.What.(fact.Error); ok && e.Quoted == frame {
			return t.b.labelf("verdict.icmp", f.Frames[0])
		}
	}
	return t.b.label("verdict.none")
}

// rejected are the requests to which the server can say nothing.
func (t *talk) rejected() (l []Pair) {
	for _, f := range t.Facts {
		r, ok := f.What.(fact.Receipt)
		if of, s := t.step(r.Of), t.step(f.Frames[0]); ok && r.Reset && of != nil && s != nil && of.Side == fact.Client {
			l = append(l, Pair{t.b.frameLink(r.Of), t.b.frameLink(s.Frame), t.data(of), t.data(s), t.b.gap(r.After), t.b.label("verdict.reset"), r.Of})
		}
	}
	return l
}

// apart are the answers to what other exchanges ask, or to what no frame before asks.
func (t *talk) apart() (l []Pair) {
	for _, f := range t.Facts {
		s := t.step(f.Frames[0])
		of, after, verdict := 0, time.Duration(0), "verdict.unasked"
		switch a := f.What.(type) {
		case fact.Apart:
			if of, after = a.Of, a.After; of != 0 {
				verdict = "verdict.apart"
			}
		case fact.Named:
			if of, after, verdict = a.Of, a.After, "verdict.name"; of == 0 {
				continue // nobody need have asked
			}
		default:
			continue
		}
		if s == nil {
			continue
		}
		p := Pair{"–", t.b.frameLink(s.Frame), "–", t.data(s), "–", t.b.label(verdict), s.Frame}
		if of != 0 {
			p.Request, p.Time, p.frame = t.b.frameLink(of), t.b.gap(after), of
		}
		l = append(l, p)
	}
	return l
}

// maxPairs is how many pairs the table lists.
const maxPairs = 20

// data is a step's data in a table cell.
func (t *talk) data(s *fact.Step) string {
	n := s.UDP.Len
	if t.ID.Proto == fact.TCP {
		n = s.TCP.Len
	}
	size := t.b.labelf("bytes", text.Count(int64(n)))
	p := text.Of(t.payload(s))
	if !text.IsText(p) || p.Len() == 0 {
		return size
	}
	shown, rest := text.Preview(p, 24)
	cell := text.Quoted(shown)
	if rest > 0 {
		cell += " …"
	}
	return cell + ", " + size
}

// ByID counts the answers that an application's id tells, ByOrder the others.
func (t *talk) ByID() int {
	n := 0
	for _, f := range t.Facts {
		if a, ok := f.What.(fact.Answer); ok && a.By != "" {
			n++
		}
	}
	return n
}
func (t *talk) ByOrder() int {
	return t.Number(string(fact.UDPAnswer)) + t.Number(string(fact.UDPEcho)) - t.ByID()
}
