package render_test

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/templates"
)

// TestContrast computes WCAG 2.2's contrast ratios over the colours of the style sheet.
// Text needs 4.5 (success criterion 1.4.3); the roles are held to what they were chosen for.
func TestContrast(t *testing.T) {
	css, err := templates.FS.ReadFile("page/page.css")
	if err != nil {
		t.Fatal(err)
	}
	light, rest, _ := strings.Cut(string(css), "prefers-color-scheme:dark")
	dark, _, _ := strings.Cut(rest, "}}")
	for _, c := range []struct {
		text, ground string
		light, dark  float64
	}{
		{"text", "bg", 15.8, 16.0}, {"muted", "bg", 6.4, 7.8}, {"muted", "panel", 4.5, 4.5}, {"text", "panel", 4.5, 4.5},
		{"c2s", "bg", 6.7, 8.8}, {"c2s", "panel", 6.3, 8.1}, {"s2c", "bg", 5.5, 9.3}, {"s2c", "panel", 5.2, 8.5},
		{"bad", "bg", 9.1, 6.7}, {"bad", "panel", 8.5, 6.1}, {"inf", "bg", 8.4, 13.3}, {"inf", "panel", 7.9, 12.2},
		{"c2s", "c2s-t", 4.5, 4.5}, {"s2c", "s2c-t", 4.5, 4.5}, {"bad", "bad-t", 4.5, 4.5}, {"inf", "inf-t", 4.5, 4.5},
		{"text", "c2s-t", 4.5, 4.5}, {"text", "s2c-t", 4.5, 4.5}, {"text", "bad-t", 4.5, 4.5}, {"text", "inf-t", 4.5, 4.5},
		{"text", "st1", 4.5, 4.5}, {"text", "st2", 4.5, 4.5}, {"text", "st3", 4.5, 4.5}, {"st4-x", "st4", 4.5, 4.5},
		{"text", "mark", 4.5, 4.5}, {"str", "panel", 4.5, 4.5}, {"str", "bg", 4.5, 4.5},
		{"st-line", "bg", 3, 3}, {"focus", "bg", 3, 3}, // no text, success criterion 1.4.11
	} {
		for name, set := range map[string]struct {
			vars map[string]string
			want float64
		}{"light": {colours(light), c.light}, "dark": {colours(dark), c.dark}} {
			if got := contrast(set.vars[c.text], set.vars[c.ground]); math.Round(got*10)/10 < set.want {
				t.Errorf("%s: %s on %s has %.2f, want %.1f", name, c.text, c.ground, got, set.want)
			}
		}
	}
}

func colours(css string) map[string]string {
	vars := map[string]string{}
	for _, m := range regexp.MustCompile(`--([\w-]+):#([0-9a-f]+)`).FindAllStringSubmatch(css, -1) {
		if len(m[2]) == 3 {
			m[2] = regexp.MustCompile(`.`).ReplaceAllString(m[2], "$0$0")
		}
		vars[m[1]] = m[2]
	}
	return vars
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

// luminance is the relative luminance of "rrggbb"; NaN of anything else.
func luminance(rgb string) float64 {
	n, err := strconv.ParseUint(rgb, 16, 32)
	if err != nil || len(rgb) != 6 {
		return math.NaN()
	}
	linear := func(shift uint) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= .04045 {
			return c / 12.92
		}
		return math.Pow((c+.055)/1.055, 2.4)
	}
	return .2126*linear(16) + .7152*linear(8) + .0722*linear(0)
}
