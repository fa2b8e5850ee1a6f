// Package slab is a slice that grows without copying: a flood of new conversations would
// otherwise hold its memory twice.
package slab

// Slab holds items by their place, from 0 on.
type Slab[T any] struct {
	chunks [][]T
	n      int
}

// chunk is few enough for a capture of one stream and enough for a flood of them.
const chunk = 256

// Len is the number of items.
func (s *Slab[T]) Len() int { return s.n }

// At is item i. It stays where it is.
func (s *Slab[T]) At(i int) *T { return &s.chunks[i/chunk][i%chunk] }

// Add appends a zero item.
func (s *Slab[T]) Add() *T {
	if s.n%chunk == 0 {
		s.chunks = append(s.chunks, make([]T, chunk))
	}
	s.n++
	return s.At(s.n - 1)
}
