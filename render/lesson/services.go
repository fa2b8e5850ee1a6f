package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// services are common names in IANA's registry of ports (RFC 6335), of both protocols.
var services = map[uint16]string{7: "echo", 9: "discard", 13: "daytime", 19: "chargen", 20: "FTP data", 21: "FTP", 22: "SSH", 23: "Telnet", 25: "SMTP", 53: "DNS", 67: "DHCP", 68: "DHCP", 69: "TFTP",
	80: "HTTP", 88: "Kerberos", 110: "POP3", 111: "rpcbind", 119: "NNTP", 123: "NTP", 137: "NetBIOS-NS", 138: "NetBIOS-DGM", 139: "NetBIOS-SSN", 143: "IMAP", 161: "SNMP", 162: "SNMP trap",
	179: "BGP", 389: "LDAP", 443: "HTTPS", 445: "SMB", 464: "kpasswd", 500: "IKE", 514: "syslog", 546: "DHCPv6", 547: "DHCPv6", 554: "RTSP", 587: "SMTP submission", 636: "LDAPS", 853: "DNS over TLS", 993: "IMAPS", 995: "POP3S",
	1194: "OpenVPN", 1433: "SQL Server", 1701: "L2TP", 1812: "RADIUS", 1813: "RADIUS accounting", 1883: "MQTT", 1900: "SSDP", 2049: "NFS", 2152: "GTP-U", 3306: "MySQL", 3389: "Remote Desktop", 3478: "STUN", 3544: "Teredo",
	4341: "LISP", 4500: "IPsec NAT traversal", 4789: "VXLAN", 5060: "SIP", 5061: "SIPS", 5353: "mDNS", 5355: "LLMNR", 5683: "CoAP", 5684: "CoAP over DTLS", 5432: "PostgreSQL", 6081: "Geneve", 6343: "sFlow", 8883: "MQTT over TLS"}

// Service is what the server's port is registered for; empty where that is not known here, or
// the conversation carries no data to which it would matter.
func (t *talk) Service() string {
	if t.Row.Data[fact.Client]+t.Row.Data[fact.Server] == 0 {
		return ""
	}
	return services[t.Ends[fact.Server].Port()]
}
