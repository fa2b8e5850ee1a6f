// Package spell tells how far a mistyped word is from one that was meant.
package spell

// Distance is how many letters must be put in, left out or exchanged to make b of a
// (Levenshtein's distance).
func Distance(a, b string) int {
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
