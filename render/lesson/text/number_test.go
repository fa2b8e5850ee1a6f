package text_test

import (
	"math"
	"testing"
	"time"

	"github.com/pcaplain/pcaplain/render/lesson/text"
)

func same(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0", 6: "6", 999: "999", 1000: "1,000", 6420: "6,420", 64240: "64,240", 1234567: "1,234,567",
		-1: "−1", -1000: "−1,000", math.MinInt64: "−9,223,372,036,854,775,808",
	} {
		same(t, text.Count(n), want)
	}
}

func TestDigits(t *testing.T) {
	for _, row := range []struct {
		power  uint8
		binary bool
		want   int
	}{{0, false, 0}, {3, false, 3}, {6, false, 6}, {9, false, 9}, {12, false, 9}, {10, true, 3}, {9, true, 2}, {0, true, 0}, {63, true, 9}} {
		if got := text.Digits(row.power, row.binary); got != row.want {
			t.Errorf("Digits(%d, %t) = %d", row.power, row.binary, got)
		}
	}
}

func TestDuration(t *testing.T) {
	for _, row := range []struct {
		ns        time.Duration
		digits    int
		table, ko string
	}{
		{10_145_405_813, 9, "10.145 s", "10.145초"},
		{1_572_433, 9, "1.572 ms", "1.572 ms"},
		{92_416, 9, "0.092 ms", "0.092 ms"},
		{19_127, 9, "0.019 ms", "0.019 ms"},
		{1_234, 9, "1.234 µs", "1.234 µs"},
		{0, 9, "0.000 s", "0.000초"},
		{0, 0, "0 s", "0초"},

		{999_999_600, 9, "1.000 s", "1.000초"},
		{999_999_400, 9, "999.999 ms", "999.999 ms"},
		{3_601_250_000_000, 9, "3,601.250 s", "3,601.250초"},
		{-1_572_433, 9, "−1.572 ms", "−1.572 ms"},
		{-2 * time.Second, 9, "−2.000 s", "−2.000초"},

		// No more than the clock tells.
		{1_572_000, 6, "1.572 ms", "1.572 ms"},
		{5_000, 6, "5 µs", "5 µs"},
		{2_000_000, 3, "2 ms", "2 ms"},
		{1_500_000_000, 3, "1.500 s", "1.500초"},
		{120_000_000, 4, "120.0 ms", "120.0 ms"},
		{500_000_000, 1, "0.5 s", "0.5초"},
		{7 * time.Second, 0, "7 s", "7초"},
		{7 * time.Second, -1, "7 s", "7초"},
		{math.MaxInt64, 9, "9,223,372,036.854 s", "9,223,372,036.854초"},
		{math.MinInt64, 9, "−9,223,372,036.854 s", "−9,223,372,036.854초"},
	} {
		same(t, text.Duration(row.ns, row.digits), row.table)
		same(t, text.DurationIn(text.English, row.ns, row.digits), row.table)
		same(t, text.DurationIn(text.Korean, row.ns, row.digits), row.ko)
	}
}

// The times are those tshark gives to the first frames of a lab.
func TestSeconds(t *testing.T) {
	same(t, text.Seconds(1_322_694_510, 6), "1.322695")
	same(t, text.Seconds(1_322_694_510, 9), "1.322694510")
	same(t, text.Seconds(15_998_929, 3), "0.016")
	same(t, text.Seconds(0, 6), "0.000000")
	same(t, text.Seconds(-15_998_929, 6), "−0.015999")
	same(t, text.Seconds(7_600_000_000, 0), "8")
}

func TestMoment(t *testing.T) {
	at := time.Unix(1795548165, 462187912)
	same(t, text.Moment(at.UTC(), 9), "2026-11-24 19:22:45.462 UTC")
	same(t, text.Moment(at.UTC(), 1), "2026-11-24 19:22:45.4 UTC")
	same(t, text.Moment(at.UTC(), 0), "2026-11-24 19:22:45 UTC")
	same(t, text.Moment(at.In(time.FixedZone("KST", 9*3600)), 9), "2026-11-25 04:22:45.462 KST")
}

func TestFrames(t *testing.T) {
	same(t, text.Range(9, 11), "9–11")
	same(t, text.Range(9, 9), "9")
	same(t, text.Frames([]int{9, 10, 11, 55, 56, 57, 58, 59, 60, 61}), "9–11, 55–61")
	same(t, text.Frames([]int{57, 55, 55}), "55, 57")
	same(t, text.Frames([]int{12345, 12346}), "12345–12346")
	same(t, text.Frames(nil), "")
}

func TestRate(t *testing.T) {
	for bits, want := range map[float64]string{0: "0.00 bit/s", 7.5: "7.50 bit/s", 999.4: "999 bit/s", 999.6: "1.00 kbit/s", 12_345: "12.3 kbit/s", 9_996: "10.0 kbit/s", 26_000_000: "26.0 Mbit/s", 1.5e9: "1.50 Gbit/s", 4e15: "4000 Tbit/s"} {
		if got := text.Rate(bits); got != want {
			t.Errorf("Rate(%g) = %q, want %q", bits, got, want)
		}
	}
}
