package lesson

import "github.com/pcaplain/pcaplain/analyze/fact"

// Comparison are the two conversations that are compared.
type Comparison struct{ T, U *talk }

// Compare is there where both protocols are told and both carried data.
func (v *view) Compare() *Comparison {
	c := Comparison{v.Lead(), v.LeadUDP()}
	if c.T == nil || c.U == nil || c.T.Total().Data == 0 || c.U.Total().Data == 0 {
		return nil
	}
	return &c
}

// OneEcho tells that the TCP connection served one echo, and that a UDP datagram was echoed.
func (c *Comparison) OneEcho() bool {
	return c.T.WholeEcho() != nil && c.U.Fact(string(fact.UDPEcho)) != nil
}

// RoundTrip tells that the opening took a round trip before any data could go.
func (c *Comparison) RoundTrip() bool {
	open := c.T.phase("open")
	return c.T.Fact(string(fact.TCPOpened)) != nil && open != nil && open.steps[0].TCP.Len == 0
}
