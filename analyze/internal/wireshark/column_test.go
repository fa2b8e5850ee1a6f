package wireshark

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// column is one of tshark's fields and how it prints.
type column struct {
	name string
	cell func(s *fact.Segment) string
}

func num[N ~int32 | ~uint32 | ~uint8](n N) string { return strconv.FormatInt(int64(n), 10) }

// unless0 is empty where the number is 0.
func unless0[N ~int32 | ~uint32](n N) string {
	if n == 0 {
		return ""
	}
	return num(n)
}

func span(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return seconds(int64(d))
}

func seconds(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%09d", sign, n/1e9, n%1e9)
}

var columns = append([]column{
	{"tcp.stream", func(s *fact.Segment) string { return num(s.Stream) }},
	{"tcp.seq", func(s *fact.Segment) string { return num(s.RelSeq) }},
	{"tcp.nxtseq", func(s *fact.Segment) string { return ofReadable(s, num(s.RelNext)) }},
	{"tcp.ack", func(s *fact.Segment) string { return ofReadable(s, num(s.RelAck)) }},
	{"tcp.window_size", func(s *fact.Segment) string { return ofReadable(s, num(s.WindowSize)) }},
	{"tcp.window_size_scalefactor", func(s *fact.Segment) string { return ofReadable(s, factor(s)) }},
	{"tcp.completeness", func(s *fact.Segment) string { return num(s.Analysis.Completeness) }},
	{"tcp.time_relative", func(s *fact.Segment) string { return timed(s, s.Analysis.TimeRelative) }},
	{"tcp.time_delta", func(s *fact.Segment) string { return timed(s, s.Analysis.TimeDelta) }},
	{"tcp.analysis.initial_rtt", func(s *fact.Segment) string { return span(s.Analysis.InitialRTT) }},
	{"tcp.analysis.acks_frame", func(s *fact.Segment) string { return unless0(s.Analysis.AcksFrame) }},
	{"tcp.analysis.ack_rtt", func(s *fact.Segment) string { return span(s.Analysis.AckRTT) }},
	{"tcp.analysis.bytes_in_flight", func(s *fact.Segment) string { return unless0(s.Analysis.BytesInFlight) }},
	{"tcp.analysis.push_bytes_sent", func(s *fact.Segment) string { return unless0(s.Analysis.PushBytesSent) }},
	{"tcp.analysis.rto", func(s *fact.Segment) string { return span(s.Analysis.RTO) }},
	{"tcp.analysis.rto_frame", func(s *fact.Segment) string { return unless0(s.Analysis.RTOFrame) }},
	{"tcp.analysis.duplicate_ack_num", func(s *fact.Segment) string { return unless0(s.Analysis.DupAckNum) }},
	{"tcp.analysis.duplicate_ack_frame", func(s *fact.Segment) string { return unless0(s.Analysis.DupAckFrame) }},
}, marks()...)

func marks() (columns []column) {
	for i, name := range fact.MarkNames {
		columns = append(columns, column{"tcp.analysis." + name, func(s *fact.Segment) string {
			return unless0(int32(s.Analysis.Marks >> i & 1))
		}})
	}
	return columns
}

// ofReadable is a cell of headers whose length can be right.
func ofReadable(s *fact.Segment, cell string) string {
	if s.HdrLen < 20 {
		return ""
	}
	return cell
}

func factor(s *fact.Segment) string {
	switch {
	case s.Flags&fact.SYN != 0:
		return ""
	case s.Scale < 0:
		return strconv.Itoa(int(s.Scale))
	}
	return strconv.Itoa(1 << s.Scale)
}

func timed(s *fact.Segment, d time.Duration) string {
	if !s.Analysis.HasTimes {
		return ""
	}
	return seconds(int64(d))
}

func cell(t *testing.T, name string, s *fact.Segment) string {
	t.Helper()
	for _, c := range columns {
		if c.name == name {
			return c.cell(s)
		}
	}
	t.Fatalf("no column %q", name)
	return ""
}
