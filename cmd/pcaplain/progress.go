package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// progress is the line on a terminal that says how much of the input has been read. It
// appears where that takes longer than patience, and goes away without a trace. A nil
// progress, where there is no terminal, does nothing.
type progress struct {
	line func(read, size int64, again bool) string
	read atomic.Int64 // bytes of this reading: all that reading itself pays

	mu       sync.Mutex
	terminal io.Writer
	size     int64 // of the input; 0: not known
	readings int   // that had a size
	shown    string
	over     chan struct{} // nil before the first reading; closed by stop
	stopped  bool
}

const (
	patience = 500 * time.Millisecond
	redrawn  = 100 * time.Millisecond
)

// isTerminal tells whether w is one on which a line can be written again.
func isTerminal(w any) bool {
	file, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// begin is called where the input is about to be read from its beginning, perhaps again;
// size is 0 where it is not known.
func (p *progress) begin(size int64) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read.Store(0)
	p.size = size
	if size > 0 {
		p.readings++
	}
	if p.over == nil && !p.stopped {
		p.over = make(chan struct{})
		go p.run(p.over)
	}
}

func (p *progress) add(n int) {
	if p != nil {
		p.read.Add(int64(n))
	}
}

func (p *progress) run(over <-chan struct{}) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		select {
		case <-over:
			return
		case <-timer.C:
			p.draw()
			timer.Reset(redrawn)
		}
	}
}

// draw writes the line over itself where it has changed, so that nothing flickers.
func (p *progress) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	read := p.read.Load()
	if p.stopped || read == 0 {
		return
	}
	line := p.line(read, p.size, p.readings > 1)
	if line != p.shown {
		rest := strings.Repeat(" ", max(len(p.shown)-len(line), 0)) // no fewer than columns
		fmt.Fprint(p.terminal, "\r"+line+rest)
		p.shown = line
	}
}

// stop takes the line away, for good.
func (p *progress) stop() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over != nil && !p.stopped {
		close(p.over)
	}
	p.stopped = true
	if p.shown != "" {
		fmt.Fprint(p.terminal, "\r"+strings.Repeat(" ", len(p.shown))+"\r")
		p.shown = ""
	}
}

// progressLine fits a narrow terminal: it must not need a second line.
func (a *app) progressLine(read, size int64, again bool) string {
	verb := reading
	if again {
		verb = readingAgain
	}
	if size == 0 {
		return "pcaplain: " + a.say(verb) + " " + amount(read)
	}
	const width = 20
	read = min(read, size) // of a file that grows
	done := int(width * read / size)
	bar := strings.Repeat("#", done) + strings.Repeat(".", width-done)
	return "pcaplain: " + a.say(verb) + fmt.Sprintf(" [%s] %3d %% (%s)", bar, 100*read/size, amount(size))
}

// amount is a number of bytes in the largest unit of which there is a whole one.
func amount(bytes int64) string {
	n, units := float64(bytes)/1e3, []string{"kB", "MB", "GB", "TB"}
	for n >= 1e3 && len(units) > 1 {
		n, units = n/1e3, units[1:]
	}
	return fmt.Sprintf("%.1f %s", n, units[0])
}

// curtain takes the progress away before the first row appears on the same terminal.
type curtain struct {
	io.Writer
	progress *progress
}

func (c curtain) Write(b []byte) (int, error) {
	c.progress.stop()
	return c.Writer.Write(b)
}
