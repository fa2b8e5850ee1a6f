package schema

import (
	"reflect"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/table"
)

// column is what a column holds. A member that is not always there does not apply to the
// other rows.
type column struct {
	shape  object
	about  string
	always bool
}

// The shapes of cells. What is made of digits alone is a number, also in a text.
var (
	number   = object{{"type", "integer"}, {"minimum", 0}}
	set      = object{{"const", 1}}
	word     = object{{"type", "string"}}
	captured = object{{"type", []string{"string", "integer"}}}
	port     = object{{"type", "integer"}, {"minimum", 0}, {"maximum", 65535}}
	endpoint = object{{"type", "string"}, {"pattern", `^(\[[0-9a-f:.]+\]|[0-9.]+):[0-9]+$`}}
	address  = object{{"type", "string"}, {"pattern", `^([0-9.]+|[0-9a-f:.]+)$`}}
	numbers  = object{{"type", []string{"integer", "string"}}, {"minimum", 0}, {"pattern", `^[0-9]+(,[0-9]+)+$`}}
	list     = object{{"type", "array"}, {"items", object{{"type", "integer"}, {"minimum", 0}}}, {"minItems", 1}}
	shift    = object{{"oneOf", []object{{{"type", "integer"}, {"minimum", 1}}, {{"enum", []string{"-1", "-2"}}}}}}
)

func oneOf(values ...any) object { return object{{"enum", values}} }

// rows makes the members of a listing's rows: every column, and no column that there is not.
func rows[T any](t *testing.T, columns []table.Column[T], about map[string]column) (members []member) {
	t.Helper()
	for _, c := range columns {
		a, ok := about[c.Name]
		if !ok {
			t.Errorf("nothing is said about the column %s", c.Name)
		}
		members = append(members, member{c.Name, said(a.shape, a.about), a.always})
	}
	if len(about) != len(columns) {
		t.Errorf("%d columns are told of, and there are %d", len(about), len(columns))
	}
	return members
}

// The states and the certainties, by their words.
func states(t *testing.T) object { return object{{"enum", spoken(t, reflect.TypeFor[fact.State]())}} }
func certainties(t *testing.T) object {
	return object{{"enum", spoken(t, reflect.TypeFor[fact.Certainty]())}}
}

const (
	aboutStream   = "Wireshark's number of the TCP or UDP stream; the two are counted apart"
	aboutEndpoint = "ip:port or [ip6]:port"
	aboutSure     = "seen: it stands in a frame; derived: arithmetic, or proved by a later frame; inferred: the rules or the circumstances imply it; guessed: the best reading of an incomplete capture"
)

func moveColumns(t *testing.T) map[string]column {
	return map[string]column{
		"stream":   {number, "Wireshark's number of the TCP stream", true},
		"endpoint": {endpoint, "the endpoint whose state changes: " + aboutEndpoint, true},
		"peer":     {endpoint, "the other endpoint", true},
		"old":      {states(t), "its state before, by its name in RFC 9293 §3.3.2; UNKNOWN where the capture does not show enough", true},
		"new":      {states(t), "its state after", true},
		"cause":    {object{{"type", "string"}, {"pattern", `^((tx|rx):[0-9]+|-)$`}}, "tx:9 where sending frame 9 caused it, rx:9 where receiving it did, - where no frame did", true},
		"sure":     {certainties(t), aboutSure, true},
		"ref":      {object{{"type", "string"}, {"pattern", `^RFC [0-9]+( §[0-9A-Z.]+)?$`}}, "the rule it follows", true},
	}
}

// whose are the members that name a row's conversation in JSON alone.
func whose() []member {
	name := object{{"type", "string"}, {"pattern", `^(tcp|udp):[0-9]+(\.[0-9]+)?$`}}
	return []member{
		{"proto", said(oneOf("tcp", "udp"), "the protocol; with the stream it names the row of the sessions"), true},
		{"conversation", said(name, "its name, as --session takes it: tcp:3, and tcp:3.2 for a second incarnation in the same stream"), true},
	}
}

func factColumns(t *testing.T, kinds object) map[string]column {
	return map[string]column{
		"stream":   {number, aboutStream, true},
		"kind":     {kinds, "what happened", true},
		"endpoint": {endpoint, "whose doing it is; of a thing of both sides, the client: " + aboutEndpoint, true},
		"peer":     {endpoint, "the other endpoint", true},
		"frame":    {number, "the frame that decides it", true},
		"frames":   {list, "the frames that show it, the deciding one first", true},
		"sure":     {certainties(t), aboutSure, true},
	}
}

func sessionColumns() map[string]column {
	about := map[string]column{
		"proto":        {oneOf("tcp", "udp"), "the protocol", true},
		"stream":       {number, aboutStream, true},
		"a_addr":       {address, "the address of end a, which sent the stream's first frame", true},
		"a_port":       {port, "its port", true},
		"b_addr":       {address, "the address of the other end, b", true},
		"b_port":       {port, "its port", true},
		"first_frame":  {number, "the stream's first frame", true},
		"last_frame":   {number, "and its last", true},
		"start_epoch":  {seconds, "time of the first frame: seconds since 1970-01-01 UTC, with nine decimals", false},
		"duration":     {seconds, "from the first frame to the last: seconds, with nine decimals", true},
		"frames_ab":    {number, "frames from a to b", true},
		"bytes_ab":     {number, "their bytes, headers included (frame.len)", true},
		"payload_ab":   {number, "their bytes of TCP or UDP data", true},
		"frames_ba":    {number, "frames from b to a", true},
		"bytes_ba":     {number, "their bytes, headers included (frame.len)", true},
		"payload_ba":   {number, "their bytes of TCP or UDP data", true},
		"syn":          {number, "segments with SYN and without ACK; TCP only", false},
		"synack":       {number, "segments with SYN and ACK; TCP only", false},
		"fin_ab":       {number, "segments with FIN from a to b; TCP only", false},
		"fin_ba":       {number, "the same from b to a", false},
		"rst_ab":       {number, "segments with RST from a to b; TCP only", false},
		"rst_ba":       {number, "the same from b to a", false},
		"completeness": {number, "Wireshark's tcp.completeness after the last frame; TCP only", false},
		"initial_rtt":  {seconds, "Wireshark's tcp.analysis.initial_rtt: seconds, with nine decimals", false},
	}
	for _, name := range fact.MarkNames {
		about[name] = column{number, "frames that Wireshark marks tcp.analysis." + name + "; TCP only", false}
	}
	return about
}
