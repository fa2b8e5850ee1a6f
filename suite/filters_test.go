package suite_test

import (
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pcaplain/pcaplain/internal/corpus"
	"github.com/pcaplain/pcaplain/render/figure"
)

// TestFilters gives every display filter of some pages to tshark: that of a card finds the
// card's frame, those of the table of things to check the frames beside them, and no others.
func TestFilters(t *testing.T) {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		corpus.Missing(t, "tshark")
	}
	corpus.Dir(t)
	var filters atomic.Int32
	t.Run("all", func(t *testing.T) {
		for _, name := range inShort(strings.Fields("close-3seg loss-rto-client ipv6-echo-client udp-dns-retry"), 3) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				d := mustTell(t, labCapture(t, name), "en", nil).doc
				for filter, want := range filtersOf(d.Markdown, d.Figures) {
					if got := found(t, tshark, inLab(t, name+".pcapng"), filter); !slices.Equal(got, want) {
						t.Errorf("%s: finds %v, the page says %v", filter, got, want)
					}
					filters.Add(1)
				}
			})
		}
	})
	figures(t, "%d display filters find what the page says", filters.Load())
}

// filterLine is a line of the table of things to check: frames and filter.
var filterLine = regexp.MustCompile("(?m)^\\| [^|]* \\| ([\\d–, ]+) \\| `([^`]+)` \\|$")

func filtersOf(md string, figs map[string]figure.Figure) map[string][]int {
	all := map[string][]int{}
	for _, f := range figs {
		if card, ok := f.(figure.Card); ok && card.Filter != "" {
			all[card.Filter] = []int{card.N}
		}
	}
	for _, m := range filterLine.FindAllStringSubmatch(md, -1) {
		all[m[2]] = spelledOut(m[1])
	}
	return all
}

// spelledOut reads "9–11, 55".
func spelledOut(list string) (frames []int) {
	for _, run := range strings.Split(list, ", ") {
		from, to, ok := strings.Cut(strings.TrimSpace(run), "–")
		if !ok {
			to = from
		}
		first, _ := strconv.Atoi(from)
		last, _ := strconv.Atoi(to)
		for n := first; n <= last; n++ {
			frames = append(frames, n)
		}
	}
	return frames
}

// found are the frames that tshark finds.
func found(t *testing.T, tshark, file, filter string) (frames []int) {
	t.Helper()
	out, err := exec.Command(tshark, "-n", "-r", file, "-Y", filter, "-T", "fields", "-e", "frame.number").Output()
	if err != nil {
		t.Errorf("%s: tshark: %v", filter, err)
	}
	for _, line := range strings.Fields(string(out)) {
		n, err := strconv.Atoi(line)
		if err != nil {
			t.Fatal(err)
		}
		frames = append(frames, n)
	}
	return frames
}
