package tcp_test

// refusals are rules about segments that their receiver does not take.
var refusals = []rule{{
	name: "SYN-SENT takes no ACK of anything but its SYN, RFC 9293 §3.10.7.3, first",
	frames: `
		0 S  100 0 0
		1 A  900 77 0
		0 R  77 0 0
		0 S  100 0 0
		1 SA 300 101 0
		0 A  101 301 10
		1 A  301 111 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		server LISTEN > SYN-RECEIVED rx:4 inferred
		client SYN-SENT > ESTABLISHED rx:5 derived
		server SYN-RECEIVED > ESTABLISHED rx:6 derived`,
}, {
	name: "an old SYN-ACK is none of the connection, RFC 9293 §3.10.7.3, first",
	frames: `
		0 S  100 0 0
		1 SA 900 77 0
		0 R  77 0 0
		1 SA 300 101 0
		0 A  101 301 10
		1 A  301 111 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		server LISTEN > SYN-RECEIVED rx:1 derived
		client SYN-SENT > ESTABLISHED rx:4 derived
		server SYN-RECEIVED > ESTABLISHED rx:5 derived`,
}, {
	name: "who resets a SYN-ACK that confirms its SYN with data is no longer in SYN-SENT",
	frames: `
		0 S  100 0 8
		1 SA 300 109 0
		0 R  109 0 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		client SYN-SENT > CLOSED tx:3 inferred
		server LISTEN > SYN-RECEIVED rx:1 derived
		server SYN-RECEIVED > LISTEN rx:3 inferred`,
}, {
	// A TCP that takes the FIN answers by an ACK.
	name: "a reset without ACK in answer to a FIN: it found no connection, RFC 9293 §3.5.2, group 1",
	frames: `
		0 S  100 0 0
		1 SA 300 101 0
		0 A  101 301 10
		1 A  301 111 0
		0 FA 111 301 0
		1 R  301 0 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		client SYN-SENT > ESTABLISHED rx:2 derived
		client ESTABLISHED > FIN-WAIT-1 tx:5 seen
		client FIN-WAIT-1 > CLOSED rx:6 inferred
		server LISTEN > SYN-RECEIVED rx:1 derived
		server SYN-RECEIVED > ESTABLISHED rx:3 derived
		server ESTABLISHED > CLOSED tx:6 inferred`,
}, {
	name: "a reset without ACK in answer to the ACK of a SYN-ACK, RFC 9293 §3.5.2, group 1",
	frames: `
		0 S  100 0 0
		1 SA 300 101 0
		0 A  101 301 0
		1 R  301 0 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		client SYN-SENT > ESTABLISHED rx:2 derived
		client ESTABLISHED > CLOSED rx:4 inferred
		server LISTEN > SYN-RECEIVED rx:1 derived
		server SYN-RECEIVED > CLOSED tx:4 inferred`,
}, {
	name: "an abort in CLOSING: from TIME-WAIT nobody sends a reset, RFC 9293 §3.10.5",
	frames: `
		0 S  100 0 0
		1 SA 300 101 0
		0 A  101 301 10
		1 A  301 111 0
		0 FA 111 301 0
		1 FA 301 111 0
		0 A  112 302 0
		1 A  302 112 0
		1 RA 302 112 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		client SYN-SENT > ESTABLISHED rx:2 derived
		client ESTABLISHED > FIN-WAIT-1 tx:5 seen
		client FIN-WAIT-1 > CLOSING rx:6 derived
		client CLOSING > TIME-WAIT rx:8 inferred
		client TIME-WAIT > CLOSED rx:9 inferred
		server LISTEN > SYN-RECEIVED rx:1 derived
		server SYN-RECEIVED > ESTABLISHED rx:3 derived
		server ESTABLISHED > FIN-WAIT-1 tx:6 seen
		server FIN-WAIT-1 > CLOSING rx:5 inferred
		server CLOSING > CLOSED tx:9 derived`,
}, {
	name: "a reset behind a number that is missing: a FIN may have come before it",
	frames: `
		0 S  100 0 0
		1 SA 300 101 0
		0 A  101 301 10
		1 A  301 111 10
		0 A  112 311 0
		0 RA 112 311 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		client SYN-SENT > ESTABLISHED rx:2 derived
		client ESTABLISHED > CLOSED tx:6 inferred
		server LISTEN > SYN-RECEIVED rx:1 derived
		server SYN-RECEIVED > ESTABLISHED rx:3 derived
		server ESTABLISHED > CLOSED rx:6 inferred`,
}, {
	name: "what comes late from an end that is CLOSED opens nothing",
	frames: `
		0 S  100 0 8
		1 SA 300 109 0
		1 RA 301 109 0
		0 R  109 0 0
		0 A  109 301 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		client SYN-SENT > CLOSED rx:3 inferred
		server LISTEN > SYN-RECEIVED rx:1 derived
		server SYN-RECEIVED > CLOSED tx:3 derived`,
}, {
	name: "a reset from LAST-ACK, where ABORT sends none, RFC 9293 §3.10.5",
	frames: `
		0 S  100 0 0
		1 SA 300 101 0
		0 A  101 301 10
		1 A  301 111 0
		0 FA 111 301 0
		1 FA 301 112 0
		1 RA 302 112 0`,
	moves: `
		client CLOSED > SYN-SENT tx:1 seen
		client SYN-SENT > ESTABLISHED rx:2 derived
		client ESTABLISHED > FIN-WAIT-1 tx:5 seen
		client FIN-WAIT-1 > TIME-WAIT rx:6 inferred
		client TIME-WAIT > CLOSED rx:7 inferred
		server LISTEN > SYN-RECEIVED rx:1 derived
		server SYN-RECEIVED > ESTABLISHED rx:3 derived
		server ESTABLISHED > CLOSE-WAIT rx:5 derived
		server CLOSE-WAIT > LAST-ACK tx:6 seen
		server LAST-ACK > CLOSED tx:7 inferred`,
}}
