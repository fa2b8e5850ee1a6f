package analyze

import (
	"encoding/binary"
	"net/netip"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// maxNeighbors bounds the messages of ARP and neighbor discovery that are kept.
const maxNeighbors = 4096

// neighbor keeps a frame's message of ARP or neighbor discovery.
func (e *engine) neighbor() {
	if len(e.survey.Neighbors) >= maxNeighbors {
		return
	}
	n := fact.Neighbor{Frame: e.in.Number, By: e.pkt.Src}
	for _, l := range e.pkt.Layers {
		b := e.in.Data[min(l.Off, len(e.in.Data)):]
		if l.Layer == fact.LayerARP && arp(&n, b) || l.Layer == fact.LayerICMPv6 && discovery(&n, b) {
			e.survey.Neighbors = append(e.survey.Neighbors, n)
			return
		}
	}
}

// arp reads a message about IPv4 on Ethernet (RFC 826): a question or an answer.
func arp(n *fact.Neighbor, b []byte) bool {
	const ethernetIPv4, request, reply = 0x000108000604, 1, 2
	if len(b) < 28 || binary.BigEndian.Uint64(b)>>16 != ethernetIPv4 {
		return false
	}
	n.By = netip.AddrFrom4([4]byte(b[14:18]))
	switch binary.BigEndian.Uint16(b[6:]) {
	case request:
		n.Asks, n.Of = true, netip.AddrFrom4([4]byte(b[24:28]))
	case reply:
		n.Of, n.MAC = n.By, [6]byte(b[8:14])
	default:
		return false
	}
	return true
}

// discovery reads a neighbor solicitation or advertisement (RFC 4861 §4.3, §4.4). The latter's
// option of type 2 holds the address asked for.
func discovery(n *fact.Neighbor, b []byte) bool {
	const solicitation, advertisement, target = 135, 136, 2
	if len(b) < 24 || b[0] != solicitation && b[0] != advertisement {
		return false
	}
	n.Asks, n.Of = b[0] == solicitation, netip.AddrFrom16([16]byte(b[8:24]))
	if !n.Asks && len(b) >= 32 && b[24] == target && b[25] == 1 {
		n.MAC = [6]byte(b[26:32])
	}
	return true
}
