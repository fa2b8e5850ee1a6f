// Package fact holds the nouns of pcaplain: what a capture was found to contain,
// as plain data. It imports nothing but the standard library and every other
// package may import it. Nobody writes into these values once analyze has handed
// them out, and none of them holds a word meant for a reader.
//
// Numbers that Wireshark also shows carry Wireshark's meaning: frame numbers start
// at 1, stream numbers at 0, relative sequence numbers count from the initial
// sequence number of their direction.
package fact
