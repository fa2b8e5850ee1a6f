package table

import (
	"bytes"
	"net/netip"
	"testing"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// TestMembers holds the particulars of one kind for each way of writing a field.
func TestMembers(t *testing.T) {
	both := fact.Options{Has: fact.HasMSS | fact.HasTimestamps | fact.HasSack | fact.OptionsCut, MSS: 1460, TSval: 7, Blocks: 1, Sack: [4][2]uint32{{5, 9}}}
	for _, c := range []struct {
		what fact.Particulars
		want string
	}{
		{fact.Midstream{}, `{}`},
		{fact.Syn{ISN: 4294967295}, `{"isn":4294967295,"of":0,"rival":0,"confirmed":0}`},
		{fact.Opened{How: fact.Simultaneous, Other: fact.Server}, `{"how":"simultaneous","other":"server"}`},
		{fact.Close{How: fact.ByReset, Segments: 1}, `{"how":"reset","segments":1}`},
		{fact.Refused{Syn: 1, After: -1500 * time.Millisecond}, `{"syn":1,"after":"-1.500000000"}`},
		{fact.Ack{Number: 8, New: 1, Of: 58, Flags: fact.FIN | fact.SYN}, `{"number":8,"new":1,"of":58,"flags":["SYN","FIN"]}`},
		{fact.Unfinished{States: [2]fact.State{fact.FinWait1}}, `{"states":{"client":"FIN-WAIT-1","server":"UNKNOWN"},"idle":"0.000000000"}`},
		{fact.Agreed{Options: [2]fact.Options{both}, SACK: true},
			`{"options":{"client":{"mss":1460,"sack":[[5,9]],"tsval":7,"tsecr":0,"cut":true},"server":{}},"scale":false,"sack":true,"timestamps":false}`},
		{fact.Checksums{Count: [5][2]int{fact.Bad: {0, 2}}, First: [5]int{fact.Bad: 3}},
			`{"count":{"unchecked":{"client":0,"server":0},"good":{"client":0,"server":0},"partial":{"client":0,"server":0},"bad":{"client":0,"server":2},"absent":{"client":0,"server":0}},` +
				`"first":{"unchecked":0,"good":0,"partial":0,"bad":3,"absent":0}}`},
		{fact.Error{Type: 3, Six: true, From: "fe80::1%\"\n"}, `{"type":3,"code":0,"six":true,"from":"fe80::1%\"\n","quoted":0,"mtu":0,"pointer":0,"points":false,"fragment":false}`},
	} {
		row := FactRow{&fact.Row{ID: fact.ID{Proto: fact.TCP, Stream: 3, Incarnation: 2}}, fact.Fact{What: c.what}}
		if got := string(row.Members(nil)); got != `,"proto":"tcp","conversation":"tcp:3.2","what":`+c.want {
			t.Errorf("%T: got %s, want %s", c.what, got, c.want)
		}
	}
}

// TestMembersInJSONAlone leaves the columns of the other formats as they are.
func TestMembersInJSONAlone(t *testing.T) {
	conv := &fact.Row{ID: fact.ID{Proto: fact.TCP, Incarnation: 1}, Ends: fact.Ends{netip.MustParseAddrPort("192.0.2.1:1"), netip.MustParseAddrPort("192.0.2.2:2")}}
	row := FactRow{conv, fact.Fact{Kind: fact.TCPFin, Frames: []int{5, 4}, Sure: fact.Seen, What: fact.Fin{Number: 7, First: true}}}
	for format, want := range map[Format]string{
		TSV:  "stream\tkind\tendpoint\tpeer\tframe\tframes\tsure\n0\ttcp.fin\t192.0.2.1:1\t192.0.2.2:2\t5\t5,4\tseen\n",
		JSON: `{"stream":0,"kind":"tcp.fin","endpoint":"192.0.2.1:1","peer":"192.0.2.2:2","frame":5,"frames":[5,4],"sure":"seen","proto":"tcp","conversation":"tcp:0","what":{"number":7,"first":true,"taken":false}}` + "\n",
	} {
		var b bytes.Buffer
		w := NewWriter(&b, format, FactColumns)
		if err := w.Row(row); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if b.String() != want {
			t.Errorf("%s: got %q, want %q", format, b.String(), want)
		}
	}
}
