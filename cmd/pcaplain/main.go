// Command pcaplain reads a saved packet capture and writes its walkthrough: what each
// end of every TCP connection and UDP exchange did, frame by frame, as Markdown and as
// one HTML page, in English or Korean. It also lists frames, sessions, states and facts.
//
// The rules of its output:
//
//   - stdout is the product; everything else goes to stderr, beginning with "pcaplain:".
//   - An error is one line that says what is wrong, then a hint that can be followed.
//   - Files are written beside, synced and renamed; nothing that is not ours is overwritten.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
)

// easyMemory is from how many bytes on more time is spent to keep them few: of a flood, what lies
// about uncollected would be as much again as what is kept.
const easyMemory = 192 << 20

func main() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(easyMemory)
	}
	// A reader of our output that goes away is then an error of a write like any other,
	// and temporary files are removed.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole command: it returns the exit code.
func run(args []string, in io.Reader, out, err io.Writer) int {
	ctx, stop := untilSignal()
	defer stop()
	a := &app{ctx: ctx, in: in, out: out, err: err, lang: asked(args, language(os.Getenv))}
	defer a.cleanUp()
	if isTerminal(err) {
		a.progress = &progress{terminal: err, line: a.progressLine}
		if isTerminal(out) {
			a.out = curtain{out, a.progress}
		}
	}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(err)
	return a.exitCode(root.ExecuteContext(ctx))
}

// app is one run of the command.
type app struct {
	ctx  context.Context
	in   io.Reader
	out  io.Writer
	err  io.Writer
	lang lang
	temp []func() // what to do before leaving, last first
	path string   // the capture's, as it was given; empty: it is no file

	progress *progress
}

func (a *app) cleanUp() {
	a.progress.stop()
	for i := len(a.temp) - 1; i >= 0; i-- {
		a.temp[i]()
	}
}

// root is the command without a verb, which is report.
func (a *app) root() *cobra.Command {
	cobra.MousetrapHelpText = "" // a capture may be dropped on the program
	root := a.report("pcaplain [CAPTURE|-]")
	root.Short = "Explain a packet capture frame by frame"
	root.Long, root.Example = rootLong, rootExample
	root.ValidArgsFunction = completeRoot
	root.Version = version
	root.SetVersionTemplate("pcaplain {{.Version}}\n")
	root.SuggestionsMinimumDistance = 2
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(a.badFlag)
	root.PersistentFlags().Var(&langFlag{&a.lang}, "lang", "language: en or ko (default: the environment's, else en)")
	complete(root, "lang", "en\tEnglish", "ko\t한국어")
	report := a.report("report [CAPTURE|-]")
	root.AddCommand(report, a.frames(), a.sessions(), a.states(), a.facts(), a.catalogue(), a.completion(), a.version())
	help := a.help()
	root.SetHelpCommand(help)
	if a.lang == korean {
		root.SetUsageTemplate(koreanUsage.Replace(root.UsageTemplate()))
		inKoreanHelp(root)
		inKoreanHelp(help)
	}
	return root
}

const (
	rootLong = "pcaplain reads a saved packet capture and writes its walkthrough: the states of both ends\n" +
		"of every TCP connection and the UDP exchanges, frame by frame, as Markdown and as one HTML\n" +
		"page. Without a capture it explains a recording of its own."
	rootExample = "  pcaplain lab.pcapng                        # lab.md and lab.html in this folder\n" +
		"  pcaplain lab.pcapng --lang ko --lab lab.yaml -o out/\n" +
		"  pcaplain frames lab.pcapng --format tsv --fields frame.number,tcp.seq,tcp.ack\n" +
		"  tcpdump -r lab.pcap -w - | pcaplain states -"
)

// The exit codes. Other programs rely on them.
const (
	exitDone        = 0
	exitPartly      = 1   // finished, but the file could not be read to its end
	exitUsage       = 2   // a wrong command line, no capture, or nowhere to write
	exitNothing     = 4   // neither TCP nor UDP in the capture
	exitInterrupted = 130 // by Ctrl-C; 143 by SIGTERM
)

// exitCode says what is wrong, where it has not been said, and chooses the code.
func (a *app) exitCode(err error) int {
	var code status
	var failed *failure
	switch {
	case err == nil || brokenPipe(err):
		return exitDone
	case errors.Is(err, context.Canceled):
		return stoppedCode(a.ctx)
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &failed):
		a.printFailure(failed)
	default:
		a.printFailure(&failure{line: err.Error()})
	}
	return exitUsage
}
