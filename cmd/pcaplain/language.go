package main

import "strings"

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

// langFlag is --lang. It takes effect as soon as it is read, for the errors of the flags behind it.
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
