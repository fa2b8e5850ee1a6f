package wireshark

// maxPending is how many segments of a side Wireshark remembers.
const maxPending = 10_000

// entry is a segment that is not acknowledged yet.
type entry struct {
	time     int64
	seq, end uint32
	frame    int32
	next     int32 // place in the pool + 1, here and below; 0: none
}

// pool holds the entries of all conversations, so that memory follows what is
// outstanding and nothing is allocated a segment.
type pool struct {
	entries []entry
	free    int32
}

func (p *pool) at(i int32) *entry { return &p.entries[i-1] }

func (p *pool) take() int32 {
	if i := p.free; i != 0 {
		p.free = p.at(i).next
		return i
	}
	p.entries = append(p.entries, entry{})
	return int32(len(p.entries))
}

// release gives a queue's entries back.
func (p *pool) release(q *queue) {
	if q.tail != 0 {
		p.at(q.tail).next, p.free = p.free, q.head
	}
	*q = queue{}
}

// queue is a list of entries, oldest first.
type queue struct {
	head, tail int32
	n          int32
	swept      int32  // the last entry that was there when ack was looked at; 0: none
	ack        uint32 // with which it was swept
	low, high  uint32 // smallest seq and largest end, as numbers from the side's base on, unless stale
	stale      bool
	mixed      bool // an entry began before the one before it ended
}

// add appends a segment; false where the queue is full.
func (q *queue) add(p *pool, e entry, base uint32) bool {
	if q.n == maxPending {
		return false
	}
	i := p.take()
	*p.at(i) = e
	low, high := e.seq-base, e.end-base
	if q.n == 0 {
		q.head, q.low, q.high, q.stale, q.mixed = i, low, high, false, after(e.seq, e.end)
	} else {
		tail := p.at(q.tail)
		tail.next = i
		q.low, q.high = min(q.low, low), max(q.high, high)
		q.mixed = q.mixed || before(e.seq, tail.end) || after(e.seq, e.end)
	}
	q.tail = i
	q.n++
	return true
}

// acknowledge drops what ack acknowledges and shortens what it acknowledges in part. It
// gives the oldest entry that ends at ack; false where there is none.
//
// Entries that were looked at with the same number are not looked at again, and in a
// queue in order the first that stays ends the search.
func (q *queue) acknowledge(p *pool, ack uint32) (found entry, ok bool) {
	var last int32 // the last entry that stays
	next := q.head
	if q.swept != 0 && q.ack == ack {
		last, next = q.swept, p.at(q.swept).next
	}
	for next != 0 {
		i := next
		e := p.at(i)
		next = e.next
		if e.end != ack && (before(ack, e.end) || after(ack, e.seq) && notAfter(ack, e.end)) {
			if after(ack, e.seq) && notAfter(ack, e.end) {
				e.seq, q.stale = ack, true
			}
			if last = i; q.settled(p, ack) {
				last = q.tail
				break
			}
			continue
		}
		if e.end == ack && !ok {
			found, ok = *e, true
		}
		q.drop(p, last, i)
	}
	q.swept, q.ack = last, ack
	return found, ok
}

// settled tells whether ack, which lies before an entry's end, lies before all that follow.
func (q *queue) settled(p *pool, ack uint32) bool {
	return !q.mixed && p.at(q.tail).end-ack < 1<<31
}

// drop takes out entry i, which follows entry last.
func (q *queue) drop(p *pool, last, i int32) {
	e := p.at(i)
	if last == 0 {
		q.head = e.next
	} else {
		p.at(last).next = e.next
	}
	if q.tail == i {
		q.tail = last
	}
	e.next, p.free = p.free, i
	q.n--
	q.stale = true
}

// span is the distance from the smallest seq to the largest end, both counted from base.
func (q *queue) span(p *pool, base uint32) uint32 {
	if q.stale {
		q.low, q.high = p.at(q.head).seq-base, p.at(q.tail).end-base
		if q.mixed || q.low > q.high {
			for i := q.head; i != 0; i = p.at(i).next {
				e := p.at(i)
				q.low, q.high = min(q.low, e.seq-base), max(q.high, e.end-base)
			}
		}
		q.stale = false
	}
	return q.high - q.low
}
