package packet

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// What the frames below hold: a UDP datagram from port 40000 to 40001 with eight bytes.
const (
	packet4 = "4500002400010000401166c60a0000010a0000029c409c41001021b46162636465666768"
	packet6 = "6000000000101140fe800000000000000000000000000001fe8000000000000000000000000000029c409c41001038b26162636465666768"
	framed  = "0200000000010200000000020800" + packet4
	snapped = "aaaa030000000800" + packet4
)

// encapsulations are headers written by the figures of their RFCs, what lies behind them,
// and what follows that; and how far frame.protocols of tshark 4.0 goes, to the last TCP or UDP.
var encapsulations = []struct {
	name          string
	link          uint16
	before, inner string
	after         string
	protocols     string
}{
	{"802.11 1", 105, "080000000200000000010200000000020200000000030000", snapped, "", "wlan:llc:ip:udp"},
	{"802.11 2", 105, "080100000200000000010200000000020200000000030000", snapped, "", "wlan:llc:ip:udp"},
	{"802.11 3", 105, "080200000200000000010200000000020200000000030000", snapped, "", "wlan:llc:ip:udp"},
	{"802.11 4", 105, "080300000200000000010200000000020200000000030000020000000004", snapped, "", "wlan:llc:ip:udp"},
	{"802.11 5", 105, "8800000002000000000102000000000202000000000300000000", snapped, "", "wlan:llc:ip:udp"},
	{"802.11 6", 105, "8801000002000000000102000000000202000000000300000000", snapped, "", "wlan:llc:ip:udp"},
	{"802.11 7", 105, "8803000002000000000102000000000202000000000300000200000000040000", snapped, "", "wlan:llc:ip:udp"},
	{"radiotap 1", 127, "0000080000000000080000000200000000010200000000020200000000030000", snapped, "", "radiotap:wlan_radio:wlan:llc:ip:udp"},
	{"radiotap 2", 127, "0000080000000000080100000200000000010200000000020200000000030000", snapped, "", "radiotap:wlan_radio:wlan:llc:ip:udp"},
	{"radiotap 3", 127, "0000080000000000080200000200000000010200000000020200000000030000", snapped, "", "radiotap:wlan_radio:wlan:llc:ip:udp"},
	{"radiotap 4", 127, "0000080000000000080300000200000000010200000000020200000000030000020000000004", snapped, "", "radiotap:wlan_radio:wlan:llc:ip:udp"},
	{"radiotap 5", 127, "00000800000000008800000002000000000102000000000202000000000300000000", snapped, "", "radiotap:wlan_radio:wlan:llc:ip:udp"},
	{"radiotap 6", 127, "00000800000000008801000002000000000102000000000202000000000300000000", snapped, "", "radiotap:wlan_radio:wlan:llc:ip:udp"},
	{"radiotap 7", 127, "00000800000000008803000002000000000102000000000202000000000300000200000000040000", snapped, "", "radiotap:wlan_radio:wlan:llc:ip:udp"},
	{"prism 1", 119, "80211001000000400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000080000000200000000010200000000020200000000030000", snapped, "", "prism:wlancap:wlan_radio:wlan:llc:ip:udp"},
	{"prism 2", 119, "80211001000000400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000080100000200000000010200000000020200000000030000", snapped, "", "prism:wlancap:wlan_radio:wlan:llc:ip:udp"},
	{"prism 3", 119, "80211001000000400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000080200000200000000010200000000020200000000030000", snapped, "", "prism:wlancap:wlan_radio:wlan:llc:ip:udp"},
	{"prism 4", 119, "80211001000000400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000080300000200000000010200000000020200000000030000020000000004", snapped, "", "prism:wlancap:wlan_radio:wlan:llc:ip:udp"},
	{"prism 5", 119, "802110010000004000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000008800000002000000000102000000000202000000000300000000", snapped, "", "prism:wlancap:wlan_radio:wlan:llc:ip:udp"},
	{"prism 6", 119, "802110010000004000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000008801000002000000000102000000000202000000000300000000", snapped, "", "prism:wlancap:wlan_radio:wlan:llc:ip:udp"},
	{"prism 7", 119, "802110010000004000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000008803000002000000000102000000000202000000000300000200000000040000", snapped, "", "prism:wlancap:wlan_radio:wlan:llc:ip:udp"},
	{"ppi 1", 192, "0000080069000000080000000200000000010200000000020200000000030000", snapped, "", "ppi:wlan_radio:wlan:llc:ip:udp"},
	{"ppi 2", 192, "0000200069000000020014000000000000000000000000000000000000000000080000000200000000010200000000020200000000030000", snapped, "", "ppi:wlan_radio:wlan:llc:ip:udp"},
	{"ppi 3", 192, "0000200069000000020014000000000000000000010000000000000000000000080000000200000000010200000000020200000000030000", snapped, "01020304", "ppi:wlan_radio:wlan:llc:ip:udp"},
	{"ppi 4", 192, "0000080001000000", framed, "", "ppi:pcap_pktdata:eth:ethertype:ip:udp"},
	{"erspan 1", 1, "02000000000102000000000208004500005600010000402f66760a0000010a000002100088be000000011005000000000000", framed, "", "eth:ethertype:ip:gre:erspan:eth:ethertype:ip:udp"},
	{"erspan 2", 1, "02000000000102000000000208004500004a00010000402f66820a0000010a000002000088be", framed, "", "eth:ethertype:ip:gre:erspan:eth:ethertype:ip:udp"},
	{"erspan 3", 1, "02000000000102000000000208004500005a00010000402f66720a0000010a000002100022eb00000001200500000000000000000000", framed, "", "eth:ethertype:ip:gre:erspan:eth:ethertype:ip:udp"},
	{"erspan 4", 1, "02000000000102000000000208004500006200010000402f666a0a0000010a000002100022eb000000012005000000000000000000010000000000000000", framed, "", "eth:ethertype:ip:gre:erspan:eth:ethertype:ip:udp"},
	{"erspan 5", 1, "02000000000102000000000208004500005600010000402f66760a0000010a000002000022eb200500000000000000000000", framed, "", "eth:ethertype:ip:gre:erspan:eth:ethertype:ip:udp"},
	{"GRE 1", 1, "02000000000102000000000208004500004c00010000402f66800a0000010a0000023081880b002000010000000100000002ff030021", packet4, "", "eth:ethertype:ip:gre:ppp:ip:udp"},
	{"GRE 2", 1, "02000000000102000000000208004500004000010000402f668c0a0000010a0000020000883e00000000", packet4, "", "eth:ethertype:ip:gre:ip:udp"},
	{"GRE 3", 1, "02000000000102000000000208004500004400010000402f66880a0000010a000002000089090800010100010000", packet4, "", "eth:ethertype:ip:gre:cmd:ip:udp"},
	{"GRE 4", 1, "02000000000102000000000208004500005400010000402f66780a0000010a0000020000894f000601010000050000000000000000000000000000000000", packet4, "", "eth:ethertype:ip:gre:nsh:ip:udp"},
	{"GRE 5", 1, "02000000000102000000000208004500004400010000402f66880a0000010a000002400008000000000000000000", packet4, "", "eth:ethertype:ip:gre:ip:udp"},
	{"mpls 1", 1, "020000000001020000000002884700010140", packet4, "", "eth:ethertype:mpls:ip:udp"},
	{"mpls 2", 1, "02000000000102000000000288470001004000010140", packet6, "", "eth:ethertype:mpls:ipv6:udp"},
	{"mpls 3", 1, "020000000001020000000002884700000140", packet4, "", "eth:ethertype:mpls:ip:udp"},
	{"mpls 4", 1, "020000000001020000000002884700002140", packet6, "", "eth:ethertype:mpls:ipv6:udp"},
	{"mpls 5", 1, "020000000001020000000002884800010140", packet4, "", "eth:ethertype:mpls:ip:udp"},
	{"mpls 6", 1, "02000000000102000000000208004500003c00010000408966360a0000010a00000200010140", packet4, "", "eth:ethertype:ip:mpls:ip:udp"},
	{"Ethernet tag 1", 1, "02000000000102000000000288e520000000000100000000000000000800", packet4, "00000000000000000000000000000000", "eth:ethertype:macsec:ethertype:ip:udp"},
	{"Ethernet tag 2", 1, "02000000000102000000000288e50000000000010800", packet4, "00000000000000000000000000000000", "eth:ethertype:macsec:ethertype:ip:udp"},
	{"Ethernet tag 3", 1, "02000000000102000000000288e700000000", framed, "", "eth:ethertype:ieee8021ah:ethertype:ip:udp"},
	{"Ethernet tag 4", 1, "020000000001020000000002892f000000010800", packet4, "", "eth:ethertype:hsr:ip:udp"},
	{"Ethernet tag 5", 1, "020000000001020000000002893f0000000000000800", packet4, "", "eth:ethertype:etag:ethertype:ip:udp"},
	{"Ethernet tag 6", 1, "02000000000102000000000289090101000100000800", packet4, "", "eth:ethertype:cmd:ethertype:ip:udp"},
	{"Ethernet tag 7", 1, "0200000000010200000000028926000000000800", packet4, "", "eth:ethertype:vntag:ethertype:ip:udp"},
	{"Ethernet tag 8", 1, "02000000000102000000000289030001", framed, "01020304", "eth:cfp:eth:ethertype:ip:udp"},
	{"Ethernet tag 9", 1, "020000000001020000000002894f000601010000050000000000000000000000000000000000", packet4, "", "eth:ethertype:nsh:ip:udp"},
	{"Ethernet tag 10", 1, "020000000001020000000002894f0002020300000500", framed, "", "eth:ethertype:nsh:eth:ethertype:ip:udp"},
	{"Ethernet tag 11", 1, "02000000000102000000000291000005810000060800", packet4, "", "eth:ethertype:vlan:ethertype:vlan:ethertype:ip:udp"},
	{"Ethernet tag 13", 1, "02000000000102000000000292000005930000060800", packet4, "", "eth:ethertype:vlan:ethertype:vlan:ethertype:ip:udp"},
	{"Ethernet tag 12", 1, "02000000000102000000000288a80005810000060800", packet4, "", "eth:ethertype:ieee8021ad:ethertype:vlan:ethertype:ip:udp"},
	{"pppoe 1", 1, "02000000000102000000000288641100000100260021", packet4, "000000000000", "eth:ethertype:pppoes:ppp:ip:udp"},
	{"pppoe 3", 1, "020000000001020000000002886411000001002e0021", packet4, "", "eth:ethertype:pppoes:ppp:ip:udp"},
	{"pppoe 4", 1, "020000000001020000000002886411000001003a0057", packet6, "", "eth:ethertype:pppoes:ppp:ipv6:udp"},
	{"pppoe 5", 1, "020000000001020000000002886411000001002521", packet4, "", "eth:ethertype:pppoes:ppp:ip:udp"},
	{"pppoe 6", 1, "020000000001020000000002886411000001002a028100010140", packet4, "", "eth:ethertype:pppoes:ppp:mpls:ip:udp"},
	{"udp tunnels 2 1", 1, "020000000001020000000002080045000080000100004011666a0a0000010a000002fde813d0006c15b04152112900000000000000000000000000000000000000000000000000000000000000000000000000000000", packet6, "", "eth:ethertype:ip:udp:ayiya:ipv6:udp"},
	{"udp tunnels 2 3", 1, "02000000000102000000000208004500004c000100004011669e0a0000010a000002fde806a50038bbb84002003000010001ff030021", packet4, "", "eth:ethertype:ip:udp:l2tp:ppp:ip:udp"},
	{"etherip 1", 1, "02000000000102000000000208004500004800010000406166520a0000010a0000023000", framed, "", "eth:ethertype:ip:etherip:eth:ethertype:ip:udp"},
	{"etherip 2", 1, "02000000000102000000000208004500004600010000408f66260a0000010a000002", framed, "", "eth:ethertype:ip:eth:ethertype:ip:udp"},
	{"llc 1", 1, "020000000001020000000002002c", snapped, "", "eth:llc:ip:udp"},
	{"llc 2", 1, "0200000000010200000000020040", snapped, "", "eth:llc:ip:udp"},
	{"llc 4", 1, "0200000000010200000000020027060603", packet4, "", "eth:llc:ip:udp"},
	{"vxlan 1", 1, "02000000000102000000000208004500005600010000401166940a0000010a000002fde812b50042d5ea0800000000000500", framed, "", "eth:ethertype:ip:udp:vxlan:eth:ethertype:ip:udp"},
	{"geneve 1", 1, "02000000000102000000000208004500005600010000401166940a0000010a000002fde817c1004273860000655800000500", framed, "", "eth:ethertype:ip:udp:geneve:eth:ethertype:ip:udp"},
	{"geneve options 1", 1, "020000000001020000000002080045000050000100004011669a0a0000010a000002fde817c1003cdaed02000800000005000000000000000000", packet4, "", "eth:ethertype:ip:udp:geneve:ip:udp"},
	{"mpls in udp 1", 1, "02000000000102000000000208004500004400010000401166a60a0000010a000002fde819eb0030e69a00010140", packet4, "", "eth:ethertype:ip:udp:mpls:ip:udp"},
	{"tzsp 1", 1, "02000000000102000000000208004500005300010000401166970a0000010a000002fde89090003f7bfb0100000101", framed, "", "eth:ethertype:ip:udp:tzsp:eth:ethertype:ip:udp"},
	{"lisp 1", 1, "02000000000102000000000208004500004800010000401166a20a0000010a000002fde810f5003470c98000000000000000", packet4, "", "eth:ethertype:ip:udp:lisp-data:ip:udp"},
	{"gtp 1", 1, "02000000000102000000000208004500004800010000401166a20a0000010a000002fde808680034c83230ff002400000001", packet4, "", "eth:ethertype:ip:udp:gtp:ip:udp"},
	{"gtp seq 1", 1, "02000000000102000000000208004500004c000100004011669e0a0000010a000002fde808680038c62532ff00280000000100010000", packet4, "", "eth:ethertype:ip:udp:gtp:ip:udp"},
	{"gtp extension 1", 1, "020000000001020000000002080045000050000100004011669a0a0000010a000002fde80868003cc09436ff002c000000010001008501000000", packet4, "", "eth:ethertype:ip:udp:gtp:ip:udp"},
	{"teredo 1", 1, "02000000000102000000000208004500005400010000401166960a0000010a000002fde80dd800406e7b", packet6, "", "eth:ethertype:ip:udp:teredo:ipv6:udp"},
	{"teredo origin 1", 1, "02000000000102000000000208004500005c000100004011668e0a0000010a000002fde80dd800486e6b0000000000000000", packet6, "", "eth:ethertype:ip:udp:teredo:ipv6:udp"},
	{"teredo both 1", 1, "02000000000102000000000208004500006900010000401166810a0000010a000002fde80dd80055b00e000100000000000000000000000000000000000000", packet6, "", "eth:ethertype:ip:udp:teredo:ipv6:udp"},
	{"4 in 4 1", 1, "02000000000102000000000208004500003800010000400466bf0a0000010a000002", packet4, "", "eth:ethertype:ip:ip:udp"},
	{"6 in 4 1", 1, "02000000000102000000000208004500004c00010000402966860a0000010a000002", packet6, "", "eth:ethertype:ip:ipv6:udp"},
	{"4 in 6 1", 1, "02000000000102000000000286dd6000000000240440fe800000000000000000000000000001fe800000000000000000000000000002", packet4, "", "eth:ethertype:ipv6:ip:udp"},
	{"6 in 6 1", 1, "02000000000102000000000286dd6000000000382940fe800000000000000000000000000001fe800000000000000000000000000002", packet6, "", "eth:ethertype:ipv6:ipv6:udp"},
	{"gre 1", 1, "02000000000102000000000208004500003c00010000402f66900a0000010a00000200000800", packet4, "", "eth:ethertype:ip:gre:ip:udp"},
	{"gre key 1", 1, "02000000000102000000000208004500005c00010000402f66700a0000010a000002b00086dd000000000000000000000000", packet6, "", "eth:ethertype:ip:gre:ipv6:udp"},
	{"ah 1", 1, "02000000000102000000000208004500005000010000403366780a0000010a000002040400000000000000000000000000000000000000000000", packet4, "", "eth:ethertype:ip:ah:ip:udp"},
	{"extensions 1", 1, "02000000000102000000000286dd6000000000500040fe800000000000000000000000000001fe8000000000000000000000000000023c000104000000002b000104000000002900000000000000", packet6, "", "eth:ethertype:ipv6:ipv6.hopopts:ipv6.dstopts:ipv6.routing:ipv6:udp"},
	{"ppp 1", 9, "ff030021", packet4, "", "ppp:ip:udp"},
	{"ppp 2", 9, "0021", packet4, "", "ppp:ip:udp"},
	{"ppp 3", 9, "21", packet4, "", "ppp:ip:udp"},
	{"ppp 4", 9, "ff03028100010140", packet4, "", "ppp:mpls:ip:udp"},
	{"ppp 5", 9, "0f000800", packet4, "", "ppp:chdlc:ip:udp"},
	{"ppp 6", 9, "ff0386dd", packet6, "", "ppp:ipv6:udp"},
	{"chdlc 1", 104, "0f000800", packet4, "", "chdlc:ip:udp"},
	{"chdlc 2", 104, "8f0086dd", packet6, "", "chdlc:ipv6:udp"},
	{"chdlc 3", 104, "0f00884700010140", packet4, "", "chdlc:mpls:ip:udp"},
	{"chdlc 4", 104, "0f006558", framed, "", "chdlc:eth:ethertype:ip:udp"},
	{"frame relay 1", 107, "184103cc", packet4, "", "fr:ip:udp"},
	{"frame relay 2", 107, "1841038e", packet6, "", "fr:ipv6:udp"},
	{"frame relay 3", 107, "18410300800000000800", packet4, "", "fr:ip:udp"},
	{"frame relay 4", 107, "18410800", packet4, "", "fr:ip:udp"},
	{"frame relay 5", 107, "184186dd", packet6, "", "fr:ipv6:udp"},
	{"frame relay 6", 107, "184103800000000800", packet4, "", "fr:ip:udp"},
	{"frame relay 7", 107, "1c4103cc", packet4, "", "fr:ip:udp"},
	{"enc 1", 109, "020000000000000000000000", packet4, "", "enc:ip:udp"},
	{"enc 2", 109, "000000180000000000000000", packet6, "", "enc:ipv6:udp"},
	{"link 117 1", 117, "3d020000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", packet4, "", "pflog:ip:udp"},
	{"link 117 2", 117, "2d0200000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", packet4, "", "pflog:ip:udp"},
	{"link 117 3", 117, "3d180000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", packet6, "", "pflog:ipv6:udp"},
	{"link 117 4", 117, "64020000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", packet4, "", "pflog:ip:udp"},
	{"link 117 5", 117, "540200000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", packet4, "", "pflog:ip:udp"},
	{"link 6 1", 6, "1040020000000001020000000002", snapped, "", "tr:llc:ip:udp"},
	{"link 6 2", 6, "104002000000000182000000000202b0", snapped, "", "tr:llc:ip:udp"},
	{"link 6 3", 6, "104002000000000182000000000206b000110020", snapped, "", "tr:llc:ip:udp"},
	{"link 10 1", 10, "50020000000001020000000002", snapped, "", "fddi:llc:ip:udp"},
	{"link 10 2", 10, "57020000000001020000000002", snapped, "", "fddi:llc:ip:udp"},
	{"link 122 1", 122, "00000000000000000000000000000000", snapped, "", "ipfc:llc:ip:udp"},
	{"link 138 1", 138, "000000000000000000000000000000000800", packet4, "", "ap1394:ip:udp"},
	{"link 138 2", 138, "0000000000000000000000000000000086dd", packet6, "", "ap1394:ipv6:udp"},
	{"link 242 1", 242, "0000000000000000000000000000000000000000000000000000000000000000000000000000000008000000", packet4, "", "ipoib:ip:udp"},
	{"link 242 2", 242, "0000000000000000000000000000000000000000000000000000000000000000000000000000000086dd0000", packet6, "", "ipoib:ipv6:udp"},
	{"link 11 1", 11, "", snapped, "", "llc:ip:udp"},
	{"link 19 1", 19, "", packet4, "", "clip:ip:udp"},
	{"link 19 2", 19, "", packet6, "", "clip:ip:ipv6:udp"},
	{"link 12 1", 12, "", packet4, "", "raw:ip:udp"},
	{"link 12 2", 12, "", packet6, "", "raw:ipv6:udp"},
	{"link 12 3", 12, "ff030021", packet4, "", "raw:ppp:ip:udp"},
	{"link 228 1", 228, "", packet4, "", "ip:udp"},
	{"link 228 2", 228, "", packet6, "", "ip:ipv6:udp"},
	{"link 0 1", 0, "02000000", packet4, "", "null:ip:udp"},
	{"link 0 2", 0, "00000002", packet4, "", "null:ip:udp"},
	{"link 0 3", 0, "1e000000", packet6, "", "null:ipv6:udp"},
	{"link 0 4", 0, "00000018", packet6, "", "null:ipv6:udp"},
	{"link 0 5", 0, "ff030021", packet4, "", "null:ppp:ip:udp"},
	{"link 0 6", 0, "0f000800", packet4, "", "null:ip:udp"},
	{"link 0 7", 0, "1c000000", packet6, "", "null:ipv6:udp"},
	{"link 108 1", 108, "00000002", packet4, "", "null:ip:udp"},
	{"link 108 2", 108, "00000018", packet6, "", "null:ipv6:udp"},
	{"link 51 1", 51, "1100000100260021", packet4, "", "pppoes:ppp:ip:udp"},
	{"sll 113 1", 113, "00000001000602020202020200000800", packet4, "", "sll:ethertype:ip:udp"},
	{"sll 113 2", 113, "000000010006020202020202000086dd", packet6, "", "sll:ethertype:ipv6:udp"},
	{"sll 113 3", 113, "00000001000602020202020200000004", snapped, "", "sll:llc:ip:udp"},
	{"sll 113 4", 113, "00000001000602020202020200000003", framed, "", "sll:eth:ethertype:ip:udp"},
	{"sll 113 5", 113, "0000000100060202020202020000810000050800", packet4, "", "sll:ethertype:vlan:ethertype:ip:udp"},
	{"sll 113 6", 113, "000000010006020202020202000088641100000100260021", packet4, "", "sll:ethertype:pppoes:ppp:ip:udp"},
	{"sll 113 7", 113, "0000000100060202020202020000884700010140", packet4, "", "sll:ethertype:mpls:ip:udp"},
	{"sll 276 1", 276, "0800000000000003000100060202020202020000", packet4, "", "sll:ethertype:ip:udp"},
	{"sll 276 2", 276, "86dd000000000003000100060202020202020000", packet6, "", "sll:ethertype:ipv6:udp"},
	{"sll 276 3", 276, "0004000000000003000100060202020202020000", snapped, "", "sll:llc:ip:udp"},
	{"sll 276 4", 276, "0003000000000003000100060202020202020000", framed, "", "sll:eth:ethertype:ip:udp"},
	{"sll 276 5", 276, "810000000000000300010006020202020202000000050800", packet4, "", "sll:ethertype:vlan:ethertype:ip:udp"},
	{"sll 276 6", 276, "88640000000000030001000602020202020200001100000100260021", packet4, "", "sll:ethertype:pppoes:ppp:ip:udp"},
	{"sll 276 7", 276, "884700000000000300010006020202020202000000010140", packet4, "", "sll:ethertype:mpls:ip:udp"},
	{"nflog 1", 239, "0200000028000900", packet4, "", "nflog:ip:udp"},
	{"nflog 2", 239, "0a0000003c000900", packet6, "", "nflog:ipv6:udp"},
	{"nflog 3", 239, "02000000080001000000000007000a006162000028000900", packet4, "", "nflog:ip:udp"},
	{"nflog 4", 239, "0200000028000900", packet4, "0800030000000000", "nflog:ip:udp"},
	{"pktap 1", 258, "6c0000000100000001000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", framed, "", "pktap:pcap_pktdata:eth:ethertype:ip:udp"},
	{"pktap 2", 258, "6c000000010000000c000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", packet4, "", "pktap:pcap_pktdata:raw:ip:udp"},
}

