package main

import "testing"

// TestStem takes off what says that a file is a capture, and nothing else.
func TestStem(t *testing.T) {
	for name, want := range map[string]string{
		"a.pcapng":           "a",
		"a.pcap":             "a",
		"a.cap":              "a",
		"a.snoop":            "a",
		"A.PcapNG":           "A",
		"a.pcapng.gz":        "a",
		"a.pcap.zst":         "a",
		"a.snoop.lz4":        "a",
		"a.cap.GZ":           "a",
		"a.zst":              "a",
		"a.lz4.pcap":         "a.lz4",  // the compression is the outermost
		"a.pcap.pcapng":      "a.pcap", // one of each
		"a.pcapng.gz.zst":    "a.pcapng.gz",
		"lab.2026-11-25.cap": "lab.2026-11-25",
		"a b.c.pcap":         "a b.c",
		"a.txt":              "a.txt",
		"a.tar.gz":           "a.tar",
		"a":                  "a",
		".pcapng":            ".pcapng",
		".pcapng.gz":         ".pcapng",
		"pcap":               "pcap",
		"apcap":              "apcap",
	} {
		if got := stem(name); got != want {
			t.Errorf("stem(%q) = %q, want %q", name, got, want)
		}
	}
}
