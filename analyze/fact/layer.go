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
	LayerLength
	LayerProvider
	LayerETag
	LayerMACsec
	LayerCMD
	LayerHSR
	LayerBackbone
	LayerLLC
	LayerMPLS
	LayerPseudoWire
	LayerBareWire
	LayerPPPoE
	LayerPPP
	LayerHDLC
	LayerFrameRelay
	LayerFDDI
	LayerTokenRing
	LayerInfiniBand
	LayerFireWire
	LayerFibreChannel
	LayerATM
	LayerRadiotap
	LayerPrism
	LayerAVS
	LayerPPI
	LayerWLAN
	LayerNFLOG
	LayerENC
	LayerPFLOG
	LayerPKTAP
	LayerUserPKTAP
	LayerGRE
	LayerERSPAN
	LayerVXLAN
	LayerGeneve
	LayerGTP
	LayerTeredo
	LayerL2TP
	LayerLISP
	LayerTZSP
	LayerAH
	LayerESP
	LayerShim6
	LayerVNTag
	LayerFabricPath
	LayerNSH
	LayerAYIYA
	LayerEtherIP
	LayerGREMetadata
	LayerPrismAVS
	LayerPPIOther
	LayerCLIP
	LayerRadiotapFCS // says that a frame check sequence ends the frame, as does the next
	LayerPPIFCS
)

var layerNames = [...]string{
	"data", "eth:ethertype", "vlan:ethertype", "sll:ethertype", "null", "raw", "arp", "ip", "ipv6",
	"ipv6.hopopts", "ipv6.routing", "ipv6.fraghdr", "ipv6.dstopts", "icmp", "icmpv6", "igmp", "tcp", "udp",
	"eth", "ieee8021ad:ethertype", "etag:ethertype", "macsec:ethertype", "cmd:ethertype", "hsr",
	"ieee8021ah:ethertype", "llc", "mpls", "pwethheuristic:pwethcw", "pwethheuristic:pwethnocw", "pppoes",
	"ppp", "chdlc", "fr", "fddi", "tr", "ipoib", "ap1394", "ipfc", "atm", "radiotap:wlan_radio",
	"prism:wlan_radio", "wlancap:wlan_radio", "ppi:wlan_radio", "wlan", "nflog", "enc", "pflog", "pktap:pcap_pktdata",
	"user_dlt:pktap:pcap_pktdata", "gre", "erspan", "vxlan", "geneve", "gtp", "teredo", "l2tp", "lisp-data",
	"tzsp", "ah", "esp", "shim6", "vntag:ethertype", "cfp", "nsh", "ayiya", "etherip", "cmd",
	"prism:wlancap:wlan_radio", "ppi:pcap_pktdata", "clip", "radiotap:wlan_radio", "ppi:wlan_radio",
}

// String is the layer's part of Wireshark's frame.protocols.
func (l Layer) String() string { return layerNames[l] }
