package suite_test

import (
	"encoding/binary"
	"slices"
)

// half is one direction of a made conversation, between the n-th of many addresses and a
// server.
type half struct {
	n        uint32
	server   bool
	ecn      byte
	window   uint16
	seq, ack uint32
	options  []byte
}

// segment is one of the direction's, whose options are filled up with zeros.
func (h *half) segment(flags byte, data []byte) []byte {
	options := append(slices.Clone(h.options), make([]byte, -len(h.options)&3)...)
	b := binary.BigEndian.AppendUint32([]byte{0xc0, 1, 0, 80}, h.seq)
	b = binary.BigEndian.AppendUint32(b, h.ack)
	b = append(b, byte(5+len(options)/4)<<4, flags, byte(h.window>>8), byte(h.window), 0, 0, 0, 0)
	b = ipv4(h.n, 6, 0, append(append(b, options...), data...))
	b[15] = h.ecn
	if h.server {
		turn(b)
	}
	return b
}

// turn swaps the ends of an IPv4 packet with TCP or UDP.
func turn(b []byte) {
	for i := range 4 {
		b[26+i], b[30+i] = b[30+i], b[26+i]
	}
	for i := range 2 {
		b[34+i], b[36+i] = b[36+i], b[34+i]
	}
}

// handshake writes a handshake with the options given in both SYNs, and is the two directions
// behind it.
func handshake(w *pcapngWriter, syn, synAck byte, options []byte) (client, server *half) {
	client = &half{seq: 1000, window: 65535, options: options}
	server = &half{server: true, seq: 5000, ack: 1001, window: 65535, options: options}
	w.packet(client.segment(2|syn, nil))
	w.packet(server.segment(0x12|synAck, nil))
	client.seq, client.ack, server.seq, client.options, server.options = 1001, 5001, 5001, nil, nil
	w.packet(client.segment(0x10, nil))
	return client, server
}

// sack is an option of SACK blocks.
func sack(blocks ...uint32) []byte {
	b := []byte{5, byte(2 + 4*len(blocks))}
	for _, n := range blocks {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return b
}

func stamps(value, echo uint32) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte{8, 10}, value), echo)
}

// question is a UDP datagram to a name server with an id, in the n-th exchange.
func question(n, id uint32) []byte {
	b := []byte{0xc0, byte(n), 0, 53, 0, 27, 0, 0, byte(id >> 8), byte(id), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 0, 0, 1, 0, 1}
	return ipv4(n, 17, 0, b)
}

// unreachable is an ICMP error that quotes a packet and comes back to its sender.
func unreachable(packet []byte) []byte {
	b := ipv4(0, 1, 0, append([]byte{3, 3, 0, 0, 0, 0, 0, 0}, packet[14:]...))
	copy(b[30:34], packet[26:30])
	copy(b[26:30], packet[30:34])
	return b
}

// inner is a packet in so many others: IPv4 in IPv4, or, every other time, in GRE over it.
func inner(depth int, packet []byte) []byte {
	p := packet[14:]
	for i := range depth {
		if i%2 == 0 {
			p = ipv4(uint32(i), 4, 0, p)[14:]
		} else {
			p = ipv4(uint32(i), 47, 0, append([]byte{0, 0, 8, 0}, p...))[14:]
		}
	}
	return append(slices.Clone(packet[:14]), p...)
}

// inGTP is a packet in so many others, of GTP-U, which is UDP (3GPP TS 29.281).
func inGTP(depth int, packet []byte) []byte {
	p := packet[14:]
	for range depth {
		b := binary.BigEndian.AppendUint16([]byte{8, 0x68, 8, 0x68}, uint16(16+len(p)))
		b = binary.BigEndian.AppendUint16(append(b, 0, 0, 0x30, 0xff), uint16(len(p)))
		p = ipv4(0, 17, 0, append(append(b, 0, 0, 0, 1), p...))[14:]
	}
	return append(slices.Clone(packet[:14]), p...)
}

