package lesson

import (
	"fmt"
	"net/netip"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// Asked is how one end learnt the other's MAC address before a conversation began.
type Asked struct {
	Question, Answer int // frames; 0: no answer
	By, Of           netip.Addr
	MAC              string // as the answer tells it; empty where it tells none
	Six              bool
}

// Asked is the last such question before the conversation; nil where there is none, and where
// it was told before.
func (t *talk) Asked() *Asked {
	a := t.asked()
	if a == nil || t.b.said[a.key()] {
		return nil
	}
	t.b.said[a.key()] = true
	return a
}

// key is what is said once of a question.
func (a *Asked) key() string { return fmt.Sprint("asked ", a.Question) }

// frames are the question and, where there is one, the answer.
func (a *Asked) frames() []int {
	if a.Answer == 0 {
		return []int{a.Question}
	}
	return []int{a.Question, a.Answer}
}

// protocol is the overview's name of what the question was asked by.
func (a *Asked) protocol() string {
	if a.Six {
		return fact.LayerICMPv6.String()
	}
	return fact.LayerARP.String()
}

func (t *talk) asked() *Asked {
	var out *Asked
	client, server := t.Ends[fact.Client].Addr(), t.Ends[fact.Server].Addr()
	for _, n := range t.b.c.Neighbors {
		if n.Frame > t.FirstFrame() {
			break
		}
		switch {
		case n.Asks && n.By != n.Of && (n.By == client && n.Of == server || n.By == server && n.Of == client):
			out = &Asked{Question: n.Frame, By: n.By, Of: n.Of, Six: n.Of.Is6()}
		case !n.Asks && out != nil && out.Answer == 0 && n.Of == out.Of:
			if out.Answer = n.Frame; n.MAC != [6]byte{} {
				out.MAC = fmt.Sprintf("%02x:%02x:%02x:%02x:%02x:%02x", n.MAC[0], n.MAC[1], n.MAC[2], n.MAC[3], n.MAC[4], n.MAC[5])
			}
		}
	}
	return out
}
