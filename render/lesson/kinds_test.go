package lesson

import (
	"io/fs"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/templates"
)

// TestKinds runs every text of every kind, in every language, with the example that the
// Catalogue has for the kind.
func TestKinds(t *testing.T) {
	for _, lang := range Langs {
		for i := range fact.Catalogue {
			t.Run(lang+"/"+string(fact.Catalogue[i].Kind), func(t *testing.T) { tryKind(t, &fact.Catalogue[i], lang) })
		}
	}
}

func tryKind(t *testing.T, info *fact.Info, lang string) {
	c := exampleCapture(info)
	b, err := newBuilder(c, Options{Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	b.plan()
	k, ok := b.kinds[info.Kind]
	if !ok {
		t.Fatal("there is no text")
	}
	s := b.talks[0].Fact(string(info.Kind))
	if s == nil { // of a kind that a Step shows by itself
		s = &Scene{t: b.talks[0], step: b.talks[0].step(info.Example.Frames[0]), fact: info.Example}
	}
	for n, name := range append([]string{k.title, k.first}, k.rest...) {
		text := b.run(name, s)
		if b.failed != nil {
			t.Fatal(b.failed)
		}
		if text == "" && n < 2 {
			t.Errorf("%s says nothing", name)
		}
		for _, bad := range []string{"<no value>", "<nil>", "%!", "  "} {
			if strings.Contains(text, bad) {
				t.Errorf("%s holds %q: %s", name, bad, text)
			}
		}
	}
}

// TestKindsAreTold finds a kind whose text nothing asks for: a frame's kinds are told in
// their order, the others where a section does, and ICMP errors by Errors.
func TestKindsAreTold(t *testing.T) {
	for _, lang := range Langs {
		var sections strings.Builder
		files, err := fs.Glob(templates.FS, lang+"/*.md")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			raw, err := fs.ReadFile(templates.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			sections.Write(raw)
		}
		for _, info := range fact.Catalogue {
			asked := regexp.MustCompile(`\.Tell( "[a-z.]+")* "` + string(info.Kind) + `"`).MatchString(sections.String())
			if !asked && !slices.Contains(order, info.Kind) && info.Kind != fact.ICMPError {
				t.Errorf("nothing in %s tells %s", lang, info.Kind)
			}
		}
	}
}

// exampleCapture is a conversation of as many frames as the example names, each a small
// segment or datagram of its side with data.
func exampleCapture(info *fact.Info) *fact.Capture {
	proto := fact.TCP
	if strings.HasPrefix(string(info.Kind), "udp") || info.Kind == fact.ICMPError {
		proto = fact.UDP
	}
	conv := fact.Conversation{Excerpts: map[int]*fact.Excerpt{}}
	conv.ID = fact.ID{Proto: proto, Incarnation: 1}
	conv.Ends = fact.Ends{netip.MustParseAddrPort("192.0.2.10:51112"), netip.MustParseAddrPort("192.0.2.20:7000")}
	for n := 1; n <= 66; n++ {
		step := fact.Step{Frame: n, Time: fact.Time{Sec: int64(n)}, Side: fact.Side(n % 2), Held: 6}
		if n == info.Example.Frames[0] {
			step.Side = info.Example.Side
		}
		step.TCP = fact.Segment{Flags: fact.ACK, RelSeq: 1, RelAck: 7, Len: 6}
		step.UDP = fact.Datagram{Length: 8 + 2, Len: 2}
		if ack, ok := info.Example.What.(fact.Ack); ok {
			step.TCP.RelAck, step.NewAck, step.NewFlags = ack.Number, ack.New, ack.Flags
		}
		conv.Steps = append(conv.Steps, step)
		conv.Excerpts[n] = &fact.Excerpt{Frame: n, Len: 6, CapLen: 6, Bytes: []byte("Hello?"), Data: fact.Span{Len: 6}, Payload: []byte("Hello?")}
	}
	conv.First, conv.Last = 1, len(conv.Steps)
	if !info.OfStep {
		conv.Facts = []fact.Fact{info.Example}
	}
	return &fact.Capture{Frames: len(conv.Steps), Last: conv.Steps[len(conv.Steps)-1].Time, Rows: []fact.Row{conv.Row}, Conversations: []fact.Conversation{conv}}
}
