package main

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/lesson"
	"github.com/pcaplain/pcaplain/render/schema"
)

const explainExample = "  pcaplain explain tcp.retransmit\n" +
	"  pcaplain explain --all --lang ko > kinds.md\n" +
	"  pcaplain explain --schema facts            # the JSON Schema of a line of: pcaplain facts --format json"

// catalogue is `explain`: it tells what the kinds of facts are, without a capture.
func (a *app) catalogue() *cobra.Command {
	var all bool
	var of schemaFlag
	format := kindFormatFlag("md")
	cmd := &cobra.Command{
		Use:     "explain KIND... | --all | --schema NAME",
		Short:   "Say what a kind of fact is, by which rules, and how it reads",
		Example: explainExample,
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return slices.DeleteFunc(kindNames(), func(k string) bool { return slices.Contains(args, k) }), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if of != "" {
				return a.printSchema(cmd, string(of), all, args)
			}
			kinds, err := a.kinds(cmd, args, all)
			if err != nil {
				return err
			}
			if format == "json" {
				return a.explainJSON(kinds)
			}
			text, err := lesson.Explain(a.lang.String(), kinds)
			if err != nil {
				return err
			}
			_, err = io.WriteString(a.out, text)
			return err
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "every kind: a table, then each")
	cmd.Flags().Var(&of, "schema", "print the JSON Schema of what report or a listing prints as JSON")
	complete(cmd, "schema", schema.Names...)
	cmd.Flags().Var(&format, "format", "md: Markdown, json: one object a line")
	complete(cmd, "format", kindFormats...)
	return cmd
}

// kinds are those that the arguments name.
func (a *app) kinds(cmd *cobra.Command, args []string, all bool) ([]fact.Kind, error) {
	switch {
	case all && len(args) > 0:
		return nil, &failure{a.say(unwanted, args[0]), a.say(seeHelp, cmd.CommandPath())}
	case all:
		args = kindNames()
	case len(args) == 0:
		return nil, &failure{a.say(noKind), a.say(giveKind, cmd.CommandPath())}
	}
	var kinds []fact.Kind
	for _, name := range args {
		if _, ok := fact.Of(fact.Kind(name)); !ok {
			return nil, &failure{a.say(unknownKind, name), a.say(nearestKinds, strings.Join(nearest(name, kindNames()), ", "), cmd.CommandPath())}
		}
		kinds = append(kinds, fact.Kind(name))
	}
	return kinds, nil
}

func kindNames() []string {
	var names []string
	for _, info := range fact.Catalogue {
		names = append(names, string(info.Kind))
	}
	return names
}

func (a *app) explainJSON(kinds []fact.Kind) error {
	entries, err := lesson.Entries(a.lang.String(), kinds)
	if err != nil {
		return err
	}
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	for _, entry := range entries {
		if err := e.Encode(entry); err != nil {
			return err
		}
	}
	return nil
}

// printSchema prints a JSON Schema, and nothing besides.
func (a *app) printSchema(cmd *cobra.Command, name string, all bool, args []string) error {
	if all {
		args = append(args, "--schema")
	}
	if len(args) > 0 {
		return &failure{a.say(unwanted, args[0]), a.say(seeHelp, cmd.CommandPath())}
	}
	text, err := schema.Of(name)
	if err != nil {
		return err
	}
	_, err = a.out.Write(text)
	return err
}

// schemaFlag is --schema.
type schemaFlag string

func (f *schemaFlag) Set(s string) error {
	if !slices.Contains(schema.Names, s) {
		return wanted{wantSchema}
	}
	*f = schemaFlag(s)
	return nil
}

func (f *schemaFlag) String() string { return string(*f) }
func (f *schemaFlag) Type() string   { return strings.Join(schema.Names, "|") }

var kindFormats = []string{"md", "json"}

// kindFormatFlag is --format of explain.
type kindFormatFlag string

func (f *kindFormatFlag) Set(s string) error {
	if !slices.Contains(kindFormats, s) {
		return wanted{wantKindFormat}
	}
	*f = kindFormatFlag(s)
	return nil
}

func (f *kindFormatFlag) String() string { return string(*f) }
func (f *kindFormatFlag) Type() string   { return strings.Join(kindFormats, "|") }
