package table

import (
	"encoding/json"
	"testing"
)

// TestEscaped: what a program reads of the JSON is the same, and nothing in it is unseen.
func TestEscaped(t *testing.T) {
	const name = "a\u202eb\u009bc\u2028\U000e0041d\x7f é 한"
	raw, err := json.Marshal(name)
	if err != nil {
		t.Fatal(err)
	}
	got := Escaped(raw)
	if want := `"a\u202eb\u009bc\u2028\udb40\udc41d\u007f é 한"`; string(got) != want {
		t.Errorf("%s, want %s", got, want)
	}
	var back string
	if err := json.Unmarshal(got, &back); err != nil || back != name {
		t.Errorf("%q, %v", back, err)
	}
}
