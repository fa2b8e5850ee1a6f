package frame

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// TestClock compares every resolution with arithmetic that cannot overflow.
func TestClock(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	ticks := []uint64{0, 1, nanos, 1<<32 - 1, 1 << 63, math.MaxUint64}
	offsets := []int64{0, 1, -1, 3600, math.MinInt64, math.MinInt64 + 1, math.MaxInt64}
	for range 20 {
		ticks = append(ticks, random.Uint64()>>random.IntN(64))
	}
	for d := range 128 {
		for _, binary := range []bool{false, true} {
			for _, offset := range offsets {
				for _, n := range ticks {
					c := clock{digits: uint8(d), binary: binary, offset: offset}
					if got, want := c.time(n), exact(c, n); got != want {
						t.Fatalf("%+v.time(%d) = %+v, want %+v", c, n, got, want)
					}
				}
			}
		}
	}
}

// exact is time, by the definition.
func exact(c clock, ticks uint64) fact.Time {
	base := int64(10)
	if c.binary {
		base = 2
	}
	unit := new(big.Int).Exp(big.NewInt(base), big.NewInt(int64(c.digits)), nil)
	n := new(big.Int).Mul(new(big.Int).SetUint64(ticks), big.NewInt(nanos))
	sec, nano := n.Div(n, unit).DivMod(n, big.NewInt(nanos), new(big.Int))
	if sec.Add(sec, big.NewInt(c.offset)); sec.Cmp(big.NewInt(math.MaxInt64)) > 0 {
		sec.SetInt64(math.MaxInt64)
	}
	return fact.Time{Sec: sec.Int64(), Nano: int32(nano.Int64())}
}
