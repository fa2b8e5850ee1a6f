package figure_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	. "github.com/pcaplain/pcaplain/render/figure"
)

// markup is what a check of HTML needs to know of it.
type markup struct {
	ids, links []string
	words      string // visible, apart from each other
}

// parse reads a figure's HTML strictly: it must be balanced, and have no element or
// attribute but those figures use.
func parse(t *testing.T, text string) (m markup) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader("<figure>" + voids.ReplaceAllString(text, "<$1/>") + "</figure>"))
	d.Entity = xml.HTMLEntity
	var words strings.Builder
	for {
		tok, err := d.Token()
		if err == io.EOF {
			m.words = words.String()
			return m
		}
		if err != nil {
			t.Fatalf("not balanced: %v in %s", err, text)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if !elements[tok.Name.Local] {
				t.Errorf("element <%s>", tok.Name.Local)
			}
			for _, a := range tok.Attr {
				m.attribute(t, tok.Name.Local, a.Name.Local, a.Value)
			}
			if !inline[tok.Name.Local] {
				words.WriteByte(' ')
			}
		case xml.CharData:
			words.Write(tok)
		case xml.EndElement:
			if !inline[tok.Name.Local] {
				words.WriteByte(' ')
			}
		default:
			t.Errorf("%T", tok)
		}
	}
}

var voids = regexp.MustCompile(`<(br|wbr)>`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var (
	elements   = set("figure p span b i a dl dt dd div small strong ul ol li code button br wbr svg text tspan g rect path line circle defs marker table thead tbody tr th td pre")
	inline     = set("tspan wbr")
	attributes = set("class id href rel aria-label aria-hidden role type hidden scope colspan viewBox x y x1 x2 y1 y2 cx cy r rx width height d markerUnits markerWidth markerHeight refX refY orient marker-end text-anchor")
	ownID      = regexp.MustCompile(`^fig-[a-z0-9-]+$`)
	frameLink  = regexp.MustCompile(`^#f\d+$`)
	ownLink    = regexp.MustCompile(`^#fig-[a-z0-9-]+$`)
	ruleLink   = regexp.MustCompile(`^https://www\.rfc-editor\.org/rfc/rfc\d+(#(section|appendix)-[A-Z0-9.]+)?$`)
)

func (m *markup) attribute(t *testing.T, element, name, value string) {
	t.Helper()
	switch {
	case name == "hidden" && element == "button": // html gave it the value that XML wants
	case !attributes[name]:
		t.Errorf("<%s> has attribute %s", element, name)
	case name == "id":
		if m.ids = append(m.ids, value); !ownID.MatchString(value) {
			t.Errorf("id %q", value)
		}
	case name == "href":
		if m.links = append(m.links, value); !frameLink.MatchString(value) && !ownLink.MatchString(value) && !ruleLink.MatchString(value) {
			t.Errorf("link to %q", value)
		}
	}
}

// html is a figure's HTML, with a card's rung, its one attribute without a value spelled out.
func html(f Figure) string {
	s := f.HTML()
	if c, ok := f.(Card); ok {
		s = c.Rung() + s
	}
	return strings.ReplaceAll(s, " hidden ", ` hidden="" `)
}

func TestHTML(t *testing.T) {
	seen := map[string]string{}
	for name, f := range samples() {
		t.Run(name, func(t *testing.T) {
			m := parse(t, html(f))
			for _, id := range m.ids {
				if seen[id] != "" && name != "header-ko" {
					t.Errorf("id %s is in %s too", id, seen[id])
				}
				seen[id] = name
			}
			for _, l := range m.links {
				if ownLink.MatchString(l) && !slices.Contains(m.ids, l[1:]) {
					t.Errorf("nothing has the id of %s", l)
				}
			}
		})
	}
}

// TestWords proves that the page's drawing says nothing that the text drawing, a label
// handed in or the RFC's own diagram does not. Bytes and positions are no words.
func TestWords(t *testing.T) {
	word, bytes := regexp.MustCompile(`[\p{L}\p{N}_]+`), regexp.MustCompile(`^([0-9]+|[0-9a-f]{2})$`)
	const rfc = " LISTEN SYN_SENT SYN_RECEIVED ESTABLISHED FIN_WAIT_1 FIN_WAIT_2 CLOSE_WAIT CLOSING LAST_ACK TIME_WAIT CLOSED CWR ECE URG ACK PSH RST SYN FIN"
	for name, f := range samples() {
		said := set(strings.Join(word.FindAllString(f.Text()+fmt.Sprintf(" %+v", f)+rfc, -1), " "))
		for _, w := range word.FindAllString(parse(t, html(f)).words, -1) {
			if !said[w] && !bytes.MatchString(w) {
				t.Errorf("%s: the page alone says %q", name, w)
			}
		}
	}
}

// TestLinks proves that a frame without a card is named but not linked to.
func TestLinks(t *testing.T) {
	s := States{Common{ID: "x", Frame: "frame %d", Cards: map[int]bool{9: true}}, echoPaths()}
	m := parse(t, s.HTML())
	if want := []string{"#f9", "#f9"}; !slices.Equal(m.links, want) {
		t.Errorf("links %v, wanted %v", m.links, want)
	}
	if !strings.Contains(m.words, "rx:60") {
		t.Error("rx:60 is not named")
	}
}
