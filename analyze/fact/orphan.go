package fact

import "net/netip"

// Orphan is an ICMP error that no conversation can be told of: what it quotes leads to none.
type Orphan struct {
	Frame    int
	Error    Error
	Proto    Proto          // of the packet that it quotes
	From, To netip.AddrPort // of that packet; without ports where it is a fragment that holds none
}

// MaxOrphans bounds those that are kept.
const MaxOrphans = 16
