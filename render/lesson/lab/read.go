package lab

import (
	"io/fs"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// reader reads one lab file and remembers what is wrong with it.
type reader struct {
	fsys   fs.FS
	name   string
	korean bool // the language of the faults
	faults []*fault
}

// open is the root of the lab file; nil where it cannot be read or says nothing.
func (r *reader) open() *yaml.Node {
	text, err := r.readText(r.name)
	if err != nil {
		r.fault(0, "%w", err)
		return nil
	}
	return r.document(text)
}

func (r *reader) lab(n *yaml.Node, lab *Lab) {
	if n.ShortTag() == "!!null" {
		return
	}
	r.mapping(n, "the file", []field{
		{key: "title", read: func(n *yaml.Node) { lab.Title = r.text(n, "title") }},
		{key: "author", read: func(n *yaml.Node) { lab.Author = r.text(n, "author") }},
		{key: "date", read: func(n *yaml.Node) { lab.Date = r.date(n) }},
		{key: "tags", read: func(n *yaml.Node) {
			r.sequence(n, "tags", func(n *yaml.Node) { lab.Tags = append(lab.Tags, r.text(n, "tags")) })
		}},
		{key: "vantage", read: func(n *yaml.Node) {
			lab.Vantage = oneOf(r, n, "vantage", AtClient, AtServer, Between)
		}},
		{key: "hosts", read: func(n *yaml.Node) {
			r.sequence(n, "hosts", func(n *yaml.Node) { lab.Hosts = append(lab.Hosts, r.host(n, lab.Hosts)) })
		}},
		{key: "programs", read: func(n *yaml.Node) {
			r.sequence(n, "programs", func(n *yaml.Node) { lab.Programs = append(lab.Programs, r.program(n, lab.Hosts)) })
		}},
	})
}

// dateLayouts are the ways to write a date: a day, or what blogs' front matter wants.
var dateLayouts = []string{time.DateOnly, time.DateTime, "2006-01-02 15:04:05 -0700", time.RFC3339}

func (r *reader) date(n *yaml.Node) string {
	for _, layout := range dateLayouts {
		if _, err := time.Parse(layout, n.Value); err == nil && n.Kind == yaml.ScalarNode {
			return n.Value
		}
	}
	r.fault(n.Line, `"date" must be a date such as 2026-03-09, with a time such as 12:00:00 +0900 where you like`)
	return ""
}

// host reads a host that comes after others.
func (r *reader) host(n *yaml.Node, others []Host) Host {
	var h Host
	r.mapping(n, "a host", []field{
		{key: "name", read: func(n *yaml.Node) {
			h.Name = r.text(n, "name")
			if h.Name != "" && hasHost(others, h.Name) {
				r.fault(n.Line, "host %q is given twice", h.Name)
			}
		}},
		{key: "role", read: func(n *yaml.Node) { h.Role = oneOf(r, n, "role", Client, Server) }},
		{key: "addresses", read: func(n *yaml.Node) {
			r.sequence(n, "addresses", func(n *yaml.Node) { r.address(n, &h, others) })
		}},
		{key: "os", read: func(n *yaml.Node) { h.OS = r.text(n, "os") }},
	})
	return h
}

// address reads an address of h and adds it.
func (r *reader) address(n *yaml.Node, h *Host, others []Host) {
	addr, err := netip.ParseAddr(n.Value)
	if err != nil || n.Kind != yaml.ScalarNode {
		r.fault(n.Line, "%q in \"addresses\" is not an IP address", n.Value)
		return
	}
	// A capture holds no zones, and the same address may come either way.
	addr = addr.WithZone("").Unmap()
	for _, other := range append([]Host{*h}, others...) {
		for _, taken := range other.Addresses {
			if taken == addr {
				r.fault(n.Line, "address %s is given twice", addr)
				return
			}
		}
	}
	h.Addresses = append(h.Addresses, addr)
}

func (r *reader) program(n *yaml.Node, hosts []Host) Program {
	var p Program
	lines := -1 // unknown
	r.mapping(n, "a program", []field{
		{key: "file", read: func(n *yaml.Node) { lines = r.source(n, &p) }},
		{key: "host", read: func(n *yaml.Node) { p.Host = r.hostName(n, hosts) }},
		{key: "session", read: func(n *yaml.Node) { p.Session = r.session(n) }},
		{key: "calls", read: func(n *yaml.Node) {
			if p.File == "" && lines < 0 {
				r.fault(n.Line, `"calls" tell lines of a program, which needs a "file"`)
			}
			r.sequence(n, "calls", func(n *yaml.Node) { p.Calls = append(p.Calls, r.call(n, p.File, lines)) })
		}},
	})
	return p
}

// hostName reads the name of one of the hosts.
func (r *reader) hostName(n *yaml.Node, hosts []Host) string {
	name := r.text(n, "host")
	if name != "" && !hasHost(hosts, name) {
		r.fault(n.Line, "unknown host %q%s", name, r.suggestion(name, names(hosts)))
	}
	return name
}

// session reads "tcp/65432".
func (r *reader) session(n *yaml.Node) Session {
	proto, number, _ := strings.Cut(n.Value, "/")
	port, err := strconv.ParseUint(number, 10, 16)
	if n.Kind != yaml.ScalarNode || proto != "tcp" && proto != "udp" || err != nil || port == 0 {
		r.fault(n.Line, `"session" must be tcp or udp and the server's port, such as tcp/65432, not %q`, n.Value)
		return Session{}
	}
	return Session{Proto: proto, Port: uint16(port)}
}

// call reads a call in a file of so many lines; −1 where that is not known.
func (r *reader) call(n *yaml.Node, file string, lines int) Call {
	var c Call
	r.mapping(n, "a call", []field{
		{key: "line", needed: true, read: func(n *yaml.Node) {
			if c.Line = r.number(n, "line"); lines >= 0 && c.Line > lines {
				r.fault(n.Line, "line %d is not in %s, which has %d", c.Line, file, lines)
			}
		}},
		{key: "does", needed: true, read: func(n *yaml.Node) {
			c.Does = oneOf(r, n, "does", Bind, Listen, Accept, Connect, Input, Send, Receive, Close)
		}},
	})
	return c
}

func hasHost(hosts []Host, name string) bool {
	for _, h := range hosts {
		if h.Name == name {
			return true
		}
	}
	return false
}

// names are the names of the hosts that have one.
func names(hosts []Host) []string {
	var all []string
	for _, h := range hosts {
		if h.Name != "" {
			all = append(all, h.Name)
		}
	}
	return all
}
