package render_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/render"
	"github.com/pcaplain/pcaplain/render/figure"
)

// fake is a figure for tests: its drawing in HTML is its text.
type fake struct{ kind, text, html string }

func (f fake) Kind() string { return f.kind }
func (f fake) Text() string { return f.text }
func (f fake) HTML() string { return f.html }

// fakeCard is a frame's card, with its part below the heading.
type fakeCard struct{ fake }

func (fakeCard) Rung() string { return `<p class="rung">client → server</p>` }

var labels = render.Labels{Skip: "Skip to the content", Contents: "Contents", AsText: "as text",
	Stepper: "Frame by frame", Previous: "previous frame", Next: "next frame", Frame: "frame %d"}

const program = "import socket\n\ns = socket.socket()\n"

// sample is a small lesson with everything that a page knows.
func sample() *render.Document {
	d := &render.Document{
		Lang: "en", Title: `A "small" lesson & its page`, Labels: labels,
		Generator: "pcaplain 1.0, lab.pcapng sha256 0123, --lang en --session tcp:0",
		Markdown:  sampleText,
		Sections: []render.Section{
			{Level: 1, ID: "top", Slug: "a-small-lesson--its-page"}, {Level: 2, ID: "lab", Slug: "lab"}, {Level: 3, ID: "lab-ends", Slug: "the-two-endpoints"},
			{Level: 3, ID: "lab-check", Slug: "what-to-check"},
			{Level: 2, ID: "tcp0", Slug: "the-connection"}, {Level: 3, ID: "tcp0-list", Slug: "packet-list"}, {Level: 3, ID: "tcp0-open", Slug: "opening"},
			{Level: 4, ID: "f9", Slug: "frame-9-the-client-asks", Class: "c2s", Frame: 9, States: [2]string{"SYN_SENT", "(LISTEN)"}},
			{Level: 4, ID: "f10", Slug: "frame-10-the-server-answers", Class: "s2c", Frame: 10, States: [2]string{"ESTABLISHED", "SYN_RECEIVED"}},
			{Level: 2, ID: "code", Slug: "code"}, {Level: 2, ID: "unknown", Slug: "unknown"},
		},
		Figures: map[string]figure.Figure{
			"tcp0-open-ladder": fake{"ladder", "9 --- SYN -->\n", `<p class="r9">9 SYN</p>`},
			"f9":               fakeCard{fake{"card", "Seq 0\n", `<p>Seq 0</p>`}},
			"f10":              fakeCard{fake{"card", "Seq 0 Ack 1\n", `<p>Seq 0 Ack 1</p>`}},
			"client":           fake{"listing", program, `<ol class="code"><li><pre>import socket</pre></li></ol>`},
		},
	}
	return d
}

const sampleText = `# A "small" lesson & its page

The client asks ([9]) and the server answers ([10]), see [the opening]. The *time* is **1.3 s**.

## Lab

### The two endpoints

| Item | Client | Server |
| --- | :---: | ---: |
| IP address | 2001:db8:1234:5678:9abc:def0:1234:5678 | 2001:db8:1234:5678:9abc:def0:1234:5679 |
| Name ` + "`a\\|b`" + ` | \<b\>client\</b\> | a name that is long enough to be broken by the page |

1. First this.
2. Then that.

> Somebody said so.

### What to check

| What to look at in the list of packets | Frames, of which there are many here | Display filter, as Wireshark takes it |
| --- | --- | --- |
| The whole connection, opening and closing | 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 | ` + "`tcp.stream == 0 and tcp.flags.syn == 1`" + ` |

## The connection

### Packet list

| No. | t (s) | What it does |
| ---: | ---: | --- |
| [9] | 1.322695 | asks to connect, announces the client's ISN |
| [10] | 1.324267 | confirms the SYN, announces the server's ISN |

### Opening

Two frames, with [RFC 9293](https://www.rfc-editor.org/rfc/rfc9293).

` + "```text?fig=tcp0-open-ladder\n9 --- SYN -->\n```" + `

#### Frame 9: the client asks

It asks.

` + "```text?fig=f9\nSeq 0\n```" + `

#### Frame 10: the server answers

It answers.

` + "```text?fig=f10\nSeq 0 Ack 1\n```" + `

## Code

` + "```python\n" + program + "```" + `

` + "````text\n```text?fig=f9\n<script>alert(1)</script> " + "a long line that goes on and on and on and on and on and on and on and on and on\n```\n````" + `

## Unknown

- **One.** It cannot be seen.
- **Two.** Nor can this.
- **Three.** Nor this.
- **Four.** Nor this.

[9]: #frame-9-the-client-asks
[10]: #frame-10-the-server-answers
[the opening]: #opening
`

// page is d as a page.
func page(t testing.TB, d *render.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := render.HTML(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// crowd is a lesson of n connections, each with a section of its own and a frame.
func crowd(n int) *render.Document {
	d := &render.Document{Lang: "en", Title: "Many", Labels: labels, Sections: []render.Section{{Level: 1, ID: "top"}}, Figures: map[string]figure.Figure{}}
	var md strings.Builder
	md.WriteString("# Many\n\nMany connections.\n")
	add := func(level int, s render.Section, words string) {
		s.Level = level
		d.Sections = append(d.Sections, s)
		fmt.Fprintf(&md, "\n%s %s\n\nSome words.\n", strings.Repeat("#", level), words)
	}
	add(2, render.Section{ID: "overview"}, "Overview")
	for i := range n {
		add(3, render.Section{ID: fmt.Sprintf("over%d-row", i)}, "Connection in short")
	}
	for i := range n {
		add(2, render.Section{ID: fmt.Sprintf("tcp%d", i)}, fmt.Sprintf("Connection %d", i))
		add(3, render.Section{ID: fmt.Sprintf("tcp%d-open", i)}, "Opening")
		for j := range 5 {
			add(4, render.Section{ID: fmt.Sprintf("f%d", i*5+j+1), Class: "c2s", Frame: i*5 + j + 1}, fmt.Sprintf("Frame %d", i*5+j+1))
		}
	}
	d.Markdown = md.String()
	return d
}
