// Command capture writes case files as captures that any program reads:
//
//	go run ./internal/cases/capture -o /tmp testdata/cases/*.txt
//
// writes /tmp/tcp.syn.pcapng and so on. The same case gives the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pcaplain/pcaplain/internal/cases"
)

func main() {
	folder := flag.String("o", ".", "the `folder` to write to")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: capture [-o folder] CASE.txt...")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	for _, name := range flag.Args() {
		if err := write(name, *folder); err != nil {
			fmt.Fprintln(os.Stderr, "capture:", err)
			os.Exit(1)
		}
	}
}

// write makes NAME.pcapng of NAME.txt.
func write(name, folder string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	c, err := cases.Parse(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	capture, err := c.Capture()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	base := strings.TrimSuffix(filepath.Base(name), ".txt") + ".pcapng"
	return os.WriteFile(filepath.Join(folder, base), capture, 0o666)
}