func TestEncapsulations(t *testing.T) {
	var d Decoder
	var p Packet
	for _, tt := range encapsulations {
		data := unhex(t, tt.before+tt.inner+tt.after)
		if !d.Decode(1, tt.link, data, len(data), &p) {
			t.Errorf("%s: link type %d is not known", tt.name, tt.link)
		}
		if got := protocols(&p); got != tt.protocols {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.protocols)
			continue
		}
		if len(p.Transports) == 0 {
			t.Errorf("%s: no header", tt.name)
			continue
		}
		u := &p.Transports[len(p.Transports)-1]
		if u.UDP.SrcPort != 40000 || u.UDP.DstPort != 40001 || u.UDP.Verdict != fact.Good || string(u.Payload) != "abcdefgh" ||
			string(data[u.DataOff:u.DataOff+8]) != "abcdefgh" {
			t.Errorf("%s: got %+v", tt.name, u.UDP)
		}
	}
}

// Every frame above, cut everywhere and with every byte changed: no panic, no layer outside
// of the frame.
func TestDamaged(t *testing.T) {
	var d Decoder
	var p Packet
	for _, tt := range encapsulations {
		data := unhex(t, tt.before+tt.inner+tt.after)
		for n := range data {
			d.Decode(1, tt.link, data[:n], len(data), &p)
			inside(t, &p, n)
			d.Decode(1, tt.link, data[:n], n, &p)
			inside(t, &p, n)
			for _, with := range []byte{0x01, 0x80, 0xff} {
				data[n] ^= with
				d.Decode(n, tt.link, data, len(data), &p)
				inside(t, &p, len(data))
				data[n] ^= with
			}
		}
	}
}

