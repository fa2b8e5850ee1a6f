package main

import (
	"cmp"
	"slices"
	"strings"
)

// nearest are the three words most like one that is none of them: those that it is a part
// of, then those that the fewest changes of a letter lead to.
func nearest(typed string, words []string) []string {
	typed = strings.ToLower(typed)
	changes := map[string]int{}
	for _, w := range words {
		if changes[w] = edits(typed, w); typed != "" && strings.Contains(w, typed) {
			changes[w] = 0
		}
	}
	sorted := slices.Clone(words)
	slices.SortStableFunc(sorted, func(a, b string) int { return cmp.Compare(changes[a], changes[b]) })
	return sorted[:min(3, len(sorted))]
}

// edits is how many letters must be put in, left out or exchanged to make b of a
// (Levenshtein's distance).
func edits(a, b string) int {
	from := []rune(a)
	row := make([]int, len(from)+1) // edits from each beginning of a to the beginning of b so far
	for i := range row {
		row[i] = i
	}
	for _, r := range b {
		diagonal := row[0]
		row[0]++
		for i, l := range from {
			keep := diagonal
			if l != r {
				keep++
			}
			diagonal = row[i+1]
			row[i+1] = min(keep, row[i]+1, row[i+1]+1)
		}
	}
	return row[len(from)]
}
