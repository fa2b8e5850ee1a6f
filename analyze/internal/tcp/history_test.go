package tcp_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/tcp"
)

// histories is how many seeds are tried: a second's worth.
const histories = 5000

// score counts how the observer's moves stand to what happened.
type score struct {
	seen, derived, inferred int // moves that happened just so
	otherwise               int // inferred, and it happened otherwise
	blind, blindDerived     int // otherwise, for what the host sent was lost before the tap or came late to it
	visible, found          int // transitions by a captured frame
}

// TestHistories: what is Seen or Derived is true in random histories of two endpoints by
// the RFC, and most of what happened is found.
func TestHistories(t *testing.T) {
	var all score
	for seed := range uint64(histories) {
		w := newWorld(seed)
		w.run()
		moves := watch(w.frames)
		for _, lie := range append(all.judge(w, moves), broken(moves)...) {
			t.Errorf("seed %d: %s", seed, lie)
		}
	}
	t.Logf("%d histories: of %d transitions by a captured frame %d are found, of %d it cannot tell; moves: %d seen, %d derived and %d inferred that happened, %d inferred that did not; %d were blind",
		histories, all.visible, all.found, all.visible-all.found, all.seen, all.derived, all.inferred, all.otherwise, all.blind)
	if all.found*100 < all.visible*leastPercent {
		t.Errorf("found %d of %d, want %d%% at least", all.found, all.visible, leastPercent)
	}
	if all.blindDerived*1000 > all.derived {
		t.Errorf("%d of %d derived moves were blind, more than one in a thousand", all.blindDerived, all.derived)
	}
}

// leastPercent of the transitions must be found, though half of the paths lose, repeat
// and exchange up to a quarter of what is sent.
const leastPercent = 95

// TestPrefix: what is Seen or Derived of the first frames stays so when more are read.
func TestPrefix(t *testing.T) {
	for seed := range uint64(300) {
		w := newWorld(seed)
		w.run()
		whole := map[said]bool{}
		for _, m := range watch(w.frames) {
			whole[m.plain()] = true
		}
		for n := range w.frames {
			for _, m := range watch(w.frames[:n]) {
				if (m.Sure == fact.Seen || m.Sure == fact.Derived) && !whole[m.plain()] {
					t.Fatalf("seed %d: after %d frames %s > %s %s, %s, not after all", seed, n, m.Old, m.New, m.CauseText(), m.Sure)
				}
			}
		}
	}
}

// TestGarbage: segments that no endpoint would send do no harm.
func TestGarbage(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 2))
		frames := make([]tcp.Segment, 40)
		for i := range frames {
			s := &frames[i]
			s.Frame, s.From, s.Vantage = i+1, uint8(r.IntN(2)), uint32(r.IntN(2))
			s.Same = seed%10 == 0
			s.Part, s.Flags = fact.Part(r.IntN(3)), fact.Flags(r.IntN(32))
			s.Seq, s.Ack, s.Len = uint32(r.IntN(8))-4, uint32(r.IntN(8))-4, int32(r.IntN(4))-1
			s.Time = fact.Time{Sec: int64(r.IntN(3)), Nano: int32(r.IntN(4)) - 1}
			s.Options.Has, s.Options.TSval, s.Options.TSecr = fact.OptionBits(r.IntN(64)), uint32(r.IntN(4)), uint32(r.IntN(4))
			s.Options.Blocks = uint8(r.IntN(3))
		}
		for _, b := range broken(watch(frames)) {
			t.Errorf("seed %d: %s", seed, b)
		}
	}
}

// broken lists the moves that do not follow from the one before of the same endpoint, or
// are drawn before it.
func broken(moves []said) (list []string) {
	type endpoint struct{ host, incarnation int }
	last := map[endpoint]fact.Move{}
	for _, m := range moves {
		before, any := last[endpoint{m.host, m.incarnation}]
		if any && (m.Old != before.New || m.At < before.At) || m.At < m.Frame || m.Old == m.New {
			list = append(list, fmt.Sprintf("%s %s > %s %s at %d after %s at %d", m.Side, m.Old, m.New, m.CauseText(), m.At, before.New, before.At))
		}
		last[endpoint{m.host, m.incarnation}] = m.Move
	}
	return list
}

