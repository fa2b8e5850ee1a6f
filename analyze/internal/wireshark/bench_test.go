package wireshark

import (
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// BenchmarkBulk is a transfer of full segments with an ACK for every second one and up to
// 64 outstanding, over and over.
func BenchmarkBulk(b *testing.B) {
	var streams Streams
	var c Conversation
	var data, ack fact.Segment
	for _, s := range []*fact.Segment{&data, &ack} {
		*s = fact.Segment{Part: fact.Header, HdrLen: 20, Flags: fact.ACK, Window: 65000}
	}
	data.Len = 1460
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		at := Where{Frame: i + 1, Time: fact.Time{Sec: int64(i / 1000), Nano: int32(i%1000) * 1e6}}
		if i%3 == 2 {
			at.From, ack.Seq, ack.Ack = 1, data.Ack, data.Seq-62*1460
			c.See(&ack, at, &streams)
			continue
		}
		data.Seq += 1460
		c.See(&data, at, &streams)
	}
}

// BenchmarkOneWay is a sender of whom no answer was captured, with a repetition at first,
// so that its 10,000 entries are out of order.
func BenchmarkOneWay(b *testing.B) {
	var streams Streams
	var c Conversation
	data := fact.Segment{Part: fact.Header, HdrLen: 20, Flags: fact.ACK, Window: 65000, Len: 1460}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i != 1 {
			data.Seq += 1460
		}
		c.See(&data, Where{Frame: i + 1, Time: fact.Time{Sec: int64(i)}}, &streams)
	}
}

// BenchmarkFlood is a SYN of another pair each time.
func BenchmarkFlood(b *testing.B) {
	var streams Streams
	syn := fact.Segment{Part: fact.Header, HdrLen: 20, Flags: fact.SYN, Window: 65000}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		var c Conversation
		syn.Seq = uint32(i)
		c.See(&syn, Where{Frame: i + 1, Time: fact.Time{Sec: int64(i)}}, &streams)
	}
}
