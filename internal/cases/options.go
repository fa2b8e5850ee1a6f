package cases

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// Sum is how a checksum was calculated.
type Sum uint8

const (
	Right   Sum = iota
	Partial     // the pseudo-header's sum alone, as before the network card has its turn
	Wrong
	Absent // UDP's zero
)

var sums = map[string]Sum{"right": Right, "partial": Partial, "bad": Wrong, "absent": Absent}

// Options are what all packets of a case share. Client and server are 0 and 1.
type Options struct {
	Ends    [2]netip.AddrPort
	ISN     [2]uint32
	Sums    [2]Sum // of each end's packets, where a packet does not say
	TTL     [2]uint8
	Snaplen int      // bytes kept of a frame; 0: all
	Show    []string // sections of the lesson that the case holds; empty: those of its conversations
}

// ParseOptions reads a section of lines such as "client 192.0.2.10:51112", "server
// [2001:db8::2]:7000", "isn C 4294967290", "sum S partial", "ttl C 128", "snaplen 96" and
// "show f3 tcp0-close". What is not there keeps its default.
func ParseOptions(text string) (*Options, error) {
	o := &Options{ISN: [2]uint32{1000000, 2000000}, TTL: [2]uint8{64, 64}}
	o.Ends = [2]netip.AddrPort{netip.MustParseAddrPort("192.0.2.10:51112"), netip.MustParseAddrPort("192.0.2.20:7000")}
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 0 {
			if err := o.set(words[0], words[1:]); err != nil {
				return nil, fmt.Errorf("option %q: %w", strings.TrimSpace(line), err)
			}
		}
	}
	if o.Ends[0].Addr().Is4() != o.Ends[1].Addr().Is4() {
		return nil, fmt.Errorf("the ends %v are of two families", o.Ends)
	}
	return o, nil
}

func (o *Options) set(name string, words []string) (err error) {
	switch {
	case name == "show":
		o.Show = words
	case len(words) == 1:
		err = o.setFile(name, words[0])
	case len(words) == 2 && words[0] == "C":
		err = o.setEnd(name, 0, words[1])
	case len(words) == 2 && words[0] == "S":
		err = o.setEnd(name, 1, words[1])
	default:
		err = fmt.Errorf("want a name and a value, or a name, C or S, and a value")
	}
	return err
}

func (o *Options) setFile(name, word string) (err error) {
	switch name {
	case "client":
		o.Ends[0], err = netip.ParseAddrPort(word)
	case "server":
		o.Ends[1], err = netip.ParseAddrPort(word)
	case "snaplen":
		o.Snaplen, err = strconv.Atoi(word)
	default:
		err = fmt.Errorf("there is no %q", name)
	}
	return err
}

func (o *Options) setEnd(name string, side int, word string) error {
	n, err := strconv.ParseUint(word, 10, 32)
	switch sum, known := sums[word]; {
	case name == "sum" && known:
		o.Sums[side], err = sum, nil
	case name == "isn":
		o.ISN[side] = uint32(n)
	case name == "ttl":
		o.TTL[side] = uint8(n)
	default:
		err = fmt.Errorf("there is no %s %q", name, word)
	}
	return err
}
