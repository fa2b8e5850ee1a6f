// Package lab reads lab.yaml: what a capture cannot show, as the author of the lab
// tells it. Who the hosts were, where the capture was taken, which programs ran and
// which of their lines made a call. A page that takes anything from here says so;
// none of it is a fact of the capture.
package lab

import (
	"io/fs"
	"net/netip"
)

// Lab is one lab.yaml. Every field may be empty, for every key may be left out.
type Lab struct {
	Title    string
	Author   string
	Date     string // as written: 2026-03-09, 2026-03-09 12:00:00 +0900, or RFC 3339
	Tags     []string
	Vantage  Vantage
	Hosts    []Host
	Programs []Program
}

// Vantage is where the capture was taken; empty where the author does not say.
type Vantage string

// The places of a capture: on one of the two hosts, or on the way between them.
const (
	AtClient Vantage = "client"
	AtServer Vantage = "server"
	Between  Vantage = "between"
)

// Role is the part a host plays; empty where the author does not say.
type Role string

// The two roles.
const (
	Client Role = "client"
	Server Role = "server"
)

// Host is a machine of the lab.
type Host struct {
	Name      string
	Role      Role
	Addresses []netip.Addr // IPv4 never as IPv4-mapped IPv6; no address twice in a lab
	OS        string
}

// Program is a program that ran on a host, and its source.
type Program struct {
	File    string // slash-separated, relative to the folder of lab.yaml; empty where there is no listing
	Host    string // the Name of a Host; empty where the author does not say
	Session Session
	Calls   []Call // in the order of the file
	Source  string // the text of File, its lines ending in \n alone
}

// Session tells which conversations a program took part in, by the server's port.
type Session struct {
	Proto string // "tcp" or "udp"; empty where the author does not say
	Port  uint16
}

// Call is a line of a program and what it asks of the network.
type Call struct {
	Line int // of the file, from 1
	Does Action
}

// Action is what a call does.
type Action string

// The actions, in the order a program commonly takes them.
const (
	Bind    Action = "bind"
	Listen  Action = "listen"
	Accept  Action = "accept"
	Connect Action = "connect"
	Input   Action = "input" // waits for a person
	Send    Action = "send"
	Receive Action = "receive"
	Close   Action = "close"
)

// Read reads the lab file called name and the programs it lists from fsys, which
// is rooted at the lab file's folder. What lies outside of that folder is refused:
// paths that lead out here, links that do by fsys, as os.Root's does.
//
// The error holds every fault of the file, each a line such as
//
//	lab.yaml:7: unknown key "adresses"; did you mean "addresses"?
//
// in the order of the file and in the language, "ko" or else English; the Lab is then nil.
func Read(lang string, fsys fs.FS, name string) (*Lab, error) {
	r := &reader{fsys: fsys, name: name, korean: lang == "ko"}
	var lab Lab
	if root := r.open(); root != nil {
		r.lab(root, &lab)
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return &lab, nil
}
