package lesson

import (
	"slices"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// order is which kind gives a frame its title, and the order of its sentences.
var order = []fact.Kind{
	fact.TCPTwice,
	fact.TCPRefused,
	fact.TCPHalfOpen,
	fact.TCPReset,
	fact.TCPSyn,
	fact.TCPSynInside,
	fact.TCPSynAck,
	fact.TCPOverlap,
	fact.TCPRetransmit,
	fact.TCPResent,
	fact.TCPOutOfOrder,
	fact.TCPFin,
	fact.TCPOpened,
	fact.TCPEcho,
	fact.TCPWindowProbe,
	fact.TCPKeepAlive,
	fact.TCPUrgent,
	fact.TCPBeyondWindow,
	fact.TCPData,
	fact.TCPWindowFull,
	fact.TCPPAWS,
	fact.TCPFastOpen,
	fact.TCPSynData,
	fact.TCPECN,
	fact.TCPECNMark,
	fact.TCPECNEcho,
	fact.TCPECNCut,
	fact.TCPOdd,
	fact.TCPFinAck,
	fact.TCPZeroWindow,
	fact.TCPWindowProbeAck,
	fact.TCPKeepAliveAck,
	fact.TCPDSack,
	fact.TCPSpurious,
	fact.TCPWindowShrunk,
	fact.TCPWindowUpdate,
	fact.TCPAckDup,
	fact.TCPSack,
	fact.TCPAck,
	fact.TCPAckAgain,
	fact.TCPGap,
	fact.TCPAckUnseen,
	fact.TCPBare,
	fact.TCPIdle,
	fact.UDPTwice,
	fact.UDPEcho,
	fact.UDPAnswer,
	fact.UDPReceipt,
	fact.UDPApart,
	fact.UDPNamed,
	fact.UDPRetry,
	fact.UDPQUIC,
	fact.UDPDatagram,
	fact.UDPLength,
}

// silent are the kinds that say nothing beside another.
var silent = map[fact.Kind][]fact.Kind{
	fact.TCPTwice:      {fact.TCPData, fact.TCPAck, fact.TCPAckAgain, fact.TCPFinAck, fact.TCPFin, fact.TCPSyn, fact.TCPSynInside, fact.TCPSynAck, fact.TCPAckDup},
	fact.TCPHalfOpen:   {fact.TCPData, fact.TCPAck, fact.TCPAckAgain, fact.TCPFin},
	fact.TCPRefused:    {fact.TCPReset, fact.TCPData, fact.TCPAck, fact.TCPAckAgain},
	fact.TCPReset:      {fact.TCPData},
	fact.TCPOverlap:    {fact.TCPRetransmit, fact.TCPData},
	fact.TCPRetransmit: {fact.TCPData, fact.TCPSyn, fact.TCPSynAck},
	fact.TCPOpened:     {fact.TCPAck},
	fact.TCPAckDup:     {fact.TCPAckAgain},
	fact.TCPFinAck:     {fact.TCPAck},

	fact.TCPWindowShrunk:   {fact.TCPAckAgain},
	fact.TCPWindowUpdate:   {fact.TCPAckAgain},
	fact.TCPWindowProbe:    {fact.TCPData, fact.TCPAckAgain},
	fact.TCPWindowProbeAck: {fact.TCPAckAgain},
	fact.TCPKeepAlive:      {fact.TCPData, fact.TCPAckAgain, fact.TCPIdle},
	fact.TCPKeepAliveAck:   {fact.TCPAckAgain},
}

// scenes are a frame's facts in the order in which they are told.
func (t *talk) scenes(s *fact.Step) []*Scene {
	facts := slices.AppendSeq(fact.OfStep(t.ID.Proto, s), t.at(s.Frame))
	quiet := hushed(facts)
	var list []*Scene
	for _, kind := range order {
		for _, f := range facts {
			if f.Kind == kind && !quiet[kind] {
				list = append(list, &Scene{t: t, step: s, fact: f})
			}
		}
	}
	return list
}

// read are a frame's facts in the order in which they are read: what has arrived without a gap
// comes before what has arrived beyond one, though the latter gives the title.
func read(scenes []*Scene) []*Scene {
	of := func(kinds ...fact.Kind) int {
		return slices.IndexFunc(scenes, func(s *Scene) bool { return slices.Contains(kinds, s.fact.Kind) })
	}
	sack, ack := of(fact.TCPSack), of(fact.TCPAck, fact.TCPAckAgain)
	if sack < 0 || ack < sack {
		return scenes
	}
	list := slices.Clone(scenes)
	return slices.Insert(slices.Delete(list, ack, ack+1), sack, scenes[ack])
}

// hushed are the kinds that say nothing beside the facts.
func hushed(facts []fact.Fact) map[fact.Kind]bool {
	quiet := map[fact.Kind]bool{}
	for _, f := range facts {
		for _, kind := range silent[f.Kind] {
			quiet[kind] = true
		}
	}
	return quiet
}