// longTalks are floods of one conversation or few, of what its rules keep and compare.
var longTalks = []flooded{
	{"SACK blocks of what nobody sent", true, everything, memoryLimit, func(w *pcapngWriter) {
		client, server := handshake(w, 0, 0, []byte{4, 2})
		for range 4200 {
			w.packet(client.segment(0x18, []byte("x")))
			client.seq++
		}
		at := client.seq + 1<<20
		for i := range uint32(80_000) {
			server.options = sack(at+i, at+i+1, at+40+i, at+50+i, at+60+i, at+70+i, at+80+i, at+90+i)
			w.packet(server.segment(0x10, nil))
		}
	}},
	{"SACK blocks of what was sent twice", true, everything, memoryLimit, func(w *pcapngWriter) {
		client, server := handshake(w, 0, 0, []byte{4, 2})
		for i := range uint32(70_000) {
			client.seq = 1001 + i%4000*4
			w.packet(client.segment(0x18, []byte("data")))
			server.ack = 1001 + i%50
			server.options = sack(client.seq, client.seq+4, 1001, 17001)
			w.packet(server.segment(0x10, nil))
		}
	}},
	{"holes that are filled from behind", true, everything, memoryLimit, func(w *pcapngWriter) {
		client, server := handshake(w, 0, 0, nil)
		for range 100_000 / 600 {
			from := client.seq
			for i := range uint32(300) {
				client.seq = from + 8*i + 4
				w.packet(client.segment(0x18, []byte("data")))
			}
			for i := range uint32(300) {
				client.seq = from + 8*(299-i)
				w.packet(client.segment(0x18, []byte("fill")))
				server.ack = from + 8*i
				w.packet(server.segment(0x10, nil))
			}
			client.seq = from + 2400
		}
	}},
	{"large segments over small ones", true, everything, memoryLimit, func(w *pcapngWriter) {
		client, _ := handshake(w, 0, 0, nil)
		for range 800 {
			from := client.seq
			for i := range uint32(120) {
				client.seq = from + 2*i
				w.packet(client.segment(0x18, []byte{byte(i)}))
			}
			client.seq = from
			w.packet(client.segment(0x18, make([]byte, 240)))
			client.seq = from + 240
		}
	}},
	{"other bytes under the same numbers", true, everything, memoryLimit, func(w *pcapngWriter) {
		client, _ := handshake(w, 0, 0, nil)
		for i := range uint32(100_000) {
			data := slices.Repeat([]byte{byte(i)}, 400)
			w.packet(client.segment(0x18, data))
		}
	}},
	{"windows that close and open, and their probes", true, everything, memoryLimit, func(w *pcapngWriter) {
		client, server := handshake(w, 0, 0, nil)
		for i := range uint32(50_000) {
			server.window = 0
			w.packet(server.segment(0x10, nil))
			w.packet(client.segment(0x18, []byte("p")))
			w.packet(server.segment(0x10, nil))
			if server.window = 1; i%3 == 0 {
				w.packet(server.segment(0x10, nil))
			}
		}
	}},
	{"keep-alives and their answers", true, everything, memoryLimit, func(w *pcapngWriter) {
		client, server := handshake(w, 0, 0, nil)
		w.packet(client.segment(0x18, []byte("data")))
		client.seq, server.ack = client.seq+3, client.seq+4
		w.packet(server.segment(0x10, nil))
		for range 80_000 {
			w.now += 2_000_000
			w.packet(client.segment(0x10, nil))
			w.packet(server.segment(0x10, nil))
		}
	}},
	{"marks of ECN, their echoes and cuts", true, everything, memoryLimit, func(w *pcapngWriter) {
		client, server := handshake(w, 0xc0, 0x40, nil)
		client.ecn = 3
		for i := range uint32(50_000) {
			w.packet(client.segment(0x98, []byte("data")))
			client.seq += 4
			server.ack = client.seq
			w.packet(server.segment(0x10|byte(i%2)<<6, nil))
		}
	}},
	{"older timestamps", true, everything, memoryLimit, func(w *pcapngWriter) {
		client, server := handshake(w, 0, 0, stamps(100, 0))
		for i := range uint32(50_000) {
			client.options = stamps(1<<20-i*5, 100)
			w.packet(client.segment(0x18, []byte("data")))
			client.seq += 4
			server.options = stamps(100, 1<<20)
			w.packet(server.segment(0x10, nil))
		}
	}},
	{"options that are none", true, everything, memoryLimit, func(w *pcapngWriter) {
		client, _ := handshake(w, 0, 0, nil)
		for i := range uint32(100_000) {
			client.options = slices.Repeat([]byte{byte(i % 200), 2}, 20)
			client.options[39] = 7
			w.packet(client.segment(byte(i), []byte("data")))
			client.seq += 4
		}
	}},
	{"connections one after the other", true, everything, memoryLimit, func(w *pcapngWriter) {
		for i := range uint32(50_000) {
			client := half{seq: i * 100_000, window: 100}
			w.packet(client.segment(2, nil))
			server := half{server: true, seq: i, ack: client.seq + 1}
			w.packet(server.segment(0x14, nil))
		}
	}},
	{"SYNs of one stream", true, everything, memoryLimit, func(w *pcapngWriter) {
		for i := range uint32(120_000) {
			client := half{seq: i * 100_000, window: 100}
			w.packet(client.segment(2, nil))
		}
	}},
	{"questions with ids", true, everything, memoryLimit, func(w *pcapngWriter) {
		for i := range uint32(60_000) {
			w.packet(question(1, i))
			if i%2 == 0 {
				q := question(1, i)
				q[14+20+8+2] |= 0x80
				turn(q)
				w.packet(q)
			}
		}
	}},
	{"ICMP errors of questions", true, everything, memoryLimit, func(w *pcapngWriter) {
		for i := range uint32(50_000) {
			w.packet(question(1, i))
			w.packet(unreachable(question(1, i-1000)))
		}
	}},
	{"ICMP errors of segments", true, everything, memoryLimit, func(w *pcapngWriter) {
		client, _ := handshake(w, 0, 0, nil)
		for range 50_000 {
			w.packet(client.segment(0x18, []byte("data")))
			w.packet(unreachable(client.segment(0x18, []byte("data"))))
			client.seq += 4
		}
	}},
	{"comments of many packets", true, everything, memoryLimit, func(w *pcapngWriter) {
		p := segment(1, 1, 0x18, []byte("data"))
		body := binary.LittleEndian.AppendUint32(make([]byte, 12), uint32(len(p)))
		body = append(binary.LittleEndian.AppendUint32(body, uint32(len(p))), p...)
		body = append(body, make([]byte, -len(p)&3)...)
		for range 40_000 {
			w.block(6, option(option(body, 1, slices.Repeat([]byte("<b>*"), 200)), 1, []byte("again")))
		}
	}},
	{"tunnels", true, everything, memoryLimit, func(w *pcapngWriter) {
		for i := range uint32(20_000) {
			w.packet(inner(50, segment(i%500, i, 0x18, []byte("data"))))
		}
	}},
	{"tunnels of UDP", true, everything, memoryLimit, func(w *pcapngWriter) {
		for i := range uint32(10_000) {
			w.packet(inGTP(15, segment(i%500, i, 0x18, []byte("data"))))
		}
	}},
	{"kinds of other traffic", true, everything, memoryLimit, func(w *pcapngWriter) {
		for i := range 100_000 {
			p := ipv4(uint32(i), byte(i), 0, make([]byte, 20))
			if i%2 == 0 {
				binary.BigEndian.PutUint16(p[12:], uint16(i))
			}
			w.packet(p)
		}
	}},
	{"questions of ARP", true, everything, memoryLimit, func(w *pcapngWriter) {
		for i := range 100_000 {
			p := slices.Concat(make([]byte, 12), []byte{8, 6, 0, 1, 8, 0, 6, 4, 0, 1}, make([]byte, 20))
			binary.BigEndian.PutUint32(p[28:], uint32(i))
			binary.BigEndian.PutUint32(p[38:], uint32(i*7))
			w.packet(p)
		}
	}},
	{"names", true, everything, memoryLimit, func(w *pcapngWriter) {
		for i := range uint32(200_000) {
			b := binary.LittleEndian.AppendUint16([]byte{1, 0}, 8)
			b = append(binary.BigEndian.AppendUint32(b, i%1000), "abc\x00"...)
			w.block(4, append(b, 0, 0, 0, 0))
		}
		w.packet(segment(1, 0, 2, nil))
	}},
}
