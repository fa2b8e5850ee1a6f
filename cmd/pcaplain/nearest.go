package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pcaplain/pcaplain/internal/spell"
)

// nearest are the three words most like one that is none of them: those that it is a part
// of, then those that the fewest changes of a letter lead to.
func nearest(typed string, words []string) []string {
	typed = strings.ToLower(typed)
	changes := map[string]int{}
	for _, w := range words {
		if changes[w] = spell.Distance(typed, w); typed != "" && strings.Contains(w, typed) {
			changes[w] = 0
		}
	}
	sorted := slices.Clone(words)
	slices.SortStableFunc(sorted, func(a, b string) int { return cmp.Compare(changes[a], changes[b]) })
	return sorted[:min(3, len(sorted))]
}
