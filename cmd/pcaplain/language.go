package main

import (
	"slices"
	"strings"
)

// lang is a language of the page and of the messages.
type lang int

const (
	english lang = iota
	korean
)

var langNames = [...]string{"en", "ko"}

func (l lang) String() string { return langNames[l] }

// language is the environment's: the first of the three variables that is set decides
// (POSIX, Environment Variables §8.2).
func language(getenv func(string) string) lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			if tag, _, _ := strings.Cut(strings.ToLower(v), "_"); tag == "ko" || strings.HasPrefix(tag, "ko.") || strings.HasPrefix(tag, "ko-") {
				return korean
			}
			return english
		}
	}
	return english
}

// asked is the language that --lang names anywhere, else otherwise: it holds for the errors
// of the flags before it and for help, too.
func asked(args []string, otherwise lang) lang {
	for i, arg := range args {
		name, is := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			name, is = args[i+1], true
		}
		if n := slices.Index(langNames[:], name); is && n >= 0 {
			otherwise = lang(n)
		}
		if arg == "--" {
			break
		}
	}
	return otherwise
}

// langFlag is --lang.
type langFlag struct{ lang *lang }

func (f *langFlag) Set(s string) error {
	for i, name := range langNames {
		if s == name {
			*f.lang = lang(i)
			return nil
		}
	}
	return wanted{wantLang}
}

func (f *langFlag) String() string { return "" }
func (f *langFlag) Type() string   { return "en|ko" }
