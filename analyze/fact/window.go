package fact

import "time"

// The kinds of flow control and of quiet times.
const (
	TCPKeepAlive      Kind = "tcp.keepalive"       // nothing new, to hear whether the other end is there
	TCPKeepAliveAck   Kind = "tcp.keepalive.ack"   // the answer
	TCPZeroWindow     Kind = "tcp.zerowindow"      // a receiver takes no data for now
	TCPWindowUpdate   Kind = "tcp.windowupdate"    // an ACK for nothing but a larger window
	TCPWindowFull     Kind = "tcp.windowfull"      // data up to the end of the window
	TCPWindowShrunk   Kind = "tcp.windowshrunk"    // a right edge moved left
	TCPUrgent         Kind = "tcp.urgent"          // data marked as urgent
	TCPWindowProbe    Kind = "tcp.windowprobe"     // a segment into a window of 0
	TCPWindowProbeAck Kind = "tcp.windowprobe.ack" // the answer, while the window stays closed
	TCPBeyondWindow   Kind = "tcp.beyondwindow"    // a segment behind missing numbers, beyond every window offered
)

// What these kinds have to tell.
type (
	// KeepAlive is a segment of the number below the next one (RFC 9293 §3.8.4).
	KeepAlive struct {
		Of     int           // the latest frame before that confirms all that its side had sent
		Number uint32        // relative: the next number
		Bytes  int           // 0 or 1, of garbage
		Count  int           // keep-alives in a row
		Idle   time.Duration // since the other side last sent anything
	}
	// Reply is a bare ACK in answer to a segment that brought nothing new.
	Reply struct {
		Of    int           // the latest such segment
		Tries int           // how many there are that it may answer
		After time.Duration // since Of
	}
	// ZeroWindow is a window of 0.
	ZeroWindow struct {
		Opened int           // the first frame with another window; 0: none in the capture
		After  time.Duration // until Opened
		Probes int           // of the other side, while it was closed
	}
	// WindowUpdate is an ACK that confirms nothing new and allows more.
	WindowUpdate struct {
		Of       int // the frame with the window before
		Old, New Window
		Closed   int // the frame that had closed the window; 0: it was open
	}
	// WindowFull is data that ends where the window does.
	WindowFull struct {
		Of     int // the frame with the window
		Window Window
		From   uint32 // relative: the first number of the window
	}
	// WindowShrunk is a window that ends before the end of an earlier one (RFC 9293 §3.8.6).
	WindowShrunk struct {
		Of       int // the frame with the window before
		Old, New Window
		By       uint32 // bytes; of an unknown scale the least that it can be
		End      uint32 // relative: the first number beyond the new window
	}
	// Urgent is an urgent pointer that goes on (RFC 9293 §3.8.5).
	Urgent struct {
		Pointer uint16
		End     uint32 // relative: the number after the last urgent byte
		Within  bool   // that byte is in the segment
	}
	// WindowProbe is a segment into a window of 0 (RFC 9293 §3.8.6.1).
	WindowProbe struct {
		Closed int           // the frame that closed the window
		Bytes  int           // of data
		First  int           // the probe that carried the same numbers first; 0: this one
		Count  int           // probes since Closed
		After  time.Duration // since Closed
	}
	// Beyond is a segment that begins beyond every window that its receiver was seen to offer,
	// and not where its sender had left off (RFC 9293 §3.10.7.4, first). Numbers are relative.
	Beyond struct {
		Of     int    // the frame with the window that reaches farthest
		End    uint32 // the first number beyond that window
		From   uint32 // the segment's number
		Past   uint32 // how many numbers lie between the two
		Bytes  int    // of data
		Flags  Flags  // FIN
		Answer int    // a frame of the receiver, the first that only repeats what it had confirmed; 0: none
	}
)

func (KeepAlive) particulars()    {}
func (Reply) particulars()        {}
func (ZeroWindow) particulars()   {}
func (WindowUpdate) particulars() {}
func (WindowFull) particulars()   {}
func (WindowShrunk) particulars() {}
func (Urgent) particulars()       {}
func (WindowProbe) particulars()  {}
func (Beyond) particulars()       {}
