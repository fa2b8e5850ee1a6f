package fact

import "net/netip"

// Neighbor is a message of ARP (RFC 826) or of neighbor discovery (RFC 4861 §4.3, §4.4): a
// question for the MAC address of an IP address, or an answer.
type Neighbor struct {
	Frame int
	Asks  bool
	By    netip.Addr // who sent it
	Of    netip.Addr // whose MAC address is asked for or told
	MAC   [6]byte    // that is told; zero in a question, and where the answer holds none
}
