package schema

import "github.com/pcaplain/pcaplain/analyze/fact"

// frameColumns are those of `frames`, under Wireshark's names.
func frameColumns() map[string]column {
	about := map[string]column{
		"frame.number":                     {number, "counted from 1", true},
		"frame.time_epoch":                 {seconds, "seconds since 1970-01-01 UTC, with nine decimals", false},
		"frame.len":                        {number, "bytes on the wire", true},
		"frame.cap_len":                    {number, "bytes in the file", true},
		"frame.interface_id":               {number, "of the file's interfaces, from 0; not in formats without them", false},
		"frame.protocols":                  {word, "the headers that are read, outermost first, with colons between them", false},
		"src":                              {address, "source address of the innermost IP header", false},
		"dst":                              {address, "destination address of the same", false},
		"quoted":                           {set, "the TCP or UDP header is one that an ICMP error quotes", false},
		"ip.checksum.status":               {oneOf(0, 1, 2, 3), aboutStatus + "; of the IPv4 header (RFC 791 §3.1)", false},
		"tcp.stream":                       {number, "number of the TCP stream", false},
		"udp.stream":                       {number, "number of the UDP stream", false},
		"tcp.srcport":                      {port, "source port", false},
		"tcp.dstport":                      {port, "destination port", false},
		"udp.srcport":                      {port, "source port", false},
		"udp.dstport":                      {port, "destination port", false},
		"tcp.flags":                        {object{{"type", "string"}, {"pattern", "^0x[0-9a-f]{4}$"}}, "the twelve bits behind the data offset, hexadecimal (RFC 9293 §3.1)", false},
		"tcp.seq":                          {number, "relative sequence number", false},
		"tcp.seq_raw":                      {number, "sequence number as in the header", false},
		"tcp.nxtseq":                       {number, "relative number after the segment", false},
		"tcp.ack":                          {number, "relative acknowledgment number", false},
		"tcp.ack_raw":                      {number, "acknowledgment number as in the header", false},
		"tcp.len":                          {number, "bytes of data", false},
		"tcp.hdr_len":                      {number, "bytes of header", false},
		"tcp.window_size_value":            {number, "window as in the header", false},
		"tcp.window_size":                  {number, "window in bytes, scaled as far as the scale is known (RFC 7323 §2.2)", false},
		"tcp.window_size_scalefactor":      {shift, "the multiplier; -1 where the handshake was not seen, -2 where no scaling was agreed on", false},
		"tcp.urgent_pointer":               {number, "as in the header (RFC 9293 §3.8.5)", false},
		"tcp.options.mss_val":              {number, "MSS option, bytes (RFC 9293 §3.7.1)", false},
		"tcp.options.wscale.shift":         {number, "window scale option, bits (RFC 7323 §2.2)", false},
		"tcp.options.sack_perm":            {set, "SACK-permitted option (RFC 2018 §2)", false},
		"tcp.options.sack_le":              {numbers, "left edges of the SACK blocks, relative, with commas between them; a number where there is one (RFC 2018 §3)", false},
		"tcp.options.sack_re":              {numbers, "their right edges", false},
		"tcp.options.timestamp.tsval":      {number, "TSval (RFC 7323 §3.2)", false},
		"tcp.options.timestamp.tsecr":      {number, "TSecr (RFC 7323 §3.2)", false},
		"tcp.checksum.status":              {oneOf(0, 1, 2, 3), aboutStatus + " (RFC 9293 §3.1)", false},
		"tcp.completeness":                 {number, "bits: 1 SYN, 2 SYN-ACK, 4 ACK, 8 data, 16 FIN, 32 RST", false},
		"tcp.time_relative":                {seconds, "since the stream's first frame: seconds, with nine decimals", false},
		"tcp.time_delta":                   {seconds, "since the stream's frame before: seconds, with nine decimals", false},
		"tcp.analysis.initial_rtt":         {seconds, "from the SYN to the ACK that completes the handshake: seconds, with nine decimals", false},
		"tcp.analysis.acks_frame":          {number, "the frame that this one acknowledges", false},
		"tcp.analysis.ack_rtt":             {seconds, "the time since that frame: seconds, with nine decimals", false},
		"tcp.analysis.bytes_in_flight":     {number, "bytes sent and not acknowledged yet", false},
		"tcp.analysis.push_bytes_sent":     {number, "bytes sent since the last PSH", false},
		"tcp.analysis.rto":                 {seconds, "since the segment that this one sends again: seconds, with nine decimals", false},
		"tcp.analysis.rto_frame":           {number, "that segment's frame", false},
		"tcp.analysis.duplicate_ack_num":   {number, "which duplicate it is in a row, from 1", false},
		"tcp.analysis.duplicate_ack_frame": {number, "the frame of the acknowledgment that it repeats", false},
		"udp.length":                       {number, "as in the header: 8 and the bytes of data (RFC 768)", false},
		"udp.checksum.status":              {oneOf(0, 1, 2, 3, 4), aboutStatus + ", 4 zero over IPv6, which is illegal (RFC 768, RFC 8200 §8.1)", false},
		"_ws.malformed":                    {set, "a header contradicts itself, or ends too early", false},
		"frame.comment":                    {captured, "comments in the file, with \\n between them; a backslash is \\\\, and characters that no terminal should obey are spelt out", false},
	}
	for _, name := range fact.MarkNames {
		about["tcp.analysis."+name] = column{set, "Wireshark's mark of that name", false}
	}
	return about
}

const aboutStatus = "0 bad, 1 good, 2 not verified, 3 not present"
