package lesson

import (
	"fmt"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// PortsTell tells that one of the ports lies below the dynamic range (RFC 6335 §6).
func (t *talk) PortsTell() bool { return t.ClientPort() < 49152 || t.ServerPort() < 49152 }

// Role is how the end's part is known, as a word.
func (t *talk) Role(side int) (string, error) {
	if t.Roles == fact.Guessed {
		if t.PortsTell() {
			return t.b.word("role.guessed")
		}
		return t.b.word("role.unknown")
	}
	if _, ok := t.find(fact.TCPMidstream); ok {
		if t.Roles == fact.Inferred {
			return t.b.word("role.inferred")
		}
		return t.b.word("role.given")
	}
	if t.ID.Proto == fact.UDP && !t.ClientFirst() {
		return t.b.word("role.inferred")
	}
	if _, ok := t.find(fact.TCPRefused); ok && side == int(fact.Server) {
		return t.b.word("role.refused")
	}
	if t.noSyn() {
		return t.b.word("role.synack." + fact.Side(side).String())
	}
	if t.Simultaneous() {
		return t.b.word([...]string{"role.first", "role.second"}[side])
	}
	return t.b.word(fmt.Sprintf("role.%s.%s", t.ID.Proto, fact.Side(side)))
}

// noSyn tells that of the opening the SYN-ACK was captured and the client's SYN was not.
func (t *talk) noSyn() bool {
	_, syn := t.find(fact.TCPSyn)
	_, synAck := t.find(fact.TCPSynAck)
	return synAck && !syn
}

// Simultaneous tells that both ends asked to connect.
func (t *talk) Simultaneous() bool {
	f, ok := t.find(fact.TCPOpened)
	return ok && f.What.(fact.Opened).How == fact.Simultaneous
}

// Guessed tells that the ports were all there was to find the client by, Given that the user
// named the server, ServerEnd is that end.
func (s *Scene) Guessed() bool     { return s.t.Guessed() }
func (s *Scene) Given() bool       { return s.t.Roles < fact.Inferred }
func (s *Scene) ServerEnd() string { return s.t.Ends[fact.Server].String() }

// PortsTell tells that one of the ports lies below the dynamic range (RFC 6335 §6) and so suggests a server.
func (s *Scene) PortsTell() bool { return s.t.PortsTell() }

// ClientEnd is the end that the page calls the client.
func (s *Scene) ClientEnd() string { return s.t.Ends[fact.Client].String() }

// BothDynamic tells that both ports lie in the dynamic range.
func (s *Scene) BothDynamic() bool { return !s.t.PortsTell() }
