package frame

import (
	"bytes"
	"net/netip"

	"github.com/pcaplain/pcaplain/analyze/fact"
)

// nameAddresses are how many bytes of address begin a name record, by its type.
var nameAddresses = [...]int{1: 4, 2: 16}

// names reads a Name Resolution Block (pcapng §4.5). Wireshark stops at one whose records
// do not fit, and so does this.
func (p *pcapngFile) names(b *block) bool {
	if !p.atLeast(b, 4) {
		return false
	}
	for rest := b.body; len(rest) >= 4; {
		kind, n := int(p.order.Uint16(rest)), int(p.order.Uint16(rest[2:]))
		rest = rest[4:]
		if kind == 0 {
			p.comments(rest)
			return true
		}
		known := kind < len(nameAddresses)
		if known && n < nameAddresses[kind] {
			return p.r.stop(b.off, fact.BadBlock, short(n, nameAddresses[kind]))
		}
		padded := (n + 3) &^ 3
		if padded > len(rest) && b.size > bufferSize {
			return true // the rest of it is not held
		}
		if padded > len(rest) {
			return p.r.stop(b.off, fact.BadBlock, over(uint64(padded), uint64(len(rest))))
		}
		if known {
			p.name(rest[:nameAddresses[kind]], rest[nameAddresses[kind]:n])
		}
		rest = rest[padded:]
	}
	return true
}

// name keeps the names of one address, each with a NUL behind it.
func (p *pcapngFile) name(address, names []byte) {
	r := p.r
	if r.room < nameCost {
		return
	}
	r.room -= nameCost
	name := fact.Name{Section: p.sections}
	name.Addr, _ = netip.AddrFromSlice(address)
	for one := range bytes.SplitSeq(bytes.TrimRight(names, "\x00"), []byte{0}) {
		name.Names = r.keep(name.Names, one)
	}
	r.file.Names = append(r.file.Names, name)
}

// secrets notices a Decryption Secrets Block (pcapng §4.7). What it holds is not looked at.
func (p *pcapngFile) secrets(b *block) bool {
	const fixed = 8
	if !p.atLeast(b, fixed) {
		return false
	}
	kind, n := p.order.Uint32(b.body), p.order.Uint32(b.body[4:])
	if int64(n) > int64(b.size-blockFrame-fixed) {
		return p.r.stop(b.off, fact.BadLength, over(uint64(n), uint64(b.size-blockFrame-fixed)))
	}
	if end := fixed + (int(n)+3)&^3; end < len(b.body) {
		p.comments(b.body[end:])
	}
	list := p.r.file.Secrets
	for i := range list {
		if list[i].Type == kind {
			list[i].Blocks, list[i].Bytes = list[i].Blocks+1, list[i].Bytes+int64(n)
			return true
		}
	}
	if len(list) < keptSecrets {
		p.r.file.Secrets = append(list, fact.Secret{Type: kind, Blocks: 1, Bytes: int64(n)})
	}
	return true
}
