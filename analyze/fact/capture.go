package fact

import (
	"iter"
	"net/netip"
	"time"
)

// File is what the capture file says of itself. Every text in it is the word of whoever wrote the file.
type File struct {
	Name        string // without folders
	Format      string // "pcapng", "pcap" or "snoop"
	Compression string // "gzip", "zstd" or "lz4", or empty
	Size        int64  // bytes as stored
	SHA256      string // hexadecimal; empty where it was not asked for
	Sections    int    // of pcapng; 0 where the format has none
	Hardware    []Said // each text once, with the first section that says it
	OS          []Said // likewise
	Application []Said // likewise
	Comments    []Said // of its sections, and of the blocks with names and with secrets
	Interfaces  []Interface
	Names       []Name   // in the order of the file, which may contradict itself
	Secrets     []Secret // noticed; what they hold is not read
	Damage      *Damage  // where reading had to stop; nil where the file was read whole
}

// Said is a text of the file, and the section in which it stands, from 1.
type Said struct {
	Text    string
	Section int
}

// Interface is where frames were captured.
type Interface struct {
	Name, Description, Filter, OS, Hardware string
	Link                                    uint16 // LINKTYPE_ value
	Snaplen                                 uint32 // 0: no limit
	// Resolution of the time stamps: 10^−Digits seconds, or 2^−Digits where Binary.
	Digits            uint8
	Binary            bool
	Comments          []string
	Received, Dropped *uint64 // as the last statistics block counts them; nil where there is none
	// Likewise: what the filter let pass, what the system lost of it, what reached the program.
	Accepted, DroppedByOS, Delivered *uint64
	Lost                             uint64 // lost between its packets, as these say
	Speed                            uint64 // bits a second; 0 where the file does not say
	ID                               int    // Wireshark's frame.interface_id, which begins anew with each section
	Frames                           int    // captured at it, as they stand in the file
	Section                          int    // that describes it, from 1; 0 where the format has none
}

// Name is what the file calls an address (pcapng §4.5). Nothing proves it.
type Name struct {
	Addr    netip.Addr
	Names   []string
	Section int // from 1
}

// Secret counts the blocks of one type that hold keys (pcapng §4.7).
type Secret struct {
	Type   uint32 // 0x544c534b is a TLS key log
	Blocks int
	Bytes  int64
}

// Damage is where and why reading stopped.
type Damage struct {
	Offset int64 // of the block or record that could not be read, in the uncompressed file
	Frame  int   // the number that frame would have had
	Why    Fault
	Detail string // numbers only, for the message
}

// Fault is a reason why reading stopped.
type Fault uint8

const (
	Cut       Fault = iota // the file ends inside a block or record
	BadLength              // a length that cannot be right
	BadBlock               // contents that contradict themselves
	BadStream              // the compressed stream is damaged
	TooMuch                // it unpacks to more than MaxExpansion allows
)

// Layer is one protocol header of a frame.
type Layer uint8

// Span is where a header lies in its frame.
type Span struct {
	Layer    Layer
	Off, Len int // bytes
}

// Frame is one frame of the file, as `pcaplain frames` prints it.
type Frame struct {
	Number      int // Wireshark's
	Time        Time
	Len, CapLen int        // bytes on the wire, and in the file
	Interface   int        // frame.interface_id; −1 where the format has none
	Layers      []Span     // outermost first
	Src, Dst    netip.Addr // of the innermost IP header; zero where there is none
	Quoted      bool       // the innermost TCP or UDP header is quoted by an ICMP error
	Malformed   bool
	IPChecksum  Verdict
	TCP         *Segment  // the innermost; nil
	UDP         *Datagram // the innermost; nil
	Comments    []string
	Bytes       []byte
}

// Row is what is kept of every conversation of a file.
type Row struct {
	ID          ID
	Ends        Ends
	Roles       Certainty // how we know who is the client
	First, Last int       // frames
	Start, End  Time
	Frames      [2]int     // by Side of the sender
	Bytes       [2]int64   // frame.len
	Data        [2]int64   // payload
	States      [2]State   // where each end was last known to be
	MACs        [2][6]byte // as first seen; zero where the link has none
	Kinds       KindSet
	Echoes      [2]int // of TCP data, by Side of who sent it back
	Carries     int    // frames in which another conversation lies within this one, as in a tunnel
	Via         *ID    // the conversation around this one in its first frame that has one; nil: none
}

