package main

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
)

// choice is what the command line asks to see. Each flag given narrows it, and the values
// of one flag widen it; without any it is everything. It never changes what is said of
// what is seen: everything is derived from the whole capture.
type choice struct {
	sessions sessionsFlag
	frames   framesFlag
	hosts    hostsFlag
	ports    portsFlag
}

func (c *choice) flags(cmd *cobra.Command, sessions, frames string) {
	f := cmd.Flags()
	f.Var(&c.sessions, "session", sessions)
	f.Var(&c.frames, "frames", frames)
	f.Var(&c.hosts, "host", "only what has one of these addresses as an end")
	f.Var(&c.ports, "port", "only what has one of these ports at an end")
	complete(cmd, "session", "all")
	for _, name := range []string{"frames", "host", "port"} {
		complete(cmd, name)
	}
}

// narrow tells whether anything may be left out.
func (c *choice) narrow() bool {
	return len(c.sessions.ids)+len(c.frames)+len(c.hosts)+len(c.ports) > 0
}

// words are the flags given, as they go into the generator line and the page.
func (c *choice) words() []string {
	var words []string
	for _, f := range []struct{ flag, value string }{{"--session", c.sessions.String()}, {"--frames", c.frames.String()},
		{"--host", c.hosts.String()}, {"--port", c.ports.String()}} {
		if f.value != "" {
			words = append(words, f.flag, f.value)
		}
	}
	return words
}

// row tells whether a conversation is one to see; its frames are another matter.
func (c *choice) row(r *fact.Row) bool { return c.sessions.has(r.ID) && c.ends(r.Ends) }

func (c *choice) ends(ends fact.Ends) bool {
	return (c.hosts.has(ends[0].Addr()) || c.hosts.has(ends[1].Addr())) && (c.ports.has(ends[0].Port()) || c.ports.has(ends[1].Port()))
}

// stream tells the same of one of Wireshark's streams.
func (c *choice) stream(s *fact.Stream) bool {
	return c.sessions.has(fact.ID{Proto: s.Proto, Stream: s.Number}) && c.ends(s.Ends)
}

// frame tells whether a frame's row is one to see: by the addresses, ports and stream that
// stand in it.
func (c *choice) frame(s *analyze.Settled) bool {
	f := s.Frame
	return c.frames.has(f.Number) && (c.hosts.has(f.Src) || c.hosts.has(f.Dst)) && c.framePorts(f) && c.frameSession(s)
}

func (c *choice) framePorts(f *fact.Frame) bool {
	switch {
	case len(c.ports) == 0:
		return true
	case f.TCP != nil:
		return f.TCP.Part >= fact.Ports && (c.ports.has(f.TCP.SrcPort) || c.ports.has(f.TCP.DstPort))
	}
	return f.UDP != nil && (c.ports.has(f.UDP.SrcPort) || c.ports.has(f.UDP.DstPort))
}

func (c *choice) frameSession(s *analyze.Settled) bool {
	if len(c.sessions.ids) == 0 {
		return true
	}
	for i := range s.Steps {
		if c.sessions.has(s.Steps[i].Row.ID) {
			return true
		}
	}
	id, ok := streamOf(s.Frame)
	return ok && c.sessions.has(id)
}

// streamOf is the stream of a frame's row, as an ID without an incarnation.
func streamOf(f *fact.Frame) (id fact.ID, ok bool) {
	switch {
	case f.TCP != nil:
		id.Stream = int(f.TCP.Stream)
	case f.UDP != nil:
		id = fact.ID{Proto: fact.UDP, Stream: int(f.UDP.Stream)}
	default:
		return id, false
	}
	return id, id.Stream >= 0
}

// move and fact tell whether a row of a conversation to see is shown by one of the frames.
func (c *choice) move(m *fact.Move) bool {
	if m.Cause == fact.NoFrame {
		return c.frames.has(m.At)
	}
	return c.frames.has(m.Frame)
}

func (c *choice) fact(f *fact.Fact) bool { return slices.ContainsFunc(f.Frames, c.frames.has) }

// framesFlag is --frames: ranges of frame numbers, both ends included. Nil is all of them.
type framesFlag [][2]int

func (f *framesFlag) Set(s string) error {
	for part := range strings.SplitSeq(s, ",") {
		first, last, isRange := strings.Cut(strings.TrimSpace(part), "-")
		from, err := strconv.Atoi(first)
		to := from
		if isRange && err == nil {
			to, err = strconv.Atoi(last)
		}
		if err != nil || from < 1 || to < from {
			return wanted{wantFrames}
		}
		*f = append(*f, [2]int{from, to})
	}
	return nil
}

func (f framesFlag) has(frame int) bool {
	if len(f) == 0 {
		return true
	}
	for _, r := range f {
		if r[0] <= frame && frame <= r[1] {
			return true
		}
	}
	return false
}

func (f *framesFlag) String() string {
	return joined(*f, func(r [2]int) string {
		if r[0] == r[1] {
			return strconv.Itoa(r[0])
		}
		return strconv.Itoa(r[0]) + "-" + strconv.Itoa(r[1])
	})
}

func (f *framesFlag) Type() string { return "9-11,55-61" }

// hostsFlag is --host: addresses. Nil is all of them.
type hostsFlag []netip.Addr

func (f *hostsFlag) Set(s string) error {
	for part := range strings.SplitSeq(s, ",") {
		addr, err := netip.ParseAddr(strings.TrimSpace(part))
		if err != nil {
			return wanted{wantHost}
		}
		*f = append(*f, addr.Unmap().WithZone(""))
	}
	return nil
}

func (f hostsFlag) has(a netip.Addr) bool { return len(f) == 0 || slices.Contains(f, a) }
func (f *hostsFlag) String() string       { return joined(*f, netip.Addr.String) }
func (f *hostsFlag) Type() string         { return "ADDRESS" }

// portsFlag is --port. Nil is all of them.
type portsFlag []uint16

func (f *portsFlag) Set(s string) error {
	for part := range strings.SplitSeq(s, ",") {
		port, err := strconv.ParseUint(strings.TrimSpace(part), 10, 16)
		if err != nil {
			return wanted{wantPort}
		}
		*f = append(*f, uint16(port))
	}
	return nil
}

func (f portsFlag) has(p uint16) bool { return len(f) == 0 || slices.Contains(f, p) }
func (f *portsFlag) String() string {
	return joined(*f, func(p uint16) string { return strconv.Itoa(int(p)) })
}
func (f *portsFlag) Type() string { return "PORT" }

func joined[T any](list []T, text func(T) string) string {
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = text(v)
	}
	return strings.Join(words, ",")
}