// plain leaves what makes the move: that more frames make it more certain is no change.
func (m said) plain() said {
	return said{fact.Move{Old: m.Old, New: m.New, Cause: m.Cause, Frame: m.Frame, Sure: m.Sure}, m.host, m.incarnation}
}

// said is a move and the host that it is said of.
type said struct {
	fact.Move
	host        int
	incarnation int
}

// watch gives every move of a list of segments.
func watch(frames []tcp.Segment) []said {
	var p tcp.Pair
	var out tcp.Out
	var all []said
	client := map[int]int{}
	take := func() {
		for _, b := range out.Begun {
			client[b.Incarnation] = int(b.Client)
		}
		for _, m := range out.Moves {
			all = append(all, said{m.Move, client[m.Incarnation] ^ int(m.Side), m.Incarnation})
		}
		out.Reset()
	}
	for i := range frames {
		p.Step(&frames[i], &out)
		take()
	}
	p.End(&out)
	take()
	return all
}

// judge compares, and returns the moves said to be seen or derived that did not happen.
func (c *score) judge(w *world, moves []said) (lies []string) {
	used := map[*truth]bool{}
	for _, m := range moves {
		h := w.hosts[m.host]
		if m.Certain != 0 && !h.by(w, m.New, m.Certain) && !h.blind(w) {
			lies = append(lies, fmt.Sprintf("%s %s not certain from %d; in truth %s", m.Side, m.New, m.Certain, h.story(w)))
		}
		tr := h.happened(w, m.Move, used)
		switch {
		case tr != nil:
			used[tr] = true
			switch m.Sure {
			case fact.Seen:
				c.seen++
			case fact.Derived:
				c.derived++
			default:
				c.inferred++
			}
		case m.Sure != fact.Seen && m.Sure != fact.Derived:
			c.otherwise++
		case h.blind(w):
			c.blind++
			if m.Sure == fact.Derived {
				c.blindDerived++
			}
		default:
			lies = append(lies, fmt.Sprintf("%s %s > %s %s %s proof %d; in truth %s", m.Side, m.Old, m.New, m.CauseText(), m.Sure, m.Proof, h.story(w)))
		}
	}
	for _, h := range w.hosts {
		for i := range h.truth {
			tr := &h.truth[i]
			if tr.frameIn(w) == 0 {
				continue
			}
			c.visible++
			if used[tr] {
				c.found++
			}
		}
	}
	return lies
}

func (tr *truth) frameIn(w *world) int {
	if tr.cause == fact.Sent {
		return w.first[tr.packet]
	}
	return tr.frame
}

func (h *host) happened(w *world, m fact.Move, used map[*truth]bool) *truth {
	for i := range h.truth {
		tr := &h.truth[i]
		if !used[tr] && tr.new == m.New && tr.cause == m.Cause && tr.frameIn(w) == m.Frame {
			return tr
		}
	}
	return nil
}

// by tells whether the host was in the state, or past it, when it had received the frame.
func (h *host) by(w *world, s fact.State, frame int) bool {
	for i := range h.truth {
		if tr := &h.truth[i]; tr.new == s && tr.frameIn(w) <= frame {
			return true
		}
	}
	return false
}

// blind tells whether a sending that moved the host never reached the tap, or was
// overtaken on its way there by what the host sent later: then no observer at the tap
// can know the move in time.
func (h *host) blind(w *world) bool {
	for i := range h.truth {
		tr := &h.truth[i]
		if at := tr.frameIn(w); tr.cause != fact.Received && (at == 0 || w.overtaken(tr.packet, h.self, at)) {
			return true
		}
	}
	return false
}

func (w *world) overtaken(packet, by, at int) bool {
	for later, frame := range w.first {
		if later > packet && frame < at && int(w.frames[frame-1].From) == by {
			return true
		}
	}
	return false
}

func (h *host) story(w *world) (s string) {
	for i := range h.truth {
		tr := &h.truth[i]
		s += fmt.Sprintf("%s %s:%d, ", tr.new, [...]string{"-", "tx", "rx"}[tr.cause], tr.frameIn(w))
	}
	return s
}
