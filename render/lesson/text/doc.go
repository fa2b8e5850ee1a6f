// Package text turns values into the characters of a lesson: text from a
// capture, counts and times, and Korean particles.
//
// Text from a capture is hostile until it is escaped. It has a type of its own,
// [Captured], which nothing can read but the three doors to Markdown ([Block],
// [Cell] and [Prose]) and the plain forms for figures ([Visible], [Hex]). Which
// door is right is decided by the place where the text will stand, never by what
// the text is.
package text