func inside(t *testing.T, p *Packet, n int) {
	t.Helper()
	for _, l := range p.Layers {
		if l.Off < 0 || l.Len < 0 || l.Off+l.Len > n {
			t.Fatalf("layer %v in %d bytes", l, n)
		}
	}
	for i := range p.Transports {
		if s := p.Transports[i].Data(); s.Off < 0 || s.Off+s.Len > n {
			t.Fatalf("payload %v in %d bytes", s, n)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	var d Decoder
	var p Packet
	for _, tt := range encapsulations {
		data := unhex(t, tt.before+tt.inner+tt.after)
		if n := testing.AllocsPerRun(10, func() { d.Decode(1, tt.link, data, len(data), &p) }); n != 0 {
			t.Errorf("%s: %v allocations", tt.name, n)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	var d Decoder
	var p Packet
	for _, name := range []string{"Ethernet tag 10", "vxlan 1", "ah 1"} {
		for _, tt := range encapsulations {
			if tt.name == name {
				data, _ := hex.DecodeString(tt.before + tt.inner + tt.after)
				b.Run(strings.ReplaceAll(tt.protocols, ":", "-"), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						d.Decode(1, tt.link, data, len(data), &p)
					}
				})
			}
		}
	}
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// protocols is frame.protocols up to the last TCP or UDP, with ethertype only where an
// EtherType leads on.
func protocols(p *Packet) string {
	var names []string
	last := 0
	for i, l := range p.Layers {
		name := l.Layer.String()
		if i+1 < len(p.Layers) && p.Layers[i].Layer != fact.LayerEthernet {
			switch p.Layers[i+1].Layer {
			case fact.LayerLLC, fact.LayerEthernet, fact.LayerLength:
				name = strings.TrimSuffix(name, ":ethertype")
			}
		}
		if names = append(names, name); name == "tcp" || name == "udp" {
			last = len(names)
		}
	}
	return strings.Join(names[:last], ":")
}
