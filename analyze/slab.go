package analyze

// slab is a slice that grows without copying: a flood of new conversations would
// otherwise hold its memory twice.
type slab[T any] struct {
	chunks [][]T
	n      int
}

// slabChunk is few enough for a capture of one stream and enough for a flood of them.
const slabChunk = 128

// len is the number of items.
func (s *slab[T]) len() int { return s.n }

// at is item i. It stays where it is.
func (s *slab[T]) at(i int) *T { return &s.chunks[i/slabChunk][i%slabChunk] }

// add appends a zero item.
func (s *slab[T]) add() *T {
	if s.n%slabChunk == 0 {
		s.chunks = append(s.chunks, make([]T, slabChunk))
	}
	s.n++
	return s.at(s.n - 1)
}
