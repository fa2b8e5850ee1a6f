package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

var shells = []string{"bash", "zsh", "fish", "powershell"}

const completionExample = "  source <(pcaplain completion bash)                         # this session; or add it to ~/.bashrc\n" +
	"  pcaplain completion zsh > \"${fpath[1]}/_pcaplain\"\n" +
	"  pcaplain completion fish > ~/.config/fish/completions/pcaplain.fish\n" +
	"  pcaplain completion powershell | Out-String | Invoke-Expression"

// completion prints what teaches a shell to complete our commands, flags and captures.
func (a *app) completion() *cobra.Command {
	return &cobra.Command{
		Use:       "completion " + strings.Join(shells, "|"),
		Short:     "Print the completion script of a shell",
		Example:   completionExample,
		ValidArgs: shells,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && slices.Contains(shells, args[0]) {
				return nil
			}
			return &failure{a.say(whichShell, strings.Join(shells, ", ")), a.say(seeHelp, cmd.CommandPath())}
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.out, true)
			case "zsh":
				return root.GenZshCompletion(a.out)
			case "fish":
				return root.GenFishCompletion(a.out, true)
			}
			return root.GenPowerShellCompletionWithDesc(a.out)
		},
	}
}

// complete names the values of a flag.
func complete(cmd *cobra.Command, flag string, values ...string) {
	completer := cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
	if err := cmd.RegisterFlagCompletionFunc(flag, completer); err != nil {
		panic(err) // no such flag
	}
}

// completeCapture lets the shell offer files whose names end like a capture's.
func completeCapture(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return append(slices.Clone(endings), compressed...), cobra.ShellCompDirectiveFilterFileExt
}

// completeRoot offers captures beside the commands. The shell cannot filter files by their
// ending and offer words too, so the files are found here.
func completeRoot(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	dir, _ := filepath.Split(typed)
	entries, _ := os.ReadDir(filepath.Clean("./" + dir))
	if filepath.IsAbs(dir) {
		entries, _ = os.ReadDir(dir)
	}
	var found []string
	directive := cobra.ShellCompDirectiveNoFileComp
	for _, e := range entries {
		name := dir + e.Name()
		switch {
		case !strings.HasPrefix(name, typed) || e.Name()[0] == '.':
		case e.IsDir():
			found = append(found, name+string(filepath.Separator))
			directive |= cobra.ShellCompDirectiveNoSpace
		case stem(e.Name()) != e.Name():
			found = append(found, name)
		}
	}
	return found, directive
}
