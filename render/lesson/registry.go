package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// etherTypes are names of the IEEE's EtherTypes, as they are used in every language.
var etherTypes = map[uint16]string{
	0x0800: "IPv4", 0x0806: "ARP", 0x0842: "Wake-on-LAN", 0x6003: "DECnet", 0x6558: "bridged Ethernet", 0x8035: "RARP", 0x809b: "AppleTalk",
	0x80f3: "AARP", 0x8100: "VLAN", 0x8137: "IPX", 0x86dd: "IPv6", 0x8808: "Ethernet flow control", 0x8809: "slow protocols, LACP",
	0x880b: "PPP", 0x8847: "MPLS", 0x8848: "MPLS", 0x8863: "PPPoE discovery", 0x8864: "PPPoE", 0x8870: "jumbo frame", 0x888e: "EAPOL",
	0x8892: "PROFINET", 0x88a2: "ATA over Ethernet", 0x88a4: "EtherCAT", 0x88a8: "IEEE 802.1ad VLAN", 0x88b8: "GOOSE", 0x88ba: "IEC 61850 sampled values",
	0x88be: "ERSPAN", 0x88c7: "IEEE 802.11 preauthentication", 0x88ca: "TIPC", 0x88cc: "LLDP", 0x88e5: "MACsec", 0x88e7: "IEEE 802.1ah", 0x88f5: "MVRP", 0x88f7: "PTP",
	0x8902: "CFM", 0x8903: "FabricPath", 0x8906: "FCoE", 0x8909: "Cisco metadata", 0x8914: "FIP", 0x8926: "VN-Tag", 0x892f: "HSR", 0x893a: "IEEE 1905.1",
	0x893f: "E-tag", 0x894f: "NSH", 0x9000: "loopback test", 0x9100: "VLAN", 0x9200: "VLAN", 0x9300: "VLAN", 0x22eb: "ERSPAN", 0x22f0: "AVTP", 0x22f3: "TRILL", 0x883e: "WCCP", 0x2000: "CDP", 0xfefe: "ISO: IS-IS, CLNP",
}

// etherName is what an EtherType stands for.
func etherName(typ uint16) string {
	if s, ok := etherTypes[typ]; ok {
		return s
	}
	return "?"
}

// ipProtocols are the names in IANA's registry of protocol numbers.
var ipProtocols = map[uint8]string{
	1: "ICMP", 2: "IGMP", 3: "GGP", 4: "IPv4", 5: "ST", 6: "TCP", 7: "CBT", 8: "EGP", 9: "IGP", 17: "UDP", 27: "RDP", 33: "DCCP", 36: "XTP", 41: "IPv6", 45: "IDRP", 46: "RSVP", 47: "GRE", 48: "DSR",
	50: "ESP", 51: "AH", 54: "NARP", 55: "Min-IPv4", 58: "ICMPv6", 59: "IPv6-NoNxt", 80: "ISO-IP", 88: "EIGRP", 89: "OSPF", 94: "IPIP", 97: "EtherIP", 98: "ENCAP", 103: "PIM", 108: "IPComp", 112: "VRRP", 115: "L2TP", 121: "SMP", 124: "IS-IS over IPv4",
	132: "SCTP", 133: "FC", 135: "Mobility Header", 136: "UDPLite", 137: "MPLS-in-IP", 138: "manet", 139: "HIP", 140: "Shim6", 141: "WESP", 142: "ROHC", 143: "Ethernet", 255: "Reserved",
}

// extensions are IPv6's extension headers that have a name in each language.
var extensions = map[uint8]fact.Layer{0: fact.LayerHopByHop, 43: fact.LayerRouting, 44: fact.LayerFragment, 60: fact.LayerDestination}

// protoName is what an IP protocol number stands for.
func (b *builder) protoName(p uint8) string {
	if s, ok := ipProtocols[p]; ok {
		return s
	}
	if l, ok := extensions[p]; ok {
		return b.layerName(l)
	}
	return "?"
}

// accessPoints are names of IEEE 802.2's service access points.
var accessPoints = map[int64]string{0x06: "IP", 0x42: "STP", 0x7e: "X.25", 0x98: "ARP", 0xaa: "SNAP", 0xe0: "IPX", 0xf0: "NetBIOS", 0xfe: "ISO: IS-IS, CLNP", 0xff: "IPX"}

// snapTypes are names of types behind a SNAP header: organisation and type.
var snapTypes = map[int64]string{0x00000c010b: "PVST+", 0x00000c0111: "UDLD", 0x00000c2000: "CDP", 0x00000c2003: "VTP", 0x00000c2004: "DTP"}

// pppProtocols are names in IANA's registry of PPP's protocols.
var pppProtocols = map[int64]string{0x0021: "IPv4", 0x0057: "IPv6", 0x003d: "Multilink PPP", 0x00fd: "compressed PPP", 0x8021: "IPCP", 0x8057: "IPv6CP", 0x80fd: "CCP", 0xc021: "LCP", 0xc023: "PAP", 0xc025: "LQR", 0xc223: "CHAP"}

// wlanFrames are names of IEEE 802.11's frames, by type and subtype.
var wlanFrames = map[int64]string{0x00: "association request", 0x01: "association response", 0x02: "reassociation request", 0x03: "reassociation response", 0x04: "probe request", 0x05: "probe response",
	0x08: "beacon", 0x09: "ATIM", 0x0a: "disassociation", 0x0b: "authentication", 0x0c: "deauthentication", 0x0d: "action", 0x18: "block ack request", 0x19: "block ack", 0x1a: "PS-Poll", 0x1b: "RTS", 0x1c: "CTS",
	0x1d: "ack", 0x1e: "CF-End", 0x20: "data", 0x24: "null", 0x28: "QoS data", 0x2c: "QoS null"}