// Stream is one of Wireshark's streams, as its conversation windows count it: end 0 sent its first frame.
type Stream struct {
	Proto       Proto
	Number      int
	Ends        Ends // in the order of the first frame
	First, Last int  // frames
	Start, End  Time
	Frames      [2]int   // sent by each end
	Bytes       [2]int64 // frame.len
	Data        [2]int64 // payload
	Syn, SynAck int
	Fin, Rst    [2]int
	// Of TCP only: what Wireshark says of the last frame, and how many frames have each of its marks.
	Completeness Completeness
	InitialRTT   time.Duration // 0: not shown
	Marks        [len(MarkNames)]uint32
}

// Survey is what a first look at a file gives: a row for every conversation and for every stream.
type Survey struct {
	File        File
	Frames      int
	Bytes       int64 // sum of frame.len
	First, Last Time
	Rows        []*Row
	Streams     iter.Seq[*Stream] // TCP before UDP, by number; one is valid until the next
	Others      []Other
	Undecoded   map[uint16]int // frames by link types that are not read
	Cut         int            // frames of which not all bytes were captured
	Bounds      Bounds
	Clock       Clock
	IPSums      IPSums
	Fragments   Fragments
	Neighbors   []Neighbor // the first messages of ARP and neighbor discovery
	Orphans     []Orphan   // the first ICMP errors of no conversation
	Orphaned    int        // how many there are
	// Completeness is Wireshark's tcp.completeness of every TCP stream after its last frame, by number.
	Completeness []Completeness
}

// Other is traffic of one kind that belongs to no conversation.
type Other struct {
	OtherKind
	Frames      int
	Bytes       int64
	First, Last int
}

// Note is a comment on a packet.
type Note struct {
	Frame int
	Text  string
}

// Excerpt is one frame's bytes and where its headers lie. Of a long frame only the first
// bytes are kept.
type Excerpt struct {
	Frame        int
	Layers       []Span
	Len, CapLen  int    // on the wire, and in the file; len(Bytes) may be smaller
	Pieces       []int  // the frames whose fragments hold the conversation's header and payload, the last span being this one's part; nil: this frame alone
	Overlap      bool   // of the Pieces: bytes came twice
	Conflict     bool   // … and not with the same values, or they disagree about the datagram's end
	Clash        *Clash // … where; nil without one
	Header, Data Span   // the conversation's TCP or UDP header and its payload; both without length where there are Pieces
	Bytes        []byte // of the frame
	Payload      []byte // of the conversation, from its first byte on, even where there are Pieces
}

// Conversation is one incarnation of a TCP connection, or one UDP exchange.
type Conversation struct {
	Row
	Steps    []Step
	Moves    []Move           // in causal order for each endpoint
	Facts    []Fact           // in the order in which they settled
	Excerpts map[int]*Excerpt // by frame number; of the first frames, as far as a limit allows
}

// Capture is all that is known of a file, frozen.
type Capture struct {
	File          File
	Frames        int
	Bytes         int64 // sum of frame.len
	First, Last   Time
	Rows          []Row // every conversation, in the order of their first frames
	Others        []Other
	Undecoded     map[uint16]int // frames by link types that are not read
	Cut           int            // frames of which not all bytes were captured
	Conversations []Conversation // those chosen, in the same order
	Activity      Activity
	Notes         []Note // the first comments on packets; of a long one the beginning
	Noted         int    // frames that have any

	Bounds    Bounds // of the survey; and of what was collected
	Untold    []ID   // conversations chosen that are not among them, since they have more than MaxFrames frames
	Clock     Clock
	IPSums    IPSums
	Fragments Fragments
	Neighbors []Neighbor // the first messages of ARP and neighbor discovery
	Orphans   []Orphan   // the first ICMP errors of no conversation
	Orphaned  int        // how many there are
}

// Activity is when each conversation was active: the capture's time cut into equal columns.
type Activity struct {
	Column  time.Duration // how long one is
	Columns int
	Before  time.Duration   // from the first column's beginning to the first frame, a multiple of Column: more than 0 where the clock goes back behind it
	Rows    map[ID][2][]int // frames a column, by Side of the sender; of every conversation in a small file, else of those chosen
	Others  map[string][]int
}
