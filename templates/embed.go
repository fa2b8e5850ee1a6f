// Package templates holds what readers see and programs do not: the words, a folder a
// language, and the page's shell, style sheet and script.
package templates

import "embed"

// FS holds the folders "en" and "ko", one text a kind of fact and words.json, and "page".
//
//go:embed en ko page
var FS embed.FS
