package frame

import (
	"math"
	"math/bits"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// clock is how an interface counts time: ticks of 10^−digits seconds, or 2^−digits
// where binary, from offset seconds after 1970 (pcapng §4.2, if_tsresol and if_tsoffset).
type clock struct {
	digits uint8 // to 127
	binary bool
	offset int64
}

// powers of ten that fit 64 bits.
var powers = func() (p [20]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

const nanos = 1_000_000_000

// time is exact to the nanosecond, what is finer is cut off. A moment beyond 64 bits
// of seconds is held at their end.
func (c clock) time(ticks uint64) fact.Time {
	var sec, nano uint64
	if c.binary {
		sec, nano = halves(ticks, c.digits)
	} else {
		sec, nano = tenths(ticks, c.digits)
	}
	return fact.Time{Sec: plus(sec, c.offset), Nano: int32(nano)}
}

// tenths splits ticks of 10^−d seconds.
func tenths(ticks uint64, d uint8) (sec, nano uint64) {
	switch {
	case d <= 9:
		return ticks / powers[d], ticks % powers[d] * powers[9-d]
	case int(d) < len(powers):
		return ticks / powers[d], ticks % powers[d] / powers[d-9]
	case int(d)-9 < len(powers): // 2^64 ticks are less than a second
		return 0, ticks / powers[d-9]
	}
	return 0, 0
}

// halves splits ticks of 2^−d seconds.
func halves(ticks uint64, d uint8) (sec, nano uint64) {
	if d >= 64 {
		hi, _ := bits.Mul64(ticks, nanos)
		return 0, hi >> (d - 64)
	}
	hi, lo := bits.Mul64(ticks&(1<<d-1), nanos)
	if d == 0 {
		return ticks, 0
	}
	return ticks >> d, hi<<(64-d) | lo>>d
}

// plus adds an offset to seconds.
func plus(sec uint64, offset int64) int64 {
	if offset < 0 {
		// Below zero the sum fits, whatever it is; above it may need the 64th bit.
		if under := uint64(-(offset + 1)) + 1; sec >= under {
			return int64(min(sec-under, math.MaxInt64))
		}
		return int64(sec) + offset
	}
	return int64(min(sec, uint64(math.MaxInt64-offset))) + offset
}
