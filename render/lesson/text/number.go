package text

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Lang is a language of the lesson.
type Lang string

// The languages, by the names of their folders in templates.
const (
	English Lang = "en"
	Korean  Lang = "ko"
)

// minus is the sign of negative numbers in prose; a hyphen breaks lines after it.
const minus = "−"

// Count is a number of things with its thousands apart: 6,420. Both languages
// write it so.
func Count(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = minus, digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// Digits is how many decimals of a second a clock with steps of 10^−power
// seconds gives, or of 2^−power where binary: 9 at most, as we keep nanoseconds.
func Digits(power uint8, binary bool) int {
	digits := int(power)
	if binary {
		digits = int(float64(power) * math.Log10(2))
	}
	return min(digits, 9)
}

// unit is one that a duration may be said in: 10^−power seconds.
type unit struct {
	symbol string
	power  int
	from   time.Duration // the shortest duration said in it
}

// The units, largest first. 0.019 ms beside 1.572 ms compares better than 19 µs
// does, so milliseconds reach further down than a tidy table would have it.
var units = []unit{
	{"s", 0, time.Second},
	{"ms", 3, 10 * time.Microsecond},
	{"µs", 6, 0},
}

// Duration is d as tables and figures write it: "10.145 s", "1.572 ms". It has
// three decimals at most, rounded, and fewer where the clock, which gives digits
// decimals of a second, does not tell more.
func Duration(d time.Duration, digits int) string {
	u := unitOf(d, digits)
	return u.amount(d, digits) + " " + u.symbol
}

// DurationIn is [Duration] as a sentence of a language says it: "10.145초".
// Korean keeps the symbols of the smaller units.
func DurationIn(lang Lang, d time.Duration, digits int) string {
	if u := unitOf(d, digits); lang == Korean && u.power == 0 {
		return u.amount(d, digits) + "초"
	}
	return Duration(d, digits)
}

// unitOf is the largest unit that d reaches, among those that the clock can tell.
func unitOf(d time.Duration, digits int) unit {
	best := units[0]
	if d == 0 {
		return best
	}
	for _, u := range units {
		if digits < u.power {
			break
		}
		best = u
		// Rounded as the next unit would be: 999.9996 ms is 1.000 s, not 1,000.000 ms.
		if d.Round(step(min(digits, u.power+6))).Abs() >= u.from {
			break
		}
	}
	return best
}

// decimals is how many of them an amount in this unit has.
func (u unit) decimals(digits int) int { return max(0, min(digits-u.power, 3)) }

func (u unit) amount(d time.Duration, digits int) string {
	whole, decimals, _ := strings.Cut(fixed(d, u.power, u.decimals(digits)), ".")
	n, _ := strconv.ParseInt(whole, 10, 64)
	if decimals == "" {
		return sign(d) + Count(n)
	}
	return sign(d) + Count(n) + "." + decimals
}

// Seconds is a time since a frame as Wireshark's Time column has it, with the
// given number of decimals: "1.322695".
func Seconds(d time.Duration, decimals int) string {
	return sign(d) + fixed(d, 0, max(0, min(decimals, 9)))
}

// fixed is the magnitude of d in units of 10^−power seconds, rounded to so many decimals.
func fixed(d time.Duration, power, decimals int) string {
	grain := step(power + decimals)
	digits := strconv.FormatInt(int64(d.Round(grain).Abs()/grain), 10)
	if decimals == 0 {
		return digits
	}
	for len(digits) <= decimals {
		digits = "0" + digits
	}
	point := len(digits) - decimals
	return digits[:point] + "." + digits[point:]
}

// step is 10^−digits seconds.
func step(digits int) time.Duration {
	d := time.Second
	for range min(digits, 9) {
		d /= 10
	}
	return d
}

func sign(d time.Duration) string {
	if d < 0 {
		return minus
	}
	return ""
}

// Moment is a point in time as the lesson gives it, in the zone of t, cut to the
// decimals of the capture's clock and three at most: "2026-11-24 19:22:45.462 UTC".
func Moment(t time.Time, digits int) string {
	layout := "2006-01-02 15:04:05"
	if digits = min(digits, 3); digits > 0 {
		layout += "." + strings.Repeat("0", digits)
	}
	return t.Format(layout + " MST")
}

// Range is the numbers from first to last: "9–11", or "9" alone. Frame numbers
// have no commas, as Wireshark writes them.
func Range(first, last int) string {
	if first == last {
		return strconv.Itoa(first)
	}
	return strconv.Itoa(first) + "–" + strconv.Itoa(last)
}

// Frames lists frame numbers in order, each once, with neighbours drawn together:
// "9–11, 55–61".
func Frames(numbers []int) string {
	if !slices.IsSorted(numbers) {
		numbers = slices.Sorted(slices.Values(numbers))
	}
	var runs []string
	for len(numbers) > 0 {
		n := 1
		for n < len(numbers) && numbers[n] <= numbers[n-1]+1 {
			n++
		}
		runs = append(runs, Range(numbers[0], numbers[n-1]))
		numbers = numbers[n:]
	}
	return strings.Join(runs, ", ")
}

// Rate is a number of bits per second with three digits: "1.23 Mbit/s".
func Rate(bits float64) string {
	unit := "bit/s"
	for _, larger := range []string{"kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"} {
		if bits < 999.5 {
			break
		}
		bits, unit = bits/1000, larger
	}
	decimals := 2
	switch {
	case bits >= 99.95:
		decimals = 0
	case bits >= 9.995:
		decimals = 1
	}
	return strconv.FormatFloat(bits, 'f', decimals, 64) + " " + unit
}
