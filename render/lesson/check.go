package lesson

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson/text"
)

// Check is something to look up in Wireshark: what, which frames, and a display filter.
type Check struct {
	What, Frames, Filter string
	whole                bool // all of what it names is in the capture
}

// Checks are what a reader can check.
func (v *view) Checks() []Check {
	var l []Check
	for _, t := range v.b.talks {
		for _, c := range t.checks(len(v.b.talks) > 1) {
			if c = t.exact(c); c.Frames == "" {
				continue
			}
			if c.whole {
				c.What += " ✓"
			}
			l = append(l, c)
		}
	}
	return l
}

// exact makes the filter find the frames that the text means: those of the conversation's own
// streams; of an opening, those told as such; of one direction, those of one sender where both
// ports are the same.
func (t *talk) exact(c Check) Check {
	switch {
	case strings.HasSuffix(c.What, t.b.label("check.open")):
		c = t.opening(c)
	case strings.HasSuffix(c.What, t.b.label("check.toserver")) && t.ClientPort() == t.ServerPort():
		c.Filter = strings.TrimSuffix(c.Filter, "`") + " and " + t.from(fact.Client) + "`"
	}
	whole := t.whole()
	if strings.Contains(c.Filter, "frame.number") {
		whole = strings.Replace(whole, " and "+between(t.FirstFrame(), t.LastFrame()), "", 1)
	}
	c.Filter = strings.Replace(c.Filter, fmt.Sprintf("%s.stream == %d", t.ID.Proto, t.ID.Stream), whole, 1)
	return c
}

// opening names the opening's frames where their numbers do not tell them apart.
func (t *talk) opening(c Check) Check {
	open := t.Opening()
	if open == nil || text.Frames(open) == c.Frames {
		return c
	}
	first, last := open[0], open[len(open)-1]
	if c.Frames = text.Frames(open); len(c.Frames) > maxFrameList {
		c.Frames = t.b.labelf("between", first, last)
	}
	which := between(first, last)
	if len(t.frames(func(s *fact.Step) bool { return s.Frame >= first && s.Frame <= last })) > len(open) {
		which = oneOf(open)
	}
	c.Filter = fmt.Sprintf("`tcp.stream == %d and %s`", t.ID.Stream, which)
	return c
}

// oneOf is a display filter for frames.
func oneOf(frames []int) string {
	terms := make([]string, len(frames))
	for i, n := range frames {
		terms[i] = fmt.Sprintf("frame.number == %d", n)
	}
	return "(" + strings.Join(terms, " or ") + ")"
}

func between(first, last int) string {
	return fmt.Sprintf("frame.number >= %d and frame.number <= %d", first, last)
}

// whole is a display filter for the conversation: Wireshark may have cut it into several
// streams, may see others in the same one, and finds the errors that quote it.
func (t *talk) whole() string {
	var terms []string
	for _, n := range t.streams() {
		terms = append(terms, fmt.Sprintf("%s.stream == %d", t.ID.Proto, n))
	}
	filter := strings.Join(terms, " or ")
	switch n := len(terms); {
	case n > maxStreams:
		filter = fmt.Sprintf("tcp.port == %d and tcp.port == %d", t.ClientPort(), t.ServerPort())
	case n > 1:
		filter = "(" + filter + ")"
	}
	if t.shared || len(terms) > maxStreams {
		filter += " and " + between(t.FirstFrame(), t.LastFrame())
	}
	if f, ok := t.find(fact.ICMPError); ok {
		filter += " and not " + protocolOf(f.What.(fact.Error))
	}
	return filter
}

// maxStreams is how many of Wireshark's streams a filter names.
const maxStreams = 8

// streams are those of Wireshark's in which the conversation's steps lie, its own first: up to
// one more than a filter names.
func (t *talk) streams() []int {
	l := []int{t.ID.Stream}
	for i := range t.Steps {
		if n := int(t.Steps[i].TCP.Stream); t.ID.Proto == fact.TCP && n >= 0 && len(l) <= maxStreams && !slices.Contains(l, n) {
			l = append(l, n)
		}
	}
	return l
}

// from is a display filter for what an end sent.
func (t *talk) from(side fact.Side) string {
	if t.ClientPort() != t.ServerPort() {
		return fmt.Sprintf("%s.srcport == %d", t.ID.Proto, t.Ends[side].Port())
	}
	ip := "ip"
	if t.Six() {
		ip = "ipv6"
	}
	return fmt.Sprintf("%s.src == %s", ip, t.Ends[side].Addr())
}

// done tells that the capture holds all of what a check is about.
func (t *talk) done(key string) bool {
	kind, ok := map[string]fact.Kind{"check.open": fact.TCPOpened, "check.echo": fact.TCPEcho, "check.close": fact.TCPClosed}[key]
	if key == "check.toserver" {
		_, unanswered := t.find(fact.UDPUnanswered)
		return !unanswered && t.Number(string(fact.UDPAnswer))+t.Number(string(fact.UDPEcho)) == t.Sent(0).Frames
	}
	if !ok {
		return false
	}
	_, found := t.find(kind)
	return found
}

// checks are what a reader can look up about the conversation.
func (t *talk) checks(named bool) []Check {
	b := t.b
	var l []Check
	who := ""
	if named {
		who = strings.ToUpper(t.ID.Proto.String()) + " " + fmt.Sprint(t.ID.Stream) + ": "
	}
	put := func(key, frames, filter string) {
		if len(frames) > maxFrameList {
			frames = b.labelf("between", t.FirstFrame(), t.LastFrame())
		}
		l = append(l, Check{who + b.label(key), frames, "`" + filter + "`", t.done(key)})
	}
	stream := fmt.Sprintf("%s.stream == %d", t.ID.Proto, t.ID.Stream)
	put("check.all."+t.ID.Proto.String(), text.Frames(t.frames(func(*fact.Step) bool { return true })), stream)
	if t.ID.Proto == fact.UDP {
		put("check.toserver", text.Frames(t.frames(func(s *fact.Step) bool { return s.Side == fact.Client })), fmt.Sprintf("%s and udp.dstport == %d", stream, t.ServerPort()))
		return l
	}
	opening := t.frames(func(s *fact.Step) bool { return s.TCP.RelSeq <= 1 && s.TCP.RelAck <= 1 && s.TCP.Len == 0 })
	if _, ok := t.find(fact.TCPOpened); ok {
		put("check.open", text.Frames(opening), stream+" and tcp.seq <= 1 and tcp.ack <= 1 and tcp.len == 0")
	}
	data := t.frames(func(s *fact.Step) bool { return s.TCP.Len > 0 })
	if len(data) > 0 {
		put("check.data", text.Frames(data), stream+" and tcp.len > 0")
	}
	if f, ok := t.find(fact.TCPEcho); ok {
		put("check.echo", text.Frames([]int{f.Frames[1], f.Frames[0]}), fmt.Sprintf("%s and (frame.number == %d or frame.number == %d)", stream, f.Frames[1], f.Frames[0]))
	}
	end := t.frames(func(s *fact.Step) bool { return s.TCP.Flags&(fact.FIN|fact.RST) != 0 })
	if len(end) > 0 {
		put("check.close", text.Frames(end), stream+" and (tcp.flags.fin == 1 or tcp.flags.reset == 1)")
	}
	return l
}

// maxFrameList is how long a list of frames in a table may be, in bytes.
const maxFrameList = 60
