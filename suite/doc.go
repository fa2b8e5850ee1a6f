// Package suite holds the acceptance tests: the whole product, from a capture file to its
// page, held against what we did not write. tshark's columns and conversations, the
// kernel's own log of state transitions and retransmissions, GitHub's Markdown engine, an
// HTML validator and a browser say what is right; each test prints how much it compared.
//
// The captures lie outside of the repository (package internal/corpus). A tool that is
// missing skips a test, and fails it where CI=true. With -short a part of the captures is
// enough.
package suite
