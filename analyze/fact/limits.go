package fact

// Limit is one bound on what a run keeps, whatever a file holds. What lies beyond is
// counted, and of it nothing is said that was not seen.
type Limit uint8

const (
	MaxConversations Limit = iota // pairs of ends that are observed: each needs up to some kilobytes, and a flood makes one a frame
	MaxFrames                     // frames of all the conversations that are told
	MaxBytes                      // bytes kept of these frames
	MaxRanges                     // ranges of sequence numbers remembered of one direction
	MaxDatagrams                  // IP datagrams in fragments that are held at a time (a host is to give one up after one or two minutes, RFC 1122 §3.3.2)
	MaxFragments                  // fragments of one of them; 64 KiB over links of the smallest MTU that RFC 791 allows, 68 bytes, make 1366
	MaxFragmentBytes              // bytes of all of them, the book-keeping counted
	MaxHeaders                    // headers in one frame; what carries TCP or UDP in earnest has fewer
	MaxTexts                      // bytes of text that the file says of itself, 16 more counted for each
	MaxInterfaces                 // interfaces that the file describes
	MaxExpansion                  // bytes that one compressed byte may become; gzip cannot do more than 1032, zstd a hundred thousand
	limits
)

// Limits are numbers by Limit. As bounds, 0 is the default.
type Limits [limits]int

// DefaultLimits are the bounds where none are given: no input under 1 MB then needs more
// than 256 MiB.
var DefaultLimits = Limits{
	MaxConversations: 40_000,
	MaxFrames:        200_000,
	MaxBytes:         16 << 20,
	MaxRanges:        4096,
	MaxDatagrams:     1024,
	MaxFragments:     2048,
	MaxFragmentBytes: 16 << 20,
	MaxHeaders:       64,
	MaxTexts:         16 << 20,
	MaxInterfaces:    1 << 16,
	MaxExpansion:     1032,
}

var limitNames = [limits]string{"conversations", "frames", "bytes", "ranges", "datagrams", "fragments", "fragment-bytes", "headers", "texts", "interfaces", "expansion"}

// String is the limit's name on the command line and in templates.
func (l Limit) String() string { return limitNames[l] }

// AllLimits are the limits in the order in which they are listed.
func AllLimits() []Limit {
	l := make([]Limit, limits)
	for i := range l {
		l[i] = Limit(i)
	}
	return l
}

// Bounds are the limits of a run, and how much of what they bound lay beyond. Nil bounds
// are the default ones, and count nothing.
type Bounds struct {
	Max    Limits
	Beyond Limits
}

// Of is the bound of a limit.
func (b *Bounds) Of(l Limit) int {
	if b == nil || b.Max[l] == 0 {
		return DefaultLimits[l]
	}
	return b.Max[l]
}

// Join adds what of another run's parts lay beyond the same limits.
func (b *Bounds) Join(other *Bounds) {
	for l, n := range other.Beyond {
		b.Beyond[l] += n
	}
}

// Exceed counts n things beyond a limit.
func (b *Bounds) Exceed(l Limit, n int) {
	if b != nil {
		b.Beyond[l] += n
	}
}
