package cases

import "fmt"

// A Case is one case file.
type Case struct {
	*Archive
	Options *Options
	Packets []Packet
}

// Parse reads a case file.
func Parse(text string) (*Case, error) {
	c := &Case{Archive: ParseArchive(text)}
	if c.About == "" {
		return nil, fmt.Errorf("no line tells the situation")
	}
	var err error
	if c.Options, err = ParseOptions(c.Section("options")); err != nil {
		return nil, err
	}
	c.Packets, err = ParsePackets(c.Section("packets"))
	return c, err
}

// Capture is the packets as a pcapng file.
func (c *Case) Capture() ([]byte, error) {
	frames, err := Frames(c.Options, c.Packets)
	if err != nil {
		return nil, err
	}
	return Pcapng(c.Options, frames), nil
}
