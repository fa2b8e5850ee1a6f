package packet

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// FuzzOptions: what is said of a list of TCP options stands in it; padding before it and
// bytes behind its end change nothing; and of a list that was cut nothing is said that the
// whole does not say.
func FuzzOptions(f *testing.F) {
	for _, s := range []string{
		"\x02\x04\x05\xb4\x04\x02\x08\x0a\x01\x02\x03\x04\x00\x00\x00\x00\x01\x03\x03\x07", // an ordinary SYN's
		"\x01\x01\x05\x0a\x00\x00\x00\x01\x00\x00\x00\x02",                                 // SACK, one block
		"\x05\x22" + "11112222333344445555666677778888",                                    // … four
		"\x05\x0a11112222\x05\x1a333344445555666677778888",                                 // … in two options, five in all
		"\x05\x0611112", "\x05\x0b111122223", // … of lengths that are none
		"\x22\x0acookie!!", "\x22\x02", "\xfe\x06\xf9\x89ck", "\xfe\x04\xf9\x89", "\xfe\x03\xf9", // Fast Open
		"\xac\x0b\x00\x00\x01\x00\x00\x02\x00\x00\x03", "\xae\x05\x00\x00\x01", // Accurate ECN, whole and short
		"\x1e\x03\x00", "\x4c\x04\x00\x00", "\x02\x03\x05", "\x02\x0300", "\x03\x00", "\x08\xff", "\x02", "\x00\x08\x01",
	} {
		f.Add([]byte(s), len(s)/2)
	}
	f.Fuzz(func(t *testing.T, b []byte, at int) {
		b = b[:min(len(b), 40)]
		whole := optionsOf(b, false)
		holds(t, b, &whole)
		if padded := optionsOf(append([]byte{optNone}, b...), false); padded != whole {
			t.Fatalf("%x: %+v, and %+v behind padding", b, whole, padded)
		}
		if whole.Has&(fact.OptionsCut) == 0 {
			if more := optionsOf(append(append(bytes.Clone(b), optEnd), b...), false); more != whole {
				t.Fatalf("%x: %+v, and %+v with more behind the end", b, whole, more)
			}
		}
		cut := optionsOf(b[:max(0, min(at, len(b)))], true)
		if said := cut.Has &^ (fact.OptionsCut | fact.OptionsFault); said&^whole.Has != 0 || cut.Blocks > whole.Blocks {
			t.Fatalf("%x: cut at %d it says %+v, whole %+v", b, at, cut, whole)
		}
	})
}

func optionsOf(b []byte, cut bool) (o fact.Options) {
	readOptions(&o, b, cut)
	return o
}

// holds fails where an option is told of that does not stand in b.
func holds(t *testing.T, b []byte, o *fact.Options) {
	t.Helper()
	be := binary.BigEndian
	for bit, option := range map[fact.OptionBits][]byte{
		fact.HasMSS:        be.AppendUint16([]byte{optMSS, 4}, o.MSS),
		fact.HasShift:      {optShift, 3, o.Shift},
		fact.HasSackOK:     {optSackPermitted, 2},
		fact.HasTimestamps: be.AppendUint32(be.AppendUint32([]byte{optTimestamps, 10}, o.TSval), o.TSecr),
		fact.FastOpenTrial: {optExperiment},
		fact.OptionsBad:    {o.BadKind},
	} {
		if o.Has&bit != 0 && !bytes.Contains(b, option) {
			t.Errorf("%x holds no % x: %+v", b, option, *o)
		}
	}
	if o.Has&(fact.OptionsMisfit|fact.OptionsBad) == fact.OptionsMisfit && !bytes.Contains(b, []byte{o.BadKind, o.BadLen}) {
		t.Errorf("%x holds no option %d of length %d", b, o.BadKind, o.BadLen)
	}
	if o.Has&fact.HasFastOpen != 0 && !bytes.Contains(b, []byte{optFastOpen, o.Cookie + 2}) && !bytes.Contains(b, []byte{optExperiment, o.Cookie + 4, 0xf9, 0x89}) {
		t.Errorf("%x holds no cookie of %d bytes", b, o.Cookie)
	}
	if int(o.Blocks) > len(o.Sack) || (o.Blocks > 0) != (o.Has&fact.HasSack != 0) {
		t.Fatalf("%d blocks: %+v", o.Blocks, *o)
	}
	for _, block := range o.Sack[:o.Blocks] {
		if !bytes.Contains(b, be.AppendUint32(be.AppendUint32(nil, block[0]), block[1])) {
			t.Errorf("%x holds no block %08x", b, block)
		}
	}
}
