package fact

// The layers that are told apart. The order is free; the names are those of
// Wireshark's frame.protocols.
const (
	LayerData Layer = iota // bytes that no layer above claims
	LayerEthernet
	LayerVLAN
	LayerSLL
	LayerNull
	LayerRaw
	LayerARP
	LayerIPv4
	LayerIPv6
	LayerHopByHop
	LayerRouting
	LayerFragment
	LayerDestination
	LayerICMP
	LayerICMPv6
	LayerIGMP
	LayerTCP
	LayerUDP
)

var layerNames = [...]string{
	"data", "eth:ethertype", "vlan:ethertype", "sll:ethertype", "null", "raw", "arp", "ip", "ipv6",
	"ipv6.hopopts", "ipv6.routing", "ipv6.fraghdr", "ipv6.dstopts", "icmp", "icmpv6", "igmp", "tcp", "udp",
}

// String is the layer's part of Wireshark's frame.protocols.
func (l Layer) String() string { return layerNames[l] }
