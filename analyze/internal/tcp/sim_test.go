package tcp_test

import (
	"container/heap"
	"math/rand/v2"
	"time"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/analyze/internal/tcp"
)

// A world is two endpoints by RFC 9293, and a path between them that loses, delays and
// repeats on either side of the place where it is captured. Nothing in it looks at a
// clock: a seed tells its whole history.
type world struct {
	*rand.Rand
	now     time.Duration
	events  agenda
	count   int
	hosts   [2]*host
	frames  []tcp.Segment
	first   map[int]int // a packet's first frame, by packet
	path    [2]legs     // by sender
	stamps  bool
	trouble float64
}

// legs are the ways from a sender to the tap and on to the receiver.
type legs struct{ near, far leg }

type leg struct {
	loss, twice, late float64
	delay, jitter     time.Duration
}

type event struct {
	at    time.Duration
	order int
	do    func()
}

type agenda []event

func (a agenda) Len() int      { return len(a) }
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(event)) }
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

func (a agenda) Less(i, j int) bool {
	return a[i].at < a[j].at || a[i].at == a[j].at && a[i].order < a[j].order
}

func (w *world) in(d time.Duration, do func()) {
	w.count++
	heap.Push(&w.events, event{w.now + d, w.count, do})
}

// packet is one sending; every copy of it has its number.
type packet struct {
	number int
	seg    tcp.Segment
}

func (w *world) carry(l leg, arrive func()) {
	for n := 0; n < 1 || n < 2 && w.Float64() < l.twice; n++ {
		if w.Float64() < l.loss {
			continue
		}
		d := l.delay + time.Duration(w.Int64N(int64(l.jitter)+1))
		if w.Float64() < l.late {
			d += time.Duration(w.Int64N(int64(200 * time.Millisecond)))
		}
		w.in(d, arrive)
	}
}

func (w *world) send(from int, p packet) {
	legs := w.path[from]
	w.carry(legs.near, func() {
		p := p
		p.seg.Frame = len(w.frames) + 1
		p.seg.Time = fact.Time{Sec: int64(w.now / time.Second), Nano: int32(w.now % time.Second)}
		w.frames = append(w.frames, p.seg)
		if w.first[p.number] == 0 {
			w.first[p.number] = p.seg.Frame
		}
		w.carry(legs.far, func() { w.hosts[1-from].receive(&p.seg) })
	})
}

// newWorld draws a path and what the two programs do.
func newWorld(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 1)), first: map[int]int{}}
	w.stamps = w.Float64() < 0.7
	trouble := []float64{0, 0.02, 0.1, 0.25}[w.IntN(4)]
	w.trouble = trouble
	for i := range w.path {
		w.path[i] = legs{w.leg(trouble), w.leg(trouble)}
		w.hosts[i] = &host{w: w, self: i, state: fact.Closed, iss: w.Uint32(), rto: 300 * time.Millisecond}
	}
	client, server := w.hosts[0], w.hosts[1]
	client.in(0, client.connect)
	if w.Float64() < 0.15 {
		server.in(time.Duration(w.Int64N(int64(100*time.Millisecond))), server.connect)
	} else {
		server.state, server.passive = fact.Listen, true
		if w.Float64() < 0.05 {
			server.state = fact.Closed
		}
	}
	for _, h := range w.hosts {
		for range w.IntN(5) {
			h.in(w.soon(), func() { h.write(1 + w.IntN(500)) })
		}
		if w.Float64() < 0.9 {
			h.in(w.soon()+w.soon(), h.close)
		} else if w.Float64() < 0.5 {
			h.in(w.soon(), h.abort)
		}
	}
	for w.Float64() < 0.2 {
		w.in(w.soon(), func() { w.intrude(w.IntN(2)) })
	}
	return w
}

// intrude sends a segment in the name of a host, beyond the window of the other one.
func (w *world) intrude(as int) {
	me, other := w.hosts[as], w.hosts[1-as]
	if !me.heard || !other.heard {
		return
	}
	w.count++
	p := packet{number: w.count}
	p.seg.From, p.seg.Part, p.seg.Ports = uint8(as), fact.Header, [2]uint16{51112, 65432}
	p.seg.Flags, p.seg.Window = []fact.Flags{fact.ACK, fact.FIN | fact.ACK}[w.IntN(2)], offered
	p.seg.Seq, p.seg.Ack, p.seg.Len = me.nxt+2*offered+w.Uint32N(1<<28), me.rcv, 1+w.Int32N(500)
	w.send(as, p)
}

func (w *world) leg(trouble float64) leg {
	return leg{
		loss: trouble * w.Float64(), twice: trouble * w.Float64() / 2, late: trouble * w.Float64() / 2,
		delay: time.Duration(w.Int64N(int64(40 * time.Millisecond))), jitter: time.Duration(w.Int64N(int64(2 * time.Millisecond))),
	}
}

func (w *world) soon() time.Duration { return time.Duration(w.Int64N(int64(1500 * time.Millisecond))) }

// run plays the history to its end.
func (w *world) run() {
	for len(w.events) > 0 && w.now < time.Minute {
		e := heap.Pop(&w.events).(event)
		w.now = e.at
		e.do()
	}
}
